//! D040: a laboratory value has a unit that its analyte does not have, or that cannot be converted to the measure's.

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Severity};
use engraft_protocol::Measure;

use super::{Check, Input, Raised, Touch};
use crate::derive::{analyte, convertible};
use crate::table::Lab;

/// D040
pub const CHECK: Check =
    Check { code: Code("D040"), title: "unit unknown or impossible", severity: Severity::Error, run };

/// Laboratory rows that a measure uses, with the measure.
pub(super) fn used<'a>(input: &'a Input<'_>) -> impl Iterator<Item = (&'a Lab, &'a str, &'a Measure)> {
    input.data.labs.iter().filter_map(|lab| {
        let name = lab.measure.as_deref()?;
        Some((lab, name, input.study.file.measures.get(name)?))
    })
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (lab, name, measure) in used(input) {
        let Some(unit) = lab.unit.value.as_deref() else { continue };
        let wanted = measure.unit.as_deref().unwrap_or("");
        let analyte = analyte(name, measure);
        if convertible(analyte, unit, wanted) {
            continue;
        }
        let known: Vec<&str> = analyte.map(|a| a.units.iter().map(|u| u.ucum).collect()).unwrap_or(vec![wanted]);
        let finding = CHECK
            .raise(format!("`{name}` cannot be converted from `{unit}` to `{wanted}`"), &lab.unit.place)
            .found(&lab.unit.text)
            .subject(&lab.subject.text)
            .expected(format!("one of {}", known.join(", ")))
            .related(&input.study.places.of(&["measures", name, "unit"]), "unit of the measure")
            .hint_if(did_you_mean(unit, known.iter().copied()));
        raised.push(Raised { finding, touch: Touch::Row(lab.place.clone()) });
    }
}
