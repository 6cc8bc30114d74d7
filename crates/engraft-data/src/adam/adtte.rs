//! ADTTE: time from the first infusion to each event of the study, or to the end of follow-up.

use engraft_protocol::Study;

use super::{Table, day, param_code, source, subject_row, text, with_subject};
use crate::Derived;

/// ADTTE. A subject whose event has no day, or whose end of follow-up is not known, has an empty AVAL.
pub(super) fn table(study: &Study, derived: &Derived) -> Table {
    let columns = [
        ("PARAMCD", "Parameter code"),
        ("PARAM", "Parameter"),
        ("AVAL", "Days from first infusion to event or censoring"),
        ("CNSR", "0 = event, 1 = censored"),
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
                    day(elapsed),
                    what,
                    file,
                    line,
                    column,
                ],
            ));
        }
    }
    Table { name: "ADTTE", label: "Time-to-event analysis data set", columns: with_subject(&columns), rows }
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
