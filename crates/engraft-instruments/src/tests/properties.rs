//! Properties that hold for every instrument.

use engraft_base::Dec;
use proptest::prelude::*;

use crate::{Answer, Formula, Instrument, Item, Role, builtins};

/// At least as many as any instrument has items.
const ITEMS: usize = 48;

/// A value of the item, chosen by a number: along its grid, its letters, or tenths of its range.
fn pick(item: &Item, choice: u32) -> Dec {
    if !item.letters.is_empty() {
        return item.letters[usize::try_from(choice).unwrap() % item.letters.len()];
    }
    let width = item.range.width().unwrap_or(Dec::HUNDRED);
    let step = item.steps().unwrap_or(width.over(Dec::from_int(40)).unwrap());
    let steps = width.over(step).unwrap().to_i64().unwrap();
    let count = Dec::from_int(i64::from(choice) % (steps + 1));
    item.range.lower.plus(step.times(count).unwrap()).unwrap()
}

fn complete(instrument: &Instrument, choices: &[u32]) -> Vec<Answer> {
    assert!(instrument.items.len() <= ITEMS);
    std::iter::zip(&instrument.items, choices).map(|(item, choice)| Answer::Value(pick(item, *choice))).collect()
}

/// The answers with those at `gone` missing.
fn without(answers: &[Answer], gone: &[bool]) -> Vec<Answer> {
    std::iter::zip(answers, gone).map(|(answer, gone)| if *gone { Answer::Missing } else { *answer }).collect()
}

/// Missing answers filled with the lowest or the greatest value.
fn filled(instrument: &Instrument, answers: &[Answer], end: impl Fn(&Item) -> Dec) -> Dec {
    let fill = |(item, answer): (&Item, &Answer)| match answer {
        Answer::Missing => Answer::Value(end(item)),
        known => *known,
    };
    let answers: Vec<Answer> = std::iter::zip(&instrument.items, answers).map(fill).collect();
    instrument.score(&answers).total.exact().unwrap()
}

/// Whether the total rises with every item.
fn rises(instrument: &Instrument) -> bool {
    use Formula::{CategoryMean, DomainMax, MeanOfAssessed, RegionProduct, Sum};
    matches!(instrument.formula, Sum | RegionProduct | CategoryMean | DomainMax | MeanOfAssessed)
}

/// Values at which an end of the interval may be attained.
fn candidates(item: &Item) -> Vec<Dec> {
    if !item.letters.is_empty() {
        return item.letters.values().copied().collect();
    }
    let mut values = vec![item.range.lower, item.range.upper.unwrap_or(Dec::from_int(1_000_000))];
    for (_, limit) in item.threshold.iter().flat_map(|threshold| threshold.limits()) {
        values.extend([limit, limit.plus(Dec::ONE).unwrap()]);
    }
    match item.id.as_str() {
        "esr" => values.push(Dec::ONE),
        // grades up to the maximum of the form
        "mmt-baseline" | "mmt-follow-up" => values.extend([Dec::from_int(80), Dec::from_int(150)]),
        // a child and the youngest adult
        "age" => values.extend([Dec::from_int(10), Dec::from_int(18)]),
        _ => {}
    }
    values.sort_unstable();
    values.dedup();
    values
}

/// Totals of all completions with candidate values; refused ones left out.
fn totals(instrument: &Instrument, answers: &[Answer]) -> Vec<Dec> {
    let mut open = vec![answers.to_vec()];
    for (index, item) in instrument.items.iter().enumerate().filter(|(i, _)| answers[*i] == Answer::Missing) {
        let with = |row: Vec<Answer>| {
            candidates(item).into_iter().map(move |value| {
                let mut row = row.clone();
                row[index] = Answer::Value(value);
                row
            })
        };
        open = open.into_iter().flat_map(with).collect();
    }
    open.iter()
        .map(|row| instrument.score(row))
        .filter(|s| s.refused.is_none())
        .map(|s| s.total.exact().unwrap())
        .collect()
}

#[test]
fn extreme_answers_give_the_ends_of_the_range() {
    for instrument in builtins() {
        let scored = instrument.score(&[]);
        assert_eq!(scored.total.lower(), Some(instrument.range.lower), "{}", instrument.id);
        assert_eq!(scored.total.upper(), instrument.range.upper, "{}", instrument.id);
        assert_eq!(scored.missing.len(), instrument.items.len());
        assert_eq!(scored.refused, None);
        if !rises(instrument) {
            continue;
        }
        let none = vec![Answer::Missing; instrument.items.len()];
        assert_eq!(filled(instrument, &none, |item| item.range.lower), instrument.range.lower, "{}", instrument.id);
        if let Some(upper) = instrument.range.upper {
            assert_eq!(filled(instrument, &none, |item| item.range.upper.unwrap()), upper, "{}", instrument.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_interval_holds_every_completion(
        choices in prop::collection::vec(any::<u32>(), ITEMS),
        gone in prop::collection::vec(any::<bool>(), ITEMS),
    ) {
        for instrument in builtins() {
            let answers = complete(instrument, &choices);
            let whole = instrument.score(&answers);
            prop_assert_eq!(whole.total.exact().is_none(), whole.refused.is_some(), "{}", instrument.id);
            let partial = without(&answers, &gone);
            let scored = instrument.score(&partial);
            let within = |v: Dec| {
                scored.total.lower().is_none_or(|l| l <= v) && scored.total.upper().is_none_or(|u| v <= u)
            };
            prop_assert!(scored.by_rule.is_none_or(within), "{}", instrument.id);
            let Some(total) = whole.total.exact() else { continue };
            prop_assert!(instrument.range.contains(total), "{} {}", instrument.id, total);
            let (lower, upper) = (scored.total.lower(), scored.total.upper());
            prop_assert!(lower.is_none_or(|lower| lower <= total), "{}", instrument.id);
            prop_assert!(upper.is_none_or(|upper| total <= upper), "{}", instrument.id);
            if scored.refused.is_none() {
                prop_assert_eq!(scored.total.exact().is_some(), scored.total.missing().is_empty(), "{}", instrument.id);
            }
            if rises(instrument) {
                prop_assert_eq!(Some(filled(instrument, &partial, |item| item.range.lower)), lower);
                if upper.is_some() {
                    prop_assert_eq!(Some(filled(instrument, &partial, |item| item.range.upper.unwrap())), upper);
                }
            }
        }
    }

    /// With up to three items missing, the ends that exist are found among the completions. Left out are items without a
    /// greatest value in formulas that only come near to their end (a filtration rate near 0), and the choice of an
    /// enzyme, which has tests of its own.
    #[test]
    fn the_ends_of_the_interval_are_attained(
        choices in prop::collection::vec(any::<u32>(), ITEMS),
        gone in prop::collection::vec(0_usize..ITEMS, 3),
    ) {
        use Formula::{CkdEpi2021, Ratio, Schwartz};
        for instrument in builtins() {
            let answers = complete(instrument, &choices);
            let near = matches!(instrument.formula, CkdEpi2021 | Ratio | Schwartz);
            let skip = |item: &Item| {
                let choice = instrument.domains.iter().any(|d| d.choice.is_some() && Some(&d.id) == item.domain.as_ref());
                choice || item.role == Role::UpperLimit || (near && item.range.upper.is_none())
            };
            let open = |index: usize| gone.iter().any(|g| g % instrument.items.len() == index);
            let partial: Vec<Answer> = instrument.items.iter().enumerate()
                .map(|(i, item)| if open(i) && !skip(item) { Answer::Missing } else { answers[i] })
                .collect();
            let scored = instrument.score(&partial);
            if scored.refused.is_some() {
                continue;
            }
            let totals = totals(instrument, &partial);
            if let Some(lower) = scored.total.lower() {
                prop_assert_eq!(totals.iter().min(), Some(&lower), "{}", instrument.id);
            }
            if let Some(upper) = scored.total.upper() {
                prop_assert_eq!(totals.iter().max(), Some(&upper), "{}", instrument.id);
            }
        }
    }

    #[test]
    fn domains_hold_their_completions(
        choices in prop::collection::vec(any::<u32>(), ITEMS),
        gone in prop::collection::vec(any::<bool>(), ITEMS),
    ) {
        for instrument in builtins() {
            let answers = complete(instrument, &choices);
            let (whole, partial) = (instrument.score(&answers), instrument.score(&without(&answers, &gone)));
            if whole.refused.is_some() {
                continue;
            }
            for ((_, known), (_, open)) in std::iter::zip(&whole.domains, &partial.domains) {
                let value = known.exact().unwrap();
                prop_assert!(open.lower().unwrap() <= value && open.upper().is_none_or(|upper| value <= upper));
            }
        }
    }

    #[test]
    fn an_answer_read_back_from_its_text_is_the_same(choices in prop::collection::vec(any::<u32>(), ITEMS)) {
        for instrument in builtins() {
            for (item, choice) in std::iter::zip(&instrument.items, &choices).filter(|(i, _)| i.letters.is_empty()) {
                let value = pick(item, *choice);
                prop_assert_eq!(item.read(&value.to_string()), Ok(Answer::Value(value)));
            }
        }
    }

    #[test]
    fn reading_and_parsing_never_panic(text in "\\PC{0,40}") {
        for instrument in builtins() {
            for item in &instrument.items {
                let _ = item.read(&text);
            }
        }
        let _ = Instrument::parse(&std::sync::Arc::from("x.toml"), &text);
    }
}
