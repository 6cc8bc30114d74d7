//! D031: the subjects table has two rows with one identifier: which is right cannot be known, so neither is analysed.

use std::collections::BTreeMap;
use std::sync::Arc;

use engraft_base::Place;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};

/// D031
pub const CHECK: Check = Check { code: Code("D031"), title: "subject there twice", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut first: BTreeMap<Arc<str>, &Place> = BTreeMap::new();
    for subject in &input.data.subjects {
        let cell = &subject.id;
        let Some(id) = &cell.value else {
            raised.push(CHECK.raise("the row has no subject identifier", &cell.place).hint("give it one").into());
            continue;
        };
        if let Some(other) = first.get(id) {
            let finding = CHECK
                .raise(format!("the subject `{id}` is there twice"), &cell.place)
                .found(&cell.text)
                .subject(&**id)
                .related(other, "the first row of that subject")
                .hint("remove one row, or give the other subject its own identifier");
            raised.push(Raised { finding, touch: Touch::Subject(id.clone()) });
        } else {
            first.insert(id.clone(), &cell.place);
        }
    }
}
