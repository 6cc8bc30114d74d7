//! D042: a laboratory value is implausible in its unit and plausible in another unit of the analyte.

use engraft_base::{Code, Severity};
use engraft_instruments::units;

use super::d040_unknown_unit::used;
use super::{Check, Input, Raised};
use crate::table::Censor;

/// D042
pub const CHECK: Check = Check { code: Code("D042"), title: "probably another unit", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, measure) in used(input) {
        let analyte = units::find_analyte(measure.analyte.as_deref().unwrap_or(name));
        let stated = analyte.zip(lab.unit.value.as_deref()).and_then(|(a, u)| Some((a, a.unit(u)?)));
        let Some(((analyte, unit), number)) = stated.zip(lab.value.value).filter(|(_, n)| n.censor == Censor::Exact)
        else {
            continue;
        };
        let Some(other) = analyte.unit_slip(number.value, unit) else { continue };
        let finding = CHECK
            .raise(
                format!("{} {} of `{name}` would be plausible in {}", lab.value.text, unit.ucum, other.ucum),
                &lab.value.place,
            )
            .found(format!("{} {}", lab.value.text, lab.unit.text))
            .subject(&lab.subject.text)
            .expected(format!("{} to {} {}", unit.plausible.0, unit.plausible.1, unit.ucum))
            .hint(format!("is the unit {}? Compare with the laboratory's report", other.ucum));
        raised.push(finding.into());
    }
}
