//! Named response definitions: published rules written in the language of [`rule`](crate::rule), one file each.
//!
//! A definition names roles (`easi`, `pga`); a study binds each role to one of its own measures. Readings that differ
//! between sources have their own identifiers (`doris-2021-le5`, `doris-2021-lt5`).

use std::fmt::Write as _;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::instrument::{Source, Status};
use crate::registry::builtin;
use crate::rule::{ItemScale, Items, Kind, Rule, RuleFault, rule_name};

mod definitions;
#[cfg(test)]
mod tests;

use definitions::DEFINITIONS;

/// A published definition of response.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ResponseDefinition {
    /// Identifier used in study files, such as `easi-75`; each variant has its own.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How sure the definition is.
    pub status: Status,
    /// What is not confirmed, when anything is.
    #[serde(default)]
    pub status_note: Option<String>,
    /// For which disease: `sle`, `iim`, `ad`, `ssc`, `ra`, `psoriasis`, `any`.
    pub disease: String,
    /// Roles that a study binds to its own measures.
    pub needs: Vec<Need>,
    /// The rule, over the names of the roles.
    pub rule: String,
    /// Other readings, and what the rule does where its text leaves a choice.
    #[serde(default)]
    pub variants: Option<String>,
    /// Where it comes from.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// A role in a definition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Need {
    /// Name of the role; the rule writes its hyphens as underscores.
    pub measure: String,
    /// Instruments that may take the role; empty for any measure of the kind.
    #[serde(default)]
    pub instruments: Vec<String>,
    /// How the rule uses it.
    pub kind: Kind,
    /// What it is, where the name does not say it.
    #[serde(default)]
    pub what: Option<String>,
}

/// The definition with this identifier.
pub fn response(id: &str) -> Option<&'static ResponseDefinition> {
    responses().iter().find(|definition| definition.id == id)
}

/// Every definition, sorted by identifier.
pub fn responses() -> &'static [ResponseDefinition] {
    static PARSED: OnceLock<Vec<ResponseDefinition>> = OnceLock::new();
    // A test parses every definition, so that none is dropped here.
    PARSED.get_or_init(|| DEFINITIONS.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect())
}

impl ResponseDefinition {
    /// The rule, read and checked.
    ///
    /// # Errors
    /// Never for a built-in definition (a test reads every one); the faults of the rule for others.
    pub fn compiled(&self) -> Result<Rule, Vec<RuleFault>> {
        self.compiled_with(self)
    }

    /// The rule with the items of the instruments that a study binds to its roles.
    ///
    /// # Errors
    /// A counted item that the bound instrument does not have.
    pub fn compiled_with(&self, items: &dyn Items) -> Result<Rule, Vec<RuleFault>> {
        Rule::parse_with(&self.rule, items)
    }

    /// The role that a name in the rule stands for.
    pub fn need(&self, name_in_rule: &str) -> Option<&Need> {
        self.needs.iter().find(|need| rule_name(&need.measure) == name_in_rule)
    }

    /// The page shown by `explain` and in the documentation, in Markdown.
    pub fn page(&self) -> String {
        let mut page = format!("# {}\n\n", self.name);
        let _ =
            writeln!(page, "Identifier: `{}`. Disease: {}. Status: {}.\n", self.id, self.disease, self.status.word());
        if let Some(note) = &self.status_note {
            let _ = writeln!(page, "Not confirmed: {note}\n");
        }
        let _ = writeln!(page, "## Rule\n\n```cel\n{}\n```\n", self.rule.trim());
        page.push_str("## Needs\n\n| role | in the rule | kind | instruments | what |\n|---|---|---|---|---|\n");
        for need in &self.needs {
            let _ = writeln!(page, "{}", need_row(need));
        }
        page.push('\n');
        if let Some(variants) = &self.variants {
            let _ = writeln!(page, "## Variants and choices\n\n{}\n", variants.trim());
        }
        page.push_str("## Sources\n\n");
        if self.sources.is_empty() {
            page.push_str("- none\n");
        }
        for source in &self.sources {
            let doi = source.doi.as_ref().map(|doi| format!(" <https://doi.org/{doi}>")).unwrap_or_default();
            let _ = writeln!(page, "- {}{doi}: {}", source.text, source.what);
        }
        page
    }
}

/// The items of a role are those of the first instrument that may take it.
impl Items for ResponseDefinition {
    fn items(&self, measure: &str) -> Option<Vec<ItemScale>> {
        let instrument = builtin(self.need(measure)?.instruments.first()?)?;
        Some(instrument.item_scales())
    }
}

fn need_row(need: &Need) -> String {
    let instruments = match need.instruments.as_slice() {
        [] => "any".to_owned(),
        ids => ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "),
    };
    let what = need.what.as_deref().unwrap_or("");
    format!("| {} | `{}` | {} | {instruments} | {what} |", need.measure, rule_name(&need.measure), need.kind.word())
}
