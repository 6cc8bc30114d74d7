//! What the comparisons saw, kept beside each oracle in `seen.json`.
//!
//! `ENGRAFT_BLESS=1 cargo test -p engraft-stats` writes the files; without it a comparison fails when it is not written there, or when a
//! difference is more than twice what is written, the last digits of a number apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Mutex;

use serde_json::{Map, Value, json};

use super::folder;

/// Names written in this run: a name that comes again is merged with what is there, the first time it replaces it.
static WRITTEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A difference may grow by this without a new blessing.
const LAST_DIGITS: f64 = 1e-15;

fn blessing() -> bool {
    std::env::var("ENGRAFT_BLESS").is_ok_and(|v| v == "1")
}

/// Two digits, rounded up, so that a page never promises more than was seen.
fn rounded(difference: f64) -> f64 {
    let text = format!("{difference:.1e}");
    let value: f64 = text.parse().unwrap();
    if value >= difference {
        return value;
    }
    let (digits, exponent) = text.split_once('e').unwrap();
    let up = digits.parse::<f64>().unwrap() + 0.1;
    format!("{up:.1}e{exponent}").parse().unwrap()
}

pub fn keep(name: &str, tolerance: f64, count: usize, largest: &BTreeMap<String, f64>) {
    let case = name.split(' ').next().unwrap();
    assert!(folder(case).is_dir(), "the comparison `{name}` does not start with a folder of oracles/");
    let mut written = WRITTEN.lock().unwrap();
    let file = folder(case).join("seen.json");
    let text = fs::read_to_string(&file).unwrap_or_else(|_| "{}".to_owned());
    let mut all: Map<String, Value> = serde_json::from_str(&text).unwrap();
    if blessing() {
        let again = !written.insert(name.to_owned());
        let entry = entry(tolerance, count, largest, again.then(|| all.get(name)).flatten());
        all.insert(name.to_owned(), entry);
        let sorted: BTreeMap<String, Value> = all.into_iter().collect();
        fs::write(&file, serde_json::to_string_pretty(&sorted).unwrap() + "\n").unwrap();
        return;
    }
    let advice = "ENGRAFT_BLESS=1 cargo test -p engraft-stats";
    let Some(known) = all.get(name) else {
        panic!("`{name}` is not in oracles/{case}/seen.json: {advice}");
    };
    for (what, difference) in largest {
        let before = known["largest"][what].as_f64();
        let before = before.unwrap_or_else(|| panic!("`{what}` of `{name}` is not in seen.json: {advice}"));
        assert!(*difference <= 2.0 * before + LAST_DIGITS, "`{what}` of `{name}`: {difference:e}, before {before:e}");
    }
}

fn entry(tolerance: f64, count: usize, largest: &BTreeMap<String, f64>, merged: Option<&Value>) -> Value {
    let number = |value: &Value| value.as_f64().unwrap_or(0.0);
    let (mut values, mut tolerance) = (count as f64, tolerance);
    let mut differences: BTreeMap<String, f64> = largest.iter().map(|(what, d)| (what.clone(), rounded(*d))).collect();
    if let Some(known) = merged {
        values += number(&known["values"]);
        tolerance = tolerance.max(number(&known["tolerance"]));
        for (what, before) in known["largest"].as_object().unwrap() {
            let place = differences.entry(what.clone()).or_insert(0.0);
            *place = place.max(number(before));
        }
    }
    json!({ "tolerance": tolerance, "values": values as u64, "largest": differences })
}
