//! D030: a row is about a subject that the subjects table does not have.

use std::collections::BTreeSet;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};
use crate::derive::subject_index;

/// D030
pub const CHECK: Check = Check { code: Code("D030"), title: "subject unknown", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let index = subject_index(&input.data.subjects);
    if index.is_empty() {
        // the missing table is a finding of its own
        return;
    }
    let ids: Vec<&str> = index.keys().map(AsRef::as_ref).collect();
    let data = input.data;
    let cells = data.infusions.iter().map(|r| (&r.subject, &r.place));
    let cells = cells.chain(data.assessments.iter().map(|r| (&*r.subject, &r.place)));
    let cells = cells.chain(data.labs.iter().map(|r| (&r.subject, &r.place)));
    let cells = cells.chain(data.medications.iter().map(|r| (&r.subject, &r.place)));
    let cells = cells.chain(data.events.iter().map(|r| (&r.subject, &r.place)));
    let cells = cells.chain(data.disposition.iter().map(|r| (&r.subject, &r.place)));
    let mut seen = BTreeSet::new();
    for (cell, row) in cells {
        let known = cell.value.as_ref().is_some_and(|id| index.contains_key(id));
        // a table with several measures has several assessments in one row
        if known || !seen.insert(row.clone()) {
            continue;
        }
        let message = match &cell.value {
            Some(id) => format!("the subject `{id}` is not in the subjects table"),
            None => "the row has no subject".to_owned(),
        };
        let hint = did_you_mean(&cell.text, ids.iter().copied());
        let hint = hint.unwrap_or("add the subject to subjects.csv, or correct the identifier".to_owned());
        let finding = CHECK.raise(message, &cell.place).found(&cell.text).hint(hint);
        raised.push(Raised { finding, touch: Touch::Row(row.clone()) });
    }
}
