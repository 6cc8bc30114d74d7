//! D041: a laboratory value has no unit; a unit is never assumed.

use engraft_base::{Code, Severity};

use super::d040_unknown_unit::used;
use super::{Check, Input, Raised, Touch};

/// D041
pub const CHECK: Check = Check { code: Code("D041"), title: "unit missing", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, measure) in used(input) {
        if lab.unit.value.is_some() || lab.value.is_empty() {
            continue;
        }
        let finding = CHECK
            .raise(format!("the value of `{name}` has no unit"), &lab.unit.place)
            .found(&lab.value.text)
            .subject(&lab.subject.text)
            .hint(format!(
                "fill in `unit`; the measure is analysed in {}",
                measure.unit.as_deref().unwrap_or("no unit")
            ));
        raised.push(Raised { finding, touch: Touch::Row(lab.place.clone()) });
    }
}
