//! D033: a subject has no arm, or one that the protocol does not have; it is not analysed.

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};

/// D033
pub const CHECK: Check = Check { code: Code("D033"), title: "arm unknown", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    if input.study.file.arms.is_empty() {
        return;
    }
    let arms: Vec<&str> = input.study.file.arms.keys().map(String::as_str).collect();
    for subject in &input.data.subjects {
        let arm = subject.arm.value.as_deref();
        if arm.is_some_and(|arm| arms.contains(&arm)) {
            continue;
        }
        let Some(id) = &subject.id.value else { continue };
        let message = match arm {
            Some(arm) => format!("there is no arm `{arm}`"),
            None => "the subject has no arm".to_owned(),
        };
        let finding = CHECK
            .raise(message, &subject.arm.place)
            .found(&subject.arm.text)
            .subject(&**id)
            .expected(format!("one of {}", arms.join(", ")))
            .related(&input.study.places.key(&["arms"]), "arms of the protocol")
            .hint_if(arm.and_then(|arm| did_you_mean(arm, arms.iter().copied())));
        raised.push(Raised { finding, touch: Touch::Subject(id.clone()) });
    }
}
