//! Sum over domains of points, where one item may stand for its whole domain: SDI.
//!
//! End-stage renal disease (3 points) replaces the points for filtration and proteinuria; it does not add to them.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part};
use crate::instrument::Domain;
use crate::item::Role;
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    Outcome::of_sum(inputs.instrument.domains.iter().map(|domain| part(inputs, domain)).collect())
}

fn part<'a>(inputs: Inputs<'a, '_>, domain: &'a Domain) -> Part<'a> {
    let points = |role: Role| {
        let own = inputs.of_domain(domain).filter(move |(_, item, _)| item.role == role);
        own.fold(Interval::ZERO, |sum, (_, item, value)| sum.plus(value.scaled(item.weight.unwrap_or(Dec::ONE))))
    };
    Part::new(Some(&domain.id), inputs.members(domain), points(Role::Score).greater(points(Role::Replaces)))
}

pub(super) fn describe() -> String {
    "Sum of the points of all items; within a domain, an item that replaces the others stands for all of them when it is \
     worth more."
        .to_owned()
}
