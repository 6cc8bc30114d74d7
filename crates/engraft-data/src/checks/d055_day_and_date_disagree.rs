//! D055: a row gives a day and a date that do not fit together; which is right cannot be known.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::d035_no_visit_no_day::rows;
use super::{Check, Input, Raised, Touch};

/// D055
pub const CHECK: Check = Check { code: Code("D055"), title: "day and date disagree", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    for (when, row, id) in rows(input) {
        let Some(subject) = input.derived.subjects.iter().find(|s| &*s.id == id) else { continue };
        let by_date = subject.anchor.zip(when.date.value).and_then(|(anchor, date)| date.days_since(anchor));
        let (Some(day), Some(by_date)) = (when.day.value, by_date) else { continue };
        if day == by_date || !seen.insert(row.clone()) {
            continue;
        }
        let finding = CHECK
            .raise(format!("the date is elapsed day {by_date}, the row says day {day}"), &when.day.place)
            .found(format!("{}, {}", when.day.text, when.date.text))
            .subject(id)
            .hint("correct one of them, or leave one empty; `days` in [study] says how day numbers count");
        raised.push(Raised { finding, touch: Touch::Row(row.clone()) });
    }
}
