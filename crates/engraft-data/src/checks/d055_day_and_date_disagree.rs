//! D055: a row gives a day and a date that do not fit together; which is right cannot be known.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::d035_no_visit_no_day::rows;
use super::{Check, Input, Raised, Touch};

/// D055
pub const CHECK: Check = Check { code: Code("D055"), title: "day and date disagree", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    let assessed = rows(input).map(|(when, row, id)| (&when.day, &when.date, row, id));
    let infused = input.data.infusions.iter().map(|i| (&i.day, &i.date, &i.place, i.subject.text.as_str()));
    for (day_cell, date_cell, row, id) in assessed.chain(infused) {
        let Some(subject) = input.derived.subjects.iter().find(|s| &*s.id == id) else { continue };
        let by_date = subject.anchor.zip(date_cell.value).and_then(|(anchor, date)| date.days_since(anchor));
        let (Some(day), Some(by_date)) = (day_cell.value, by_date) else { continue };
        if day == by_date || !seen.insert(row.clone()) {
            continue;
        }
        let finding = CHECK
            .raise(format!("the date is elapsed day {by_date}, the row says elapsed day {day}"), &day_cell.place)
            .found(format!("{}, {}", day_cell.text, date_cell.text))
            .subject(id)
            .hint("correct one of them, or leave one empty; `days` in [study] says how day numbers count");
        raised.push(Raised { finding, touch: Touch::Row(row.clone()) });
    }
}
