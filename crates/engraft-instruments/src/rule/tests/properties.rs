//! Any text is read without a panic; a decided answer is the answer of every completion.

use engraft_base::Verdict;
use proptest::prelude::*;

use super::super::{Rule, When};
use super::{Visit, dec};

const WORDS: [&str; 36] = [
    "fall", "(", ")", "[", "]", "now", ".", "easi", ",", "&&", "||", "!", "-", "+", "*", "/", ">=", "<", "==", "!=",
    "in", "\"x\"", "'", "\"", "0.3", "4", "1e400", "count", "hits", "?", ":", "all", "happened", "day", "{", "é",
];

/// A comparison over the measures x and y.
fn comparison() -> impl Strategy<Value = String> {
    let quantity = prop_oneof![
        Just("now.x".to_owned()),
        Just("baseline.x".to_owned()),
        Just("now.y".to_owned()),
        Just("fall(x)".to_owned()),
        Just("fall_percent(x)".to_owned()),
        Just("rise_percent(y)".to_owned()),
        Just("fall_percent_of_range(y)".to_owned()),
        Just("(baseline.x - now.x) / baseline.x".to_owned()),
        Just("2 * now.x - now.y".to_owned()),
        Just("now.x * now.y".to_owned()),
        Just("-now.y / 3".to_owned()),
    ];
    let relation = prop_oneof![Just("<"), Just("<="), Just(">"), Just(">="), Just("=="), Just("!=")];
    (quantity, relation, -20_i64..80).prop_map(|(q, r, c)| format!("{q} {r} {c}"))
}

fn rule() -> impl Strategy<Value = String> {
    comparison().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (prop::collection::vec(inner, 1..4), 0..4_usize)
                .prop_map(|(p, k)| format!("count([{}]) >= {k}", p.join(", "))),
        ]
    })
}

/// Bounds of the four values, in halves: often a point.
fn bounds() -> impl Strategy<Value = [(i64, i64); 4]> {
    prop::array::uniform4(
        (0..20_i64, prop_oneof![3 => Just(0_i64), 2 => 1..12_i64]).prop_map(|(low, width)| (low, low + width)),
    )
}

fn half(value: i64) -> String {
    dec(&value.to_string()).times(dec("0.5")).unwrap().to_string()
}

const PLACES: [(When, &str); 4] = [(When::Baseline, "x"), (When::Now, "x"), (When::Baseline, "y"), (When::Now, "y")];

fn visit(texts: [String; 4]) -> Visit {
    let visit = Visit::new().range("x", "0", "40").range("y", "0", "40");
    PLACES.iter().zip(texts).fold(visit, |visit, ((when, name), text)| visit.at(*when, name, &text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in any::<String>()) {
        if let Err(faults) = Rule::parse(&text) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(text.get(fault.offset..fault.offset + fault.length).is_some(), "{fault:?}");
            }
        }
    }

    #[test]
    fn any_words_are_read_or_refused_without_a_panic(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..40), gap in prop_oneof![Just(" "), Just("")]) {
        let text = words.join(gap);
        match Rule::parse(&text) {
            Ok(rule) => {
                let _ = rule.evaluate(&Visit::new());
                prop_assert_eq!(Rule::parse(&rule.plain()).map(|r| r.plain()).ok(), Some(rule.plain()));
            }
            Err(faults) => {
                for fault in faults {
                    prop_assert!(text.get(fault.offset..fault.offset + fault.length).is_some(), "{fault:?}");
                }
            }
        }
    }

    #[test]
    fn a_decided_answer_is_the_answer_of_every_completion(text in rule(), bounds in bounds(), picks in prop::collection::vec(prop::array::uniform4(0..=8_i64), 24)) {
        let rule = Rule::parse(&text).unwrap();
        let open = rule.evaluate(&visit(bounds.map(|(low, high)| if low == high { half(low) } else { format!("{}..{}", half(low), half(high)) })));
        if open.verdict != Verdict::Undetermined {
            for pick in picks {
                let mut shares = pick.into_iter();
                let point = bounds.map(|(low, high)| {
                    let share = dec(&shares.next().unwrap().to_string()).times(dec("0.125")).unwrap();
                    let width = dec(&(high - low).to_string()).times(dec("0.5")).unwrap();
                    dec(&half(low)).plus(width.times(share).unwrap()).unwrap().to_string()
                });
                prop_assert_eq!(rule.evaluate(&visit(point)).verdict, open.verdict, "{}", text);
            }
        }
    }

    #[test]
    fn one_missing_value_is_left_open_only_where_two_completions_differ(parts in prop::collection::vec((prop_oneof![Just("now.x"), Just("fall(x)"), Just("fall_percent(x)")], prop_oneof![Just("<"), Just(">=")], 0..20_i64), 1..4), join in prop_oneof![Just(" && "), Just(" || ")]) {
        let text = parts.iter().map(|(q, r, c)| format!("{q} {r} {c}")).collect::<Vec<_>>().join(join);
        let rule = Rule::parse(&text).unwrap();
        let of = |now: &str| rule.evaluate(&Visit::new().pair("x", "10", now).range("x", "0", "20")).verdict;
        let mut seen: Vec<Verdict> = (0..=400).map(|i| of(&dec(&i.to_string()).times(dec("0.05")).unwrap().to_string())).collect();
        seen.sort();
        seen.dedup();
        let expected = if seen.len() == 1 { seen[0] } else { Verdict::Undetermined };
        prop_assert_eq!(of("?"), expected, "{}", text);
    }

    #[test]
    fn a_change_of_unit_does_not_change_a_relative_answer(baseline in 1..4_000_i64, now in 0..4_000_i64, limit in -100..100_i64) {
        let rule = Rule::parse(&format!("fall_percent(x) >= {limit}")).unwrap();
        let plain = Visit::new().pair("x", &baseline.to_string(), &now.to_string());
        let scaled = Visit::new().pair("x", &half(baseline), &half(now));
        prop_assert_eq!(rule.evaluate(&plain).verdict, rule.evaluate(&scaled).verdict);
        let by_hand = 100 * (baseline - now) >= limit * baseline;
        prop_assert_eq!(rule.evaluate(&plain).verdict, Verdict::known(by_hand));
    }
}
