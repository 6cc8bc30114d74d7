//! Reading `oracles/` and comparing with it; shared by the oracle tests.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod seen;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

pub const CLOSED_FORM: f64 = 1e-12;

pub fn folder(case: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../oracles").join(case)
}

pub fn expected(case: &str) -> Value {
    let text = std::fs::read_to_string(folder(case).join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The rows of `input.csv` without its header.
pub fn input(case: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder(case).join("input.csv")).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

pub fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

pub fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().unwrap_or_else(|| panic!("{key} in {row}"))
}

pub fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap()
}

/// Collects the largest difference of one comparison and fails on the first beyond tolerance.
///
/// The name starts with the folder under `oracles/`; more words tell comparisons with the same folder apart. What a comparison saw is
/// kept beside the oracle, in `seen.json` (see `seen.rs`), from which `docs/validation.md` is written.
pub struct Comparison {
    name: &'static str,
    tolerance: f64,
    largest: BTreeMap<String, f64>,
    count: usize,
}

impl Comparison {
    pub fn new(name: &'static str, tolerance: f64) -> Comparison {
        Comparison { name, tolerance, largest: BTreeMap::new(), count: 0 }
    }

    /// Difference relative to the expected value, or to `scale` where that is larger.
    pub fn scaled(&mut self, what: &str, found: f64, expected: f64, scale: f64) {
        let size = expected.abs().max(scale);
        let difference = if found == expected { 0.0 } else { (found - expected).abs() / size };
        let largest = self.largest.entry(what.split(' ').next().unwrap().to_owned()).or_insert(0.0);
        *largest = largest.max(difference);
        self.count += 1;
        assert!(
            difference <= self.tolerance,
            "{} {what}: found {found:e}, expected {expected:e}, relative difference {difference:e}",
            self.name
        );
    }

    pub fn relative(&mut self, what: &str, found: f64, expected: f64) {
        self.scaled(what, found, expected, 0.0);
    }

    /// Prints what was seen, and writes it beside the oracle or compares it with what is written there.
    pub fn report(&self) {
        println!("{}: {} values, largest differences {:?}", self.name, self.count, self.largest);
        seen::keep(self.name, self.tolerance, self.count, &self.largest);
    }
}
