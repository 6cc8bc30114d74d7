use engraft_protocol::load_study;

use super::*;
use crate::load_published;

/// Outcome of every check of a file, with its code and what was computed.
fn checks(text: &str) -> Vec<(&'static str, &'static str, String)> {
    let study = "[study]\nid = \"s\"\ntitle = \"S\"\ndisease = \"d\"\ndata = \"published\"\n";
    let study = load_study("study.toml", study.as_bytes(), &[]).study.unwrap();
    let text = format!("subjects = 40\n[[sources]]\nid = \"a\"\ntitle = \"A\"\nkind = \"abstract\"\n{text}");
    let loaded = load_published(text.as_bytes(), &study);
    let published = loaded.published.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let made = run(&published, &readings::groups(&published));
    made.into_iter().map(|c| (c.code.0, c.outcome.word(), c.computed)).collect()
}

fn count(id: &str, rest: &str) -> String {
    format!("[[counts]]\nid = \"{id}\"\noutcome = \"{id}\"\nsource = \"a\"\n{rest}\n")
}

#[test]
fn a_percentage_and_its_missing_denominator() {
    let found = checks(&count("relapse", "events = 7\nof = 24\nsubgroup = true\npercent = \"29.1\""));
    assert_eq!(found, [("F012", "disagrees", "29.17 %".to_owned())]);
    let found = checks(&count("relapse", "events = 3\npercent = \"12.5\""));
    assert_eq!(found, [("F012", "agrees", "of 24".to_owned())]);
}

#[test]
fn parts_and_their_whole() {
    let counts = count("x", "events = 8") + &count("y", "events = 4") + &count("z", "events = 10");
    let total = "[[totals]]\nwhat = \"studies\"\nparts = [\"x\", \"y\"]\nwhole = \"z\"\n";
    assert_eq!(checks(&(counts + total)), [("F013", "disagrees", "2 more".to_owned())]);
}

#[test]
fn p_statistic_and_interval_each_against_each() {
    let text = "[[estimates]]\nid = \"e\"\nlabel = \"E\"\nsource = \"a\"\nestimate = \"-4.25\"\nlower = \"-6.78\"\n\
                upper = \"-1.72\"\nstatistic = \"-2.1\"\np = \"0.001\"\n";
    let found: Vec<(&str, &str)> = checks(text).into_iter().map(|(code, outcome, _)| (code, outcome)).collect();
    // z is 3.29: the p agrees with the interval, the statistic with neither
    assert_eq!(found, [("F014", "disagrees"), ("F014", "agrees"), ("F014", "disagrees")]);
}

#[test]
fn whole_numbers_and_denominators() {
    let figure = "[[figures]]\nid = \"f\"\nlabel = \"F\"\nn = 18\ncentre = \"3.44\"\nspread = \"2.47\"\nspread-kind = \"sd\"\n\
                  whole-numbers = true\nsource = \"a\"\n";
    let found: Vec<(&str, &str)> = checks(figure).into_iter().map(|(code, outcome, _)| (code, outcome)).collect();
    assert_eq!(found, [("F010", "agrees"), ("F011", "disagrees"), ("F016", "note")]);
}
