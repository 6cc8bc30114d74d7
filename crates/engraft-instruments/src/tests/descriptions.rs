//! Every built-in description.

use std::collections::BTreeSet;

use engraft_base::Dec;

use crate::registry::{DEFINITIONS, file};
use crate::{Formula, Instrument, Item, Kind, Status, builtin, builtins, ids};

#[test]
fn every_description_parses_and_none_is_skipped() {
    for (id, text) in DEFINITIONS {
        match Instrument::parse(&file(id), text) {
            Ok(instrument) => assert_eq!(instrument.id, *id),
            Err(findings) => panic!("{id}: {findings:#?}"),
        }
    }
    assert_eq!(builtins().len(), DEFINITIONS.len());
    assert_eq!(builtins().len(), 63);
}

#[test]
fn the_registry_is_sorted_and_answers_by_identifier() {
    assert!(ids().is_sorted());
    assert!(ids().all(|id| builtin(id).is_some_and(|instrument| instrument.id == id)));
    assert_eq!(builtin("sledai"), None);
}

#[test]
fn every_description_says_whence_it_comes_and_who_owns_it() {
    for instrument in builtins() {
        let id = &instrument.id;
        assert!(!instrument.rights.is_empty() && !instrument.sources.is_empty(), "{id}");
        assert!(!instrument.variants.is_empty() && instrument.missing_rule.is_some(), "{id}");
        assert!(instrument.look_back.is_some(), "{id}");
        assert_eq!(instrument.status == Status::Reconstructed, instrument.status_note.is_some(), "{id}");
    }
}

#[test]
fn the_only_item_of_a_single_value_carries_the_instruments_name() {
    for instrument in builtins().iter().filter(|i| i.items.len() == 1) {
        assert_eq!(instrument.items[0].id, instrument.id);
    }
}

#[test]
fn weights_sum_to_the_stated_maximum() {
    for instrument in builtins().iter().filter(|i| i.formula == Formula::Sum && i.range.upper.is_some()) {
        let points = |item: &Item| item.range.upper.unwrap().times(item.weight.unwrap_or(Dec::ONE)).unwrap();
        let sum = instrument.items.iter().fold(Dec::ZERO, |sum, item| sum.plus(points(item)).unwrap());
        assert_eq!(Some(sum), instrument.range.upper, "{}", instrument.id);
    }
    for instrument in builtins().iter().filter(|i| i.formula == Formula::RegionProduct) {
        let sum = instrument.domains.iter().fold(Dec::ZERO, |sum, d| sum.plus(d.weight.unwrap()).unwrap());
        assert_eq!(sum, Dec::ONE, "{}", instrument.id);
    }
}

#[test]
fn stated_counts_of_items_hold() {
    let count = |id: &str| builtin(id).unwrap().items.len();
    for (id, items) in [
        ("sledai-2k", 24),
        ("clinical-sledai-2k", 22),
        ("bilag-2004-numeric", 9),
        ("bilag-classic-12-5-1", 8),
        ("mmt8-bilateral", 15),
        ("haq-di-standard", 16),
        ("easi", 20),
        ("scorad", 9),
        ("objective-scorad", 7),
        ("mrss", 17),
        ("pasi", 16),
    ] {
        assert_eq!(count(id), items, "{id}");
    }
}

#[test]
fn sledai_versions_have_the_same_items_and_weights_and_differ_in_wording() {
    let of = |id: &str| builtin(id).unwrap();
    let points = |id: &str| of(id).items.iter().map(|i| (i.id.clone(), i.weight)).collect::<Vec<_>>();
    for id in ["sledai-1992", "selena-sledai", "selena-sledai-s2k"] {
        assert_eq!(points(id), points("sledai-2k"), "{id}");
    }
    let differing: BTreeSet<&str> = std::iter::zip(&of("sledai-1992").items, &of("sledai-2k").items)
        .filter(|(a, b)| a.counts_when != b.counts_when)
        .map(|(a, _)| a.id.as_str())
        .collect();
    assert_eq!(differing, BTreeSet::from(["alopecia", "arthritis", "mucosal-ulcers", "proteinuria", "rash"]));
}

#[test]
fn descriptions_survive_being_written_and_read() {
    for instrument in builtins() {
        let text = toml::to_string(instrument).unwrap();
        assert_eq!(Instrument::parse(&file("x"), &text).as_ref(), Ok(instrument), "{text}");
        assert_eq!(toml::from_str::<Instrument>(&text).as_ref(), Ok(instrument));
    }
}

#[test]
fn the_schema_knows_the_keys_of_a_description() {
    let schema = schemars::schema_for!(Instrument);
    let properties = schema.get("properties").unwrap();
    for key in ["id", "status-note", "look-back", "missing-allowed", "items", "bands", "range"] {
        assert!(properties.get(key).is_some(), "{key}");
    }
    let item = schema.pointer("/$defs/Item/required").unwrap().as_array().unwrap();
    assert_eq!(item.iter().filter_map(|key| key.as_str()).collect::<Vec<_>>(), ["id", "label", "kind"]);
}

#[test]
fn pages_hold_items_score_and_rights() {
    for instrument in builtins() {
        let page = instrument.page();
        for part in [&instrument.name, &instrument.id, "## Items", "## Score", "## Missing items", "## Rights"] {
            assert!(page.contains(part), "{}: {part}", instrument.id);
        }
        assert!(instrument.items.iter().all(|item| page.contains(&format!("| `{}` |", item.id))));
    }
    let page = builtin("sledai-2k").unwrap().page();
    assert!(page.contains("| `fever` | fever | 0 or 1 (no or yes) | 1 | constitutional |"), "{page}");
}

#[test]
fn only_the_viga_digit_is_kept() {
    let viga = builtin("viga-ad").unwrap();
    assert!(viga.bands.is_empty() && viga.items[0].kind == Kind::Integer);
    assert!(viga.rights.contains("CC BY-ND 4.0"));
}
