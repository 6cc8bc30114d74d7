//! Points by the bin of an improvement in per cent of the scale: Total Improvement Score (TIS) of ACR/EULAR 2016.
//!
//! Each domain has a baseline and a follow-up item; the improvement is their difference, in the direction that the
//! domain states, over its scale: a number, the value of an item with the role `scale` (the maximum of the muscle test
//! used), or, for an enzyme, that number times the upper limit of normal of the baseline sample. Bins are open below and
//! closed above, decided by products and not by a quotient: exactly 15 % is in the bin "above 5 to 15". Of the domains
//! that share a `choice`, only the one most abnormal at baseline counts ([`choice`]).

mod choice;

use engraft_base::Dec;

use super::{Inputs, Outcome, Part, Refusal};
use crate::instrument::{Direction, Domain, Instrument};
use crate::item::Role;
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let alone = inputs.instrument.domains.iter().filter(|domain| domain.choice.is_none());
    let mut outcome = Outcome::of_sum(Vec::new());
    for domain in alone {
        let (value, refusal) = measure(inputs, domain);
        outcome.total = outcome.total.plus(value);
        outcome.parts.push(Part::new(Some(&domain.id), inputs.members(domain), value));
        outcome.refusal = outcome.refusal.or(refusal);
    }
    for group in choice::groups(inputs) {
        let (parts, value, query) = choice::compute(inputs, &group);
        outcome.total = outcome.total.plus(value);
        outcome.parts.extend(parts);
        outcome.queries.extend(query);
    }
    outcome
}

/// Points of a domain that is not one of a choice; refused where a value lies above the maximum of its form.
fn measure(inputs: Inputs<'_, '_>, domain: &Domain) -> (Interval, Option<Refusal>) {
    let (baseline, follow_up) = (inputs.of_role(domain, Role::Baseline), inputs.of_role(domain, Role::FollowUp));
    let Some((_, item, scale)) = inputs.one(domain, Role::Scale) else {
        let scale = domain.scale.map_or(Interval::UNKNOWN, Interval::point);
        return (of_scale(domain, baseline, follow_up, scale), None);
    };
    let all = item.letters.values().map(|v| Interval::point(*v));
    let possible: Vec<Interval> = if item.letters.is_empty() { vec![scale] } else { all.collect() };
    // a grade above the maximum of the form cannot be: such a maximum is not the one that was used
    let holds = |s: &Interval| {
        s.exact().is_none_or(|top| scale.holds(top) && baseline.lower <= Some(top) && follow_up.lower <= Some(top))
    };
    let fitting = possible.into_iter().filter(holds);
    let points = fitting
        .map(|s| of_scale(domain, baseline.capped(s.upper), follow_up.capped(s.upper), s))
        .reduce(Interval::hull);
    match points {
        Some(points) => (points, None),
        None => {
            let reason = format!("{} lies above its maximum", domain.id);
            (reach(domain), Some(Refusal { item: item.id.clone(), reason }))
        }
    }
}

fn of_scale(domain: &Domain, baseline: Interval, follow_up: Interval, scale: Interval) -> Interval {
    let gain = match domain.direction {
        Direction::HigherIsWorse => baseline.less(follow_up),
        Direction::HigherIsBetter => follow_up.less(baseline),
    };
    Interval { lower: points(domain, gain.lower, scale.upper), upper: points(domain, gain.upper, scale.lower) }
        .filled(reach(domain))
}

/// Points of a gain on a scale; `None` where either has no end.
fn points(domain: &Domain, gain: Option<Dec>, scale: Option<Dec>) -> Option<Dec> {
    let first = domain.points.first().copied();
    let gain = gain?;
    if gain <= Dec::ZERO {
        return first;
    }
    let (percent, scale) = (gain.times(Dec::HUNDRED)?, scale?);
    let mut passed = 0_usize;
    for cut in &domain.cuts {
        passed = passed.saturating_add(usize::from(percent > cut.times(scale)?));
    }
    domain.points.get(passed).copied().or(first)
}

/// All points a domain can give.
fn reach(domain: &Domain) -> Interval {
    Interval { lower: domain.points.first().copied(), upper: domain.points.last().copied() }
}

/// Everything else known, and of each choice the domains that were measured, two at least: the core set asks for two
/// enzymes, not for all five.
pub(super) fn by_rule(inputs: Inputs<'_, '_>) -> Option<Dec> {
    let mut sum = Dec::ZERO;
    for domain in inputs.instrument.domains.iter().filter(|domain| domain.choice.is_none()) {
        sum = sum.plus(measure(inputs, domain).0.exact()?)?;
    }
    for mut group in choice::groups(inputs) {
        group.retain(|domain| choice::is_measured(inputs, domain));
        if group.len() < 2 {
            return None;
        }
        sum = sum.plus(choice::compute(inputs, &group).1.exact()?)?;
    }
    Some(sum)
}

pub(super) fn describe(instrument: &Instrument) -> String {
    let rows: Vec<String> = instrument.domains.iter().map(row).collect();
    format!(
        "Sum of the points of the measures; each measure has points by its improvement in per cent of its scale, in bins \
         open below and closed above. Of the measures of one choice, only the one most abnormal at baseline, in multiples \
         of the upper limit of normal, counts; of two equally abnormal ones, the first.\n\n{}",
        rows.join("\n")
    )
}

fn row(domain: &Domain) -> String {
    let list = |numbers: &[Dec]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let scale = match (domain.scale, &domain.choice) {
        (Some(scale), Some(choice)) => format!("scale {scale} × upper limit, choice `{choice}`"),
        (Some(scale), None) => format!("scale {scale}"),
        (None, _) => "scale the maximum of the form".to_owned(),
    };
    format!(
        "- {}: points {} for improvements up to {} % and above; {scale}",
        domain.label,
        list(&domain.points),
        list(&domain.cuts)
    )
}
