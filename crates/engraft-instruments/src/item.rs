//! One question of an instrument: what may stand in its cell, and reading it.

use std::fmt;

use engraft_base::Dec;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::number::{self, Range};
use crate::word::words;

/// One item of an instrument.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Item {
    /// Identifier, also the column name.
    pub id: String,
    /// Short label in our own words.
    pub label: String,
    /// When it counts, with thresholds and exclusions, in our own words.
    #[serde(default)]
    pub counts_when: Option<String>,
    /// What its answers look like.
    pub kind: Kind,
    /// Smallest and greatest value before weighting; a file may leave it out for present and letter items.
    #[schemars(with = "Option<Range>")]
    pub range: Range,
    /// Values are whole multiples of this, counted from the smallest.
    #[serde(default, with = "number::optional")]
    #[schemars(with = "Option<f64>")]
    pub step: Option<Dec>,
    /// Factor in a sum; 1 when absent.
    #[serde(default, with = "number::optional")]
    #[schemars(with = "Option<f64>")]
    pub weight: Option<Dec>,
    /// The domain it belongs to.
    #[serde(default)]
    pub domain: Option<String>,
    /// What it does within its domain.
    #[serde(default)]
    pub role: Role,
    /// Unit of its values.
    #[serde(default)]
    pub unit: Option<String>,
    /// Value of each letter, for a letter item.
    #[serde(default, with = "number::map", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(with = "IndexMap<String, f64>")]
    pub letters: IndexMap<String, Dec>,
    /// Limit beyond which the item has its points, in `weighted-thresholds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Threshold>,
}

/// A limit of an item and the points beyond it: exactly one of the four limits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Threshold {
    /// Points from above this value on.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub above: Option<Dec>,
    /// Points from this value on.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub at_least: Option<Dec>,
    /// Points below this value.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub below: Option<Dec>,
    /// Points up to this value.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub at_most: Option<Dec>,
    /// Points beyond the limit.
    #[serde(with = "number::single")]
    #[schemars(with = "f64")]
    pub points: Dec,
    /// Factor of the value on the other side; 0 when absent.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub else_times: Option<Dec>,
}

impl Threshold {
    /// The limits that are stated.
    pub(crate) fn limits(&self) -> impl Iterator<Item = (&'static str, Dec)> {
        let all =
            [("above", self.above), ("at least", self.at_least), ("below", self.below), ("at most", self.at_most)];
        all.into_iter().filter_map(|(word, limit)| Some((word, limit?)))
    }
}

impl fmt::Display for Threshold {
    /// `1.5 when above 18, else value × 0.084`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits: Vec<String> = self.limits().map(|(word, limit)| format!("{word} {limit}")).collect();
        write!(f, "{} when {}", self.points, limits.join(" or "))?;
        match self.else_times {
            Some(factor) => write!(f, ", else value × {factor}"),
            None => Ok(()),
        }
    }
}

words! {
    /// What the answers of an item look like.
    pub enum Kind {
        /// Present or absent: 1 or 0.
        Present = "present",
        /// A whole number.
        #[default]
        Integer = "integer",
        /// Any decimal number (in steps, where a step is given).
        Number = "number",
        /// Whole and half points.
        HalfSteps = "half-steps",
        /// A letter that stands for a number.
        Letter = "letter",
    }
}

words! {
    /// What an item does within its domain.
    pub enum Role {
        /// Adds its value.
        #[default]
        Score = "score",
        /// Area score of a region, a factor in a `region-product`.
        Area = "area",
        /// Use of an aid, which lifts its category to 2 in a `category-mean`.
        Aid = "aid",
        /// A sign added to the signs of every region of a `region-product`.
        Everywhere = "everywhere",
        /// Stands for its whole domain in a `domain-max`.
        Replaces = "replaces",
        /// Whether its domain is not relevant, in a `relevant-mean`.
        NotRelevant = "not-relevant",
        /// What is divided, in a `ratio`.
        Numerator = "numerator",
        /// What it is divided by, in a `ratio`.
        Denominator = "denominator",
        /// Value at baseline, in `improvement-points`.
        Baseline = "baseline",
        /// Value at follow-up, in `improvement-points`.
        FollowUp = "follow-up",
        /// Greatest value of the form used, in `improvement-points`.
        Scale = "scale",
        /// Upper limit of normal of the baseline sample, in `improvement-points`.
        UpperLimit = "upper-limit",
        /// An event that makes a `logistic` probability 0.
        Stops = "stops",
    }
}

/// An answer to an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// The value before weighting; for a letter, its number.
    Value(Dec),
    /// Not answered, not done or not known.
    Missing,
}

/// Why a text or a value cannot be an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemFault {
    /// Lower-case phrase: what is wrong.
    pub phrase: &'static str,
    /// What the item takes.
    pub expected: String,
}

impl ItemFault {
    pub(crate) fn new(phrase: &'static str, expected: String) -> ItemFault {
        ItemFault { phrase, expected }
    }
}

impl fmt::Display for ItemFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; expected {}", self.phrase, self.expected)
    }
}

impl std::error::Error for ItemFault {}

const ABSENT: [&str; 4] = ["no", "n", "false", "absent"];
const PRESENT: [&str; 4] = ["yes", "y", "true", "present"];
const MISSING: [&str; 3] = ["", "na", "."];

impl Item {
    /// The step between neighbouring values; none where any value between the ends may stand.
    pub fn grain(&self) -> Option<Dec> {
        match self.kind {
            Kind::Present | Kind::Integer => Some(self.step.unwrap_or(Dec::ONE)),
            Kind::HalfSteps => Some(self.step.unwrap_or(Dec::scaled(5, 1))),
            Kind::Number | Kind::Letter => self.step,
        }
    }

    /// Reads the text of a cell. Empty text, `NA` and `.` are missing, and `ND` (not done) for a letter item.
    ///
    /// # Errors
    /// The text is not of the item's kind, lies outside its range or is not one of its steps.
    pub fn read(&self, text: &str) -> Result<Answer, ItemFault> {
        let text = text.trim();
        let lower = text.to_lowercase();
        if MISSING.contains(&lower.as_str()) || (self.kind == Kind::Letter && lower == "nd") {
            return Ok(Answer::Missing);
        }
        let value = match self.kind {
            Kind::Letter => self.letters.iter().find(|(letter, _)| letter.to_lowercase() == lower).map(|(_, v)| *v),
            Kind::Present if ABSENT.contains(&lower.as_str()) => Some(Dec::ZERO),
            Kind::Present if PRESENT.contains(&lower.as_str()) => Some(Dec::ONE),
            _ => Dec::parse(text),
        };
        let Some(value) = value else { return Err(self.fault(self.not_of_its_kind(text))) };
        self.check(value).map(|()| Answer::Value(value))
    }

    /// Whether a value is one the item can have.
    ///
    /// # Errors
    /// It lies outside the range or is not one of the steps.
    pub fn check(&self, value: Dec) -> Result<(), ItemFault> {
        if self.kind == Kind::Present && value > Dec::ONE && self.weight == Some(value) {
            return Err(self.fault("the points of the item, not whether it is present"));
        }
        if !self.range.contains(value) {
            return Err(self.fault("outside the range of the item"));
        }
        if !self.letters.is_empty() && !self.letters.values().any(|v| *v == value) {
            return Err(self.fault("not the value of any letter"));
        }
        let Some(step) = self.steps() else { return Ok(()) };
        if value.minus(self.range.lower).is_some_and(|v| v.is_multiple_of(step)) {
            Ok(())
        } else if step == Dec::ONE {
            Err(self.fault("not a whole number"))
        } else {
            Err(self.fault("not a step of the item"))
        }
    }

    /// What the item takes, for messages and pages: `0 to 3 in half points`.
    pub fn expected(&self) -> String {
        match self.kind {
            Kind::Present => "0 or 1 (no or yes)".to_owned(),
            Kind::Letter => format!("one of {}", self.letters.keys().cloned().collect::<Vec<_>>().join(", ")),
            Kind::HalfSteps => format!("{} in half points", self.range),
            Kind::Integer | Kind::Number => match self.steps() {
                Some(step) if step == Dec::ONE => format!("a whole number, {}", self.range),
                Some(step) => format!("{} in steps of {step}", self.range),
                None => format!("a number, {}", self.range),
            },
        }
    }

    /// The grid of its values; `None` for a continuous item.
    pub(crate) fn steps(&self) -> Option<Dec> {
        match self.kind {
            Kind::Present => Some(Dec::ONE),
            Kind::Integer => self.step.or(Some(Dec::ONE)),
            Kind::HalfSteps => Some(Dec::scaled(5, 1)),
            Kind::Number => self.step,
            Kind::Letter => None,
        }
    }

    fn not_of_its_kind(&self, text: &str) -> &'static str {
        match self.kind {
            Kind::Present => "neither present nor absent",
            Kind::Letter => "not a letter of the item",
            _ if text.contains(',') && Dec::parse(&text.replace(',', ".")).is_some() => "a number with a decimal comma",
            _ => "not a number",
        }
    }

    fn fault(&self, phrase: &'static str) -> ItemFault {
        ItemFault::new(phrase, self.expected())
    }
}
