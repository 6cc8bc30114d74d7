use engraft_protocol::load_study;

use super::*;

const STUDY: &str = r#"
[study]
id = "s"
title = "S"
disease = "d"
data = "published"

[visits.baseline]
day = 0
[visits.w2]
day = 14

[measures.mmt8]
kind = "value"
range = [0, 80]
[measures.dose]
kind = "value"
"#;

pub(crate) fn study() -> Study {
    let loaded = load_study("study.toml", STUDY.as_bytes(), &[]);
    loaded.study.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

const SOUND: &str = r#"
[[sources]]
id = "a"
title = "Abstract"
kind = "abstract"

[[figures]]
id = "dose-0"
measure = "dose"
visit = "baseline"
n = 8
centre = "34"
spread = "15"
source = "a"

[[figures]]
id = "dose-2"
measure = "dose"
visit = "w2"
n = 8
centre = "18"
spread = "6"
p = "<0.05"
versus = "dose-0"
test = "paired-t"
source = "a"
"#;

pub(crate) fn load(text: &str) -> Loaded {
    load_published(text.as_bytes(), &study())
}

#[test]
fn a_sound_file_gives_its_figures_with_their_places() {
    let loaded = load(SOUND);
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let published = loaded.published.unwrap();
    let after = &published.figures[1];
    assert_eq!((after.written().as_str(), after.versus, after.n), ("18±6", Some(0), Some(8)));
    assert_eq!(after.place.to_string(), "published.toml:17:6");
}

#[test]
fn every_fault_is_found_at_once_with_its_place() {
    let text = SOUND.replace("measure = \"dose\"\nvisit = \"w2\"", "measure = \"doze\"\nvisit = \"w3\"");
    let text = text.replace("\"34\"", "\"34 mg\"").replace("versus = \"dose-0\"", "versus = \"dose-9\"");
    let text =
        format!("{text}\n[[counts]]\nid = \"c\"\noutcome = \"x\"\nevents = 3\nof = 2\nsource = \"b\"\nper = 1\n");
    let loaded = load(&text);
    assert!(loaded.published.is_none());
    let found: Vec<(&str, String)> =
        loaded.findings.iter().map(|f| (f.code.0, f.place.as_ref().unwrap().to_string())).collect();
    let codes: Vec<&str> = found.iter().map(|(c, _)| *c).collect();
    for code in ["F003", "F004", "F005", "P003"] {
        assert!(codes.contains(&code), "{found:?}");
    }
    assert_eq!(codes.iter().filter(|c| **c == "F003").count(), 4, "{found:?}");
    assert!(found.contains(&("F004", "published.toml:12:10".to_owned())), "{found:?}");
}

#[test]
fn a_name_given_twice_is_a_fault() {
    let loaded = load(&SOUND.replace("\"dose-2\"", "\"dose-0\""));
    assert!(loaded.findings.iter().any(|f| f.code == codes::DUPLICATE), "{:?}", loaded.findings);
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let loaded = load_published(&[0xff, 0xfe, 0x00], &study());
    assert_eq!(loaded.findings.first().map(|f| f.code), Some(codes::UNREADABLE));
    assert!(load("figures = 3\n[[").published.is_none());
    assert!(load("").published.is_some());
}
