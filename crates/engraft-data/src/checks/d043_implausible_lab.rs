//! D043: a laboratory value is implausible in its unit, and in every other unit of the analyte.

use engraft_base::Dec;
use engraft_base::{Code, Severity};
use engraft_instruments::units;

use super::d040_unknown_unit::used;
use super::{Check, Input, Raised};
use crate::table::Censor;

/// D043
pub const CHECK: Check =
    Check { code: Code("D043"), title: "laboratory value implausible", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, measure) in used(input) {
        let analyte = units::find_analyte(measure.analyte.as_deref().unwrap_or(name));
        let stated = analyte.zip(lab.unit.value.as_deref()).and_then(|(a, u)| Some((a, a.unit(u)?)));
        let Some(((analyte, unit), number)) = stated.zip(lab.value.value) else { continue };
        let slip = analyte.unit_slip(number.value, unit).is_some();
        if number.censor != Censor::Exact || number.value < Dec::ZERO || slip || unit.is_plausible(number.value) {
            continue;
        }
        let finding = CHECK
            .raise(format!("{} {} of `{name}` is implausible", lab.value.text, unit.ucum), &lab.value.place)
            .found(&lab.value.text)
            .subject(&lab.subject.text)
            .expected(format!("{} to {} {}", unit.plausible.0, unit.plausible.1, unit.ucum))
            .hint("compare with the laboratory's report");
        raised.push(finding.into());
    }
}
