//! D056: a value is dated after the subject's follow-up ended.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::{Check, Input, Raised, Touch};
use crate::derive::Happened;

/// D056
pub const CHECK: Check =
    Check { code: Code("D056"), title: "value after death or withdrawal", severity: Severity::Error, run };

/// The first event that ends a subject's follow-up, with its day.
fn end_of<'a>(input: &'a Input<'_>, subject: usize) -> Option<(i32, &'a Happened)> {
    let ends = input.study.file.events.iter().filter(|(_, e)| e.ends_follow_up);
    let happened = ends.filter_map(|(name, _)| input.derived.first_event(subject, name));
    happened.filter_map(|h| h.day.map(|day| (day, h))).min_by_key(|(day, _)| *day)
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    for record in input.derived.records.iter().filter(|r| !r.value.is_missing()) {
        let Some(subject) = input.derived.subjects.get(record.subject) else { continue };
        let Some((end, event)) = end_of(input, record.subject) else { continue };
        if record.day.is_none_or(|day| day <= end) || !seen.insert(record.row.clone()) {
            continue;
        }
        let day = record.day.unwrap_or_default();
        let finding = CHECK
            .raise(format!("a value on elapsed day {day}, after the end of follow-up ({})", event.what), &record.row)
            .found(format!("`{}` {}", record.measure, record.value.text()))
            .subject(&*subject.id)
            .related(event.places.first().unwrap_or(&subject.place), format!("{} on elapsed day {end}", event.what))
            .hint("correct the day of the value, or the day on which the subject left");
        raised.push(Raised { finding, touch: Touch::Row(record.row.clone()) });
    }
}
