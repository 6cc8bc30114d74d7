//! D061: a laboratory value is below or above what the method measures; it is kept as an interval, never as the limit itself.

use engraft_base::{Code, Severity};

use super::d040_unknown_unit::used;
use super::{Check, Input, Raised};
use crate::table::Censor;

/// D061
pub const CHECK: Check =
    Check { code: Code("D061"), title: "value beyond a limit of detection", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, _) in used(input) {
        let Some(number) = lab.value.value.filter(|n| n.censor != Censor::Exact) else { continue };
        let side = if number.censor == Censor::Below { "below" } else { "above" };
        let finding = CHECK
            .raise(format!("`{name}` is {side} the limit of detection {}", number.value), &lab.value.place)
            .found(&lab.value.text)
            .subject(&lab.subject.text)
            .hint("it stays an interval; a mean leaves it out and says so");
        raised.push(finding.into());
    }
}
