//! Mean of the category scores, each its worst item, lifted to at least 2 by the use of an aid: HAQ-DI.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part, count, within_rule};
use crate::instrument::{Domain, Instrument};
use crate::item::Role;
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let parts: Vec<Part<'a>> = inputs.instrument.domains.iter().map(|domain| category(inputs, domain)).collect();
    let mean = parts.iter().fold(Interval::ZERO, |sum, part| sum.plus(part.value)).over(count(parts.len()));
    Outcome::new(parts, mean)
}

/// The item's value, or 2 if that is more and an aid is used.
fn category<'a>(inputs: Inputs<'a, '_>, domain: &'a Domain) -> Part<'a> {
    let floor = inputs.of_role(domain, Role::Aid).scaled(Dec::from_int(2));
    Part::new(Some(&domain.id), inputs.members(domain), inputs.of_role(domain, Role::Score).greater(floor))
}

/// The categories of which nothing is known are left out; a category known in part (an aid without its item) is not
/// covered by the rule.
pub(super) fn by_rule(inputs: Inputs<'_, '_>, outcome: &Outcome<'_>) -> Option<Dec> {
    let known: Vec<Dec> = outcome.parts.iter().filter_map(|part| part.value.exact()).collect();
    let unknown = outcome.parts.len().checked_sub(known.len())?;
    let covered = outcome.parts.iter().all(|part| part.value.exact().is_some() || is_blank(inputs, part));
    if !within_rule(inputs.instrument, unknown) || !covered {
        return None;
    }
    known.iter().try_fold(Dec::ZERO, |sum, value| sum.plus(*value))?.over(count(known.len()))
}

/// Whether a category may still have every value of its item.
fn is_blank(inputs: Inputs<'_, '_>, part: &Part<'_>) -> bool {
    let mut own = inputs.items().filter(|(index, item, _)| part.items.contains(index) && item.role == Role::Score);
    own.next().is_some_and(|(_, item, _)| Interval::from(item.range) == part.value)
}

pub(super) fn describe(instrument: &Instrument) -> String {
    if instrument.items.iter().any(|item| item.role == Role::Aid) {
        "Mean of the category scores; the use of an aid lifts its category to at least 2.".to_owned()
    } else {
        "Mean of the category scores.".to_owned()
    }
}
