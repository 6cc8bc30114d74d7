//! D039: answers of one assessment contradict each other (an area of 0 with signs present).

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D039
pub const CHECK: Check =
    Check { code: Code("D039"), title: "items contradict each other", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for record in &input.derived.records {
        for query in &record.queries {
            let finding = CHECK
                .raise(format!("`{}`: {query}", record.measure), &record.row)
                .subject(input.subject_id(record.subject))
                .visit_if(record.visit.as_deref())
                .hint("compare with the source document");
            raised.push(finding.into());
        }
    }
}
