//! Events: rows of tables, or the first visit at which a rule is met.

use std::collections::BTreeSet;
use std::sync::Arc;

use engraft_base::{Day, Place, Verdict};
use engraft_protocol::{EventTable, Study};
use indexmap::IndexMap;

use super::context::AtVisit;
use super::{Derived, Happened, responses};
use crate::Dataset;
use crate::table::Field;

/// Whether a row has the values that an event asks for; case does not count.
pub(crate) fn row_fits(filter: &IndexMap<String, Vec<String>>, fields: &[Field]) -> bool {
    filter.iter().all(|(column, accepted)| {
        let cell = fields.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text.as_str());
        accepted.iter().any(|a| a.eq_ignore_ascii_case(cell))
    })
}

/// Adds the events that are rows of tables.
pub(super) fn from_tables(study: &Study, data: &Dataset, derived: &mut Derived) {
    let mut found = Vec::new();
    for (name, event) in &study.file.events {
        let Some(table) = event.table else { continue };
        let mut add = |subject: Option<&Arc<str>>, day: Option<Day>, what: &str, cell: &Place| {
            found.extend(happened(derived, name, subject, day, what, cell));
        };
        match table {
            EventTable::Events => {
                for row in data.events.iter().filter(|r| row_fits(&event.filter, &r.fields)) {
                    add(row.subject.value.as_ref(), row.start.value, &row.term.text, &row.term.place);
                }
            }
            EventTable::Disposition => {
                for row in data.disposition.iter().filter(|r| row_fits(&event.filter, &r.fields)) {
                    add(row.subject.value.as_ref(), row.day.value, &row.status.text, &row.status.place);
                }
            }
            EventTable::Medications => {
                for row in data.medications.iter().filter(|r| row_fits(&event.filter, &r.fields)) {
                    add(row.subject.value.as_ref(), row.start.value, &row.drug.text, &row.drug.place);
                }
            }
            EventTable::RepeatInfusions => found.extend(repeats(data, derived, name)),
        }
    }
    derived.events.extend(found);
}

fn happened(
    derived: &Derived,
    event: &str,
    subject: Option<&Arc<str>>,
    day: Option<Day>,
    what: &str,
    cell: &Place,
) -> Option<Happened> {
    let index = derived.subjects.iter().position(|s| Some(&s.id) == subject)?;
    let day = day.and_then(|d| derived.subjects.get(index)?.elapsed(d));
    let places = vec![cell.clone()];
    Some(Happened { subject: index, event: Arc::from(event), day, what: what.to_owned(), places })
}

fn repeats(data: &Dataset, derived: &Derived, name: &str) -> Vec<Happened> {
    let mut found = Vec::new();
    for (index, subject) in derived.subjects.iter().enumerate() {
        for cycle in subject.cycles.iter().filter(|c| c.number > 1) {
            let first = cycle.infusions.first().and_then(|i| data.infusions.get(*i));
            let places = first.map(|row| row.place.clone()).into_iter().collect();
            let what = format!("treatment cycle {}", cycle.number);
            found.push(Happened { subject: index, event: Arc::from(name), day: cycle.start, what, places });
        }
    }
    found
}

/// Adds the events that are defined by rules; those that other events rest on come first.
pub(super) fn from_rules(study: &Study, derived: &mut Derived) {
    let mut open: Vec<&String> = study.event_rules.keys().collect();
    while !open.is_empty() {
        let waiting: BTreeSet<&str> = open.iter().map(|n| n.as_str()).collect();
        let ready = open.iter().position(|name| {
            study.event_rules.get(*name).is_some_and(|b| !b.events.values().any(|e| waiting.contains(e.as_str())))
        });
        // the protocol checks refuse circles, so there is always one that is ready
        let name = open.remove(ready.unwrap_or(0));
        let found = by_rule(study, derived, name);
        derived.events.extend(found);
    }
}

/// Planned day of the first visit with the response that must come before; `None` where it never came.
///
/// `Some(None)` for an event that waits for no response.
pub(super) fn at_risk_from(
    study: &Study,
    derived: &Derived,
    event: &str,
    subject: usize,
    cycle: u32,
) -> Option<Option<i32>> {
    let Some(response) = study.file.events.get(event).and_then(|e| e.after_response.as_ref()) else {
        return Some(None);
    };
    let bound = study.responses.get(response)?;
    let course = responses::course(study, derived, response, bound, subject, cycle);
    let first = course.iter().find(|judged| judged.verdict == Verdict::Met)?;
    study.file.visits.get(&*first.visit).map(|visit| Some(visit.day))
}

fn by_rule(study: &Study, derived: &Derived, name: &str) -> Vec<Happened> {
    let Some(bound) = study.event_rules.get(name) else { return Vec::new() };
    let visits = responses::visits(study, name, bound);
    let mut found = Vec::new();
    for (index, subject) in derived.subjects.iter().enumerate() {
        for cycle in &subject.cycles {
            let Some(after) = at_risk_from(study, derived, name, index, cycle.number) else { continue };
            let first = visits.iter().find_map(|visit| {
                let order = study.file.visits.get(*visit).map(|v| v.day);
                if after.is_some() && order <= after {
                    return None;
                }
                let context = AtVisit::new(study, derived, bound, index, cycle.number, Some(visit));
                let met = bound.rule.evaluate(&context).verdict == Verdict::Met;
                // a planned day is no day on which something happened
                met.then(|| (context.recorded_day(), *visit, context.used.take()))
            });
            if let Some((day, visit, places)) = first {
                let what = format!("{} at {}", bound.rule.text(), study.visit_label(visit));
                found.push(Happened { subject: index, event: Arc::from(name), day, what, places });
            }
        }
    }
    found
}
