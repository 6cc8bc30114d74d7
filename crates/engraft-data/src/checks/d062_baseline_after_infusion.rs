//! D062: a row is called baseline but was made after the first infusion of its cycle.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::{Check, Input, Raised};

/// D062
pub const CHECK: Check =
    Check { code: Code("D062"), title: "baseline after the infusion", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let baseline = input.study.baseline_visit();
    let mut seen = BTreeSet::new();
    for (i, record) in input.derived.records.iter().enumerate() {
        let named = record.named_visit.as_deref().filter(|v| Some(*v) == baseline);
        let (Some(visit), Some(day)) = (named, record.cycle_day) else { continue };
        // the day before a later infusion course is its baseline, however long after the first course
        let serves = input.derived.records.iter().any(|r| r.baseline == Some(i) && r.cycle > record.cycle);
        if day <= 0 || serves || !seen.insert(record.row.clone()) {
            continue;
        }
        let finding = CHECK
            .raise(
                format!("the row is called `{visit}` but was made {day} days after the first infusion of its cycle"),
                &record.row,
            )
            .found(format!("{visit}, day {day}"))
            .subject(input.subject_id(record.subject))
            .visit(visit)
            .hint(if record.is_baseline {
                "by the rule `visit` it is the baseline all the same; correct the day or the visit"
            } else {
                "it does not serve as baseline; correct the day or the visit"
            });
        raised.push(finding.into());
    }
}
