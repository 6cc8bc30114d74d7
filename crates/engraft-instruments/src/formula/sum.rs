//! Sum of item value times item weight: SLEDAI, BILAG, MMT8, POEM, SCORAD and most others.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part, within_rule};
use crate::instrument::Instrument;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let part = |(index, item, value): (usize, &'a crate::Item, crate::number::Interval)| {
        Part::new(item.domain.as_deref(), vec![index], value.scaled(item.weight.unwrap_or(Dec::ONE)))
    };
    Outcome::of_sum(inputs.items().map(part).collect())
}

/// The missing items count with their lowest value.
pub(super) fn by_rule(inputs: Inputs<'_, '_>, outcome: &Outcome<'_>) -> Option<Dec> {
    let unknown = outcome.parts.iter().filter(|part| part.value.exact().is_none()).count();
    outcome.total.lower.filter(|_| within_rule(inputs.instrument, unknown))
}

pub(super) fn describe(instrument: &Instrument) -> String {
    match instrument.items.as_slice() {
        [item] => match item.weight {
            Some(weight) => format!("The value times {weight}."),
            None => "The value itself.".to_owned(),
        },
        _ => "Sum of the points of all items.".to_owned(),
    }
}
