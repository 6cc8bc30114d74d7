//! Faults of a user's own description.

use std::sync::Arc;

use engraft_base::Finding;

use crate::{Answer, CODES, Instrument};

const OWN: &str = r#"
id = "itch-and-sleep"
name = "Itch and sleep"
version = "1"
measures = "Two questions of our clinic."
direction = "higher-is-worse"
range = [0, 14]
items = [
    { id = "itch", label = "itch", kind = "number", range = [0, 10] },
    { id = "sleep", label = "bad nights", kind = "integer", range = [0, 2], weight = 2 },
]
"#;

fn parse(text: &str) -> Result<Instrument, Vec<Finding>> {
    Instrument::parse(&Arc::from("own.toml"), text)
}

/// `code place` of every fault.
fn faults(text: &str) -> Vec<String> {
    let place = |f: &Finding| f.place.as_ref().map(ToString::to_string).unwrap_or_default();
    parse(text).unwrap_err().iter().map(|f| format!("{} {}", f.code.0, place(f))).collect()
}

/// The faults of the valid description after one replacement.
fn faults_after(from: &str, to: &str) -> Vec<String> {
    assert!(OWN.contains(from), "{from}");
    faults(&OWN.replacen(from, to, 1))
}

#[test]
fn a_short_description_of_ones_own_is_enough() {
    let own = parse(OWN).unwrap();
    let read = |id: &str, text: &str| own.item(id).unwrap().read(text).unwrap();
    let scored = own.score(&[read("itch", "4.5"), read("sleep", "2")]);
    assert_eq!(scored.total.to_string(), "8.5");
    assert_eq!(own.score(&[Answer::Missing, read("sleep", "1")]).total.to_string(), "2 to 12");
    assert_eq!(own.status.word(), "reconstructed");
}

#[test]
fn all_faults_are_found_at_once_and_sorted() {
    let text = OWN
        .replace("name = \"Itch and sleep\"\n", "")
        .replace("direction", "directoin")
        .replace("kind = \"integer\"", "kind = \"integr\"")
        .replace("[0, 10]", "[10, 0]");
    assert_eq!(
        faults(&text),
        ["S003 own.toml:1:1", "S003 own.toml:1:1", "S002 own.toml:5:1", "S008 own.toml:8:61", "S007 own.toml:9:50"]
    );
}

#[test]
fn hints_name_the_nearest_key_and_word() {
    let findings = parse(&OWN.replace("direction", "directoin").replace("integer", "integr")).unwrap_err();
    let hints: Vec<&str> = findings.iter().filter_map(|f| f.hint.as_deref()).collect();
    assert_eq!(hints, ["did you mean `direction`?", "did you mean `integer`?"]);
}

#[test]
fn text_that_is_not_toml_is_one_fault_with_its_place() {
    assert_eq!(faults_after("version = \"1\"", "version = "), ["S001 own.toml:4:11"]);
}

#[test]
fn each_check_has_its_code() {
    for (from, to, expected) in [
        ("version = \"1\"", "version = 1", "S004 own.toml:4:11"),
        ("\"itch-and-sleep\"", "\"Itch\"", "S005 own.toml:2:6"),
        ("id = \"sleep\"", "id = \"itch\"", "S006 own.toml:10:12"),
        ("range = [0, 14]", "range = [0]", "S008 own.toml:7:9"),
        ("weight = 2", "weight = 2, domain = \"x\"", "S009 own.toml:10:98"),
        ("weight = 2", "weight = 0", "S010 own.toml:10:86"),
        ("weight = 2", "letters = { A = 1 }", "S010 own.toml:10:87"),
        ("kind = \"number\"", "kind = \"letter\"", "S010 own.toml:9:5"),
        ("range = [0, 14]", "range = [0, 12]", "S011 own.toml:7:9"),
        ("items", "missing-allowed = 2\nitems", "S010 own.toml:8:19"),
        ("items", "formula = \"sum\"\ndomains = [{ id = \"x\", label = \"x\" }]\nitems", "S013 own.toml:9:12"),
        (
            "items",
            "bands = [{ name = \"b\", source = \"s\", levels = [{ label = \"x\", at-most = 3 }, { label = \"y\", below = 2 }] }]\nitems",
            "S012 own.toml:8:47",
        ),
    ] {
        assert_eq!(faults_after(from, to), [expected], "{to}");
    }
}

#[test]
fn a_region_needs_an_area_and_signs() {
    let text = OWN.replace(
        "range = [0, 14]",
        "range = [0, 14]\nformula = \"region-product\"\ndomains = [{ id = \"all\", label = \"all\" }]",
    );
    let found = faults(&text);
    assert!(found.iter().any(|f| f.starts_with("S013")), "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("S010")), "{found:?}");
}

#[test]
fn codes_are_listed_once_each_and_sorted() {
    assert!(CODES.iter().zip(CODES.iter().skip(1)).all(|(a, b)| a.0 < b.0));
}
