//! D053: a body weight below 2 or above 250 kg.

use engraft_base::Dec;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D053
pub const CHECK: Check = Check { code: Code("D053"), title: "weight implausible", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let subjects = input.data.subjects.iter().map(|s| (&s.weight, s.id.text.as_str()));
    let infusions = input.data.infusions.iter().map(|i| (&i.weight, i.subject.text.as_str()));
    for (cell, subject) in subjects.chain(infusions) {
        let Some(weight) = cell.value else { continue };
        if (Dec::from_int(2)..=Dec::from_int(250)).contains(&weight) {
            continue;
        }
        let finding = CHECK
            .raise(format!("a weight of {weight} kg is implausible"), &cell.place)
            .found(&cell.text)
            .subject(subject)
            .expected("2 to 250 kg")
            .hint("is it in pounds or grams, or in another column?");
        raised.push(finding.into());
    }
}
