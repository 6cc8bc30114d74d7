//! D064: a subject has no infusion although the study has an infusions table.

use engraft_base::{Code, Finding, Severity};

use super::{Check, Input, Raised};

/// D064
pub const CHECK: Check = Check { code: Code("D064"), title: "never infused", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (index, subject) in input.derived.subjects.iter().enumerate().filter(|(_, s)| !s.treated) {
        let assessed =
            input.derived.records.iter().any(|r| r.subject == index && !r.value.is_missing() && !r.is_baseline);
        let finding = CHECK
            .raise("the subject has no infusion", &subject.place)
            .subject(&*subject.id)
            .hint("it belongs to all-enrolled, not to all-treated");
        let severity = if assessed { Severity::Warning } else { Severity::Note };
        raised.push(Finding { severity, ..finding }.into());
    }
}
