//! D032: two rows give a value for one subject, measure, cycle, visit and day: which is right cannot be known, so neither is analysed.

use engraft_base::{Code, Severity};
use std::collections::BTreeMap;

use super::{Check, Input, Raised, Touch};
use crate::derive::Record;

/// D032
pub const CHECK: Check = Check { code: Code("D032"), title: "assessment there twice", severity: Severity::Error, run };

type Key<'a> = (usize, &'a str, u32, Option<&'a str>, Option<i32>);

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut first: BTreeMap<Key<'_>, &Record> = BTreeMap::new();
    for record in input.derived.records.iter().filter(|r| !r.value.is_missing()) {
        let key = (record.subject, &*record.measure, record.cycle, record.named_visit.as_deref(), record.day);
        let Some(other) = first.get(&key) else {
            first.insert(key, record);
            continue;
        };
        let same = if other.value == record.value { "the same value" } else { "another value" };
        let finding = CHECK
            .raise(format!("`{}` is there twice for one time, with {same}", record.measure), &record.row)
            .found(record.value.text())
            .subject(input.subject_id(record.subject))
            .visit_if(record.named_visit.as_deref())
            .related(&other.row, format!("the first row, with {}", other.value.text()))
            .hint("remove one row, or give the days on which they were made");
        raised.push(Raised { finding, touch: Touch::Value(record.row.clone(), record.measure.clone()) });
        let also = CHECK.raise(format!("`{}` is given again further down", record.measure), &other.row);
        let also = also.subject(input.subject_id(record.subject)).related(&record.row, "the second row");
        raised.push(Raised {
            finding: also.hint("keep one of the two rows"),
            touch: Touch::Value(other.row.clone(), other.measure.clone()),
        });
    }
}
