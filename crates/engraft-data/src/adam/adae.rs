//! ADAE: one row an adverse or other event.

use engraft_protocol::Study;

use super::{Table, day, source, subject_row, text, with_subject};
use crate::{Dataset, Derived};

/// ADAE.
pub(super) fn table(study: &Study, data: &Dataset, derived: &Derived) -> Table {
    let columns = [
        ("AETERM", "Reported term for the adverse event"),
        ("AETOXGR", "Standard toxicity grade"),
        ("AESER", "Serious event"),
        ("AEREL", "Causality"),
        ("ASTDY", "Analysis start study day"),
        ("AENDY", "Analysis end study day"),
        ("TRTEMFL", "Treatment-emergent analysis flag"),
        ("SRCFILE", "Source file"),
        ("SRCROW", "Source row"),
        ("SRCCOL", "Source column"),
    ];
    let rows = data.events.iter().filter_map(|event| {
        let subject = derived.subjects.iter().find(|s| Some(&s.id) == event.subject.value.as_ref())?;
        let start = event.start.value.and_then(|d| subject.elapsed(d));
        let end = event.end.value.and_then(|d| subject.elapsed(d));
        // an event without a day is taken as emergent, so that none is lost
        let emergent = subject.treated && start.is_none_or(|d| d >= 0);
        let serious = event.serious.value.map(|s| if s { "Y" } else { "N" });
        let [file, line, column] = source(std::slice::from_ref(&event.term.place));
        Some(subject_row(
            study,
            Some(subject),
            vec![
                event.term.text.to_string(),
                text(event.grade.value),
                text(serious),
                text(event.related.value.clone()),
                day(start),
                day(end),
                super::flag(emergent),
                file,
                line,
                column,
            ],
        ))
    });
    let rows = rows.collect();
    Table { name: "ADAE", label: "Adverse event analysis data set", columns: with_subject(&columns), rows }
}
