//! Number of domains times the mean value of the relevant ones: DLQI-R, which is DLQI × 10 / (10 - not relevant).
//!
//! Where relevance itself is missing, the greatest mean leaves out whatever lowers it and the least mean whatever raises
//! it: both ends are attained.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part, Refusal, count};
use crate::instrument::Domain;
use crate::item::Role;
use crate::number::Interval;

/// What is known of one domain.
struct Known {
    value: Interval,
    /// `None` while not known.
    relevant: Option<bool>,
}

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let domains = &inputs.instrument.domains;
    let all: Vec<Known> = domains.iter().map(|domain| known(inputs, domain)).collect();
    let parts = std::iter::zip(domains, &all).map(|(domain, known)| part(inputs, domain, known)).collect();
    let total = Interval { lower: extreme(&all, false), upper: extreme(&all, true) };
    let mut outcome = Outcome::new(parts, total);
    outcome.queries = queries(inputs, &all);
    if all.iter().all(|known| known.relevant == Some(false)) {
        let item = inputs.instrument.items.first().map(|item| item.id.clone()).unwrap_or_default();
        outcome.refusal = Some(Refusal { item, reason: "no item is relevant".to_owned() });
    }
    outcome
}

fn known(inputs: Inputs<'_, '_>, domain: &Domain) -> Known {
    let relevant = match inputs.one(domain, Role::NotRelevant) {
        None => Some(true),
        Some((_, _, flag)) => flag.exact().map(Dec::is_zero),
    };
    Known { value: inputs.of_role(domain, Role::Score), relevant }
}

/// A domain that is not relevant is worth 0 whatever its item says.
fn part<'a>(inputs: Inputs<'a, '_>, domain: &'a Domain, known: &Known) -> Part<'a> {
    let value = match known.relevant {
        Some(true) => known.value,
        Some(false) => Interval::ZERO,
        None => Interval { lower: Some(Dec::ZERO), upper: known.value.upper },
    };
    let open = known.relevant.is_none() || value.exact().is_none();
    Part { open, ..Part::new(Some(&domain.id), inputs.members(domain), value) }
}

/// The greatest or the least total: starting from the domains known to be relevant, each of which nothing is known to
/// be so joins as long as it moves the mean the wanted way.
fn extreme(all: &[Known], greatest: bool) -> Option<Dec> {
    let end = |known: &Known| if greatest { known.value.upper } else { known.value.lower };
    let (mut sum, mut number) = (Dec::ZERO, 0_usize);
    for known in all.iter().filter(|known| known.relevant == Some(true)) {
        (sum, number) = (sum.plus(end(known)?)?, number.saturating_add(1));
    }
    let open = all.iter().filter(|known| known.relevant.is_none());
    let mut open: Vec<Dec> = open.map(end).collect::<Option<_>>()?;
    open.sort_unstable();
    if greatest {
        open.reverse();
    }
    for value in open {
        let weighed = value.times(count(number))?;
        if number == 0 || (greatest && weighed > sum) || (!greatest && weighed < sum) {
            (sum, number) = (sum.plus(value)?, number.saturating_add(1));
        }
    }
    sum.times(count(all.len()))?.over(count(number))
}

fn queries(inputs: Inputs<'_, '_>, all: &[Known]) -> Vec<String> {
    std::iter::zip(&inputs.instrument.domains, all)
        .filter(|(_, known)| known.relevant == Some(false) && known.value.lower > Some(Dec::ZERO))
        .filter(|(_, known)| known.value.exact().is_some())
        .map(|(domain, _)| format!("{} is not relevant and has a value", domain.id))
        .collect()
}

pub(super) fn describe() -> String {
    "Number of items times the mean of the relevant ones: sum of the relevant items × number of items / number of \
     relevant items."
        .to_owned()
}
