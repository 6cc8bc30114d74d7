//! Parameters: numbers of a definition that its source leaves to the study, such as the normal filtration rate.

use std::collections::BTreeMap;

use engraft_base::Dec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number::{self, Range};

/// A number that the study may choose. The rule writes it as `{name}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Parameter {
    /// Name, of its own within the definition.
    pub name: String,
    /// The value where the study chooses none.
    #[serde(with = "number::single")]
    #[schemars(with = "f64")]
    pub value: Dec,
    /// Least and greatest value that may be chosen.
    pub range: Range,
    /// What it is, with its unit.
    pub what: String,
    /// Where the value comes from.
    pub source: String,
}

/// Values chosen for the parameters of a definition, by name.
pub type Chosen = BTreeMap<String, Dec>;

/// Why a value cannot be chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ParameterFault {
    /// The definition has no parameter of this name.
    Unknown(String),
    /// The value lies outside the range.
    OutOfRange(String, Dec, Range),
}

impl std::fmt::Display for ParameterFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ParameterFault::Unknown(name) => write!(f, "the definition has no parameter `{name}`"),
            ParameterFault::OutOfRange(name, value, range) => {
                write!(f, "the parameter `{name}` is {value}, and it is at least {}", range.lower)?;
                range.upper.map_or(Ok(()), |upper| write!(f, " and at most {upper}"))
            }
        }
    }
}

/// The text of a rule with the values of its parameters in their places.
pub(super) fn filled(rule: &str, parameters: &[Parameter], chosen: &Chosen) -> String {
    parameters.iter().fold(rule.to_owned(), |text, parameter| {
        let value = chosen.get(&parameter.name).copied().unwrap_or(parameter.value);
        text.replace(&format!("{{{}}}", parameter.name), &value.to_string())
    })
}

/// Every choice that the definition does not allow.
pub(super) fn faults(parameters: &[Parameter], chosen: &Chosen) -> Vec<ParameterFault> {
    let fault = |(name, value): (&String, &Dec)| match parameters.iter().find(|known| known.name == *name) {
        None => Some(ParameterFault::Unknown(name.clone())),
        Some(known) if !known.range.contains(*value) => {
            Some(ParameterFault::OutOfRange(name.clone(), *value, known.range))
        }
        Some(_) => None,
    };
    chosen.iter().filter_map(fault).collect()
}
