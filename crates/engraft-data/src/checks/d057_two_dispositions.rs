//! D057: the disposition table has two rows for one subject.

use std::collections::BTreeMap;

use engraft_base::Place;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};

/// D057
pub const CHECK: Check = Check { code: Code("D057"), title: "two ends of one subject", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
    for row in &input.data.disposition {
        let Some(id) = row.subject.value.as_deref() else { continue };
        if let Some(other) = first.get(id) {
            let finding = CHECK
                .raise("the subject leaves the study twice", &row.status.place)
                .found(&row.status.text)
                .subject(id)
                .related(other, "the first row; it is the one used")
                .hint("keep the row that tells how the subject left");
            raised.push(Raised { finding, touch: Touch::Row(row.place.clone()) });
        } else {
            first.insert(id, &row.place);
        }
    }
}
