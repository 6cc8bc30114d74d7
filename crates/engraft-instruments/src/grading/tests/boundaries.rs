//! Every bound of every table, at the bound and just beside it.

use engraft_base::Dec;

use super::super::{Comparison, Condition, Criterion, Facts, LabInput, Limits, Of, RangeFlag, Term, tables};
use super::dec;

fn each(mut check: impl FnMut(&str, &Term, &Limits)) {
    for table in tables() {
        for term in &table.terms {
            for limits in &term.limits {
                check(&format!("{}:{} {}", table.id, term.id, limits.set.word()), term, limits);
            }
        }
    }
}

/// The value at which the comparison of a criterion changes, with the numbers used here.
fn bound_value(criterion: &Criterion, number: Dec, uln: Dec, lln: Dec, baseline: Dec) -> Dec {
    match criterion.of {
        Of::Fixed => number,
        Of::Uln => number.times(uln).unwrap(),
        Of::Lln => number.times(lln).unwrap(),
        Of::Baseline => number.times(baseline).unwrap(),
        Of::UlnPlus => number.plus(uln).unwrap(),
        Of::BaselinePlus => number.plus(baseline).unwrap(),
        Of::FallPercent => baseline.times(Dec::HUNDRED.minus(number).unwrap()).unwrap().over(Dec::HUNDRED).unwrap(),
    }
}

#[test]
fn each_bound_parts_values_exactly_where_the_table_says() {
    let mut checked = 0;
    // Limits of normal that let every condition hold: any value here is below the one and above the other when needed.
    let (uln, lln, baseline, step) = (dec("40"), dec("20"), dec("30"), dec("0.0000001"));
    each(|name, term, limits| {
        for criterion in limits.criteria.iter().filter(|c| c.bound().is_some()) {
            let (comparison, number) = criterion.bound().unwrap();
            let when = |condition| criterion.when.contains(&condition);
            let flag = match () {
                () if when(Condition::BaselineHigh) => Some(RangeFlag::High),
                () if when(Condition::BaselineNotHigh) => Some(RangeFlag::Normal),
                () if when(Condition::BaselineLow) => Some(RangeFlag::Low),
                () => None,
            };
            let (mut uln, mut lln) = (uln, lln);
            if when(Condition::AboveUln) {
                (uln, lln) = (dec("0.0001"), Dec::ZERO);
            }
            if when(Condition::BelowLln) {
                (uln, lln) = (dec("2000000"), dec("1000000"));
            }
            let only = Limits { criteria: vec![criterion.clone()], ..limits.clone() };
            let facts = criterion.needs.iter().fold(Facts::absent(), |facts, fact| facts.with(*fact, true));
            let grade = |value: Dec| {
                let (uln, lln, baseline) = (Some(uln), Some(lln), Some(baseline));
                let given =
                    LabInput { value: Some(value), uln, lln, baseline, baseline_flag: flag, facts: facts.clone() };
                only.grade(term.side, &given).unwrap().grade.exact().unwrap()
            };
            let at = bound_value(criterion, number, uln, lln, baseline);
            let (below, above) = (grade(at.minus(step).unwrap()), grade(at.plus(step).unwrap()));
            // A fall is beyond its bound where the value is below it.
            let upward =
                matches!(comparison, Comparison::Above | Comparison::AtLeast) != (criterion.of == Of::FallPercent);
            let included = matches!(comparison, Comparison::AtLeast | Comparison::AtMost);
            let (beyond, within) = if upward { (above, below) } else { (below, above) };
            assert_eq!((beyond, within), (criterion.grade, 0), "{name} {}", criterion.words());
            assert_eq!(grade(at), if included { criterion.grade } else { 0 }, "{name} {}", criterion.words());
            checked += 1;
        }
    });
    assert!(checked > 700, "{checked}");
}

#[test]
fn within_a_set_a_higher_grade_never_starts_earlier() {
    each(|name, term, limits| {
        let plain = |c: &&Criterion| c.needs.is_empty() && c.when.is_empty() && c.bound().is_some();
        for of in [Of::Fixed, Of::Uln, Of::Lln, Of::Baseline] {
            let mut bounds: Vec<(u8, Dec)> = limits
                .criteria
                .iter()
                .filter(plain)
                .filter(|c| c.of == of)
                .map(|c| (c.grade, c.bound().unwrap().1))
                .collect();
            bounds.sort_by_key(|(grade, _)| *grade);
            for pair in bounds.windows(2) {
                let severer = match term.side {
                    super::super::Side::High => pair[0].1 < pair[1].1,
                    super::super::Side::Low => pair[0].1 > pair[1].1,
                };
                assert!(severer && pair[0].0 < pair[1].0, "{name}: {bounds:?}");
            }
        }
    });
}
