//! Properties that hold for every instrument.

use engraft_base::Dec;
use proptest::prelude::*;

use crate::{Answer, Instrument, Item, builtins};

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

#[test]
fn extreme_answers_give_the_ends_of_the_range() {
    for instrument in builtins() {
        let none = vec![Answer::Missing; instrument.items.len()];
        assert_eq!(filled(instrument, &none, |item| item.range.lower), instrument.range.lower, "{}", instrument.id);
        if let Some(upper) = instrument.range.upper {
            assert_eq!(filled(instrument, &none, |item| item.range.upper.unwrap()), upper, "{}", instrument.id);
        }
        let scored = instrument.score(&[]);
        assert_eq!(scored.total.lower(), Some(instrument.range.lower));
        assert_eq!(scored.total.upper(), instrument.range.upper);
        assert_eq!(scored.missing.len(), instrument.items.len());
    }
}

proptest! {
    #[test]
    fn the_interval_holds_every_completion_and_its_ends_are_attained(
        choices in prop::collection::vec(any::<u32>(), 24),
        gone in prop::collection::vec(any::<bool>(), 24),
    ) {
        for instrument in builtins() {
            let answers = complete(instrument, &choices);
            let total = instrument.score(&answers).total.exact().unwrap();
            prop_assert!(instrument.range.contains(total), "{}", instrument.id);
            let partial = without(&answers, &gone);
            let scored = instrument.score(&partial);
            let (lower, upper) = (scored.total.lower().unwrap(), scored.total.upper());
            prop_assert!(lower <= total && upper.is_none_or(|upper| total <= upper), "{}", instrument.id);
            prop_assert_eq!(filled(instrument, &partial, |item| item.range.lower), lower);
            if let Some(upper) = upper {
                prop_assert_eq!(filled(instrument, &partial, |item| item.range.upper.unwrap()), upper);
            }
            prop_assert!(scored.by_rule.is_none_or(|v| v >= lower && upper.is_none_or(|upper| v <= upper)));
            prop_assert_eq!(scored.total.exact().is_some(), scored.total.missing().is_empty());
        }
    }

    #[test]
    fn domains_hold_what_their_completions_give(
        choices in prop::collection::vec(any::<u32>(), 24),
        gone in prop::collection::vec(any::<bool>(), 24),
    ) {
        for instrument in builtins() {
            let answers = complete(instrument, &choices);
            let (whole, partial) = (instrument.score(&answers), instrument.score(&without(&answers, &gone)));
            for ((_, known), (_, open)) in std::iter::zip(&whole.domains, &partial.domains) {
                let value = known.exact().unwrap();
                prop_assert!(open.lower().unwrap() <= value && open.upper().is_none_or(|upper| value <= upper));
            }
        }
    }

    #[test]
    fn an_answer_read_back_from_its_text_is_the_same(choices in prop::collection::vec(any::<u32>(), 24)) {
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
