//! Laboratory values → numbers in the measure's unit, by named rules.

use engraft_base::{Dec, Incomplete, Score};
use engraft_instruments::units::{self, Analyte, AnalyteUnit};
use engraft_protocol::Measure;

use super::Observed;
use crate::table::{Censor, Lab, Number};

/// A laboratory value in the measure's unit.
pub(super) struct Converted {
    pub value: Observed,
    pub lower: Option<Dec>,
    pub upper: Option<Dec>,
    /// Text as entered and name of the rule, when it was converted.
    pub rule: Option<(String, String)>,
}

/// The analyte of a laboratory measure.
pub fn analyte(name: &str, measure: &Measure) -> Option<&'static Analyte> {
    units::find_analyte(measure.analyte.as_deref().unwrap_or(name))
}

/// Whether a value in `from` can be had in `to`: the same text, or a named conversion.
pub fn convertible(analyte: Option<&Analyte>, from: &str, to: &str) -> bool {
    if from == to {
        return true;
    }
    let units = analyte.and_then(|a| Some((a, a.unit(from)?, a.unit(to)?)));
    units.is_some_and(|(a, from, to)| a.convert(Dec::ONE, from, to).is_some())
}

/// Converts a laboratory value and its limits. Without unit, or with one that cannot be converted, it is missing (a
/// check says so).
pub(super) fn convert(name: &str, measure: &Measure, lab: &Lab) -> Converted {
    let wanted = measure.unit.as_deref().unwrap_or("");
    let stated = |limit: Option<f64>| limit.and_then(Dec::from_f64);
    let (low, high) = (stated(measure.lower_limit), stated(measure.upper_limit));
    let missing = Converted { value: Observed::Missing, lower: low, upper: high, rule: None };
    let (Some(number), Some(unit)) = (lab.value.value, lab.unit.value.as_deref()) else { return missing };
    let found = analyte(name, measure);
    let pair: Option<(&Analyte, &AnalyteUnit, &AnalyteUnit)> =
        found.and_then(|a| Some((a, a.unit(unit)?, a.unit(wanted)?)));
    let convert = |value: Dec| match pair {
        Some((analyte, from, to)) => analyte.convert(value, from, to),
        None => (unit == wanted).then_some(value),
    };
    let Some(value) = convert(number.value) else { return missing };
    let same = pair.map_or(unit == wanted, |(_, from, to)| from.ucum == to.ucum);
    let rule =
        pair.filter(|_| !same).map(|(a, from, to)| (format!("{} {unit}", lab.value.text), rule_name(a, from, to)));
    Converted {
        value: Observed::Number(censored(Number { value, censor: number.censor }, &lab.value.text)),
        lower: lab.lower.value.and_then(convert).or(low),
        upper: lab.upper.value.and_then(convert).or(high),
        rule,
    }
}

fn rule_name(analyte: &Analyte, from: &AnalyteUnit, to: &AnalyteUnit) -> String {
    if to.ucum == analyte.canonical {
        from.rule.clone()
    } else {
        format!("{} from {} to {}", analyte.id, from.ucum, to.ucum)
    }
}

/// A censored value is an interval: `<5` lies between 0 and 5.
pub(super) fn censored(number: Number, text: &str) -> Score {
    let missing = || vec![text.to_owned()];
    match number.censor {
        Censor::Exact => Score::Complete(number.value),
        Censor::Below => {
            let lower = (number.value >= Dec::ZERO).then_some(Dec::ZERO);
            Score::bounded(Incomplete { lower, upper: Some(number.value), missing: missing() })
        }
        Censor::Above => Score::bounded(Incomplete { lower: Some(number.value), upper: None, missing: missing() }),
    }
}
