//! D046: a laboratory value is negative.

use engraft_base::Dec;
use engraft_base::{Code, Severity};

use super::d040_unknown_unit::used;
use super::{Check, Input, Raised, Touch};
use crate::derive::analyte;

/// D046
pub const CHECK: Check =
    Check { code: Code("D046"), title: "laboratory value impossible", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, measure) in used(input) {
        // a quantity that the library does not know may have values below 0
        if analyte(name, measure).is_none() || lab.value.value.is_none_or(|n| n.value >= Dec::ZERO) {
            continue;
        }
        let finding = CHECK
            .raise(format!("a value of `{name}` below 0 is impossible"), &lab.value.place)
            .found(&lab.value.text)
            .subject(&lab.subject.text)
            .hint("compare with the laboratory's report");
        raised.push(Raised { finding, touch: Touch::Row(lab.place.clone()) });
    }
}
