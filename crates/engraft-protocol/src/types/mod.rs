//! The keys of study.toml, one file per section. Doc comments become the descriptions of the JSON Schema.

mod arms;
mod estimands;
mod measures;
mod responses;
mod safety;
mod section;
mod sets;
mod tables;
mod truth;
mod variable;
mod visits;

pub use arms::*;
pub use estimands::*;
pub use measures::*;
pub use responses::*;
pub use safety::*;
pub use section::*;
pub use sets::*;
pub use tables::*;
pub use truth::*;
pub use variable::*;
pub use visits::*;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A study: what is planned, where its data stand, how they are analysed.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StudyFile {
    /// What the study is.
    pub study: StudySection,
    /// The product given.
    pub product: Option<Product>,
    /// Arms by name. A study without arms has one, `all`.
    #[serde(default)]
    pub arms: IndexMap<String, Arm>,
    /// Visits by name, in the order of the protocol.
    #[serde(default)]
    pub visits: IndexMap<String, Visit>,
    /// How an assessment finds its visit.
    #[serde(default)]
    pub windows: Windows,
    /// Which value is the baseline.
    #[serde(default)]
    pub baseline: BaselineSection,
    /// When infusions open a new treatment cycle.
    #[serde(default)]
    pub cycles: Cycles,
    /// Files and column names of the tables that are not measures.
    #[serde(default)]
    pub tables: Tables,
    /// Columns of the subjects table shown in the baseline table.
    #[serde(default)]
    pub characteristics: IndexMap<String, Characteristic>,
    /// What is followed over the visits.
    #[serde(default)]
    pub measures: IndexMap<String, Measure>,
    /// Responder and state definitions.
    #[serde(default)]
    pub responses: IndexMap<String, Response>,
    /// Things that happen once in time: relapse, death, rescue.
    #[serde(default)]
    pub events: IndexMap<String, Event>,
    /// Grades of laboratory values, windows of adverse events.
    #[serde(default)]
    pub safety: Safety,
    /// Entry criteria.
    #[serde(default)]
    pub entry: IndexMap<String, EntryCriterion>,
    /// Analysis sets beyond the built-in `all-enrolled` and `all-treated`.
    #[serde(default)]
    pub sets: IndexMap<String, AnalysisSet>,
    /// What is estimated, and how.
    #[serde(default)]
    pub estimands: Vec<Estimand>,
    /// What is known to be missing, and why. The report lists it; checks do not ask for it again.
    #[serde(default)]
    pub unknown: Vec<Unknown>,
    /// What simulated subjects are drawn from.
    pub truth: Option<Truth>,
}
