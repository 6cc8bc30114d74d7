//! Numerator times a factor over a denominator: protein over creatinine in urine, multiples of the upper limit.

use engraft_base::Dec;

use super::{Inputs, Outcome, Refusal};
use crate::instrument::Instrument;
use crate::item::{Item, Role};
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let of = |role: Role| inputs.items().find(|(_, item, _)| item.role == role).map(|(_, item, value)| (item, value));
    let factor = inputs.instrument.factor.unwrap_or(Dec::ONE);
    let (numerator, denominator) = (of(Role::Numerator), of(Role::Denominator));
    let known = |found: Option<(&Item, Interval)>| found.map_or(Interval::UNKNOWN, |(_, value)| value);
    let value = quotient(known(numerator).scaled(factor), known(denominator));
    let refusal = denominator.and_then(|(item, value)| zero(item, value));
    Outcome::new(inputs.whole(value), value).refused(refusal)
}

/// Quotient of two numbers that cannot be negative. A divisor that may be anything above 0 leaves the upper side open;
/// one without an end lets the lower side come as near to 0 as one likes.
pub(super) fn quotient(numerator: Interval, divisor: Interval) -> Interval {
    let lower = match divisor.upper {
        Some(upper) => numerator.lower.and_then(|n| n.over(upper)),
        None => Some(Dec::ZERO),
    };
    let upper = divisor.lower.filter(|d| *d > Dec::ZERO).and_then(|d| numerator.upper?.over(d));
    if numerator == Interval::ZERO { Interval::ZERO } else { Interval { lower, upper } }
}

/// Nothing can be divided by a number known to be 0.
pub(super) fn zero(item: &Item, value: Interval) -> Option<Refusal> {
    (value == Interval::ZERO)
        .then(|| Refusal { item: item.id.clone(), reason: format!("{} is 0: nothing can be divided by it", item.id) })
}

pub(super) fn describe(instrument: &Instrument) -> String {
    let label = |role: Role| {
        let item = instrument.items.iter().find(|item| item.role == role);
        item.map_or("", |item| item.label.as_str())
    };
    let factor = instrument.factor.map(|factor| format!(" × {factor}")).unwrap_or_default();
    let (numerator, denominator) = (label(Role::Numerator), label(Role::Denominator));
    format!("({numerator}){factor} / ({denominator}). A divisor of 0 is not evaluable.")
}
