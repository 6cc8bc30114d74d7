//! D044: the lower limit of normal is not below the upper one; both limits are left out, the value stays.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};

/// D044
pub const CHECK: Check =
    Check { code: Code("D044"), title: "limits of normal reversed", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for lab in &input.data.labs {
        let (Some(low), Some(high)) = (lab.lower.value, lab.upper.value) else { continue };
        if low < high {
            continue;
        }
        let finding = CHECK
            .raise("the lower limit of normal is not below the upper one", &lab.lower.place)
            .found(format!("{low} to {high}"))
            .subject(&lab.subject.text)
            .hint("are the two columns swapped?");
        raised.push(Raised { finding, touch: Touch::Limits(lab.place.clone()) });
    }
}
