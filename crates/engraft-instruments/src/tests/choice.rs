//! The measure that is followed, against every completion on a grid.

use std::sync::Arc;

use engraft_base::Dec;
use proptest::prelude::*;

use super::dec;
use crate::{Answer, Instrument};

const TWO: &str = r#"
id = "two-enzymes"
name = "Two enzymes"
version = "1"
measures = "The more abnormal of two enzymes."
direction = "higher-is-better"
range = [0, 7.5]
formula = "improvement-points"
domains = [
    { id = "ck", label = "ck", scale = 15, cuts = [5, 15, 25, 40], points = [0, 2.5, 5, 7.5, 7.5], choice = "enzyme" },
    { id = "ldh", label = "ldh", scale = 3, cuts = [5, 15, 25, 40], points = [0, 2.5, 5, 7.5, 7.5], choice = "enzyme" },
]
items = [
    { id = "ck-b", label = "ck", kind = "number", range = [0, inf], domain = "ck", role = "baseline" },
    { id = "ck-f", label = "ck", kind = "number", range = [0, inf], domain = "ck", role = "follow-up" },
    { id = "ck-u", label = "ck", kind = "number", range = [0.1, inf], domain = "ck", role = "upper-limit" },
    { id = "ldh-b", label = "ldh", kind = "number", range = [0, inf], domain = "ldh", role = "baseline" },
    { id = "ldh-f", label = "ldh", kind = "number", range = [0, inf], domain = "ldh", role = "follow-up" },
    { id = "ldh-u", label = "ldh", kind = "number", range = [0.1, inf], domain = "ldh", role = "upper-limit" },
]
"#;

/// Values that a missing item takes: around every multiple of the limits in use, and far beyond.
fn grid(index: usize, known: &[Dec]) -> Vec<Dec> {
    let mut values: Vec<Dec> =
        ["0.1", "0.2", "0.5", "1", "2", "4", "5", "10", "20", "100", "1000000"].map(dec).to_vec();
    if index % 3 != 2 {
        values.push(Dec::ZERO);
        values.extend((0..20).map(|n| Dec::from_int(n * 12)));
    }
    let tiny = Dec::scaled(1, 6);
    for (a, b) in known.iter().flat_map(|a| known.iter().map(move |b| (*a, *b))) {
        for c in known {
            // a / b = value / c: equally abnormal
            let same = a.times(*c).and_then(|product| product.over(b)).unwrap_or(Dec::ONE);
            values.extend([Some(same), same.plus(tiny), same.minus(tiny)].into_iter().flatten());
        }
    }
    let least = if index % 3 == 2 { dec("0.1") } else { Dec::ZERO };
    values.retain(|value| *value >= least);
    values.sort_unstable();
    values.dedup();
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_interval_is_the_hull_of_the_completions(
        values in prop::collection::vec(1_i64..40, 6),
        limits in prop::collection::vec(prop::sample::select(vec![1_i64, 2, 4, 5, 10]), 2),
        gone in prop::collection::vec(0_usize..6, 2),
    ) {
        let instrument = Instrument::parse(&Arc::from("two.toml"), TWO).unwrap();
        let mut whole: Vec<Dec> = values.iter().map(|v| Dec::from_int(v * 4)).collect();
        (whole[2], whole[5]) = (Dec::from_int(limits[0]), Dec::from_int(limits[1]));
        let known: Vec<Dec> =
            whole.iter().enumerate().filter(|(i, _)| !gone.contains(i)).map(|(_, v)| *v).collect();
        let answer = |i: usize, v: Dec| if gone.contains(&i) { Answer::Missing } else { Answer::Value(v) };
        let partial: Vec<Answer> = whole.iter().enumerate().map(|(i, v)| answer(i, *v)).collect();
        let scored = instrument.score(&partial);
        let (mut least, mut most): (Option<Dec>, Option<Dec>) = (None, None);
        for a in grid(gone[0], &known) {
            for b in grid(gone[1], &known) {
                let mut row = whole.clone();
                row[gone[0]] = a;
                if gone[1] != gone[0] {
                    row[gone[1]] = b;
                }
                let answers: Vec<Answer> = row.into_iter().map(Answer::Value).collect();
                let total = instrument.score(&answers).total.exact().unwrap();
                least = Some(least.map_or(total, |v| v.min(total)));
                most = Some(most.map_or(total, |v| v.max(total)));
                if gone[1] == gone[0] {
                    break;
                }
            }
        }
        prop_assert_eq!((scored.total.lower(), scored.total.upper()), (least, most), "{:?}", partial);
    }
}
