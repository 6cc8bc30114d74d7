//! Events that end a time: the one asked for, those that end a response, those that compete.

use engraft_base::Place;
use engraft_protocol::Variable;

use super::course::Courses;
use super::{Open, Untimed};
use crate::adam::last_contact;

/// An occurrence of an event.
struct Occurred {
    day: i32,
    places: Vec<Place>,
}

/// From the first infusion to an event, or to the end of follow-up.
pub(super) fn time_to(courses: &Courses<'_>, event: &str, start: i32) -> Result<Open, Untimed> {
    match first(courses, event, |day| day >= start)? {
        Some(found) => Ok(ended(courses, event, start, Some(start), found)),
        None => followed(courses, start),
    }
}

/// From a response to the first event of a table after it, or to the end of follow-up.
pub(super) fn after(courses: &Courses<'_>, event: &str, from: i32, earliest: Option<i32>) -> Result<Open, Untimed> {
    match first(courses, event, |day| day > from)? {
        Some(found) => Ok(ended(courses, event, from, earliest, found)),
        None => followed(courses, from),
    }
}

/// Events that end a response as well as the visit that does not meet it.
pub(super) fn with_losses(
    courses: &Courses<'_>,
    variable: &Variable,
    earliest: Option<i32>,
    mut time: Open,
) -> Result<Open, Untimed> {
    for event in &variable.lost_by {
        let from = time.from;
        if let Some(found) = first(courses, event, |day| day > from)?.filter(|found| time.is_cut_by(found.day)) {
            let begun = std::mem::take(&mut time.places);
            time = ended(courses, event, from, earliest, found);
            time.places.splice(0..0, begun);
        }
    }
    Ok(time)
}

/// Events that end the time at risk for good. Of two on one day the one named first counts.
pub(super) fn with_competing(courses: &Courses<'_>, variable: &Variable, mut time: Open) -> Result<Open, Untimed> {
    // a plain time to an event takes events from the day of the infusion on, the others events after their day 0
    let same_day = variable.counts_from().is_none();
    for (cause, event) in (2_usize..).zip(&variable.competing) {
        let from = time.from;
        let counts = |day: i32| day > from || (same_day && day == from);
        if let Some(found) = first(courses, event, counts)?.filter(|found| time.is_cut_by(found.day)) {
            let begun = std::mem::take(&mut time.places);
            time = Open { cause, at_most: None, ..ended(courses, event, from, None, found) };
            time.places.splice(0..0, begun);
            time.why.push_str(", which competes");
        }
    }
    Ok(time)
}

/// The first occurrence on a day that counts. Where none has a day that counts, an occurrence without a day may be one.
///
/// An event by a rule is entered once a cycle, at the first visit that meets it; its later visits are looked at too, so that
/// one before the time began does not hide one after it.
fn first(courses: &Courses<'_>, event: &str, counts: impl Fn(i32) -> bool) -> Result<Option<Occurred>, Untimed> {
    let entered = courses.derived.events.iter().filter(|h| h.subject == courses.subject && &*h.event == event);
    let mut found: Vec<(Option<i32>, Vec<Place>)> = entered.map(|h| (h.day, h.places.clone())).collect();
    found.extend(courses.event(event).map(|course| course.met()).unwrap_or_default());
    let dated = found.iter().filter_map(|(day, places)| Some(((*day)?, places))).filter(|(day, _)| counts(*day));
    match dated.min_by_key(|(day, _)| *day) {
        Some((day, places)) => Ok(Some(Occurred { day, places: places.clone() })),
        None if found.iter().any(|(day, _)| day.is_none()) => {
            Err(Untimed::Unknown(format!("the day of {} is not known", label(courses, event))))
        }
        None => Ok(None),
    }
}

fn label<'a>(courses: &'a Courses<'_>, event: &'a str) -> &'a str {
    courses.study.file.events.get(event).and_then(|e| e.label.as_deref()).unwrap_or(event)
}

fn ended(courses: &Courses<'_>, event: &str, from: i32, earliest: Option<i32>, found: Occurred) -> Open {
    Open {
        from,
        end: found.day,
        cause: 1,
        why: label(courses, event).to_owned(),
        at_least: found.day.saturating_sub(from),
        at_most: earliest.map(|earliest| found.day.saturating_sub(earliest)),
        open: 0,
        shown: Some(found.day),
        places: found.places,
    }
}

/// Censored at the end of follow-up.
fn followed(courses: &Courses<'_>, from: i32) -> Result<Open, Untimed> {
    let (Some(end), what) = last_contact(courses.derived, courses.subject) else {
        return Err(Untimed::Unknown("the end of follow-up is not known".to_owned()));
    };
    let why = format!("censored at the end of follow-up ({what})");
    let at_least = end.saturating_sub(from);
    Ok(Open { from, end, cause: 0, why, at_least, at_most: None, open: 0, shown: None, places: Vec::new() })
}
