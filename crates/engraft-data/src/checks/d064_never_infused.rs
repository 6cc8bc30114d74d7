//! D064: a subject has no infusion although the study has an infusions table.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D064
pub const CHECK: Check = Check { code: Code("D064"), title: "never infused", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for subject in input.derived.subjects.iter().filter(|s| !s.treated) {
        let finding = CHECK
            .raise("the subject has no infusion", &subject.place)
            .subject(&*subject.id)
            .hint("it belongs to all-enrolled, not to all-treated");
        raised.push(finding.into());
    }
}
