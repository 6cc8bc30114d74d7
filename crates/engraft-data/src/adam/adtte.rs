//! ADTTE: time from the first infusion to each event of the study, or to the end of follow-up; and the times that estimands
//! ask for: to the first response, of a response, from a response to an event.

use engraft_protocol::{Estimand, Study};

use super::{Table, day, param_code, source, subject_row, text, with_subject};
use crate::Derived;
use crate::derive::{Untimed, time_of};

/// ADTTE. A subject whose event has no day, or whose end of follow-up is not known, has an empty AVAL.
pub(super) fn table(study: &Study, derived: &Derived) -> Table {
    let columns = [
        ("PARAMCD", "Parameter code"),
        ("PARAM", "Parameter"),
        ("AVAL", "Days to event or censoring"),
        ("CNSR", "0 = event, 1 = censored, 2 = an event that competes"),
        ("STARTDY", "Study day from which AVAL counts"),
        ("ADY", "Study day of event or censoring"),
        ("EVNTDESC", "Event or reason of censoring"),
        ("SRCFILE", "Source file"),
        ("SRCROW", "Source row"),
        ("SRCCOL", "Source column"),
    ];
    let mut rows = Vec::new();
    for (name, event) in &study.file.events {
        for (index, subject) in derived.subjects.iter().enumerate() {
            let happened = derived.first_event(index, name);
            let (elapsed, what, places) = match happened {
                Some(h) => (h.day, h.what.clone(), h.places.clone()),
                None => {
                    let (day, why) = last_contact(derived, index);
                    (day, why, Vec::new())
                }
            };
            let [file, line, column] = source(&places);
            rows.push(subject_row(
                study,
                Some(subject),
                vec![
                    param_code(study, name),
                    event.label.clone().unwrap_or_else(|| name.clone()),
                    text(elapsed),
                    u8::from(happened.is_none()).to_string(),
                    day(Some(0)),
                    day(elapsed),
                    what,
                    file,
                    line,
                    column,
                ],
            ));
        }
    }
    for (i, estimand) in study.file.estimands.iter().enumerate() {
        let variable = &estimand.variable;
        let plain = variable.time_to.is_some() && variable.from_response.is_none();
        // two estimands may ask for one time; its rows stand once
        let again = study.file.estimands.iter().take(i).any(|before| before.variable == *variable);
        if variable.time().is_some() && !plain && !again {
            rows.extend(of_variable(study, derived, estimand));
        }
    }
    Table { name: "ADTTE", label: "Time-to-event analysis data set", columns: with_subject(&columns), rows }
}

/// The rows of a time that is made of visits. A subject not at risk has none; one whose time is not known an empty AVAL.
fn of_variable(study: &Study, derived: &Derived, estimand: &Estimand) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (index, subject) in derived.subjects.iter().enumerate() {
        let name = estimand.label.as_ref().unwrap_or(&estimand.id).clone();
        let mut cells = vec![param_code(study, &estimand.id), name];
        match time_of(study, derived, &estimand.variable, index) {
            Ok(time) => {
                let censored = match time.cause {
                    0 => "1",
                    1 => "0",
                    _ => "2",
                };
                cells.extend([time.days().to_string(), censored.to_owned(), day(Some(time.from)), day(Some(time.end))]);
                cells.push(time.why);
                // the last cells are those of the visit or event that ends the time
                cells.extend(source(time.places.last().map(std::slice::from_ref).unwrap_or_default()));
            }
            Err(Untimed::Unknown(why)) => {
                cells.extend([String::new(), String::new(), String::new(), String::new(), why]);
                cells.extend(source(&[]));
            }
            Err(Untimed::NotAtRisk(_)) => continue,
        }
        rows.push(subject_row(study, Some(subject), cells));
    }
    rows
}

/// The last day on which a subject was seen, and why it is the last.
pub(crate) fn last_contact(derived: &Derived, subject: usize) -> (Option<i32>, String) {
    let ended = derived.subjects.get(subject).and_then(|s| s.ended.as_ref());
    if let Some(ended) = ended.filter(|e| e.day.is_some()) {
        return (ended.day, ended.status.to_string());
    }
    let seen = derived.records.iter().filter(|r| r.subject == subject && !r.value.is_missing());
    (seen.filter_map(|r| r.day).max(), "last assessment".to_owned())
}
