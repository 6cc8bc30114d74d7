//! Estimated GFR of children from height and creatinine: bedside Schwartz, `0.413 × height in cm / creatinine in mg/dL`.
//!
//! For ages 1 to 17 in completed years; any other age is refused.

use engraft_base::Dec;

use super::{Inputs, Outcome, Refusal, ckd_epi, ratio};
use crate::number::Interval;

/// Identifiers of the items the equation needs.
pub(super) const ITEMS: [&str; 3] = ["height", "creatinine", "age"];

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let [height, creatinine, age] = ITEMS.map(|id| inputs.named(id));
    let item = inputs.find("creatinine").map(|(_, item, _)| item);
    let creatinine_mg_dl = ckd_epi::in_mg_dl(creatinine, item.and_then(|item| item.unit.as_deref()));
    let total = ratio::quotient(height.scaled(Dec::scaled(413, 3)), creatinine_mg_dl);
    let mut parts = inputs.whole(total);
    for part in &mut parts {
        // a missing age does not change the value
        part.items.retain(|index| inputs.instrument.items.get(*index).is_some_and(|item| item.id != "age"));
    }
    let zero = item.and_then(|item| ratio::zero(item, creatinine));
    Outcome::new(parts, total).refused(adult(age).or(zero))
}

fn adult(age: Interval) -> Option<Refusal> {
    let outside = age.upper.is_some_and(|age| age < Dec::ONE) || age.lower.is_some_and(|age| age > Dec::from_int(17));
    let reason = "age is not 1 to 17: the equation is for children".to_owned();
    outside.then(|| Refusal { item: "age".to_owned(), reason })
}

pub(super) fn describe() -> String {
    "0.413 × height in cm / creatinine in mg/dL. For children of 1 to 17 years; age in completed years.".to_owned()
}
