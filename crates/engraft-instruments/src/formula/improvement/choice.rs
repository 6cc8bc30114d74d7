//! The measure that is followed: of several, the one most abnormal at baseline.
//!
//! Abnormality is the baseline value in multiples of the upper limit of normal of its sample, compared as fractions. A
//! measure whose baseline or limit is missing may be the one: the interval holds the points of every measure that can
//! still be it, each as if the others were as little abnormal as they can be. Its ends are attained.

use std::cmp::Ordering;

use engraft_base::Dec;

use super::{points, reach};
use crate::formula::{Inputs, Part};
use crate::instrument::Domain;
use crate::item::Role;
use crate::number::Interval;

/// A multiple of the upper limit: value over limit; a value of `None` has no end, a limit of `None` makes it 0.
#[derive(Clone, Copy)]
struct Multiple {
    value: Option<Dec>,
    limit: Option<Dec>,
}

impl Multiple {
    fn compare(self, other: Multiple) -> Ordering {
        match (self.fraction(), other.fraction()) {
            (Some((a, b)), Some((c, d))) => a.times(d).zip(c.times(b)).map_or(Ordering::Equal, |(x, y)| x.cmp(&y)),
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        }
    }

    fn fraction(self) -> Option<(Dec, Dec)> {
        match (self.value, self.limit) {
            (Some(_), None) => Some((Dec::ZERO, Dec::ONE)),
            (value, limit) => value.zip(limit),
        }
    }

    /// What the limit must be multiplied with.
    fn of(self, limit: Dec) -> Option<Dec> {
        let (value, own) = self.fraction()?;
        limit.times(value)?.over(own)
    }
}

/// What is known of one measure of the choice.
#[derive(Clone, Copy)]
struct Known {
    baseline: Interval,
    follow_up: Interval,
    limit: Interval,
}

impl Known {
    fn new(inputs: Inputs<'_, '_>, domain: &Domain) -> Known {
        let of = |role: Role| inputs.of_role(domain, role);
        Known { baseline: of(Role::Baseline), follow_up: of(Role::FollowUp), limit: of(Role::UpperLimit) }
    }

    fn least(self) -> Multiple {
        Multiple { value: self.baseline.lower, limit: self.limit.upper }
    }

    fn greatest(self) -> Multiple {
        Multiple { value: self.baseline.upper, limit: self.limit.lower }
    }
}

/// The domains of each choice, in the order of the description.
pub(super) fn groups<'a>(inputs: Inputs<'a, '_>) -> Vec<Vec<&'a Domain>> {
    let mut groups: Vec<(&str, Vec<&Domain>)> = Vec::new();
    for domain in &inputs.instrument.domains {
        let Some(choice) = domain.choice.as_deref() else { continue };
        match groups.iter_mut().find(|(name, _)| *name == choice) {
            Some((_, members)) => members.push(domain),
            None => groups.push((choice, vec![domain])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

/// Whether the baseline of a measure is known as a multiple of its limit.
pub(super) fn is_measured(inputs: Inputs<'_, '_>, domain: &Domain) -> bool {
    let known = Known::new(inputs, domain);
    known.baseline.exact().is_some() && known.limit.exact().is_some()
}

/// Parts of the measures, points of the choice, and a query where two measures are equally abnormal.
pub(super) fn compute<'a>(inputs: Inputs<'a, '_>, group: &[&'a Domain]) -> (Vec<Part<'a>>, Interval, Option<String>) {
    let all: Vec<Known> = group.iter().map(|domain| Known::new(inputs, domain)).collect();
    let candidates: Vec<Option<Interval>> =
        group.iter().enumerate().map(|(own, domain)| candidate(domain, &all, own)).collect();
    let value = candidates.iter().flatten().copied().reduce(Interval::hull).unwrap_or(Interval::UNKNOWN);
    let one = candidates.iter().flatten().count() == 1;
    let parts = std::iter::zip(group, &candidates).map(|(domain, points)| {
        let shown = match points {
            Some(points) if one => *points,
            Some(points) => points.hull(Interval::ZERO),
            None => Interval::ZERO,
        };
        let open = value.exact().is_none() && points.is_some();
        Part { open, ..Part::new(Some(&domain.id), inputs.members(domain), shown) }
    });
    (parts.collect(), value, tie(group, &all))
}

/// The points of a measure where it is the one followed; `None` when it cannot be.
fn candidate(domain: &Domain, all: &[Known], own: usize) -> Option<Interval> {
    let known = *all.get(own)?;
    let mut rival = Multiple { value: Some(Dec::ZERO), limit: Some(Dec::ONE) };
    for (index, other) in all.iter().enumerate().filter(|(index, _)| *index != own) {
        let beaten = known.greatest().compare(other.least());
        // of two equally abnormal measures the first is followed
        if beaten == Ordering::Less || (beaten == Ordering::Equal && index < own) {
            return None;
        }
        if other.least().compare(rival) == Ordering::Greater {
            rival = other.least();
        }
    }
    let scale = |limit: Dec| domain.scale?.times(limit);
    let upper = || points(domain, known.baseline.upper?.minus(known.follow_up.lower?), scale(known.limit.lower?));
    Some(Interval { lower: least(domain, known, rival), upper: upper() }.filled(reach(domain)))
}

/// The least points while the measure stays the most abnormal one: its follow-up as high as it can be, its baseline as
/// low as its rivals let it, its limit where the gain is the smallest share of the range.
fn least(domain: &Domain, known: Known, rival: Multiple) -> Option<Dec> {
    let (low, follow_up, limit) = (known.baseline.lower?, known.follow_up.upper?, known.limit.lower?);
    let limit = if low > follow_up {
        let (value, own) = rival.fraction()?;
        let fits = if value.is_zero() { None } else { low.times(own)?.over(value) };
        let highest = match (fits, known.limit.upper) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        };
        highest?.max(limit)
    } else {
        limit
    };
    let baseline = low.max(rival.of(limit)?);
    points(domain, baseline.minus(follow_up), domain.scale?.times(limit))
}

fn tie(group: &[&Domain], all: &[Known]) -> Option<String> {
    let exact = |known: &Known| known.baseline.exact().is_some() && known.limit.exact().is_some();
    let known: Vec<(&&Domain, &Known)> = std::iter::zip(group, all).filter(|(_, known)| exact(known)).collect();
    let top = known
        .iter()
        .copied()
        .reduce(|best, next| if next.1.least().compare(best.1.least()) == Ordering::Greater { next } else { best })?;
    let same = |(domain, known): &&(&&Domain, &Known)| {
        domain.id != top.0.id && known.least().compare(top.1.least()) == Ordering::Equal
    };
    let twin = known.iter().find(same).filter(|_| known.len() == all.len())?;
    Some(format!("{} and {} are equally abnormal at baseline; {} is followed", top.0.id, twin.0.id, top.0.id))
}
