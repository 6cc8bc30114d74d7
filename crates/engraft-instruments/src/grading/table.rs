//! What a version of the laboratory criteria holds: terms, their limit sets, and one criterion per bound.

use engraft_base::Dec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fact::Fact;
use crate::instrument::{Source, Status};
use crate::number;
use crate::word::words;

/// One version of the laboratory criteria, such as `ctcae-v5`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GradeTable {
    /// Identifier used in study files.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Version as its publisher writes it.
    pub version: String,
    /// Year of the version.
    #[serde(default)]
    pub year: Option<u32>,
    /// What it grades.
    pub measures: String,
    /// How sure the table as a whole is; each term has its own status.
    pub status: Status,
    /// What is not confirmed, when anything is.
    #[serde(default)]
    pub status_note: Option<String>,
    /// Who owns it, and what that allows.
    pub rights: String,
    /// Readings that exist, and which one this is.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Where the limits come from.
    pub sources: Vec<Source>,
    /// Terms, sorted by identifier.
    pub terms: Vec<Term>,
}

/// One graded disorder of a laboratory value, such as `potassium-low`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Term {
    /// Identifier within the table.
    pub id: String,
    /// The analyte, as [`units`](crate::units) names it.
    pub analyte: String,
    /// Name for people, in our own words.
    pub label: String,
    /// Whether high or low values are graded.
    pub side: Side,
    /// How sure the limits are.
    pub status: Status,
    /// How the text was read where it leaves a choice.
    #[serde(default)]
    pub note: Option<String>,
    /// The limits, one set per kind of unit.
    pub limits: Vec<Limits>,
}

/// The limits of a term in one kind of unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Limits {
    /// Which set it is.
    pub set: LimitSet,
    /// UCUM text of the unit of fixed limits; none where only multiples count or the quantity has no unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// The bounds. A value has the highest grade of those it passes, 0 when it passes none.
    pub criteria: Vec<Criterion>,
}

/// A bound and the grade of a value beyond it.
///
/// One of `above`, `at-least`, `below` and `at-most` is set (none where `when` holds `graded`); `when` and `needs` must
/// all hold besides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Criterion {
    /// Grade of a value beyond the bound.
    pub grade: u8,
    /// Values above it, the bound not included.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub above: Option<Dec>,
    /// Values from it up.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub at_least: Option<Dec>,
    /// Values below it, the bound not included.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub below: Option<Dec>,
    /// Values from it down.
    #[serde(default, with = "number::optional", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub at_most: Option<Dec>,
    /// What the number multiplies or is added to.
    #[serde(default)]
    pub of: Of,
    /// What must hold of the ranges and the baseline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Clinical facts that must hold: no number tells them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Fact>,
}

/// How a bound is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// Strictly above.
    Above,
    /// At or above.
    AtLeast,
    /// Strictly below.
    Below,
    /// At or below.
    AtMost,
}

words! {
    /// Which end of the range a term is about.
    pub enum Side {
        /// Values above a bound are graded.
        #[default]
        High = "high",
        /// Values below a bound are graded.
        Low = "low",
    }
}

words! {
    /// A set of limits. Sets of one term are not equal: 30 mg/dL of glucose is grade 3, 1.665 mmol/L grade 4.
    pub enum LimitSet {
        /// Multiples only, or a unit that both systems share.
        #[default]
        Both = "both",
        /// Limits in SI units.
        Si = "si",
        /// Limits in the units usual in the US.
        Us = "us",
        /// Limits in mmol/L of a quantity whose SI set has mass units (haemoglobin).
        SiMmol = "si-mmol",
    }
}

words! {
    /// What the number of a criterion refers to.
    pub enum Of {
        /// The value itself is compared with the number.
        #[default]
        Fixed = "fixed",
        /// The number times the upper limit of normal.
        Uln = "uln",
        /// The number times the lower limit of normal.
        Lln = "lln",
        /// The number times the baseline value.
        Baseline = "baseline",
        /// The upper limit of normal plus the number.
        UlnPlus = "uln-plus",
        /// The baseline value plus the number.
        BaselinePlus = "baseline-plus",
        /// The fall from the baseline, in percent of the baseline, is compared with the number.
        FallPercent = "fall-percent",
    }
}

words! {
    /// What must hold of the ranges and the baseline for a criterion to count.
    pub enum Condition {
        /// The baseline lies above its upper limit of normal.
        #[default]
        BaselineHigh = "baseline-high",
        /// The baseline does not lie above its upper limit of normal.
        BaselineNotHigh = "baseline-not-high",
        /// The baseline lies below its lower limit of normal.
        BaselineLow = "baseline-low",
        /// The value lies above the upper limit of normal.
        AboveUln = "above-uln",
        /// The value lies below the lower limit of normal.
        BelowLln = "below-lln",
        /// A criterion without clinical facts is passed.
        Graded = "graded",
    }
}

impl Criterion {
    /// How the bound is compared, and its number; `None` when the criterion has no bound or more than one.
    pub fn bound(&self) -> Option<(Comparison, Dec)> {
        let mut bounds = [
            (Comparison::Above, self.above),
            (Comparison::AtLeast, self.at_least),
            (Comparison::Below, self.below),
            (Comparison::AtMost, self.at_most),
        ]
        .into_iter()
        .filter_map(|(how, number)| Some((how, number?)));
        bounds.next().filter(|_| bounds.next().is_none())
    }
}

impl GradeTable {
    /// The term with this identifier.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// The terms about an analyte: a low and a high one where both exist.
    pub fn terms_of<'t>(&'t self, analyte: &'t str) -> impl Iterator<Item = &'t Term> {
        self.terms.iter().filter(move |term| term.analyte == analyte)
    }
}

impl Term {
    /// The limits of a set, or those shared by both systems.
    pub fn limits(&self, set: LimitSet) -> Option<&Limits> {
        self.limits.iter().find(|limits| limits.set == set || limits.set == LimitSet::Both)
    }

    /// The limits for values in a unit, as it stands: nothing is converted, because the sets are not equal.
    ///
    /// Spellings of a unit are those of the analyte in [`units`](crate::units), where it is listed. Limits without a
    /// unit take any unit, provided that value, limits of normal and baseline are all in it.
    pub fn limits_in(&self, unit: &str) -> Option<&Limits> {
        let analyte = crate::units::find_analyte(&self.analyte);
        let known = |text: &str| analyte.and_then(|analyte| analyte.unit(text)).map(|unit| unit.ucum);
        let same = |own: &str| own == unit || known(own).is_some_and(|own| known(unit) == Some(own));
        self.limits.iter().find(|limits| limits.unit.as_deref().is_none_or(same))
    }
}
