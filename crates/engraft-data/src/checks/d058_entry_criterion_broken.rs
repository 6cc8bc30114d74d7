//! D058: a subject does not meet an entry criterion, judged on its baseline values.

use engraft_base::Verdict;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};
use crate::derive::judge_at_baseline;

/// D058
pub const CHECK: Check =
    Check { code: Code("D058"), title: "entry criterion broken", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (name, bound) in &input.study.entry {
        for (index, subject) in input.derived.subjects.iter().enumerate() {
            let (outcome, places) = judge_at_baseline(input.study, input.derived, bound, index);
            if outcome.verdict != Verdict::NotMet {
                continue;
            }
            let label = input.study.file.entry.get(name).and_then(|e| e.label.as_deref()).unwrap_or(name);
            let values: Vec<&str> = outcome.parts.iter().map(|p| p.values.as_str()).collect();
            let finding = CHECK
                .raise(format!("the entry criterion \"{label}\" is not met"), places.first().unwrap_or(&subject.place))
                .found(values.join("; "))
                .subject(&*subject.id)
                .related(&input.study.places.of(&["entry", name, "rule"]), "the criterion")
                .hint("check the values; a true deviation stays and is reported");
            raised.push(finding.into());
        }
    }
}
