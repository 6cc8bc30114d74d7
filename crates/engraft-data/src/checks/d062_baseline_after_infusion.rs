//! D062: a row is called baseline but was made after the first infusion of its cycle.

use engraft_base::{Code, Severity};
use engraft_protocol::BaselineRule;
use std::collections::BTreeSet;

use super::{Check, Input, Raised};

/// D062
pub const CHECK: Check =
    Check { code: Code("D062"), title: "baseline after the infusion", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let baseline = input.study.baseline_visit();
    let hint = match input.study.file.baseline.rule {
        BaselineRule::Visit => "the rule `visit` takes it as baseline all the same; correct the day or the visit",
        BaselineRule::LastBefore => "it does not serve as baseline; correct the day or the visit",
    };
    let mut seen = BTreeSet::new();
    for record in &input.derived.records {
        let named = record.named_visit.as_deref().filter(|v| Some(*v) == baseline);
        let (Some(visit), Some(day)) = (named, record.cycle_day) else { continue };
        if day <= 0 || !seen.insert(record.row.clone()) {
            continue;
        }
        let finding = CHECK
            .raise(format!("the row is called `{visit}` but was made {day} days after the first infusion"), &record.row)
            .found(format!("{visit}, day {day}"))
            .subject(input.subject_id(record.subject))
            .visit(visit)
            .hint(hint);
        raised.push(finding.into());
    }
}
