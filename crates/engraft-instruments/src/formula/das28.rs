//! DAS28 from tender and swollen joints, an acute-phase marker and the patient's global assessment in mm.
//!
//! With the sedimentation rate `0.56 √TJC + 0.28 √SJC + 0.70 ln ESR + 0.014 GH`, with C-reactive protein in mg/L
//! `0.56 √TJC + 0.28 √SJC + 0.36 ln(CRP + 1) + 0.014 GH + 0.96`. Roots and logarithms are rounded to 12 decimals; a
//! remission limit of 2.6 or a low-activity limit of 3.2 is then met or missed in decimals. A sedimentation rate of 0
//! has no logarithm and is not evaluable; trials that set it to 1 use the formula with the floor.

use engraft_base::Dec;

use super::{Formula, Inputs, Outcome, Part, Refusal, special};
use crate::number::Interval;

/// Identifiers of the items every DAS28 needs; the marker is `crp` or `esr`.
pub(super) const JOINTS_AND_GLOBAL: [&str; 3] = ["tender-joints-28", "swollen-joints-28", "patient-global-100"];

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let root = |value: Interval| value.mapped(special::sqrt);
    let crp = inputs.instrument.formula == Formula::Das28Crp;
    let mut parts = Vec::new();
    for (index, item, value) in inputs.items() {
        let points = match item.id.as_str() {
            "tender-joints-28" => root(value).scaled(Dec::scaled(56, 2)),
            "swollen-joints-28" => root(value).scaled(Dec::scaled(28, 2)),
            "patient-global-100" => value.scaled(Dec::scaled(14, 3)),
            "crp" if crp => value.plus(Interval::point(Dec::ONE)).mapped(special::ln).scaled(Dec::scaled(36, 2)),
            "esr" => rate(inputs, item.steps(), value).mapped(special::ln).scaled(Dec::scaled(70, 2)),
            _ => continue,
        };
        parts.push(Part::new(item.domain.as_deref(), vec![index], points));
    }
    let constant = if crp { Interval::point(Dec::scaled(96, 2)) } else { Interval::ZERO };
    let total = parts.iter().fold(constant, |sum, part| sum.plus(part.value));
    Outcome::new(parts, total).refused(refusal(inputs))
}

/// A rate not known starts at its smallest step above 0, or has no lower end where it is continuous.
fn rate(inputs: Inputs<'_, '_>, step: Option<Dec>, value: Interval) -> Interval {
    let floor = inputs.instrument.formula == Formula::Das28EsrFloor1;
    let lower = match value.lower {
        Some(lower) if floor => Some(lower.max(Dec::ONE)),
        Some(lower) if lower.is_zero() => step,
        lower => lower,
    };
    let upper = if floor { value.upper.map(|upper| upper.max(Dec::ONE)) } else { value.upper };
    Interval { lower, upper }
}

fn refusal(inputs: Inputs<'_, '_>) -> Option<Refusal> {
    let zero = inputs.instrument.formula == Formula::Das28Esr && inputs.named("esr") == Interval::ZERO;
    let reason = "esr is 0: its logarithm does not exist; `das28-esr-floor-1` sets it to 1".to_owned();
    zero.then(|| Refusal { item: "esr".to_owned(), reason })
}

pub(super) fn describe(formula: Formula) -> String {
    let marker = match formula {
        Formula::Das28Crp => "0.36 × ln(CRP + 1) + 0.014 × global + 0.96, CRP in mg/L",
        Formula::Das28EsrFloor1 => "0.70 × ln(ESR) + 0.014 × global, a rate of 0 counted as 1",
        _ => "0.70 × ln(ESR) + 0.014 × global; a rate of 0 is not evaluable",
    };
    format!(
        "0.56 × √(tender joints) + 0.28 × √(swollen joints) + {marker}. Roots and logarithms are rounded to 12 decimals."
    )
}
