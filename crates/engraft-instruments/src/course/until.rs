//! How long until a verdict is seen, counted over the visits of a course.

use engraft_base::Verdict;

use super::Seen;

/// How an end is dated where visits without an answer lie right before the visit that shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OpenRule {
    /// On the day of the visit that shows it.
    #[default]
    AsSeen,
    /// On the day of the first visit without an answer after the last one with an answer.
    Earliest,
    /// Not at all: censored at the last visit with an answer before.
    CensorBefore,
}

/// A stretch of time up to an end that was seen, or to the last visit with an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Day of the end, or of censoring.
    pub end: i32,
    /// Place in the course of the visit whose day the end is; `None` when it is the day from which one counted.
    pub visit: Option<usize>,
    /// Whether the end was seen; otherwise the span is censored.
    pub happened: bool,
    /// Last day on which the end was known not to have come yet.
    pub known_until: i32,
    /// Day of the visit that showed the end, also where the rule dates it earlier or censors it.
    pub shown: Option<i32>,
    /// Visits without an answer between `known_until` and the visit that showed the end.
    pub open: usize,
}

/// The first visit later than `from` with the verdict `sought`.
///
/// The course is in the order of the days. Without such a visit the span is censored at the last visit with the opposite
/// answer; visits without an answer after it do not count. A verdict that is not evaluable is no answer, and leaves
/// nothing open either.
///
/// # Validation
/// Worked by hand in `course/tests.rs`; agrees with [`duration`](super::duration), [`first_met`](super::first_met) and
/// [`relapse_after`](super::relapse_after) on any course.
pub fn until(course: &[Seen], from: i32, sought: Verdict, rule: OpenRule) -> Span {
    let later = || course.iter().enumerate().filter(|(_, seen)| seen.day > from);
    let shown = later().find(|(_, seen)| seen.verdict == sought);
    let before = || later().take_while(|(place, _)| shown.is_none_or(|(end, _)| *place < end));
    let known = before().filter(|(_, seen)| seen.verdict.decided().is_some()).last();
    let known_until = known.map_or(from, |(_, seen)| seen.day);
    let after_known = |place: usize| known.is_none_or(|(last, _)| place > last);
    let gap: Vec<(usize, &Seen)> =
        before().filter(|(place, seen)| after_known(*place) && seen.verdict == Verdict::Undetermined).collect();
    let open = if shown.is_some() { gap.len() } else { 0 };
    let censored = (known_until, known.map(|(place, _)| place), false);
    let (end, visit, happened) = match (shown, gap.first(), rule) {
        (None, ..) => censored,
        (Some(_), Some(_), OpenRule::CensorBefore) => censored,
        (Some(_), Some((place, seen)), OpenRule::Earliest) => (seen.day, Some(*place), true),
        (Some((place, seen)), ..) => (seen.day, Some(place), true),
    };
    Span { end, visit, happened, known_until, shown: shown.map(|(_, seen)| seen.day), open }
}
