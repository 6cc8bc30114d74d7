//! Files that the program writes about itself are those in the repository, and every check has its page.
//!
//! `ENGRAFT_BLESS=1 cargo test -p engraft --test generated` writes the files instead of comparing them.
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const NOTICE: &str = "<!-- Written by `ENGRAFT_BLESS=1 cargo test -p engraft --test generated`. Do not edit. -->";

fn docs(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(path)
}

/// What the program prints.
fn engraft(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_engraft")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The rows of a catalogue.
fn rows(catalogue: &str) -> Vec<Value> {
    let text = engraft(&["list", catalogue, "--format", "json"]);
    let document: Value = serde_json::from_str(&text).unwrap();
    let rows = document.get("rows").or(document.get("instruments")).unwrap();
    rows.as_array().unwrap().clone()
}

fn cell<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap_or_else(|| panic!("no `{column}` in {row}"))
}

/// Compares a file with what it should hold, or writes it.
fn holds(path: &str, wanted: &str) {
    let file = docs(path);
    if std::env::var("ENGRAFT_BLESS").is_ok_and(|v| v == "1") {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, wanted).unwrap();
        return;
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    let differs = || {
        let pairs = found.lines().chain(std::iter::repeat("")).zip(wanted.lines());
        let line = pairs.enumerate().find(|(_, (a, b))| a != b);
        line.map_or("its end".to_owned(), |(i, (a, b))| format!("line {}:\n  there:  {a}\n  wanted: {b}", i + 1))
    };
    assert!(
        found == wanted,
        "docs/{path} is not what the program writes, from {}\nENGRAFT_BLESS=1 cargo test -p engraft --test generated",
        differs()
    );
}

#[test]
fn schemas_are_those_of_the_program() {
    for what in ["study", "published", "results", "instrument", "findings"] {
        holds(&format!("schemas/{what}.schema.json"), &engraft(&["schema", what]));
    }
}

/// A page with its headings one level further down, below the heading of the catalogue.
fn page(name: &str) -> String {
    let mut fenced = false;
    let mut text = String::from("\n");
    for line in engraft(&["explain", name]).lines() {
        fenced ^= line.starts_with("```");
        let deeper = if line.starts_with('#') && !fenced { "#" } else { "" };
        let _ = writeln!(text, "{deeper}{line}");
    }
    text
}

/// A catalogue: an introduction, a table with the columns named, and the page of every entry.
fn catalogue(title: &str, introduction: &str, columns: &[(&str, &str)], rows: &[Value], pages: bool) -> String {
    let mut text = format!("# {title}\n\n{NOTICE}\n\n{introduction}\n\n");
    let headings: Vec<&str> = columns.iter().map(|(_, heading)| *heading).collect();
    let _ = writeln!(text, "| {} |\n|{}", headings.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let cells: Vec<String> = columns.iter().map(|(key, _)| cell(row, key).replace('|', "\\|")).collect();
        let _ = writeln!(text, "| `{}` | {} |", cells[0], cells[1..].join(" | "));
    }
    if pages {
        rows.iter().for_each(|row| text.push_str(&page(cell(row, columns[0].0))));
    }
    text
}

#[test]
fn the_catalogue_of_instruments_is_that_of_the_program() {
    let columns = [
        ("id", "instrument"),
        ("name", "name"),
        ("version", "version"),
        ("direction", "direction"),
        ("status", "status"),
    ];
    let introduction = "Outcome measures that a study names by identifier. `verified`: items, weights and range were \
                        read in the source named. `reconstructed`: put together from secondary sources; check it before use.";
    let text = catalogue("Instruments", introduction, &columns, &rows("instruments"), true);
    holds("catalogue/instruments.md", &text);
}

#[test]
fn the_catalogue_of_responses_is_that_of_the_program() {
    let columns = [("response", "response"), ("name", "name"), ("disease", "disease"), ("status", "status")];
    let introduction = "Response and state definitions that a study names by identifier. Rules are written in the \
                        language described in [the guide](../guide/study-file.md#rules).";
    holds("catalogue/responses.md", &catalogue("Responses", introduction, &columns, &rows("responses"), true));
}

#[test]
fn the_catalogue_of_methods_is_that_of_the_program() {
    let columns = [
        ("method", "method"),
        ("name", "name"),
        ("family", "family"),
        ("reached by", "reached by"),
        ("validated against", "compared with"),
    ];
    let introduction = "Statistical methods: `engraft stat METHOD` runs each of them on any table, and an estimand may name those reached \
                        by `study`. What was compared, and how closely, is in \
                        [validation](../validation.md).";
    holds("catalogue/methods.md", &catalogue("Methods", introduction, &columns, &rows("methods"), true));
}

#[test]
fn the_catalogue_of_analytes_is_that_of_the_program() {
    let columns = [
        ("analyte", "analyte"),
        ("name", "name"),
        ("kept in", "kept in"),
        ("units", "units"),
        ("also called", "also called"),
    ];
    let introduction = "Laboratory analytes, the units that each may have, and the named rules of conversion.";
    holds("catalogue/analytes.md", &catalogue("Analytes", introduction, &columns, &rows("analytes"), true));
}

#[test]
fn the_catalogue_of_checks_is_that_of_the_program() {
    let columns = [("check", "check"), ("finds", "what it finds"), ("severity", "severity")];
    let introduction =
        "The page of each check is in [docs/checks](../checks/README.md), and `engraft explain CODE` prints it.";
    holds("catalogue/checks.md", &catalogue("Checks", introduction, &columns, &rows("checks"), false));
}

#[test]
fn every_check_has_a_page_and_every_page_a_check() {
    let codes: BTreeSet<String> = rows("checks").iter().map(|row| cell(row, "check").to_owned()).collect();
    let files = fs::read_dir(docs("checks")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<String> =
        files.filter_map(|file| file.strip_suffix(".md").map(str::to_owned)).filter(|name| name != "README").collect();
    let without: Vec<_> = codes.difference(&pages).collect();
    let astray: Vec<_> = pages.difference(&codes).collect();
    assert!(without.is_empty(), "checks without a page in docs/checks: {without:?}");
    assert!(astray.is_empty(), "pages in docs/checks without a check: {astray:?}");
    for code in &codes {
        let text = fs::read_to_string(docs(&format!("checks/{code}.md"))).unwrap();
        assert!(text.starts_with(&format!("# {code}: ")), "docs/checks/{code}.md does not start with its code");
    }
}

#[test]
fn the_table_of_checks_lists_every_check() {
    let text = fs::read_to_string(docs("checks/README.md")).unwrap();
    for row in rows("checks") {
        let code = cell(&row, "check");
        assert!(text.contains(&format!("| {code} | ")), "docs/checks/README.md does not list {code}");
    }
}
