//! D056: a value is dated after the subject's follow-up ended.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::{Check, Input, Raised, Touch};

/// D056
pub const CHECK: Check =
    Check { code: Code("D056"), title: "value after death or withdrawal", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    for record in input.derived.records.iter().filter(|r| !r.value.is_missing()) {
        let Some(subject) = input.derived.subjects.get(record.subject) else { continue };
        let Some(ended) = subject.ended.as_ref().filter(|e| e.ends_follow_up) else { continue };
        let after = record.day.zip(ended.day).is_some_and(|(day, end)| day > end);
        if !after || !seen.insert(record.row.clone()) {
            continue;
        }
        let day = record.day.unwrap_or_default();
        let finding = CHECK
            .raise(format!("a value on day {day}, after the subject left ({})", ended.status), &record.row)
            .found(format!("`{}` {}", record.measure, record.value.text()))
            .subject(&*subject.id)
            .related(&ended.place, format!("{} on day {}", ended.status, ended.day.unwrap_or_default()))
            .hint("correct the day of the value, or the day on which the subject left");
        raised.push(Raised { finding, touch: Touch::Row(record.row.clone()) });
    }
}
