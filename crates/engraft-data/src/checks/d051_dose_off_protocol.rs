//! D051: the dose per kg differs from the planned one by more than 10 %.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};
use crate::derive::subject_index;

/// D051
pub const CHECK: Check = Check { code: Code("D051"), title: "dose off protocol", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let product = input.study.file.product.as_ref().and_then(|p| p.dose_per_kg);
    let weights = subject_index(&input.data.subjects);
    for row in &input.data.infusions {
        let Some(index) = row.subject.value.as_ref().and_then(|id| weights.get(id)) else { continue };
        let Some(subject) = input.data.subjects.get(*index) else { continue };
        let arm = subject.arm.value.as_deref().and_then(|arm| input.study.file.arms.get(arm));
        let Some(planned) = arm.and_then(|a| a.dose_per_kg).or(product).filter(|p| *p > 0.0) else { continue };
        let weight = row.weight.value.or(subject.weight.value);
        let computed = row.dose.value.zip(weight).and_then(|(dose, kg)| dose.over(kg));
        let Some(given) = row.dose_per_kg.value.or(computed) else { continue };
        let of_arm = arm.is_some_and(|a| a.dose_per_kg.is_some());
        let planned_at = match (of_arm, subject.arm.value.as_deref()) {
            (true, Some(arm)) => input.study.places.of(&["arms", arm, "dose-per-kg"]),
            _ => input.study.places.of(&["product", "dose-per-kg"]),
        };
        let off = 100.0 * (given.to_f64() - planned) / planned;
        if off.abs() <= 10.0 {
            continue;
        }
        let cell = if row.dose_per_kg.value.is_some() { &row.dose_per_kg.place } else { &row.dose.place };
        let unit = input.study.file.product.as_ref().and_then(|p| p.dose_unit.as_deref()).unwrap_or("units");
        let finding = CHECK
            .raise(format!("the dose is {off:+.0} % off the planned {planned} {unit}/kg"), cell)
            .found(format!("{given} {unit}/kg"))
            .subject(&row.subject.text)
            .related(&planned_at, "planned dose")
            .hint("check dose, weight and unit; a true deviation stays and is reported");
        raised.push(finding.into());
    }
}
