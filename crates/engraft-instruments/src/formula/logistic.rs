//! Probability of improvement from a weighted sum: CRISS 2016.
//!
//! `p = 1 / (1 + exp(-x))` with `x = intercept + sum of weight × item`, x exact, p rounded to 12 decimals. A band from
//! 0.60 is decided on x: p is at least 0.6 exactly when x is at least ln 1.5, so a p that rounding would carry over the
//! limit stays on its side.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part, special};
use crate::instrument::Instrument;
use crate::item::Role;
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let parts: Vec<Part<'a>> = inputs
        .items()
        .map(|(index, item, value)| {
            Part::new(item.domain.as_deref(), vec![index], value.scaled(item.weight.unwrap_or(Dec::ONE)))
        })
        .collect();
    let of = |role: Role| inputs.items().filter(move |(_, item, _)| item.role == role);
    let start = Interval::point(inputs.instrument.intercept.unwrap_or(Dec::ZERO));
    let x = of(Role::Score).filter_map(|(index, _, _)| parts.get(index)).fold(start, |sum, part| sum.plus(part.value));
    let free = Interval {
        lower: Some(x.lower.map_or(Dec::ZERO, probability)),
        upper: Some(x.upper.map_or(Dec::ONE, probability)),
    };
    let stopped = of(Role::Stops).any(|(_, _, value)| value.lower > Some(Dec::ZERO));
    let may_stop = of(Role::Stops).any(|(_, _, value)| value.upper > Some(Dec::ZERO));
    let total = match (stopped, may_stop) {
        (true, _) => Interval::ZERO,
        (false, true) => Interval { lower: Some(Dec::ZERO), ..free },
        (false, false) => free,
    };
    Outcome::new(parts, total)
}

/// Rounded, and kept on the side of 0.6 on which it lies.
fn probability(x: Dec) -> Dec {
    let (limit, below) = (Dec::scaled(6, 1), Dec::scaled(599_999_999_999, 12));
    // ln 1.5 to 18 decimals, rounded up: every x of fewer decimals is decided rightly
    let p = special::logistic(x);
    if x >= Dec::scaled(405_465_108_108_164_382, 18) { p.max(limit) } else { p.min(below) }
}

pub(super) fn describe(instrument: &Instrument) -> String {
    let terms: Vec<String> = instrument
        .items
        .iter()
        .filter(|item| item.role == Role::Score)
        .map(|item| format!("{} × `{}`", item.weight.unwrap_or(Dec::ONE), item.id))
        .collect();
    format!(
        "Probability 1 / (1 + exp(-x)) with x = {} + {}, rounded to 12 decimals; a limit of 0.6 is decided on x against \
         ln 1.5. It is 0 when an item that stops the score is present.",
        instrument.intercept.unwrap_or(Dec::ZERO),
        terms.join(" + ")
    )
}
