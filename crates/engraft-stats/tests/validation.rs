//! `docs/validation.md` is what the oracles and the comparisons with them say.
//!
//! `ENGRAFT_BLESS=1 cargo test -p engraft-stats` writes what the comparisons saw (`oracles/*/*/seen.json`, see `common/seen.rs`) and then,
//! this file being the last, the page.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

const NOTICE: &str = "<!-- Written by `ENGRAFT_BLESS=1 cargo test -p engraft-stats`. Do not edit. -->";

/// Oracles that a test of another crate reads.
const ELSEWHERE: [(&str, &str); 1] = [("published/paired-claim", "crates/engraft-review/tests/oracles.rs")];

/// Software whose version is looked for in the raw output. (jsonlite only writes the file.)
const SOFTWARE: [&str; 17] = [
    "coin",
    "exactRankTests",
    "survival",
    "cmprsk",
    "prodlim",
    "metafor",
    "boot",
    "nlme",
    "lme4",
    "lmerTest",
    "pbkrtest",
    "emmeans",
    "geepack",
    "numDeriv",
    "sandwich",
    "multcomp",
    "mpmath",
];

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn names(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    found
}

/// One folder below `oracles/`.
struct Oracle {
    title: String,
    software: String,
    /// Comparisons by name.
    seen: BTreeMap<String, Value>,
}

impl Oracle {
    fn values(&self) -> u64 {
        self.seen.values().map(|c| c["values"].as_u64().unwrap()).sum()
    }

    fn largest(&self) -> Option<f64> {
        self.seen
            .values()
            .flat_map(|c| c["largest"].as_object().unwrap().values())
            .filter_map(Value::as_f64)
            .reduce(f64::max)
    }
}

/// The program and packages that the raw output names, with their versions.
fn software(raw: &str) -> String {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let version = |word: &str| word.contains('.') && word.split(['.', '-']).all(|part| part.parse::<u32>().is_ok());
    let mut found: Vec<String> = Vec::new();
    if let Some(at) = words.windows(2).position(|w| w == ["R", "version"]) {
        found.push(format!("R {}", words[at + 2]));
    }
    let python = words.windows(2).find(|w| w[0].eq_ignore_ascii_case("python") && version(w[1]));
    found.extend(python.map(|w| format!("Python {}", w[1])));
    for name in SOFTWARE {
        let pair = words.windows(2).rev().find(|w| w[0] == name && version(w[1]));
        found.extend(pair.map(|w| format!("{name} {}", w[1])));
    }
    found.join(", ")
}

fn oracles() -> BTreeMap<String, Oracle> {
    let mut found = BTreeMap::new();
    for family in names(&root("oracles")) {
        for case in names(&root("oracles").join(&family)) {
            let folder = root("oracles").join(&family).join(&case);
            if !folder.is_dir() {
                continue;
            }
            let read = |file: &str| fs::read_to_string(folder.join(file));
            let source = read("SOURCE.md").unwrap_or_else(|_| panic!("oracles/{family}/{case} has no SOURCE.md"));
            assert!(read("expected.json").is_ok(), "oracles/{family}/{case} has no expected.json");
            let oracle = Oracle {
                title: source.lines().next().unwrap().trim_start_matches("# ").to_owned(),
                software: software(&read("raw.txt").unwrap_or_default()),
                seen: read("seen.json").map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default(),
            };
            found.insert(format!("{family}/{case}"), oracle);
        }
    }
    found
}

/// A page of `engraft stat`: its fields that matter here.
struct Page {
    id: String,
    name: String,
    family: String,
    validation: String,
}

fn pages() -> Vec<Page> {
    let folder = root("crates/engraft-analysis/methods");
    let field = |text: &str, key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.unwrap_or_default().trim_end_matches('"').replace("\\\"", "\"")
    };
    let mut pages: Vec<Page> = names(&folder)
        .iter()
        .filter(|file| file.ends_with(".toml"))
        .map(|file| {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            let [id, name, family, validation] = ["id", "name", "family", "validation"].map(|key| field(&text, key));
            Page { id, name, family, validation }
        })
        .collect();
    pages.sort_by(|a, b| (&a.family, &a.id).cmp(&(&b.family, &b.id)));
    pages
}

/// The oracles that a page names: `oracles/family/case`, further cases of that family by their name, or a whole family.
fn named<'a>(page: &Page, oracles: &'a BTreeMap<String, Oracle>) -> Vec<&'a String> {
    let words: BTreeSet<&str> = page.validation.split(|c: char| c.is_whitespace() || ",:;".contains(c)).collect();
    let families: BTreeSet<&str> =
        words.iter().filter_map(|word| word.strip_prefix("oracles/")?.split('/').next()).collect();
    let whole = |family: &str| words.contains(format!("oracles/{family}").as_str());
    let wanted = |key: &&String| {
        let (family, case) = key.split_once('/').unwrap();
        let alone = words.contains(case) && case.contains('-');
        families.contains(family) && (whole(family) || alone || words.contains(format!("oracles/{key}").as_str()))
    };
    oracles.keys().filter(wanted).collect()
}

fn difference(value: Option<f64>) -> String {
    match value {
        None => "not recorded".to_owned(),
        Some(0.0) => "0".to_owned(),
        Some(value) => format!("{value:.1e}"),
    }
}

fn link(case: &str) -> String {
    format!("[`{case}`](../oracles/{case}/SOURCE.md)")
}

fn table_of_methods(text: &mut String, pages: &[Page], oracles: &BTreeMap<String, Oracle>) {
    let _ = writeln!(
        text,
        "| family | method | compared with | oracles | software | values | largest difference |\n|---|---|---|---|---|---|---|"
    );
    for page in pages {
        let cases = named(page, oracles);
        if cases.is_empty() {
            continue;
        }
        let software: BTreeSet<&str> = cases.iter().flat_map(|case| oracles[*case].software.split(", ")).collect();
        let largest = cases.iter().filter_map(|case| oracles[*case].largest()).reduce(f64::max);
        let _ = writeln!(
            text,
            "| {} | {} (`{}`) | {} | {} | {} | {} | {} |",
            page.family,
            page.name,
            page.id,
            page.validation.replace("oracles/", ""),
            cases.iter().map(|case| link(case)).collect::<Vec<_>>().join(", "),
            software.into_iter().collect::<Vec<_>>().join(", "),
            cases.iter().map(|case| oracles[*case].values()).sum::<u64>(),
            difference(largest)
        );
    }
}

fn table_of_oracles(text: &mut String, oracles: &BTreeMap<String, Oracle>) {
    let _ = writeln!(
        text,
        "| oracle | what | comparison | values | tolerance | largest difference of each quantity |\n|---|---|---|---|---|---|"
    );
    for (case, oracle) in oracles {
        if let Some((_, test)) = ELSEWHERE.iter().find(|(name, _)| name == case) {
            let _ = writeln!(text, "| {} | {} | `{test}` | | | |", link(case), oracle.title);
        }
        for (name, comparison) in &oracle.seen {
            let largest = comparison["largest"].as_object().unwrap();
            let each: Vec<String> = largest
                .iter()
                .map(|(what, d)| format!("{} {}", what.replace('_', " "), difference(d.as_f64())))
                .collect();
            let tolerance = comparison["tolerance"].as_f64().unwrap();
            let part = name.strip_prefix(case.as_str()).unwrap_or(name).trim().trim_matches(['(', ')']);
            let _ = writeln!(
                text,
                "| {} | {} | {part} | {} | {tolerance:e} | {} |",
                link(case),
                oracle.title,
                comparison["values"],
                each.join(", ")
            );
        }
    }
}

/// The sections `Not validated` of the notes, each under the title of its file.
fn not_validated(text: &mut String) {
    for file in names(&root("docs/validation")).iter().filter(|name| name.ends_with(".md")) {
        let note = fs::read_to_string(root("docs/validation").join(file)).unwrap();
        let title = note.lines().next().unwrap_or_default().trim_start_matches("# ").trim_start_matches("Validation: ");
        let Some(at) = note.find("\n## Not validated") else { continue };
        let section = note[at + 1..].split_once('\n').map_or("", |(_, rest)| rest);
        let section = section.split("\n## ").next().unwrap_or_default().trim();
        let _ = writeln!(text, "\n### {title}\n\n{section}");
    }
}

fn written() -> String {
    let (oracles, pages) = (oracles(), pages());
    let mut text = format!("# Validation\n\n{NOTICE}\n\n");
    let values: u64 = oracles.values().map(Oracle::values).sum();
    let _ = writeln!(
        text,
        "What has been compared with what, how closely it agrees, and what has not been compared at all. {} oracles, {values} values. Each\n\
         comparison runs as a test (`cargo test -p engraft-stats`) and fails beyond its tolerance. The folder of an oracle holds the data, the\n\
         program that made the expected values, its raw output, and `SOURCE.md` with the details. Differences are relative to the expected\n\
         value unless `SOURCE.md` says otherwise; they are the largest over all values, rounded up.\n\n\
         All comparisons were made on one platform. **Nothing has been compared with SAS.**\n\n\
         Notes written by hand: {}.\n\n\
         What an interval covers and how often a test errs at 4 to 40 subjects is in [coverage](coverage.md).",
        oracles.len(),
        notes()
    );
    text.push_str(
        "\n## Methods\n\nThe methods of `engraft stat`. Values and largest difference are those of the oracles named, which a method may share.\n\n",
    );
    table_of_methods(&mut text, &pages, &oracles);
    text.push_str("\n## Methods without an oracle\n\n");
    for page in pages.iter().filter(|page| named(page, &oracles).is_empty()) {
        let _ = writeln!(text, "- {} (`{}`): {}", page.name, page.id, page.validation);
    }
    text.push_str("\n## Oracles\n\n");
    table_of_oracles(&mut text, &oracles);
    text.push_str("\n## Not validated\n\nFrom the notes of each family:\n");
    not_validated(&mut text);
    text
}

fn notes() -> String {
    let files = names(&root("docs/validation"));
    let links: Vec<String> = files
        .iter()
        .filter_map(|file| file.strip_suffix(".md"))
        .map(|name| format!("[{}](validation/{name}.md)", name.replace('-', " ")))
        .collect();
    links.join(", ")
}

#[test]
fn the_page_of_validation_is_what_the_oracles_say() {
    let (wanted, file) = (written(), root("docs/validation.md"));
    if std::env::var("ENGRAFT_BLESS").is_ok_and(|v| v == "1") {
        fs::write(&file, wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    let line = found.lines().zip(wanted.lines()).position(|(a, b)| a != b).map_or(0, |line| line + 1);
    assert!(
        found == wanted,
        "docs/validation.md is not what the oracles say, from line {line}: ENGRAFT_BLESS=1 cargo test -p engraft-stats --test validation"
    );
}

#[test]
fn every_oracle_is_compared() {
    let silent: Vec<String> = oracles()
        .into_iter()
        .filter(|(case, oracle)| oracle.seen.is_empty() && !ELSEWHERE.iter().any(|(name, _)| name == case))
        .map(|(case, _)| case)
        .collect();
    assert!(silent.is_empty(), "no comparison is recorded for {silent:?}: ENGRAFT_BLESS=1 cargo test -p engraft-stats");
}

#[test]
fn every_oracle_that_a_page_names_is_there() {
    let oracles = oracles();
    for page in pages() {
        let missing = page.validation.contains("oracles/") && named(&page, &oracles).is_empty();
        assert!(!missing, "the page `{}` names an oracle that is not there: {}", page.id, page.validation);
    }
}
