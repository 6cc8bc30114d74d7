//! D071: a cell that events ask about holds a word that no event takes: a near miss, or an early end of follow-up that no
//! event covers. The event would be missed without a sign.

use engraft_base::suggest::nearest;
use engraft_base::{Code, Place, Severity};
use engraft_protocol::EventTable;

use super::{Check, Input, Raised};
use crate::table::Field;

/// D071
pub const CHECK: Check =
    Check { code: Code("D071"), title: "word that no event takes", severity: Severity::Warning, run };

/// A row of a table that events are made from.
struct Row<'a> {
    subject: &'a str,
    fields: &'a [Field],
    place: &'a Place,
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let data = input.data;
    let events = data.events.iter().map(|r| Row { subject: &r.subject.text, fields: &r.fields, place: &r.place });
    look(input, EventTable::Events, events, raised);
    let drugs = data.medications.iter().map(|r| Row { subject: &r.subject.text, fields: &r.fields, place: &r.place });
    look(input, EventTable::Medications, drugs, raised);
    let left = data.disposition.iter().map(|r| Row { subject: &r.subject.text, fields: &r.fields, place: &r.place });
    look(input, EventTable::Disposition, left, raised);
}

fn look<'a>(input: &Input<'_>, table: EventTable, rows: impl Iterator<Item = Row<'a>>, raised: &mut Vec<Raised>) {
    for row in rows {
        for (column, text) in row.fields.iter().filter(|(_, text)| !text.is_empty()) {
            let taken = words(input, table, column);
            if taken.is_empty() || taken.iter().any(|word| word.eq_ignore_ascii_case(text)) {
                continue;
            }
            let near = nearest(text, taken.iter().copied());
            let stayed = ["completed", "ongoing"].iter().any(|word| text.eq_ignore_ascii_case(word));
            let early = table == EventTable::Disposition && *column == "status" && !stayed;
            if near.is_none() && !early {
                continue;
            }
            let finding = CHECK
                .raise(format!("no event takes `{text}` in the column `{column}`"), row.place)
                .found(text)
                .subject(row.subject)
                .expected(format!("events take {}", taken.join(", ")))
                .hint(near.map_or("add the word to the `where` of an event".to_owned(), |n| format!("is it `{n}`?")));
            raised.push(finding.into());
        }
    }
}

/// Words that the events of a table take in a column.
fn words<'a>(input: &'a Input<'_>, table: EventTable, column: &str) -> Vec<&'a str> {
    let events = input.study.file.events.values().filter(|event| event.table == Some(table));
    events.filter_map(|event| event.filter.get(column)).flatten().map(String::as_str).collect()
}
