//! Housekeeping of the workspace: the arrows between the crates, what each crate may not use, and the size of files.
//!
//! The arrows stand in ARCHITECTURE.md as a table; a new one is a decision and is written there first.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Lines from which a file must say in its module doc why it is so long, in a line that starts with `Length:`.
const LONG_FILE: usize = 600;

/// What only the command line may use: arguments, terminal, clock, chance, network, files of its own.
const ONLY_THE_COMMAND_LINE: [&str; 14] = [
    "chrono",
    "clap",
    "clap_complete",
    "clap_mangen",
    "fastrand",
    "getrandom",
    "indicatif",
    "rand",
    "reqwest",
    "rust_xlsxwriter",
    "tempfile",
    "time",
    "tokio",
    "ureq",
];

/// What a crate may not do, told by the crates that it may not use.
const NEVER: &[(&str, &[&str], &str)] = &[
    (
        "engraft-base",
        &["calamine", "csv", "maud", "serde_json", "statrs", "toml"],
        "knows no file format, page or statistic",
    ),
    ("engraft-stats", &["calamine", "csv", "jiff", "maud", "serde", "toml"], "takes slices: no text, file or date"),
    ("engraft-instruments", &["calamine", "csv", "jiff", "maud", "statrs"], "knows no table, date or statistic"),
    ("engraft-results", &["jiff", "maud", "rust_decimal", "statrs"], "computes nothing"),
    ("engraft-protocol", &["calamine", "csv", "maud", "statrs"], "sees no subject data"),
    ("engraft-data", &["maud", "statrs"], "knows no statistic"),
    ("engraft-analysis", &["calamine", "csv", "maud", "statrs"], "does not know where tables came from"),
    ("engraft-review", &["calamine", "csv", "jiff", "maud", "statrs"], "reads no subject data, lays nothing out"),
    ("engraft-simulation", &["calamine", "csv", "jiff", "maud", "serde_json", "toml"], "knows no file format or date"),
    ("engraft-report", &["calamine", "csv", "libm", "statrs", "toml"], "computes no statistic"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The packages of the workspace.
fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn name(value: &Value) -> &str {
    value["name"].as_str().unwrap()
}

/// Names of the dependencies of a package; those for its own tests only where asked for.
fn dependencies(package: &Value, with_tests: bool) -> BTreeSet<String> {
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|d| with_tests || d["kind"].as_str() != Some("dev")).map(|d| name(d).to_owned()).collect()
}

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The table between the two marks in ARCHITECTURE.md: a crate, and the crates that it uses.
fn arrows_written() -> Arrows {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, rest) = text.split_once("<!-- arrows: begin -->").expect("the mark before the table of arrows");
    let (table, _) = rest.split_once("<!-- arrows: end -->").expect("the mark after the table of arrows");
    let mut arrows = Arrows::new();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let uses = cells[1].split(", ").filter(|word| *word != "none").map(|word| word.trim_matches('`').to_owned());
        let before = arrows.insert(cells[0].trim_matches('`').to_owned(), uses.collect());
        assert!(before.is_none(), "{} stands twice in ARCHITECTURE.md", cells[0]);
    }
    arrows
}

#[test]
fn the_arrows_between_crates_are_those_of_the_architecture() {
    let found: Arrows = packages()
        .iter()
        .map(|package| {
            let uses = dependencies(package, true).into_iter().filter(|d| d.starts_with("engraft")).collect();
            (name(package).to_owned(), uses)
        })
        .collect();
    let written = arrows_written();
    let names = |arrows: &Arrows| arrows.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&written), "crates of the workspace (left) and of ARCHITECTURE.md (right)");
    for (krate, uses) in &found {
        let said = &written[krate];
        let new: Vec<_> = uses.difference(said).collect();
        let gone: Vec<_> = said.difference(uses).collect();
        assert!(new.is_empty(), "{krate} uses {new:?}: write the arrow into ARCHITECTURE.md with its reason");
        assert!(gone.is_empty(), "ARCHITECTURE.md says that {krate} uses {gone:?}, and it does not");
    }
}

#[test]
fn arrows_point_down() {
    let arrows = arrows_written();
    let mut below: BTreeSet<&str> = BTreeSet::new();
    while below.len() < arrows.len() {
        let ready = |(krate, uses): &(&String, &BTreeSet<String>)| {
            !below.contains(krate.as_str()) && uses.iter().all(|u| below.contains(u.as_str()))
        };
        let next: Vec<&str> = arrows.iter().filter(ready).map(|(krate, _)| krate.as_str()).collect();
        assert!(!next.is_empty(), "some crates use each other in a circle; sound are only {below:?}");
        below.extend(next);
    }
}

#[test]
fn pure_crates_use_nothing_that_only_the_command_line_may_use() {
    for package in packages().iter().filter(|p| name(p) != "engraft") {
        let uses = dependencies(package, false);
        let barred: Vec<_> = ONLY_THE_COMMAND_LINE.iter().filter(|d| uses.contains(**d)).collect();
        assert!(
            barred.is_empty(),
            "{} uses {barred:?}; files, clock, chance and printing are handed in",
            name(package)
        );
    }
}

#[test]
fn crates_keep_to_what_they_may_not_do() {
    let packages = packages();
    for (krate, never, why) in NEVER {
        let package =
            packages.iter().find(|p| name(p) == *krate).unwrap_or_else(|| panic!("there is no crate {krate}"));
        let uses = dependencies(package, false);
        let barred: Vec<_> = never.iter().filter(|d| uses.contains(**d)).collect();
        assert!(barred.is_empty(), "{krate} {why}; it uses {barred:?}");
    }
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace_and_none_turns_purity_off() {
    for package in packages() {
        let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
        let text = fs::read_to_string(&manifest).unwrap();
        assert!(text.contains("[lints]\nworkspace = true"), "{} sets lints of its own", manifest.display());
        if name(&package) == "engraft" {
            continue;
        }
        let is_test = |file: &PathBuf| file.iter().any(|part| part == "tests" || part == "tests.rs");
        for file in rust_files(&manifest.parent().unwrap().join("src")).into_iter().filter(|file| !is_test(file)) {
            let text = fs::read_to_string(&file).unwrap();
            let off = text.contains("allow(clippy::disallowed") || text.contains("expect(clippy::disallowed");
            assert!(!off, "{} turns off a lint that keeps files, clock and unordered maps out", file.display());
        }
    }
}

#[test]
fn long_files_say_why() {
    let long_without_reason: Vec<String> = rust_files(&root().join("crates"))
        .into_iter()
        .filter_map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let lines = text.lines().count();
            let reason = text.lines().any(|line| line.starts_with("//! Length:"));
            (lines > LONG_FILE && !reason).then(|| format!("{} ({lines} lines)", file.display()))
        })
        .collect();
    assert!(long_without_reason.is_empty(), "split, or say why in a line `//! Length: ...`: {long_without_reason:?}");
}

/// The Rust files below a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
