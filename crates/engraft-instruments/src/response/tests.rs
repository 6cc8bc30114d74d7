//! Every definition reads, and gives the published and hand-worked answers at, below and above each limit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use engraft_base::Verdict::{self, NotMet};

use super::{DEFINITIONS, ResponseDefinition, response, responses};
use crate::instrument::Status;
use crate::rule::tests::Visit;
use crate::rule::tests::items::Sheet;
use crate::rule::{Context, Rule, When, rule_name};

mod arthritis;
mod limits;
mod lung;
mod lupus_flare;
mod lupus_response;
mod lupus_state;
mod myositis;
mod nanjing;
mod parameters;
mod remarks;
mod renal;
mod renal_flare;
mod sclerosis;
mod skin;

/// The rule of a definition, read once.
fn rule(id: &str) -> Rule {
    static READ: Mutex<BTreeMap<String, Rule>> = Mutex::new(BTreeMap::new());
    if let Some(rule) = READ.lock().unwrap().get(id) {
        return rule.clone();
    }
    let definition = response(id).unwrap_or_else(|| panic!("{id}"));
    let rule = definition.compiled().unwrap_or_else(|faults| panic!("{id}: {faults:?}"));
    READ.lock().unwrap().insert(id.to_owned(), rule.clone());
    rule
}

fn answer(id: &str, context: &dyn Context) -> Verdict {
    rule(id).evaluate(context).verdict
}

fn pair(id: &str, name: &str, baseline: &str, now: &str) -> Verdict {
    answer(id, &Visit::new().pair(name, baseline, now))
}

/// `baseline.upcr=3.2` or `upcr=0.45`: time, name and text of the value; `now` where no time is written.
fn words(text: &str) -> impl Iterator<Item = (When, &str, &str)> {
    text.split_whitespace().map(|word| {
        let (name, value) = word.split_once('=').unwrap_or_else(|| panic!("{word}"));
        let (time, name) = name.split_once('.').unwrap_or(("now", name));
        let times = [When::Now, When::Baseline, When::Previous, When::Nadir];
        (times.into_iter().find(|when| when.word() == time).unwrap(), name, value)
    })
}

/// A subject at a visit, from words; the last word on a value counts.
fn visit(text: &str) -> Visit {
    words(text).fold(Visit::new(), |visit, (when, name, value)| visit.at(when, name, value))
}

fn at(id: &str, text: &str) -> Verdict {
    answer(id, &visit(text))
}

/// Answers where one value changes and everything else stays as in `rest`.
fn along<const N: usize>(id: &str, rest: &str, name: &str, values: [&str; N]) -> [Verdict; N] {
    values.map(|value| at(id, &format!("{rest} {name}={value}")))
}

/// Letters of the first systems of BILAG-2004, such as `A,B,C`; the other systems are E.
fn letters(sheet: Sheet, when: When, letters: &str) -> Sheet {
    let systems = ["musculoskeletal", "mucocutaneous", "haematological", "renal", "constitutional"];
    let cells: Vec<(&str, &str)> = systems.into_iter().zip(letters.split(',')).collect();
    sheet.with(when, "bilag", "bilag-2004-numeric", &cells)
}

/// Numbers from words added to a sheet.
fn numbers(sheet: Sheet, text: &str) -> Sheet {
    words(text).fold(sheet, |sheet, (when, name, value)| sheet.number(when, name, value))
}

#[test]
fn every_definition_reads_and_binds_exactly_its_roles() {
    for (id, text) in DEFINITIONS {
        let definition: ResponseDefinition = toml::from_str(text).unwrap_or_else(|fault| panic!("{id}: {fault}"));
        assert_eq!(definition.id, *id);
        let rule = rule(id);
        let used: BTreeSet<(String, &str)> = rule.measures().into_iter().map(|m| (m.name, m.kind.word())).collect();
        let needed = definition.needs.iter().map(|need| (rule_name(&need.measure), need.kind.word())).collect();
        assert_eq!(used, needed, "{id}");
        assert!(definition.status == Status::Verified || definition.status_note.is_some(), "{id}");
        assert!(definition.need(&rule.measures()[0].name).is_some());
        let page = definition.page();
        assert!(page.contains(id) && page.contains("## Rule") && page.contains("## Sources"), "{page}");
    }
    assert_eq!(responses().len(), DEFINITIONS.len());
    assert!(responses().iter().map(|r| r.id.as_str()).is_sorted());
    assert!(response("easi-60").is_none());
}

#[test]
fn the_instruments_named_for_a_role_exist_and_have_the_items_named() {
    for definition in responses() {
        let measures = rule(&definition.id).measures();
        for need in &definition.needs {
            let used = measures.iter().find(|used| used.name == rule_name(&need.measure)).unwrap();
            assert!(used.items.is_empty() || !need.instruments.is_empty(), "{}: {}", definition.id, need.measure);
            for id in &need.instruments {
                let instrument = crate::registry::builtin(id).unwrap_or_else(|| panic!("{}: {id}", definition.id));
                // classic BILAG has eight systems: what is counted there is what it has
                let known: Vec<String> = instrument.items.iter().map(|item| rule_name(&item.id)).collect();
                let classic = id.starts_with("bilag-classic");
                assert!(classic || used.items.iter().all(|item| known.contains(item)), "{}: {id}", definition.id);
            }
        }
    }
}

/// Identifiers named in the text of a definition are definitions.
#[test]
fn variants_named_beside_a_definition_exist() {
    for definition in responses() {
        for (place, word) in definition.variants.as_deref().unwrap_or("").split('`').enumerate() {
            let families =
                ["sri-", "msri-", "lldas", "doris-", "sfi-", "esfi-", "kdigo-", "eular-", "bliss-", "aurora-"];
            let more =
                ["regency-", "mcr-", "pcr-", "das28-", "criss-", "easi-", "itch-nrs-", "cdasi-", "bicla", "inbuild"];
            let named = place % 2 == 1 && families.iter().chain(&more).any(|family| word.starts_with(family));
            if !named || crate::registry::builtin(word).is_some() {
                continue;
            }
            let stem = word.strip_suffix('*').unwrap_or(word);
            let known = responses().iter().any(|r| r.id == word || (stem != word && r.id.starts_with(stem)));
            assert!(known, "{}: {word}", definition.id);
        }
    }
}

#[test]
fn the_table_of_the_documentation_lists_every_definition() {
    let page = include_str!("../../../../docs/responses.md");
    for definition in responses() {
        let row = format!("| `{}` | {} | {} |", definition.id, definition.name, definition.status.word());
        assert!(page.contains(&row), "{row}");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, responses().len());
}

#[test]
fn pages_show_rule_needs_and_sources() {
    let page = response("doris-2021-lt5").unwrap().page();
    for text in [
        "now.prednisone < 5",
        "| pga | `pga` | number | `pga`, `pga-from-10`, `pga-from-100` |",
        "https://doi.org/10.1136/lupus-2021-000538",
        "doris-2021-le5",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
}

/// A value known to fail decides, whatever else is missing.
#[test]
fn one_known_part_decides() {
    for (id, text) in [
        ("kdigo-2024-10-cr", "upcr=0.5"),
        ("bliss-ln-crr", "treatment_failure=1"),
        ("aurora-crr", "steroid_excess=1"),
        ("boolean-remission-2022", "ptga=2.1"),
        ("doris-treatment-free", "antimalarial=1"),
        ("criss-2016", "renal_crisis=1"),
        ("acr20", "baseline.tender_joints=10 tender_joints=9"),
    ] {
        assert_eq!(at(id, text), NotMet, "{id}");
    }
}
