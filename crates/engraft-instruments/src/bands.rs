//! Named severity bands: an interpretation laid over a score, never part of it.

use engraft_base::Dec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number;

/// A published set of bands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Bands {
    /// Identifier of the set, such as `leshem-2015`.
    pub name: String,
    /// Where the limits come from, and how sure they are.
    pub source: String,
    /// Levels from the lowest value up.
    pub levels: Vec<Level>,
}

/// One band: it ends at its upper limit, which it includes (`at-most`) or not (`below`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Level {
    /// Name of the band.
    pub label: String,
    /// Upper limit, included.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub at_most: Option<Dec>,
    /// Upper limit, not included.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub below: Option<Dec>,
}

impl Level {
    /// Whether a value lies within the upper limit; a level without one is open.
    pub fn holds(&self, value: Dec) -> bool {
        self.at_most.is_none_or(|limit| value <= limit) && self.below.is_none_or(|limit| value < limit)
    }

    /// The upper limit, and whether it is included.
    pub fn limit(&self) -> Option<(Dec, bool)> {
        self.at_most.map(|limit| (limit, true)).or(self.below.map(|limit| (limit, false)))
    }
}

impl Bands {
    /// The band of an unrounded value; `None` above the last limit.
    pub fn level(&self, value: Dec) -> Option<&str> {
        self.levels.iter().find(|level| level.holds(value)).map(|level| level.label.as_str())
    }
}
