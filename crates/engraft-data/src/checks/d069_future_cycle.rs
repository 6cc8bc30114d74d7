//! D069: a row belongs to a treatment cycle that the infusions table does not have.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::{Check, Input, Raised, Touch};

/// D069
pub const CHECK: Check = Check { code: Code("D069"), title: "cycle without infusion", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    if !input.data.has("infusions") {
        return;
    }
    let mut seen = BTreeSet::new();
    for record in &input.derived.records {
        let Some(subject) = input.derived.subjects.get(record.subject) else { continue };
        if subject.cycle(record.cycle).is_some() || !seen.insert(record.row.clone()) {
            continue;
        }
        let finding = CHECK
            .raise(format!("the subject has no infusion in cycle {}", record.cycle), &record.row)
            .found(format!("cycle {}", record.cycle))
            .subject(&*subject.id)
            .hint("enter the infusion that opened the cycle, or correct the cycle");
        raised.push(Raised { finding, touch: Touch::Row(record.row.clone()) });
    }
}
