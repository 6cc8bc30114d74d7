//! `[sets.NAME]`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[sets.NAME]`: an analysis set.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AnalysisSet {
    /// Name for readers.
    pub label: Option<String>,
    /// From whom the set is drawn.
    #[serde(default)]
    pub from: SetBase,
    /// Measures that must have a value at a visit for a subject to belong.
    #[serde(default)]
    pub requires: Vec<Requirement>,
    /// Subjects left out, each with the reason.
    #[serde(default)]
    pub exclude: IndexMap<String, String>,
}

/// From whom a set is drawn.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum SetBase {
    /// Everybody in the subjects table.
    #[default]
    AllEnrolled,
    /// Everybody with at least one infusion.
    AllTreated,
}

/// A measure that must have a value at a visit.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Requirement {
    /// The measure.
    pub measure: String,
    /// The visit.
    pub visit: String,
}
