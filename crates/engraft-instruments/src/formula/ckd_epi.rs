//! Estimated GFR of adults from creatinine, age and sex: CKD-EPI 2021 (Inker et al. 2021).
//!
//! `142 × min(Scr/k, 1)^a × max(Scr/k, 1)^-1.200 × 0.9938^age × 1.012 if female`, Scr in mg/dL, k 0.7 (women) or 0.9
//! (men), a -0.241 or -0.302; mL/min/1.73 m2. Powers are rounded to 12 decimals. Creatinine in umol/L is divided by
//! 88.4 first, by the unit of the item. Age is in completed years; below 18 the equation does not hold and is refused.

use engraft_base::Dec;

use super::{Inputs, Outcome, Refusal, ratio, special};
use crate::item::Item;
use crate::number::Interval;
use crate::units::CREATININE_UMOL_PER_MG_DL;

/// Identifiers of the items the equation needs; sex is 1 for female, 0 for male.
pub(super) const ITEMS: [&str; 3] = ["creatinine", "age", "sex"];

const ADULT: i64 = 18;

pub(super) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    let [creatinine, age, sex] = ITEMS.map(|id| inputs.named(id));
    let unit = inputs.find("creatinine").and_then(|(_, item, _)| item.unit.as_deref());
    let creatinine_mg_dl = in_mg_dl(creatinine, unit);
    let years = Interval { lower: age.lower.map(|age| age.max(Dec::from_int(ADULT))), ..age };
    let sexes = [Dec::ONE, Dec::ZERO].into_iter().filter(|s| sex.holds(*s));
    let total = sexes
        .map(|sex| rate(creatinine_mg_dl, years, sex == Dec::ONE))
        .reduce(Interval::hull)
        .unwrap_or(Interval::UNKNOWN);
    Outcome::new(inputs.whole(total), total).refused(refusal(inputs, creatinine, age))
}

/// Creatinine in mg/dL, from the item's unit.
pub(super) fn in_mg_dl(creatinine: Interval, unit: Option<&str>) -> Interval {
    match Dec::parse(CREATININE_UMOL_PER_MG_DL) {
        Some(factor) if unit == Some("umol/L") => creatinine.over(factor),
        _ => creatinine,
    }
}

/// Falls with creatinine and with age. Creatinine that may be as low as one likes leaves the upper side open.
fn rate(creatinine: Interval, age: Interval, female: bool) -> Interval {
    let lower = match (creatinine.upper, age.upper) {
        (Some(creatinine), Some(age)) => gfr(creatinine, age, female),
        _ => Some(Dec::ZERO),
    };
    let positive = creatinine.lower.filter(|creatinine| *creatinine > Dec::ZERO);
    Interval { lower, upper: positive.zip(age.lower).and_then(|(creatinine, age)| gfr(creatinine, age, female)) }
}

/// `None` for creatinine of 0.
fn gfr(creatinine: Dec, age: Dec, female: bool) -> Option<Dec> {
    let (k, a, sex) = if female { (7, -241, 1012) } else { (9, -302, 1000) };
    let relative = creatinine.over(Dec::scaled(k, 1)).filter(|relative| *relative > Dec::ZERO)?;
    let low = special::pow(relative.min(Dec::ONE), Dec::scaled(a, 3))?;
    let high = special::pow(relative.max(Dec::ONE), Dec::scaled(-12, 1))?;
    let aging = special::pow(Dec::scaled(9938, 4), age)?;
    Dec::from_int(142).times(low)?.times(high)?.times(aging)?.times(Dec::scaled(sex, 3))
}

fn refusal(inputs: Inputs<'_, '_>, creatinine: Interval, age: Interval) -> Option<Refusal> {
    let find = |id: &str| inputs.find(id).map(|(_, item, _): (usize, &Item, Interval)| item);
    let young = age.upper.is_some_and(|age| age < Dec::from_int(ADULT));
    let reason = "age is below 18: the equation is for adults".to_owned();
    let by_age = find("age").filter(|_| young).map(|item| Refusal { item: item.id.clone(), reason });
    by_age.or_else(|| ratio::zero(find("creatinine")?, creatinine))
}

pub(super) fn describe() -> String {
    "142 × min(Scr/k, 1)^a × max(Scr/k, 1)^-1.200 × 0.9938^age × 1.012 if female, Scr creatinine in mg/dL (umol/L / 88.4), \
     k 0.7 and a -0.241 for women, k 0.9 and a -0.302 for men. Powers are rounded to 12 decimals. Adults only; age in \
     completed years. The value is not rounded to a whole number, as laboratories do."
        .to_owned()
}
