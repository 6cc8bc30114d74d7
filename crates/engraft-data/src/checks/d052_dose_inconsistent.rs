//! D052: dose divided by weight is not the dose per kg given beside it.

use engraft_base::Dec;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D052
pub const CHECK: Check =
    Check { code: Code("D052"), title: "dose, weight and dose per kg disagree", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for row in &input.data.infusions {
        let (Some(dose), Some(kg), Some(per)) = (row.dose.value, row.weight.value, row.dose_per_kg.value) else {
            continue;
        };
        let Some(computed) = dose.over(kg).filter(|_| per > Dec::ZERO) else { continue };
        let off = (computed.to_f64() - per.to_f64()).abs() / per.to_f64();
        if off <= 0.05 {
            continue;
        }
        let finding = CHECK
            .raise(
                format!(
                    "{dose} divided by {kg} kg is {}, not {per}",
                    Dec::from_f64((computed.to_f64() * 1000.0).round() / 1000.0).unwrap_or(computed)
                ),
                &row.dose_per_kg.place,
            )
            .found(&row.dose_per_kg.text)
            .subject(&row.subject.text)
            .hint("one of the three columns is wrong");
        raised.push(finding.into());
    }
}
