//! What a description of an outcome measure holds.

use engraft_base::Dec;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bands::Bands;
pub use crate::formula::Formula;
use crate::item::{Item, ItemFault};
use crate::number::{self, Range};
use crate::score::Scored;
use crate::word::words;

/// An outcome measure: a versioned scale with its items, scoring rule, sources and rights.
///
/// A file is read with [`Instrument::parse`], which names every fault; deserialising checks types only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Instrument {
    /// Identifier used in study files, such as `sledai-2k`; each variant has its own.
    pub id: String,
    /// Identifier of the built-in instrument this description starts from; what it does not state is taken from there.
    ///
    /// Keys stated here replace those there; items and domains are joined by their identifiers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<String>,
    /// Items of the instrument it starts from that it does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Short name for people.
    pub name: String,
    /// Version, edition or reading.
    pub version: String,
    /// Year of the version.
    #[serde(default)]
    pub year: Option<u32>,
    /// What it measures and for whom.
    pub measures: String,
    /// How sure the definition is.
    #[serde(default)]
    pub status: Status,
    /// What is not confirmed, when anything is.
    #[serde(default)]
    pub status_note: Option<String>,
    /// Whether a higher value is worse or better.
    pub direction: Direction,
    /// The time the answers refer to.
    #[serde(default)]
    pub look_back: Option<String>,
    /// Smallest and greatest total.
    pub range: Range,
    /// Unit of the total, as UCUM text, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Decimals to show of a single total; values are never rounded.
    #[serde(default)]
    pub decimals: u32,
    /// Totals are whole multiples of this, counted from the smallest.
    #[serde(default, with = "number::optional")]
    #[schemars(with = "Option<f64>")]
    pub step: Option<Dec>,
    /// Who owns it, and what that allows.
    #[serde(default)]
    pub rights: String,
    /// Where the definition comes from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The published rule for missing items, or that there is none.
    #[serde(default)]
    pub missing_rule: Option<String>,
    /// How many items (categories) may be missing under the published rule; 0 = no rule.
    ///
    /// In a sum they count with their lowest value; in a category mean they are left out.
    #[serde(default)]
    pub missing_allowed: u32,
    /// Readings that exist, and which one this is.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Readings of the same instrument under which an answer means something else, while the score is the same.
    #[serde(default)]
    pub readings: Vec<Reading>,
    /// Parts that get a score of their own.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// How the total comes from the items.
    #[serde(default)]
    pub formula: Formula,
    /// Factor of the numerator in a `ratio`; 1 when absent.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub factor: Option<Dec>,
    /// Constant of the weighted sum in a `logistic`; 0 when absent.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub intercept: Option<Dec>,
    /// Items, in the order of the answers.
    pub items: Vec<Item>,
    /// Named sets of severity bands; never part of the score.
    #[serde(default)]
    pub bands: Vec<Bands>,
}

/// A part of an instrument.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Domain {
    /// Identifier, used by the items.
    pub id: String,
    /// Name for people.
    pub label: String,
    /// Factor of a region in a `region-product`; 1 when absent.
    #[serde(default, with = "number::optional")]
    #[schemars(with = "Option<f64>")]
    pub weight: Option<Dec>,
    /// Scale of a measure in `improvement-points`: what an improvement is a percentage of. In a choice, a multiple of the
    /// upper limit of normal.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub scale: Option<Dec>,
    /// Whether a higher value of the measure is worse or better, in `improvement-points`.
    #[serde(default, skip_serializing_if = "Direction::is_default")]
    pub direction: Direction,
    /// Limits between the bins of improvement in per cent, rising; each belongs to the bin below it.
    #[serde(default, with = "number::list", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<f64>")]
    pub cuts: Vec<Dec>,
    /// Points of the bins, one more than there are limits.
    #[serde(default, with = "number::list", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<f64>")]
    pub points: Vec<Dec>,
    /// Domains with the same choice compete: the one most abnormal at baseline counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
}

/// A reading of an instrument: another window or another wording of a descriptor. It never changes how answers are
/// scored, only what they mean; `<id>-<name>` is its identifier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Reading {
    /// Name, joined to the instrument's identifier with a hyphen.
    pub name: String,
    /// What it is, and where it comes from.
    pub what: String,
    /// The time the answers refer to, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_back: Option<String>,
    /// When an item counts, by its identifier, where it differs.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub counts_when: IndexMap<String, String>,
}

/// A source of the definition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// Author, year, journal.
    pub text: String,
    /// Digital object identifier.
    #[serde(default)]
    pub doi: Option<String>,
    /// What was taken from it.
    pub what: String,
}

words! {
    /// How sure a definition is.
    pub enum Status {
        /// Every part was seen in a public source.
        Verified = "verified",
        /// Some part was written down from memory or inferred; the status note says which.
        #[default]
        Reconstructed = "reconstructed",
    }
}

words! {
    /// Whether a higher value is worse or better.
    pub enum Direction {
        /// A higher total is worse.
        #[default]
        HigherIsWorse = "higher-is-worse",
        /// A higher total is better.
        HigherIsBetter = "higher-is-better",
    }
}

impl Direction {
    fn is_default(&self) -> bool {
        *self == Direction::default()
    }
}

impl Instrument {
    /// The item with this identifier.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// The instrument under one of its readings, with an identifier of its own; `None` for a name it does not have.
    pub fn reading(&self, name: &str) -> Option<Instrument> {
        let reading = self.readings.iter().find(|reading| reading.name == name)?;
        let mut other = self.clone();
        other.id = format!("{}-{name}", self.id);
        other.version = format!("{}; {}", self.version, reading.what);
        other.based_on = Some(self.id.clone());
        other.look_back = reading.look_back.clone().or(other.look_back);
        for item in &mut other.items {
            item.counts_when = reading.counts_when.get(&item.id).cloned().or(item.counts_when.take());
        }
        // readings of different kinds (a window, a wording) can be joined; two of one kind cannot
        let windows = reading.look_back.is_some();
        other.readings.retain(|r| {
            let same_item = r.counts_when.keys().any(|item| reading.counts_when.contains_key(item));
            !(same_item || (windows && r.look_back.is_some()))
        });
        Some(other)
    }

    /// A score of which only the total is known.
    ///
    /// # Errors
    /// The total lies outside the range or is not a step of the scale.
    pub fn score_total(&self, total: Dec) -> Result<Scored, ItemFault> {
        if !self.range.contains(total) {
            return Err(ItemFault::new("outside the range of the instrument", self.expected_total()));
        }
        if self.step.is_some_and(|step| !total.minus(self.range.lower).is_some_and(|t| t.is_multiple_of(step))) {
            return Err(ItemFault::new("not a total the instrument can have", self.expected_total()));
        }
        Ok(Scored::of_total(total))
    }

    fn expected_total(&self) -> String {
        match self.step {
            Some(step) if step == Dec::ONE => format!("a whole number, {}", self.range),
            Some(step) => format!("{} in steps of {step}", self.range),
            None => self.range.to_string(),
        }
    }
}
