//! Items in rules: single ones, counts over all, totals together with their items, and every completion.

use std::collections::BTreeMap;

use engraft_base::{Dec, Score, Verdict};
use proptest::prelude::*;

use super::super::{Context, Contribution, ItemScale, Items, Rule, Value, When, rule_name};
use crate::Instrument;
use crate::item::{Answer, Kind};
use crate::registry::builtin;

/// Answers of instruments at several times.
#[derive(Clone, Default)]
pub(crate) struct Sheet {
    answers: BTreeMap<(When, String), Vec<Answer>>,
    instruments: BTreeMap<String, &'static Instrument>,
    others: BTreeMap<(When, String), Value>,
}

impl Sheet {
    /// Answers of an instrument, written as its cells; a name followed by nothing is absent.
    pub(crate) fn with(mut self, when: When, name: &str, id: &str, cells: &[(&str, &str)]) -> Sheet {
        let instrument = builtin(id).unwrap();
        let cell = |item: &str| cells.iter().find(|(name, _)| *name == item).map(|(_, cell)| *cell);
        let answers = instrument.items.iter().map(|item| {
            let default = if item.kind == Kind::Letter { "E" } else { "0" };
            item.read(cell(&item.id).unwrap_or(default)).unwrap()
        });
        self.answers.insert((when, name.to_owned()), answers.collect());
        self.instruments.insert(name.to_owned(), instrument);
        self
    }

    pub(crate) fn number(mut self, when: When, name: &str, value: &str) -> Sheet {
        let value = Value::Number(Score::Complete(Dec::parse(value).unwrap()));
        self.others.insert((when, name.to_owned()), value);
        self
    }

    pub(crate) fn judge(&self, rule: &str) -> Verdict {
        Rule::parse_with(rule, self).unwrap_or_else(|faults| panic!("{rule}: {faults:?}")).evaluate(self).verdict
    }
}

impl Items for Sheet {
    fn items(&self, measure: &str) -> Option<Vec<ItemScale>> {
        Some(self.instruments.get(measure)?.item_scales())
    }
}

impl Context for Sheet {
    fn value(&self, when: When, name: &str) -> Value {
        let (measure, item) = name.split_once('.').map_or((name, None), |(m, i)| (m, Some(i)));
        let Some(answers) = self.answers.get(&(when, measure.to_owned())) else {
            return self.others.get(&(when, name.to_owned())).cloned().unwrap_or(Value::Missing);
        };
        let instrument = self.instruments[measure];
        let Some(item) = item else { return Value::Number(instrument.score(answers).total) };
        let place = instrument.items.iter().position(|known| rule_name(&known.id) == item).unwrap();
        match answers[place] {
            Answer::Missing => Value::Missing,
            Answer::Value(value) if instrument.items[place].kind == Kind::Letter => {
                let letters = &instrument.items[place].letters;
                Value::Text(letters.iter().find(|(_, known)| **known == value).unwrap().0.clone())
            }
            Answer::Value(value) => Value::Number(Score::Complete(value)),
        }
    }

    fn range(&self, name: &str) -> Option<(Dec, Dec)> {
        let (measure, item) = name.split_once('.').map_or((name, None), |(m, i)| (m, Some(i)));
        let instrument = self.instruments.get(measure)?;
        let range = match item {
            Some(item) => &instrument.items.iter().find(|known| rule_name(&known.id) == item)?.range,
            None => &instrument.range,
        };
        Some((range.lower, range.upper?))
    }

    fn uln(&self, _: When, _: &str) -> Option<Dec> {
        None
    }

    fn step(&self, name: &str) -> Option<Dec> {
        let (measure, item) = name.split_once('.')?;
        self.instruments.get(measure)?.items.iter().find(|known| rule_name(&known.id) == item)?.grain()
    }

    fn options(&self, name: &str) -> Option<Vec<String>> {
        let (measure, item) = name.split_once('.')?;
        let item = self.instruments.get(measure)?.items.iter().find(|known| rule_name(&known.id) == item)?;
        Some(item.letters.keys().cloned().collect())
    }

    fn contribution(&self, measure: &str, item: &str) -> Option<Contribution> {
        self.instruments.get(measure)?.contribution(item)
    }

    fn happened(&self, _: &str) -> Verdict {
        Verdict::NotMet
    }

    fn day(&self) -> Option<i32> {
        None
    }
}

const BILAG: &str = "bilag-2004-numeric";

fn bilag(before: &[(&str, &str)], now: &[(&str, &str)]) -> Sheet {
    Sheet::default().with(When::Baseline, "bilag", BILAG, before).with(When::Now, "bilag", BILAG, now)
}

#[test]
fn a_letter_is_new_only_from_a_better_one() {
    let new_b =
        |before: &str, now: &str| bilag(&[("renal", before)], &[("renal", now)]).judge("items_new(bilag, \"B\") == 1");
    assert_eq!(new_b("C", "B"), Verdict::Met);
    assert_eq!(new_b("E", "B"), Verdict::Met);
    assert_eq!(new_b("A", "B"), Verdict::NotMet, "an A that falls to B is no new B");
    assert_eq!(new_b("B", "B"), Verdict::NotMet);
    assert_eq!(new_b("C", "A"), Verdict::NotMet, "a new A is no new B");
    assert_eq!(new_b("ND", "B"), Verdict::Undetermined);
    let kept =
        |before: &str, now: &str| bilag(&[("renal", before)], &[("renal", now)]).judge("items_kept(bilag, \"B\") == 1");
    assert_eq!(
        [kept("B", "B"), kept("B", "A"), kept("B", "C"), kept("A", "B")],
        [Verdict::Met, Verdict::Met, Verdict::NotMet, Verdict::NotMet]
    );
}

/// An A now fails whatever it was before: it was kept, or has risen from B, or is new.
#[test]
fn what_all_completions_share_is_decided() {
    let rule = "items_kept(bilag, \"A\") == 0 && items_kept(bilag, \"B\") == 0 && items_new(bilag, \"A\") == 0";
    assert_eq!(bilag(&[("renal", "ND")], &[("renal", "A")]).judge(rule), Verdict::NotMet);
    assert_eq!(bilag(&[("renal", "ND")], &[("renal", "B")]).judge(rule), Verdict::Undetermined);
    assert_eq!(bilag(&[("renal", "ND")], &[("renal", "C")]).judge(rule), Verdict::Met);
}

#[test]
fn single_items_and_their_total_are_completed_together() {
    let now = |cells: &[(&str, &str)]| Sheet::default().with(When::Now, "sledai", "sledai-2k", cells);
    let rule = "now.sledai <= 4 && now.sledai.rash == 1";
    assert_eq!(now(&[("arthritis", "1")]).judge(rule), Verdict::NotMet);
    assert_eq!(now(&[("rash", "1")]).judge(rule), Verdict::Met);
    // a rash would take the total to 6: no completion has both
    assert_eq!(now(&[("arthritis", "1"), ("rash", "")]).judge(rule), Verdict::NotMet);
    assert_eq!(now(&[("rash", "")]).judge(rule), Verdict::Undetermined);
    // either the missing descriptor is there and the total is at least 8, or it is not and the total is 4
    let either = "now.sledai >= 8 || now.sledai <= 4";
    assert_eq!(now(&[("arthritis", "1"), ("seizure", "")]).judge(either), Verdict::Met);
    assert_eq!(now(&[("arthritis", "1"), ("rash", "")]).judge(either), Verdict::Undetermined);
}

#[test]
fn items_new_since_the_previous_visit() {
    let visits = Sheet::default().with(When::Previous, "sledai", "sledai-2k", &[("arthritis", "1")]).with(
        When::Now,
        "sledai",
        "sledai-2k",
        &[("arthritis", "1"), ("rash", "1")],
    );
    assert_eq!(visits.judge("items_new(previous.sledai) == 1"), Verdict::Met);
    assert_eq!(visits.judge("items_at(sledai) == 2"), Verdict::Met);
    let outcome = Rule::parse_with("items_new(previous.sledai) == 0", &visits).unwrap().evaluate(&visits);
    assert_eq!(outcome.parts[0].values, "items_new(previous.sledai): rash");
    let none = Sheet::default().with(When::Now, "sledai", "sledai-2k", &[]);
    assert_eq!(none.judge("items_new(previous.sledai) == 0"), Verdict::Met, "nothing there now can be new");
}

#[test]
fn steps_are_open_below_and_closed_above() {
    let points = |value: &str| {
        let sheet = Sheet::default().number(When::Now, "x", value);
        ["0", "7.5", "15"].map(|p| sheet.judge(&format!("steps(now.x, [5, 15], [0, 7.5, 15]) == {p}")))
    };
    let at = |place: usize| std::array::from_fn(|i| Verdict::known(i == place));
    for (value, place) in [("-3", 0), ("4.99", 0), ("5", 0), ("5.01", 1), ("14.99", 1), ("15", 1), ("15.01", 2)] {
        assert_eq!(points(value), at(place), "{value}");
    }
}

#[test]
fn a_rule_is_defined_only_where_its_gate_holds() {
    let judge = |before: &str, now: &str| {
        let sheet = Sheet::default().number(When::Baseline, "itch", before).number(When::Now, "itch", now);
        sheet.judge("given(baseline.itch >= 4, fall(itch) >= 4)")
    };
    assert_eq!(
        [judge("4", "0"), judge("4", "1"), judge("3", "0")],
        [Verdict::Met, Verdict::NotMet, Verdict::NotEvaluable]
    );
}

#[test]
fn faults_name_the_measure_and_the_answers_it_has() {
    let sheet = bilag(&[], &[]);
    let fault = |rule: &str| Rule::parse_with(rule, &sheet).unwrap_err().remove(0);
    assert_eq!(fault("items_new(bilag, \"F\") == 0").hint.unwrap(), "its items answer with A, B, C, D, E");
    assert!(fault("items_new(easi) == 0").message.contains("`easi` are not known"));
    assert!(fault("steps(now.easi, [5, 1], [0, 1, 2]) > 0").message.contains("do not fit"));
    assert!(fault("now.bilag.renal.x == 1").message.contains("the name of a measure"));
}

/// Every way to fill the blanks.
fn completions(cells: &[Answer], instrument: &Instrument) -> Vec<Vec<Answer>> {
    let mut all = vec![Vec::new()];
    for (cell, item) in cells.iter().zip(&instrument.items) {
        let values: Vec<Answer> = match (cell, item.kind) {
            (Answer::Value(_), _) => vec![*cell],
            (Answer::Missing, Kind::Letter) => item.letters.values().map(|v| Answer::Value(*v)).collect(),
            (Answer::Missing, _) => vec![Answer::Value(Dec::ZERO), Answer::Value(Dec::ONE)],
        };
        all = all.iter().flat_map(|head| values.iter().map(move |v| [head.as_slice(), &[*v]].concat())).collect();
    }
    all
}

const BILAG_RULES: [&str; 4] = [
    "items_new(bilag, \"A\") == 0 && items_new(bilag, \"B\") <= 1",
    "items_kept(bilag, \"A\") == 0 && items_kept(bilag, \"B\") == 0 && items_new(bilag, \"A\") == 0 && items_new(bilag, \"B\") <= 1",
    "given(items_at(baseline.bilag, \"A\") + items_at(baseline.bilag, \"B\") >= 1, items_at(bilag, \"A\") == 0)",
    "now.bilag <= 12 || now.bilag.renal in [\"A\", \"B\"]",
];

const SLEDAI_RULES: [&str; 4] = [
    "now.sledai <= 4 && now.sledai.seizure == 0 && items_new(baseline.sledai) == 0",
    "fall(sledai) >= 4 && items_new(sledai) <= 1",
    "rise(sledai) >= 3 && now.sledai <= 12",
    "now.sledai >= 8 || now.sledai.rash == 0 && now.sledai.fever == 0",
];

fn agree(rule: &str, name: &str, sheet: &Sheet) -> Result<(), TestCaseError> {
    let found = sheet.judge(rule);
    let instrument = sheet.instruments[name];
    let side = |when: When| completions(&sheet.answers[&(when, name.to_owned())], instrument);
    let compiled = Rule::parse_with(rule, sheet).unwrap();
    let mut shared: Vec<Verdict> = Vec::new();
    for before in side(When::Baseline) {
        for now in side(When::Now) {
            let mut complete = sheet.clone();
            complete.answers.insert((When::Baseline, name.to_owned()), before.clone());
            complete.answers.insert((When::Now, name.to_owned()), now);
            let verdict = compiled.evaluate(&complete).verdict;
            if !shared.contains(&verdict) {
                shared.push(verdict);
            }
        }
    }
    let expected = if shared.len() == 1 { shared[0] } else { Verdict::Undetermined };
    prop_assert_eq!(found, expected, "{}", rule);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Letters of four systems before and now, some of them missing.
    #[test]
    fn letters_are_decided_exactly_when_all_completions_agree(
        before in prop::array::uniform4(prop::sample::select(vec!["A", "B", "C", "D", "ND"])),
        now in prop::array::uniform4(prop::sample::select(vec!["A", "B", "C", "D", "ND"])),
        which in 0..BILAG_RULES.len(),
    ) {
        let systems = ["renal", "musculoskeletal", "mucocutaneous", "haematological"];
        prop_assume!(before.iter().chain(&now).filter(|letter| **letter == "ND").count() <= 3);
        let cells = |letters: [&'static str; 4]| systems.into_iter().zip(letters).collect::<Vec<_>>();
        agree(BILAG_RULES[which], "bilag", &bilag(&cells(before), &cells(now)))?;
    }

    /// Six descriptors before and now, some of them missing.
    #[test]
    fn totals_and_items_are_decided_exactly_when_all_completions_agree(
        before in prop::array::uniform6(prop::sample::select(vec!["0", "1", ""])),
        now in prop::array::uniform6(prop::sample::select(vec!["0", "1", ""])),
        which in 0..SLEDAI_RULES.len(),
    ) {
        let items = ["seizure", "arthritis", "proteinuria", "rash", "low-complement", "fever"];
        prop_assume!(before.iter().chain(&now).filter(|cell| cell.is_empty()).count() <= 5);
        let cells = |cells: [&'static str; 6]| items.into_iter().zip(cells).collect::<Vec<_>>();
        let sheet = Sheet::default()
            .with(When::Baseline, "sledai", "sledai-2k", &cells(before))
            .with(When::Now, "sledai", "sledai-2k", &cells(now));
        agree(SLEDAI_RULES[which], "sledai", &sheet)?;
    }
}
