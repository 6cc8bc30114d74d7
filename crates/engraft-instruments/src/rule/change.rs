//! Changes from baseline as intervals, with the right corners.

use std::cmp::Ordering;

use engraft_base::Dec;

use super::When;
use super::facts::Facts;
use super::ratio::{Interval, Ratio};
use super::tree::Change;

/// A number that may be undefined.
#[derive(Clone, Debug)]
pub(super) enum Quantity {
    /// Defined, and within these bounds.
    Within(Interval),
    /// Defined for some completions only.
    Perhaps(String),
    /// Undefined whatever else becomes known.
    Undefined(String),
}

impl Quantity {
    pub(super) fn map(self, f: impl FnOnce(Interval) -> Interval) -> Quantity {
        match self {
            Quantity::Within(interval) => Quantity::Within(f(interval)),
            other => other,
        }
    }

    /// Combines two numbers: an undefined one decides, then one that may be.
    pub(super) fn join(self, other: Quantity, f: impl FnOnce(Interval, Interval) -> Quantity) -> Quantity {
        match (self, other) {
            (Quantity::Within(a), Quantity::Within(b)) => f(a, b),
            (Quantity::Undefined(why), _) | (_, Quantity::Undefined(why)) => Quantity::Undefined(why),
            (Quantity::Perhaps(why), _) | (_, Quantity::Perhaps(why)) => Quantity::Perhaps(why),
        }
    }
}

/// The change of a measure from baseline to now.
pub(super) fn change(change: Change, name: &str, facts: &Facts) -> Quantity {
    let (baseline, now) = (facts.number(When::Baseline, name), facts.number(When::Now, name));
    let fall = match change {
        Change::Difference | Change::Fall | Change::Rise => Quantity::Within(baseline.minus(now)),
        Change::FallPercent | Change::RisePercent => fall_percent(baseline, now),
        Change::FallPercentOfRange | Change::RisePercentOfRange => match facts.width(name) {
            Some(width) => fall_percent_of_range(baseline, now, width),
            None => Quantity::Undefined(format!("the scale of {name} has no known range")),
        },
        Change::FallTimesUln => by_uln(baseline.minus(now), name, facts.uln(When::Baseline, name)),
    };
    match change {
        Change::Fall | Change::FallPercent | Change::FallPercentOfRange | Change::FallTimesUln => fall,
        Change::Difference | Change::Rise | Change::RisePercent | Change::RisePercentOfRange => {
            fall.map(Interval::negated)
        }
    }
}

/// `100 * (baseline - now) / baseline`, for a baseline above zero.
fn fall_percent(baseline: Interval, now: Interval) -> Quantity {
    if baseline.is_zero() {
        return Quantity::Undefined("no percent change from a baseline of 0".to_owned());
    }
    if baseline.upper.is_some_and(|upper| upper.sign() != Ordering::Greater) {
        return Quantity::Undefined("no percent change from a baseline that is not above 0".to_owned());
    }
    let Some(least) = baseline.lower.filter(|lower| lower.sign() == Ordering::Greater) else {
        return Quantity::Perhaps("the baseline may be 0".to_owned());
    };
    Quantity::Within(Interval {
        lower: now.upper.and_then(|now| percent(least, baseline.upper, now, Ordering::Less)),
        upper: now.lower.and_then(|now| percent(least, baseline.upper, now, Ordering::Greater)),
    })
}

/// The fall in percent at `now`, least or greatest over the baselines from `least` (above zero) to `greatest`.
///
/// It rises with the baseline where `now` is above zero, falls with it where `now` is below, and tends to 100 for a
/// baseline without limit.
fn percent(least: Ratio, greatest: Option<Ratio>, now: Ratio, wanted: Ordering) -> Option<Ratio> {
    let hundred = Ratio::whole(Dec::HUNDRED);
    let baseline = if now.sign() == wanted { greatest } else { Some(least) };
    match baseline {
        Some(baseline) => baseline.minus(now)?.times(hundred)?.divided_by(baseline),
        None => Some(hundred),
    }
}

fn fall_percent_of_range(baseline: Interval, now: Interval, width: Ratio) -> Quantity {
    match Ratio::whole(Dec::HUNDRED).divided_by(width) {
        Some(factor) => Quantity::Within(baseline.minus(now).scaled(factor)),
        None => Quantity::Within(Interval::UNBOUNDED),
    }
}

/// The value now as a multiple of the upper limit of normal.
pub(super) fn times_uln(name: &str, facts: &Facts) -> Quantity {
    by_uln(facts.number(When::Now, name), name, facts.uln(When::Now, name))
}

/// A quantity as a multiple of an upper limit of normal.
fn by_uln(quantity: Interval, name: &str, uln: Option<Ratio>) -> Quantity {
    match uln {
        None => Quantity::Within(Interval::UNBOUNDED),
        Some(uln) if uln.sign() != Ordering::Greater => {
            Quantity::Undefined(format!("the upper limit of normal of {name} is not above 0"))
        }
        Some(uln) => match Ratio::whole(Dec::ONE).divided_by(uln) {
            Some(factor) => Quantity::Within(quantity.scaled(factor)),
            None => Quantity::Within(Interval::UNBOUNDED),
        },
    }
}
