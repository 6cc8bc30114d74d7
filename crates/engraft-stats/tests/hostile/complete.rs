//! No method without hostile calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::methods;

/// Public functions that are not called by their name in these files, each with the reason.
const EXEMPT: [(&str, &str); 0] = [];

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() { files(&entry, found) } else { found.push(entry) }
    }
}

#[test]
fn every_page_has_a_hostile_entry() {
    let pages: BTreeSet<String> = fs::read_dir(here("../engraft-analysis/methods"))
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
        .collect();
    let listed: BTreeSet<String> = methods().iter().flat_map(|m| m.1).map(|page| (*page).to_owned()).collect();
    assert!(pages.len() > 80, "{} pages found", pages.len());
    let without: Vec<_> = pages.difference(&listed).collect();
    let astray: Vec<_> = listed.difference(&pages).collect();
    assert!(without.is_empty(), "pages without hostile calls: {without:?}");
    assert!(astray.is_empty(), "entries name pages that do not exist: {astray:?}");
}

/// Modules that other crates can reach: `pub mod` in `lib.rs` and below, and what they re-export.
fn public_functions() -> BTreeMap<String, PathBuf> {
    let mut sources = Vec::new();
    files(&here("src"), &mut sources);
    let exported: BTreeSet<String> = sources
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .flat_map(|text| {
            text.split("pub use ").skip(1).map(|part| part.split(';').next().unwrap().to_owned()).collect::<Vec<_>>()
        })
        .flat_map(|list| list.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mut found = BTreeMap::new();
    for file in sources {
        let text = fs::read_to_string(&file).unwrap();
        let module = file.file_name().is_some_and(|name| name == "mod.rs");
        for line in text.lines().filter_map(|line| line.strip_prefix("pub fn ")) {
            let name = line.split(['(', '<']).next().unwrap().to_owned();
            if module || exported.contains(&name) {
                found.insert(name, file.clone());
            }
        }
    }
    found
}

#[test]
fn every_public_function_is_called() {
    let mut own = Vec::new();
    files(&here("tests/hostile"), &mut own);
    let calls: String = own.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let words: BTreeSet<&str> = calls.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let functions = public_functions();
    assert!(functions.len() > 120, "{} functions found", functions.len());
    let exempt: BTreeSet<&str> = EXEMPT.iter().map(|(name, _)| *name).collect();
    let without: Vec<_> =
        functions.keys().filter(|name| !words.contains(name.as_str()) && !exempt.contains(name.as_str())).collect();
    assert!(without.is_empty(), "public functions without hostile calls: {without:?}");
}
