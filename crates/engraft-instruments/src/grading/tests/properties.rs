//! Properties of every term: an interval holds every completion, and worse values never have lower grades.

use engraft_base::Dec;
use proptest::prelude::*;

use super::super::{Fact, Facts, LabGrade, LabInput, Limits, Side, Term, tables};
use crate::word::Word;

fn every() -> impl Iterator<Item = (&'static str, &'static Term, &'static Limits)> {
    tables().iter().flat_map(|table| {
        table.terms.iter().flat_map(move |term| term.limits.iter().map(move |limits| (table.id.as_str(), term, limits)))
    })
}

/// A scale on which the limits of the set lie, so that random numbers fall on either side of them.
fn scale(limits: &Limits) -> Dec {
    let fixed = limits.criteria.iter().filter(|c| c.of == super::super::Of::Fixed).filter_map(|c| Some(c.bound()?.1));
    fixed.max().unwrap_or(Dec::from_int(40))
}

fn facts(bits: u32) -> Facts {
    let fact = |(at, (_, fact)): (usize, &(&str, Fact))| (*fact, bits >> at & 1 == 1);
    Fact::WORDS.iter().enumerate().map(fact).fold(Facts::unknown(), |facts, (fact, present)| facts.with(fact, present))
}

/// The facts at the bits of `kept`, as `bits` has them; the others open.
fn some_facts(bits: u32, kept: u32) -> Facts {
    let recorded = Fact::WORDS.iter().enumerate().filter(|(at, _)| kept >> at & 1 == 1);
    recorded.fold(Facts::unknown(), |facts, (at, (_, fact))| facts.with(*fact, bits >> at & 1 == 1))
}

/// Percentages of the scale as numbers: value, lower limit, width of the range, baseline.
fn complete(limits: &Limits, parts: [i64; 4], bits: u32) -> LabInput {
    let scale = scale(limits);
    let number = |part: i64| scale.times(Dec::from_int(part)).unwrap().over(Dec::HUNDRED).unwrap();
    LabInput {
        value: Some(number(parts[0])),
        lln: Some(number(parts[1])),
        uln: Some(number(parts[1] + parts[2])),
        baseline: Some(number(parts[3])),
        baseline_flag: None,
        facts: facts(bits),
    }
}

fn graded(term: &Term, limits: &Limits, input: &LabInput) -> LabGrade {
    term.grade(limits, input).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_interval_holds_the_grade_of_every_completion(
        parts in (0_i64..400, 0_i64..150, 1_i64..150, 1_i64..400),
        bits in any::<u32>(),
        kept in any::<u32>(),
        gone in (any::<bool>(), any::<bool>(), any::<bool>(), 0_u8..8),
    ) {
        for (table, term, limits) in every() {
            let whole = complete(limits, [parts.0, parts.1, parts.2, parts.3], bits);
            let known = graded(term, limits, &whole);
            let exact = known.grade.exact();
            prop_assert!(exact.is_some() && known.missing.is_empty() && known.needs.is_empty(), "{table} {}", term.id);
            let mut partial = LabInput { facts: some_facts(bits, kept), ..whole.clone() };
            if gone.0 { partial.lln = None; }
            if gone.1 { partial.uln = None; }
            if gone.2 { partial.baseline = None; }
            if gone.3 == 0 { partial.value = None; }
            let open = graded(term, limits, &partial);
            prop_assert!(open.grade.allows(exact.unwrap()), "{table} {} {partial:?}: {} not in {}", term.id, exact.unwrap(), open.grade);
            prop_assert!(open.by_number.at_least == open.grade.at_least && open.by_number.at_most <= open.grade.at_most);
            let settled = open.missing.is_empty() && open.needs.is_empty();
            prop_assert_eq!(open.grade.exact().is_some(), settled, "{} {} {:?} {:?}", table, term.id, partial, open);
        }
    }

    #[test]
    fn a_worse_value_never_has_a_lower_grade(
        parts in (0_i64..400, 0_i64..150, 1_i64..150, 1_i64..400),
        further in 0_i64..200,
        bits in any::<u32>(),
        kept in any::<u32>(),
        gone in (any::<bool>(), any::<bool>(), any::<bool>()),
    ) {
        for (table, term, limits) in every() {
            let grade = |value: i64| {
                let mut input = complete(limits, [value, parts.1, parts.2, parts.3], bits);
                input.facts = some_facts(bits, kept);
                if gone.0 { input.lln = None; }
                if gone.1 { input.uln = None; }
                if gone.2 { input.baseline = None; }
                graded(term, limits, &input).grade
            };
            let (low, high) = (grade(parts.0), grade(parts.0 + further));
            let (milder, worse) = if term.side == Side::High { (low, high) } else { (high, low) };
            prop_assert!(milder.at_least <= worse.at_least && milder.at_most <= worse.at_most, "{table} {}: {milder} {worse}", term.id);
        }
    }
}

#[test]
fn the_ends_of_an_interval_are_attained_by_some_baseline() {
    // ALT 130 with ULN 40: every baseline from 1 to 200 in steps of a tenth.
    let term = super::term("ctcae-v5:alt");
    let seen: std::collections::BTreeSet<u8> = (10..2000)
        .map(|tenth| {
            let baseline = Dec::from_int(tenth).over(Dec::from_int(10));
            let input = LabInput { baseline, ..super::input("130 5 40 -", Facts::absent()) };
            graded(term, &term.limits[0], &input).grade.exact().unwrap()
        })
        .collect();
    assert_eq!(seen, [0, 1, 2].into());
}
