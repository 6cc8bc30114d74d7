//! Times of a subject: to an event, to the first response, of a response, from a response to a relapse.
//!
//! Days are those on which something was recorded. A planned day serves for one thing only: a visit nobody came to, where
//! the study asks that the end be dated at the first visit without an answer.

mod course;
mod events;

use engraft_base::{ElapsedDay, Place, Verdict};
use engraft_instruments::course::until;
use engraft_protocol::{Study, Variable};

use super::{Cycle, Derived};
use course::Courses;

/// A subject's time for a variable of an estimand.
#[derive(Clone, PartialEq, Debug)]
pub struct Time {
    /// Elapsed day from which one counts: of the first infusion, or of the first visit that met the response.
    pub from: ElapsedDay,
    /// Elapsed day of the end, or of censoring.
    pub end: ElapsedDay,
    /// 0 censored, 1 the event, 2 and so on the competing events in the order of the study file.
    pub cause: usize,
    /// What ended it, or why it is censored there, in words.
    pub why: String,
    /// Fewest days that the visits allow.
    pub at_least: i32,
    /// Most days that the visits allow; `None` where nothing bounds it.
    pub at_most: Option<i32>,
    /// Visits without an answer right before the visit that shows the end.
    pub open: usize,
    /// The cells it rests on.
    pub places: Vec<Place>,
}

impl Time {
    /// Days from the start to the end.
    pub fn days(&self) -> i32 {
        self.end.saturating_sub(self.from)
    }
}

/// Why a subject has no time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Untimed {
    /// It is not part of the question: the response from which one counts was never met.
    NotAtRisk(String),
    /// A day that matters is not known.
    Unknown(String),
}

/// The time of a subject in its first treatment cycle.
///
/// # Errors
/// [`Untimed`] for a subject that is not at risk, and for one whose time hangs on a day that is not known.
pub fn time_of(study: &Study, derived: &Derived, variable: &Variable, subject: usize) -> Result<Time, Untimed> {
    let unknown = |why: &str| Untimed::Unknown(why.to_owned());
    let first = derived.subjects.get(subject).and_then(|s| s.cycles.iter().min_by_key(|cycle| cycle.number));
    let Some((cycle, start)) = first.and_then(|cycle: &Cycle| Some((cycle.number, cycle.start?))) else {
        return Err(unknown("the day of the first infusion is not known"));
    };
    let courses = Courses { study, derived, subject, cycle };
    let time = match (&variable.time_to, &variable.time_to_response, &variable.duration_of) {
        (Some(event), ..) => match &variable.from_response {
            None => events::time_to(&courses, event, start)?,
            Some(response) => after_response(&courses, variable, event, response, start)?,
        },
        (None, Some(response), _) => to_response(&courses, variable, response, start)?,
        (None, None, Some(response)) => of_response(&courses, variable, response, start)?,
        (None, None, None) => return Err(unknown("the variable is no time")),
    };
    let time = events::with_competing(&courses, variable, time)?;
    if time.end < time.from {
        return Err(unknown("the last day seen lies before the day from which one counts"));
    }
    Ok(time.into_time())
}

/// From the first infusion to the first visit that meets the response.
fn to_response(courses: &Courses<'_>, variable: &Variable, response: &str, start: i32) -> Result<Open, Untimed> {
    let course = courses.response(response);
    let span = until(&course.seen(), start, Verdict::Met, courses.rule(variable));
    courses.open(&course, span, start, "met", Some(start))
}

/// From the first visit that meets the response to the first later one that does not, or to an event that ends it.
fn of_response(courses: &Courses<'_>, variable: &Variable, response: &str, start: i32) -> Result<Open, Untimed> {
    let begin = courses.begin(response, start)?;
    // a response confirmed later is lost when the criterion itself is not met, not when its confirmation is
    let course = courses.plain(response);
    let span = until(&course.seen(), begin.day, Verdict::NotMet, courses.rule(variable));
    let mut time = courses.open(&course, span, begin.day, "not met", begin.not_met_before)?;
    time.places.splice(0..0, begin.places.iter().cloned());
    events::with_losses(courses, variable, begin.not_met_before, time)
}

/// From the first visit that meets the response to the first event after it.
fn after_response(
    courses: &Courses<'_>,
    variable: &Variable,
    event: &str,
    response: &str,
    start: i32,
) -> Result<Open, Untimed> {
    let begin = courses.begin(response, start)?;
    let mut time = match courses.event(event) {
        Some(course) => {
            let span = until(&course.seen(), begin.day, Verdict::Met, courses.rule(variable));
            courses.open(&course, span, begin.day, "met", begin.not_met_before)?
        }
        None => events::after(courses, event, begin.day, begin.not_met_before)?,
    };
    time.places.splice(0..0, begin.places);
    Ok(time)
}

/// A time to which events may still put an earlier end.
struct Open {
    from: i32,
    end: i32,
    cause: usize,
    why: String,
    at_least: i32,
    at_most: Option<i32>,
    open: usize,
    /// Day on which the end was seen, also where the rule censors before it.
    shown: Option<i32>,
    places: Vec<Place>,
}

impl Open {
    /// Whether an event on this day came before the end.
    fn is_cut_by(&self, day: i32) -> bool {
        if self.cause > 0 { day < self.end } else { self.shown.is_none_or(|shown| day < shown) }
    }

    fn into_time(self) -> Time {
        let Open { from, end, cause, why, at_least, at_most, open, places, .. } = self;
        Time { from, end, cause, why, at_least, at_most, open, places }
    }
}
