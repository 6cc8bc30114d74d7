//! D042: a laboratory value is implausible in its unit and plausible in another unit of the analyte.

use engraft_base::{Code, Severity};

use super::d040_unknown_unit::used;
use super::{Check, Input, Raised};
use crate::derive::analyte;
use crate::table::{Cell, Censor, Number};

/// D042
pub const CHECK: Check = Check { code: Code("D042"), title: "probably another unit", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, measure) in used(input) {
        let stated = analyte(name, measure).zip(lab.unit.value.as_deref()).and_then(|(a, u)| Some((a, a.unit(u)?)));
        let Some((analyte, unit)) = stated else { continue };
        let exact = lab.value.value.filter(|n| n.censor == Censor::Exact).map(|n| (n.value, &lab.value));
        let text = |cell: &Cell<Number>| (cell.text.clone(), cell.place.clone());
        let value = exact.map(|(number, cell)| (number, "value", text(cell)));
        // limits of another unit betray the row even where the value is plausible
        let limit =
            lab.upper.value.map(|number| (number, "upper limit", (lab.upper.text.clone(), lab.upper.place.clone())));
        let slip = [value, limit]
            .into_iter()
            .flatten()
            .find_map(|(number, what, cell)| analyte.unit_slip(number, unit).map(|other| (what, cell, other)));
        let Some((what, (text, place), other)) = slip else { continue };
        let finding = CHECK
            .raise(format!("the {what} {text} {} of `{name}` would be plausible in {}", unit.ucum, other.ucum), &place)
            .found(format!("{text} {}", lab.unit.text))
            .subject(&lab.subject.text)
            .expected(format!("values from {} to {} {}", unit.plausible.0, unit.plausible.1, unit.ucum))
            .hint(format!("is the unit {}? Compare with the laboratory's report", other.ucum));
        raised.push(finding.into());
    }
}
