//! Named response definitions: published rules written in the language of [`rule`](crate::rule), one file each.
//!
//! A definition names roles (`easi`, `pga`); a study binds each role to one of its own measures. Readings that differ
//! between sources have their own identifiers (`doris-2021-le5`, `doris-2021-lt5`).

use std::sync::OnceLock;

use engraft_base::Dec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::instrument::{Source, Status};
use crate::registry::builtin;
use crate::rule::{ItemScale, Items, Kind, Rule, RuleFault, rule_name};

mod definitions;
mod page;
mod parameter;
mod remark;
#[cfg(test)]
mod tests;

use definitions::DEFINITIONS;
pub use parameter::{Chosen, Parameter, ParameterFault};
pub use remark::{ReadRemark, Remark};

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
    /// The rule, over the names of the roles; a parameter stands in it as `{name}`.
    pub rule: String,
    /// Numbers that the study may choose.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What is to be known beside the verdict, and when.
    #[serde(default)]
    pub remarks: Vec<Remark>,
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
    /// The rule with the default values of its parameters, read and checked.
    ///
    /// # Errors
    /// Never for a built-in definition (a test reads every one); the faults of the rule for others.
    pub fn compiled(&self) -> Result<Rule, Vec<RuleFault>> {
        self.compiled_with(self, &Chosen::new())
    }

    /// The rule with the items of the instruments that a study binds to its roles, and the values it chooses.
    ///
    /// # Errors
    /// A counted item that the bound instrument does not have. Choices are judged by [`Self::parameter_faults`].
    pub fn compiled_with(&self, items: &dyn Items, chosen: &Chosen) -> Result<Rule, Vec<RuleFault>> {
        Rule::parse_with(&self.rule_with(chosen), items)
    }

    /// The text of the rule with the values chosen for its parameters; a default where none is chosen.
    pub fn rule_with(&self, chosen: &Chosen) -> String {
        parameter::filled(&self.rule, &self.parameters, chosen)
    }

    /// The value in force of every parameter, in the order of the definition.
    pub fn parameters_with(&self, chosen: &Chosen) -> Vec<(String, Dec)> {
        let value = |known: &Parameter| chosen.get(&known.name).copied().unwrap_or(known.value);
        self.parameters.iter().map(|known| (known.name.clone(), value(known))).collect()
    }

    /// Every choice of a parameter that the definition does not allow.
    pub fn parameter_faults(&self, chosen: &Chosen) -> Vec<ParameterFault> {
        parameter::faults(&self.parameters, chosen)
    }

    /// The remarks with their conditions read, with the items of the instruments bound to the roles.
    ///
    /// # Errors
    /// As [`Self::compiled_with`].
    pub fn remarks_with(&self, items: &dyn Items) -> Result<Vec<ReadRemark>, Vec<RuleFault>> {
        self.remarks.iter().map(|remark| remark.read(items)).collect()
    }

    /// The role that a name in the rule stands for.
    pub fn need(&self, name_in_rule: &str) -> Option<&Need> {
        self.needs.iter().find(|need| rule_name(&need.measure) == name_in_rule)
    }
}

/// The items of a role are those of the first instrument that may take it.
impl Items for ResponseDefinition {
    fn items(&self, measure: &str) -> Option<Vec<ItemScale>> {
        let instrument = builtin(self.need(measure)?.instruments.first()?)?;
        Some(instrument.item_scales())
    }
}
