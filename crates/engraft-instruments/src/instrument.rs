//! What a description of an outcome measure holds.

use engraft_base::Dec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::bands::Bands;
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
    /// Parts that get a score of their own.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// How the total comes from the items.
    #[serde(default)]
    pub formula: Formula,
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

words! {
    /// How the total comes from the items.
    pub enum Formula {
        /// Sum of item value times item weight.
        #[default]
        Sum = "sum",
        /// Sum over domains of domain weight times (sum of the domain's items) times (the domain's area item): EASI, PASI.
        RegionProduct = "region-product",
        /// Mean over domains of the domain's item, lifted to at least 2 where the domain's aid item is present: HAQ-DI.
        CategoryMean = "category-mean",
    }
}

impl Instrument {
    /// The item with this identifier.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
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
