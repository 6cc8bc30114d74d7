//! Points for each item that lies beyond its threshold: EUSTAR activity index.
//!
//! An item without a threshold is worth its value times its weight. Below the threshold an item is worth 0, or its value
//! times `else-times` where the description says so (skin score of the graded reading); it then need not rise steadily
//! over the threshold (18 × 0.084 is more than the 1.5 points from 19 on), and both pieces are looked at.

use engraft_base::Dec;

use super::{Inputs, Outcome, Part};
use crate::item::{Item, Threshold};
use crate::number::Interval;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let part = |(index, item, value): (usize, &'a Item, Interval)| {
        Part::new(item.domain.as_deref(), vec![index], points(item, value))
    };
    Outcome::of_sum(inputs.items().map(part).collect())
}

fn points(item: &Item, value: Interval) -> Interval {
    let Some(threshold) = &item.threshold else { return value.scaled(item.weight.unwrap_or(Dec::ONE)) };
    let beyond = may_be_beyond(threshold, value).then(|| Interval::point(threshold.points));
    let graded = |piece: Interval| threshold.else_times.map_or(Interval::ZERO, |factor| piece.scaled(factor));
    let within = within(threshold, value).map(graded);
    match (beyond, within) {
        (Some(a), Some(b)) => a.hull(b),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Interval::UNKNOWN,
    }
}

fn may_be_beyond(threshold: &Threshold, value: Interval) -> bool {
    let high = |test: &dyn Fn(Dec) -> bool| value.upper.is_none_or(test);
    let low = |test: &dyn Fn(Dec) -> bool| value.lower.is_none_or(test);
    threshold.above.is_some_and(|limit| high(&|v| v > limit))
        || threshold.at_least.is_some_and(|limit| high(&|v| v >= limit))
        || threshold.below.is_some_and(|limit| low(&|v| v < limit))
        || threshold.at_most.is_some_and(|limit| low(&|v| v <= limit))
}

/// The values that do not lie beyond; the limit itself stands for the values that come as near to it as one likes.
fn within(threshold: &Threshold, value: Interval) -> Option<Interval> {
    let upper_limit = threshold.above.or(threshold.at_least);
    let lower_limit = threshold.below.or(threshold.at_most);
    let none = threshold.above.is_some_and(|limit| value.lower > Some(limit))
        || threshold.at_least.is_some_and(|limit| value.lower >= Some(limit))
        || threshold.below.is_some_and(|limit| value.upper.is_some_and(|v| v < limit))
        || threshold.at_most.is_some_and(|limit| value.upper.is_some_and(|v| v <= limit));
    let upper = upper_limit.map_or(value.upper, |limit| Some(value.upper.map_or(limit, |v| v.min(limit))));
    let lower = lower_limit.map_or(value.lower, |limit| Some(value.lower.map_or(limit, |v| v.max(limit))));
    (!none).then_some(Interval { lower, upper })
}

pub(super) fn describe() -> String {
    "Sum of the points of all items; an item with a threshold has its points when the value lies beyond it.".to_owned()
}
