//! Cumulative dose over days, in mg prednisone.
//!
//! Days are counted in half-open intervals: a course from 0 to 7 covers days 0 to 6, and the next one may start on 7.
//! A day without a dose is 0 only after a stop date; otherwise it is unknown, and so is the total above what is known.
//! Alternate-day dosing is entered as half the dose every day.

use std::fmt;

use engraft_base::{Dec, Incomplete, Score};

use super::{COMMON, Glucocorticoid};

/// One drug at one daily dose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Course {
    /// First day.
    pub start: i32,
    /// Day after the last one.
    pub end: i32,
    /// Whether the drug was stopped at the end: the days after it then have no dose of it. Without a stop, the end is
    /// only the last day on which the dose is known.
    pub stopped: bool,
    /// Milligrams of the drug on each day.
    pub daily_dose: Dec,
    /// The drug, under one reading of its strength.
    pub drug: &'static Glucocorticoid,
    /// Whether it is a pulse, which some protocols count and some do not.
    pub pulse: bool,
}

/// Whether pulses are part of the exposure. Where sources differ, both are reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pulses {
    /// They count.
    Counted,
    /// They are left out, as if they had not been recorded.
    Excluded,
}

/// The exposure over an interval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exposure {
    /// Milligrams of prednisone on the days that are known.
    pub known: Dec,
    /// First day of the interval and the day after its last.
    pub days: (i32, i32),
    /// Days of which no dose is known, as half-open intervals in order.
    pub unknown: Vec<(i32, i32)>,
}

/// Why courses have no exposure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExposureFault {
    /// A course or the interval has no day.
    Empty,
    /// A dose below 0.
    Dose,
    /// Two courses of one drug (pulses apart) cover the same day.
    Overlap {
        /// International name of the drug.
        drug: &'static str,
        /// First day covered twice.
        day: i32,
    },
    /// A sum that does not fit a decimal.
    Size,
}

impl fmt::Display for ExposureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExposureFault::Empty => write!(f, "an interval without a day"),
            ExposureFault::Dose => write!(f, "a dose below 0"),
            ExposureFault::Overlap { drug, day } => write!(f, "two courses of {drug} cover day {day}"),
            ExposureFault::Size => write!(f, "a sum that does not fit a decimal"),
        }
    }
}

impl std::error::Error for ExposureFault {}

impl Exposure {
    /// The cumulative dose in mg prednisone; with days unknown, what is known is its lower bound.
    pub fn total(&self) -> Score {
        self.score(Some(self.known))
    }

    /// The mean daily dose in mg prednisone over the interval.
    pub fn daily_mean(&self) -> Score {
        self.score(self.known.over(Dec::from_int(length(self.days))))
    }

    fn score(&self, value: Option<Dec>) -> Score {
        match value.filter(|_| self.unknown.is_empty()) {
            Some(value) => Score::Complete(value),
            None => Score::bounded(Incomplete {
                lower: value,
                upper: None,
                missing: self.unknown.iter().map(|days| name(*days)).collect(),
            }),
        }
    }
}

/// `day 4`, or `days 4 to 6`.
fn name((from, to): (i32, i32)) -> String {
    let last = to.saturating_sub(1);
    if from == last { format!("day {from}") } else { format!("days {from} to {last}") }
}

fn length((from, to): (i32, i32)) -> i64 {
    i64::from(to).saturating_sub(i64::from(from))
}

/// The exposure over the days from `days.0` to before `days.1`.
///
/// Doses are added as fractions and divided once. A day that any course covers is known; a day that none covers is 0 when
/// the last course before it was stopped, and unknown otherwise.
///
/// # Errors
/// An interval without a day, a negative dose, two courses of one drug on one day, a sum that does not fit.
///
/// # Validation
/// Worked courses of this crate (770 mg taper); equivalence tables named in [`super::GLUCOCORTICOIDS`].
pub fn exposure(courses: &[Course], days: (i32, i32), pulses: Pulses) -> Result<Exposure, ExposureFault> {
    if length(days) < 1 || courses.iter().any(|course| course.start >= course.end) {
        return Err(ExposureFault::Empty);
    }
    if courses.iter().any(|course| course.daily_dose < Dec::ZERO) {
        return Err(ExposureFault::Dose);
    }
    let mut counted: Vec<Course> =
        courses.iter().filter(|course| pulses == Pulses::Counted || !course.pulse).copied().collect();
    counted.sort_by_key(|course| (course.start, course.end));
    overlap(&counted)?;
    let known = sum(&counted, days).ok_or(ExposureFault::Size)?;
    Ok(Exposure { known, days, unknown: gaps(&counted, days) })
}

fn overlap(courses: &[Course]) -> Result<(), ExposureFault> {
    for (index, one) in courses.iter().enumerate() {
        let same = |other: &&Course| other.drug.drug == one.drug.drug && other.pulse == one.pulse;
        let later = courses.iter().skip(index.saturating_add(1)).filter(same);
        if let Some(other) = later.into_iter().find(|other| other.start < one.end) {
            return Err(ExposureFault::Overlap { drug: one.drug.drug, day: other.start });
        }
    }
    Ok(())
}

/// Milligrams of prednisone within the days; `None` when it does not fit.
fn sum(courses: &[Course], days: (i32, i32)) -> Option<Dec> {
    let mut sum = Dec::ZERO;
    for course in courses {
        let covered = length((course.start.max(days.0), course.end.min(days.1))).max(0);
        let parts = Dec::from_int(COMMON).over(course.drug.milligrams())?;
        sum = sum.plus(course.daily_dose.times(parts)?.times(Dec::from_int(covered))?)?;
    }
    sum.times(Dec::from_int(5))?.over(Dec::from_int(COMMON))
}

/// Days that no course covers and that do not follow a stop.
fn gaps(courses: &[Course], days: (i32, i32)) -> Vec<(i32, i32)> {
    let mut gaps = Vec::new();
    // the day up to which something is known, and whether the drugs that ended last were stopped
    let (mut reached, mut stopped) = (i32::MIN, false);
    for course in courses {
        if course.start > reached && !stopped {
            gaps.push((reached, course.start));
        }
        stopped = match course.end.cmp(&reached) {
            std::cmp::Ordering::Greater => course.stopped,
            std::cmp::Ordering::Equal => stopped && course.stopped,
            std::cmp::Ordering::Less => stopped,
        };
        reached = reached.max(course.end);
    }
    if !stopped {
        gaps.push((reached, i32::MAX));
    }
    let within = gaps.into_iter().map(|(from, to)| (from.max(days.0), to.min(days.1)));
    within.filter(|(from, to)| from < to).collect()
}
