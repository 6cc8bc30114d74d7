//! Verdicts of a subject in the order of their days, of a response or of the rule of an event.

use engraft_base::{Place, Verdict};
use engraft_instruments::course::{OpenRule, Seen, Span, until};
use engraft_protocol::{Study, Variable};

use super::{Open, Untimed};
use crate::derive::{Derived, Judged, events, responses};

/// What courses are made from.
pub(super) struct Courses<'a> {
    pub study: &'a Study,
    pub derived: &'a Derived,
    pub subject: usize,
    pub cycle: u32,
}

/// Verdicts in the order of their days.
pub(super) struct Course(Vec<Judged>);

/// The first visit that meets a response.
pub(super) struct Begin {
    pub day: i32,
    /// Last day before on which it was known not to be met; the day of the infusion where there is none.
    pub not_met_before: Option<i32>,
    pub places: Vec<Place>,
}

impl Course {
    fn new(mut judged: Vec<Judged>) -> Course {
        judged.retain(|j| j.day.is_some());
        judged.sort_by_key(|j| j.day);
        Course(judged)
    }

    /// Every visit that meets it: the day recorded, and the cells.
    pub fn met(&self) -> Vec<(Option<i32>, Vec<Place>)> {
        let met = self.0.iter().filter(|j| j.verdict == Verdict::Met);
        met.map(|j| (j.day.filter(|_| j.recorded), j.places.clone())).collect()
    }

    /// Day and verdict of each visit.
    pub fn seen(&self) -> Vec<Seen> {
        self.0.iter().filter_map(|j| Some(Seen { day: j.day?, verdict: j.verdict })).collect()
    }
}

impl Courses<'_> {
    /// The course of a response in the form that the study asks for.
    pub fn response(&self, name: &str) -> Course {
        let mine = |j: &&Judged| j.subject == self.subject && j.cycle == self.cycle && &*j.response == name;
        Course::new(self.derived.verdicts.iter().filter(mine).cloned().collect())
    }

    /// The course of a response visit by visit, whatever form over time it has.
    pub fn plain(&self, name: &str) -> Course {
        let bound = self.study.responses.get(name);
        let judged = bound.map(|b| responses::plain(self.study, self.derived, name, b, self.subject, self.cycle));
        Course::new(judged.unwrap_or_default())
    }

    /// The course of an event that is defined by a rule; `None` for an event of a table.
    pub fn event(&self, name: &str) -> Option<Course> {
        let bound = self.study.event_rules.get(name)?;
        let after = events::at_risk_from(self.study, self.derived, name, self.subject, self.cycle);
        let mut judged = responses::plain(self.study, self.derived, name, bound, self.subject, self.cycle);
        let planned = |j: &Judged| self.study.file.visits.get(&*j.visit).map(|v| v.day);
        match after {
            None => judged.clear(),
            Some(None) => {}
            Some(Some(day)) => judged.retain(|j| planned(j).is_some_and(|visit| visit > day)),
        }
        Some(Course::new(judged))
    }

    /// The rule for visits without an answer.
    pub fn rule(&self, variable: &Variable) -> OpenRule {
        match variable.undetermined {
            engraft_protocol::OpenRule::DateAsSeen => OpenRule::AsSeen,
            engraft_protocol::OpenRule::DateEarliest => OpenRule::Earliest,
            engraft_protocol::OpenRule::CensorBefore => OpenRule::CensorBefore,
        }
    }

    /// The first visit after the infusion that meets a response.
    pub fn begin(&self, response: &str, start: i32) -> Result<Begin, Untimed> {
        let course = self.response(response);
        let span = until(&course.seen(), start, Verdict::Met, OpenRule::AsSeen);
        let visit = span.visit.filter(|_| span.happened).and_then(|place| course.0.get(place));
        let Some(visit) = visit else { return Err(Untimed::NotAtRisk("the response was never met".to_owned())) };
        self.recorded(visit)?;
        Ok(Begin { day: span.end, not_met_before: Some(span.known_until), places: visit.places.clone() })
    }

    /// Refuses a visit that was recorded without a day.
    fn recorded(&self, visit: &Judged) -> Result<(), Untimed> {
        match visit.recorded {
            true => Ok(()),
            false => Err(Untimed::Unknown(format!("the day of {} is not known", self.study.visit_label(&visit.visit)))),
        }
    }

    /// A span as a time that events may still cut. `earliest`: the day on which what ends may have begun at the earliest.
    pub fn open(
        &self,
        course: &Course,
        span: Span,
        from: i32,
        sought: &str,
        earliest: Option<i32>,
    ) -> Result<Open, Untimed> {
        let visit = span.visit.and_then(|place| course.0.get(place));
        if let Some(visit) = visit.filter(|j| j.verdict != Verdict::Undetermined) {
            self.recorded(visit)?;
        }
        let at = visit.map(|j| self.study.visit_label(&j.visit));
        let without = format!("{} without an answer before the visit that shows the end", visits(span.open));
        let why = match (span.happened, at, span.open) {
            (true, Some(at), 0) => format!("{sought} at {at}"),
            (true, Some(at), _) => format!("{sought}, dated at {at}: {without}"),
            (false, Some(at), 0) => format!("censored at {at}, the last visit with an answer"),
            (false, Some(at), _) => format!("censored at {at}, the last visit with an answer: {without}"),
            (_, None, 0) => "censored on the day from which one counts: no visit with an answer after it".to_owned(),
            (_, None, _) => format!("censored on the day from which one counts: {without}"),
        };
        Ok(Open {
            from,
            end: span.end,
            cause: usize::from(span.happened),
            why,
            at_least: span.known_until.saturating_sub(from),
            at_most: span.shown.zip(earliest).map(|(shown, earliest)| shown.saturating_sub(earliest)),
            open: span.open,
            shown: span.shown,
            places: visit.map(|j| j.places.clone()).unwrap_or_default(),
        })
    }
}

fn visits(count: usize) -> String {
    if count == 1 { "1 visit".to_owned() } else { format!("{count} visits") }
}
