//! Time from the first infusion to an event, to one that competes with it, or to the end of follow-up.

use engraft_protocol::{Method, Takes};
use engraft_results::RowId;

use super::by_page::Question;
use super::select::Select;
use crate::stat::Table;

/// A subject's time at risk.
struct AtRisk {
    days: i32,
    /// 0 censored, 1 the event, 2 and so on the competing ones in the order of the study file.
    cause: usize,
    rows: Vec<RowId>,
}

/// The table of times of the arms.
pub(super) fn question(select: &Select<'_>, arms: &[&str], method: &Method, pair: Option<[&str; 2]>) -> Question {
    let causes = method.name.takes() == Takes::Cause;
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    let (mut unknown, mut events, mut competed) = (0_usize, 0_usize, 0_usize);
    for arm in arms {
        for subject in select.subjects(arm) {
            let Some(at_risk) = at_risk(select, subject) else {
                unknown = unknown.saturating_add(1);
                continue;
            };
            events = events.saturating_add(usize::from(at_risk.cause == 1));
            competed = competed.saturating_add(usize::from(at_risk.cause > 1));
            let outcome = if causes { at_risk.cause } else { usize::from(at_risk.cause == 1) };
            cells.push(vec![at_risk.days.to_string(), outcome.to_string(), (*arm).to_owned()]);
            rows.extend(at_risk.rows);
        }
    }
    let outcome = if causes { "cause" } else { "event" };
    let argument = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut given = vec![argument("time", "time"), argument(outcome, "outcome")];
    if arms.len() > 1 || pair.is_some() {
        given.push(argument("group", "arm"));
    }
    if let Some([first, second]) = pair.filter(|_| method.name == engraft_protocol::MethodName::RestrictedMean) {
        given.push(argument("groups", &format!("{first},{second}")));
    }
    let header = ["time", "outcome", "arm"].map(str::to_owned).to_vec();
    let mut note = format!(
        "{} subjects of {}, {events} with the event, {competed} with a competing event; days from the first infusion",
        cells.len(),
        select.estimand.population
    );
    if unknown > 0 {
        note.push_str(&format!(
            "; {unknown} left out: the end of their follow-up, or the day of an event, is not known"
        ));
    }
    Question { n: cells.len(), table: Table { header, rows: cells, lines: Vec::new() }, given, note, rows }
}

/// The first of the events, or the last day on which the subject was seen; `None` when a day that matters is not known.
fn at_risk(select: &Select<'_>, subject: usize) -> Option<AtRisk> {
    let variable = &select.estimand.variable;
    let derived = select.input.derived;
    let known = derived.subjects.get(subject)?;
    let start = known.cycles.iter().min_by_key(|cycle| cycle.number).and_then(|cycle| cycle.start)?;
    let mut first: Option<(i32, usize)> = None;
    let mut rows = Vec::new();
    for (cause, event) in (1_usize..).zip(variable.time_to.iter().chain(&variable.competing)) {
        let Some(happened) = derived.first_event(subject, event) else { continue };
        rows.extend(select.happened.get(&(event.clone(), subject)).copied());
        let day = happened.day?;
        // of two on one day the one named first counts
        if day >= start && first.is_none_or(|(earliest, _)| day < earliest) {
            first = Some((day, cause));
        }
    }
    let (day, cause) = match first {
        Some(found) => found,
        None => (last_day(select, subject)?, 0),
    };
    let days = day.checked_sub(start).filter(|days| *days >= 0)?;
    Some(AtRisk { days, cause, rows })
}

/// The day a subject left, or the last day with a value.
fn last_day(select: &Select<'_>, subject: usize) -> Option<i32> {
    let derived = select.input.derived;
    let ended = derived.subjects.get(subject)?.ended.as_ref().and_then(|ended| ended.day);
    let seen = derived.records.iter().filter(|r| r.subject == subject && !r.value.is_missing());
    ended.or_else(|| seen.filter_map(|r| r.day).max())
}
