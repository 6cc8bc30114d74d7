//! Forms of a response over time: confirmed, sustained, first, duration, relapse after it.
//!
//! A course is the verdicts of one definition for one subject in one treatment cycle, in the order of the days. A visit
//! without data has the verdict `Undetermined`, so that no form ever takes silence for an answer.

use engraft_base::Verdict;

mod until;

pub use until::{OpenRule, Span, until};

/// A verdict at a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Day of the visit, from any fixed origin.
    pub day: i32,
    /// The verdict there.
    pub verdict: Verdict,
}

/// How long a response lasted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duration {
    /// First visit at which it was met.
    pub start: i32,
    /// First later visit at which it was not met; the last met one when it was never lost.
    pub end: i32,
    /// Whether the loss was seen.
    pub lost: bool,
    /// Last visit at which it was met before the end.
    pub last_met: i32,
    /// Last visit known to be not met before the start; `None` when there is none.
    pub last_not_met_before: Option<i32>,
}

impl Duration {
    /// Days from the first met visit to the loss, or to the last met visit when censored.
    pub fn days(&self) -> i32 {
        self.end.saturating_sub(self.start)
    }

    /// Shortest and longest duration that the visits allow; `None` where nothing bounds it.
    pub fn bounds(&self) -> (i32, Option<i32>) {
        let longest = self.last_not_met_before.filter(|_| self.lost).map(|before| self.end.saturating_sub(before));
        (self.last_met.saturating_sub(self.start), longest)
    }
}

/// Whether a response is confirmed at each visit: met there and at the next visit with an answer at least `gap` days
/// later, and not lost between the two. Dated at the first of the two.
///
/// A visit without a later one that could confirm it is undetermined.
pub fn confirmed(course: &[Seen], gap: i32) -> Vec<Verdict> {
    (0..course.len()).map(|place| confirmed_at(course, place, gap)).collect()
}

fn confirmed_at(course: &[Seen], place: usize, gap: i32) -> Verdict {
    let Some((first, later)) = course.get(place..).and_then(<[Seen]>::split_first) else {
        return Verdict::Undetermined;
    };
    if matches!(first.verdict, Verdict::NotMet | Verdict::NotEvaluable) {
        return first.verdict;
    }
    for seen in later {
        match seen.verdict {
            Verdict::NotMet => return Verdict::NotMet,
            Verdict::Met if seen.day.saturating_sub(first.day) >= gap => return first.verdict,
            _ => {}
        }
    }
    Verdict::Undetermined
}

/// Whether a response held at every visit of a stretch, `None` standing for a planned visit that did not take place.
///
/// Up to `allow_missing` visits may lack an answer; one that is not met decides.
pub fn sustained(stretch: &[Option<Verdict>], allow_missing: usize) -> Verdict {
    let number_of = |wanted: fn(&Option<Verdict>) -> bool| stretch.iter().filter(|v| wanted(v)).count();
    if number_of(|v| *v == Some(Verdict::NotMet)) > 0 {
        return Verdict::NotMet;
    }
    let met = number_of(|v| *v == Some(Verdict::Met));
    let without = stretch.len().saturating_sub(met);
    if met > 0 && without <= allow_missing {
        Verdict::Met
    } else if without > 0 && number_of(|v| *v == Some(Verdict::NotEvaluable)) == without {
        Verdict::NotEvaluable
    } else {
        Verdict::Undetermined
    }
}

/// Day of the first visit at which the response was met, and whether an earlier visit leaves that open.
pub fn first_met(course: &[Seen]) -> Option<(i32, bool)> {
    let place = course.iter().position(|seen| seen.verdict == Verdict::Met)?;
    let open = course.iter().take(place).any(|seen| seen.verdict == Verdict::Undetermined);
    course.get(place).map(|seen| (seen.day, open))
}

/// The first response and how long it lasted; `None` when it was never met.
pub fn duration(course: &[Seen]) -> Option<Duration> {
    let place = course.iter().position(|seen| seen.verdict == Verdict::Met)?;
    let start = course.get(place)?.day;
    let before = course.iter().take(place).rev().find(|seen| seen.verdict == Verdict::NotMet).map(|seen| seen.day);
    let later = course.get(place..).unwrap_or_default();
    let loss = later.iter().position(|seen| seen.verdict == Verdict::NotMet);
    let held = later.get(..loss.unwrap_or(later.len())).unwrap_or_default();
    let last_met = held.iter().rev().find(|seen| seen.verdict == Verdict::Met).map_or(start, |seen| seen.day);
    let end = loss.and_then(|loss| later.get(loss)).map_or(last_met, |seen| seen.day);
    Some(Duration { start, end, lost: loss.is_some(), last_met, last_not_met_before: before })
}

/// What became of a response.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relapse {
    /// The subject never had a response, and is not at risk.
    NotAtRisk,
    /// First visit after the response at which the relapse rule was met.
    On(i32),
    /// No relapse up to this day; `open` when a visit in between has no answer.
    NoneUntil {
        /// Last visit with an answer.
        day: i32,
        /// Whether a visit after the response is undetermined.
        open: bool,
    },
}

/// The first relapse after the first response: the relapse rule met at any later visit.
pub fn relapse_after(response: &[Seen], relapse: &[Seen]) -> Relapse {
    let Some((start, _)) = first_met(response) else { return Relapse::NotAtRisk };
    let later = || relapse.iter().filter(|seen| seen.day > start);
    if let Some(seen) = later().find(|seen| seen.verdict == Verdict::Met) {
        return Relapse::On(seen.day);
    }
    let known = later().filter(|seen| seen.verdict.decided().is_some()).map(|seen| seen.day);
    Relapse::NoneUntil {
        day: known.max().unwrap_or(start),
        open: later().any(|seen| seen.verdict == Verdict::Undetermined),
    }
}

#[cfg(test)]
mod tests;
