//! Sum of the items over the sum of their greatest values: MYOACT.
//!
//! What was not assessed leaves both sums under the published rule, and only there: as long as it is not known, the
//! interval holds every value it may have.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part, within_rule};
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let parts: Vec<Part<'a>> =
        inputs.items().map(|(index, item, value)| Part::new(item.domain.as_deref(), vec![index], value)).collect();
    let sum = parts.iter().fold(Interval::ZERO, |sum, part| sum.plus(part.value));
    let possible = possible(inputs, |_| true);
    let over = |value: Option<Dec>| value?.over(possible?);
    Outcome::new(parts, Interval { lower: over(sum.lower), upper: over(sum.upper) })
}

/// Sum of the greatest values of the items wanted.
fn possible(inputs: Inputs<'_, '_>, wanted: impl Fn(Interval) -> bool) -> Option<Dec> {
    let mut wanted = inputs.items().filter(|(_, _, value)| wanted(*value));
    wanted.try_fold(Dec::ZERO, |sum, (_, item, _)| sum.plus(item.range.upper?))
}

pub(super) fn by_rule(inputs: Inputs<'_, '_>) -> Option<Dec> {
    let unknown = inputs.known.iter().filter(|value| value.exact().is_none()).count();
    let sum = inputs.known.iter().filter_map(Interval::exact).try_fold(Dec::ZERO, Dec::plus)?;
    let possible = possible(inputs, |value| value.exact().is_some())?;
    sum.over(possible).filter(|_| within_rule(inputs.instrument, unknown))
}

pub(super) fn describe() -> String {
    "Sum of the items over the sum of their greatest values.".to_owned()
}
