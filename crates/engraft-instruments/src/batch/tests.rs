//! The kernel against the ordinary way, for every built-in instrument.

use std::sync::LazyLock;

use engraft_base::Dec;
use proptest::prelude::*;

use super::{Kernel, MISSING, UNSURE, Vocabulary};
use crate::{Answer, Formula, Instrument, Item, builtin, builtins};

/// A compiled instrument and the vocabularies of its items.
struct Compiled {
    instrument: &'static Instrument,
    kernel: Kernel,
    words: Vec<Vocabulary>,
}

/// Every built-in instrument that compiles.
static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let compile = |instrument: &'static Instrument| {
        let kernel = Kernel::compile(instrument)?;
        let words = instrument.items.iter().enumerate();
        let words =
            words.map(|(index, item)| Vocabulary::new(&kernel, index, item, &|text| read(item, text))).collect();
        Some(Compiled { instrument, kernel, words })
    };
    builtins().iter().filter_map(compile).collect()
});

fn in_points(value: i32, units: i64) -> Dec {
    Dec::from_int(i64::from(value)).over(Dec::from_int(units)).unwrap()
}

fn read(item: &Item, text: &str) -> Option<Answer> {
    item.read(text).ok()
}

/// The answers of codes; codes that are no answer of the item (between letters) become the lowest.
fn answers(instrument: &Instrument, kernel: &Kernel, codes: &mut [u8]) -> Vec<Answer> {
    let answer = |(index, (item, code)): (usize, (&Item, &mut u8))| {
        if *code == MISSING {
            return Answer::Missing;
        }
        let value = kernel.value(index, *code).unwrap();
        if item.check(value).is_ok() {
            return Answer::Value(value);
        }
        *code = 0;
        Answer::Value(kernel.value(index, 0).unwrap())
    };
    instrument.items.iter().zip(codes).enumerate().map(answer).collect()
}

/// A code for each item out of any numbers.
fn codes(kernel: &Kernel, choices: &[u8]) -> Vec<u8> {
    let last = |item| (0..MISSING).take_while(|code| kernel.value(item, *code).is_some()).last().unwrap();
    (0..kernel.items())
        .map(|item| {
            let choice = choices[item % choices.len()];
            if choice > 230 { MISSING } else { choice % (last(item) + 1) }
        })
        .collect()
}

#[test]
fn these_instruments_are_compiled_and_no_others() {
    let compiled: Vec<&str> =
        builtins().iter().filter(|i| Kernel::compile(i).is_some()).map(|i| i.id.as_str()).collect();
    for id in ["easi", "easi-under-8", "pasi", "sledai-2k", "selena-sledai", "haq-di-standard", "mmt8-bilateral"] {
        assert!(compiled.contains(&id), "{id} is not among {compiled:?}");
    }
    for instrument in builtins() {
        let continuous =
            instrument.items.iter().any(|i| i.range.upper.is_none() || i.steps().is_none() && i.letters.is_empty());
        assert!(!(continuous && compiled.contains(&instrument.id.as_str())), "{}", instrument.id);
    }
}

#[test]
fn units_are_the_largest_that_make_every_step_whole() {
    let units = |id: &str| Kernel::compile(builtin(id).unwrap()).unwrap().units();
    assert_eq!((units("sledai-2k"), units("easi"), units("haq-di-standard")), (1, 20, 8));
}

/// EASI worked example A4: 8.2 points are 164 twentieths.
#[test]
fn half_points_are_exact() {
    let kernel = Kernel::compile(builtin("easi").unwrap()).unwrap();
    let a4 = [3, 2, 2, 2, 1, 3, 3, 3, 2, 2, 2, 1, 1, 1, 1, 3, 3, 3, 3, 2_u8];
    let columns: Vec<&[u8]> = a4.iter().map(std::slice::from_ref).collect();
    let (mut totals, mut open) = ([0], [0]);
    kernel.totals(&columns, &mut totals, &mut open);
    assert_eq!((totals, open[0] & MISSING), ([164], 0));
}

#[test]
fn a_description_that_the_kernel_would_get_wrong_is_not_compiled() {
    let mut other = builtin("easi").unwrap().clone();
    other.formula = Formula::Sum;
    assert!(Kernel::compile(&other).is_some(), "as a plain sum it is a sound description");
    let mut twice = builtin("easi").unwrap().clone();
    twice.domains.push(twice.domains[0].clone());
    assert!(Kernel::compile(&twice).is_none());
    let mut wide = builtin("sledai-2k").unwrap().clone();
    wide.items[0].weight = Some(Dec::from_int(40_000));
    assert!(Kernel::compile(&wide).is_none());
}

#[test]
fn the_vocabulary_reads_what_tables_hold_and_is_unsure_of_the_rest() {
    let easi = builtin("easi").unwrap();
    let kernel = Kernel::compile(easi).unwrap();
    let item = &easi.items[0];
    let words = Vocabulary::new(&kernel, 0, item, &|text| read(item, text));
    for (text, code) in [("0", 0), ("1", 2), ("0.5", 1), ("2.50", 5), ("3.0", 6), ("", MISSING), ("NA", MISSING)] {
        assert_eq!(words.code(text.as_bytes()), code, "{text}");
    }
    for text in ["4", "0.7", "1,5", "yes", "\"", "+1", "1e0", "0.5000000", "x", "\u{663}"] {
        assert_eq!(words.code(text.as_bytes()), UNSURE, "{text}");
    }
}

proptest! {
    #[test]
    fn columns_give_what_records_give(rows in prop::collection::vec(prop::collection::vec(any::<u8>(), 24), 1..40)) {
        for Compiled { instrument, kernel, .. } in COMPILED.iter() {
            let mut rows: Vec<Vec<u8>> = rows.iter().map(|row| codes(kernel, row)).collect();
            let answers: Vec<Vec<Answer>> = rows.iter_mut().map(|row| answers(instrument, kernel, row)).collect();
            let columns: Vec<Vec<u8>> = (0..kernel.items()).map(|i| rows.iter().map(|row| row[i]).collect()).collect();
            let columns: Vec<&[u8]> = columns.iter().map(Vec::as_slice).collect();
            let (mut totals, mut open, mut marks) = (vec![0; rows.len()], vec![0; rows.len()], vec![0; rows.len()]);
            kernel.totals(&columns, &mut totals, &mut open);
            kernel.contradictions(&columns, &mut marks);
            let domains: Vec<Vec<i16>> = (0..kernel.domains()).map(|domain| {
                let mut scores = vec![0; rows.len()];
                kernel.domain(domain, &columns, &mut scores);
                scores
            }).collect();
            for (row, answers) in answers.iter().enumerate() {
                let scored = instrument.score(answers);
                prop_assert_eq!(open[row] >= MISSING, !scored.missing.is_empty());
                if scored.missing.is_empty() {
                    prop_assert_eq!(Some(in_points(i32::from(totals[row]), kernel.units())), scored.total.exact());
                    prop_assert_eq!(marks[row] == 1, !scored.queries.is_empty());
                    for ((_, score), scores) in scored.domains.iter().zip(&domains) {
                        prop_assert_eq!(Some(in_points(i32::from(scores[row]), kernel.domain_units())), score.exact());
                    }
                }
            }
        }
    }

    #[test]
    fn one_record_gives_bounds_rule_and_queries(row in prop::collection::vec(any::<u8>(), 24)) {
        for Compiled { instrument, kernel, .. } in COMPILED.iter() {
            let mut codes = codes(kernel, &row);
            let scored = instrument.score(&answers(instrument, kernel, &mut codes));
            let missing = codes.iter().filter(|code| **code == MISSING).count();
            if missing > 0 && !kernel.bounds_open_rows() {
                continue;
            }
            let bounds = kernel.bounds(&codes);
            prop_assert_eq!(Some(in_points(bounds.lower, kernel.units())), scored.total.lower(), "{}", instrument.id);
            prop_assert_eq!(Some(in_points(bounds.upper, kernel.units())), scored.total.upper());
            prop_assert_eq!(bounds.exact().is_some(), scored.total.exact().is_some());
            prop_assert_eq!(kernel.by_rule(bounds, missing).map(|v| in_points(v, kernel.units())), scored.by_rule);
            prop_assert_eq!(kernel.queries(&codes), scored.queries);
            for (index, (_, score)) in scored.domains.iter().enumerate() {
                let own = kernel.domain_bounds(index, &codes);
                prop_assert_eq!(Some(in_points(own.lower, kernel.domain_units())), score.lower());
                prop_assert_eq!(Some(in_points(own.upper, kernel.domain_units())), score.upper());
            }
        }
    }

    #[test]
    fn the_vocabulary_never_differs_from_reading(text in "[-+.,0-9a-zA-Z \"/]{0,8}") {
        for Compiled { instrument, kernel, words } in COMPILED.iter() {
            for (index, item) in instrument.items.iter().enumerate() {
                let code = words[index].code(text.as_bytes());
                if code == MISSING {
                    prop_assert_eq!(item.read(&text), Ok(Answer::Missing));
                } else if code != UNSURE {
                    prop_assert_eq!(item.read(&text).ok(), kernel.value(index, code).map(Answer::Value));
                }
            }
        }
    }
}
