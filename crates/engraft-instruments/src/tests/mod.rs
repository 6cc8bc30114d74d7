//! Tests of the instruments: worked cases by hand, properties of every description, faults of descriptions.

mod band_limits;
mod choice;
mod descriptions;
mod formulas;
mod inheritance;
mod parsing;
mod properties;
mod reading;
mod worked_arthritis;
mod worked_damage;
mod worked_improvement;
mod worked_lupus;
mod worked_muscle;
mod worked_renal;
mod worked_sclerosis;
mod worked_skin;

use engraft_base::{Dec, Score};

use crate::{Answer, Instrument, Scored, builtin};

fn dec(text: &str) -> Dec {
    Dec::parse(text).unwrap()
}

fn instrument(id: &str) -> &'static Instrument {
    builtin(id).unwrap_or_else(|| panic!("no instrument {id}"))
}

/// Answers in item order from texts, read as cells; `-` stands for a missing one.
fn read_all(instrument: &Instrument, texts: &[&str]) -> Vec<Answer> {
    assert_eq!(texts.len(), instrument.items.len());
    std::iter::zip(&instrument.items, texts)
        .map(|(item, text)| item.read(if *text == "-" { "" } else { text }).unwrap())
        .collect()
}

/// Scores space-separated cells in item order.
fn score(id: &str, texts: &str) -> Scored {
    let instrument = instrument(id);
    instrument.score(&read_all(instrument, &texts.split_whitespace().collect::<Vec<_>>()))
}

/// The complete total of space-separated cells.
fn total(id: &str, texts: &str) -> Dec {
    let scored = score(id, texts);
    assert_eq!(scored.missing, Vec::<String>::new());
    assert_eq!(scored.by_rule, None);
    scored.total.exact().unwrap()
}

/// Answers with the items named present and all others absent.
fn present(id: &str, items: &[&str]) -> Vec<Answer> {
    let instrument = instrument(id);
    for item in items {
        assert!(instrument.item(item).is_some(), "{id} has no item {item}");
    }
    let answer = |item: &crate::Item| Dec::from_int(i64::from(items.contains(&item.id.as_str())));
    instrument.items.iter().map(|item| Answer::Value(answer(item))).collect()
}

/// Answers by name; all other items have the answer `rest`.
fn named(id: &str, answers: &[(&str, &str)], rest: &str) -> Scored {
    let instrument = instrument(id);
    for (item, _) in answers {
        assert!(instrument.item(item).is_some(), "{id} has no item {item}");
    }
    let text = |item: &crate::Item| answers.iter().find(|(name, _)| *name == item.id).map_or(rest, |(_, text)| *text);
    let texts: Vec<&str> = instrument.items.iter().map(text).collect();
    instrument.score(&read_all(instrument, &texts))
}

/// The level of a value in a set of bands.
fn band(id: &str, bands: &str, value: &str) -> &'static str {
    let bands = instrument(id).bands.iter().find(|b| b.name == bands).unwrap_or_else(|| panic!("no bands {bands}"));
    bands.level(dec(value)).unwrap()
}

fn domain(scored: &Scored, id: &str) -> Score {
    scored.domains.iter().find(|(domain, _)| domain == id).unwrap().1.clone()
}

fn exact_domains(scored: &Scored) -> Vec<String> {
    scored.domains.iter().map(|(_, score)| score.exact().unwrap().to_string()).collect()
}

fn bounds(score: &Score) -> (String, String) {
    let side = |value: Option<Dec>| value.map_or("?".to_owned(), |v| v.to_string());
    (side(score.lower()), side(score.upper()))
}
