//! Compares quantiles, spread, median interval and bootstrap limits with the values R gave (`oracles/`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::bootstrap::{bca_limits, percentile_limits};
use engraft_stats::*;
use serde_json::Value;

const TYPES: [QuantileType; 9] = [
    QuantileType::Type1,
    QuantileType::Type2,
    QuantileType::Type3,
    QuantileType::Type4,
    QuantileType::Type5,
    QuantileType::Type6,
    QuantileType::Type7,
    QuantileType::Type8,
    QuantileType::Type9,
];

fn numbers(row: &Value, key: &str) -> Vec<f64> {
    rows(&row[key]).iter().map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn nine_quantile_types_match_r() {
    let all = expected("describe/nine-types");
    let probs = numbers(&all, "probs");
    let mut c = Comparison::new("describe/nine-types", CLOSED_FORM);
    for row in rows(&all["samples"]) {
        let (id, values) = (text(row, "sample"), numbers(row, "values"));
        for (definition, list) in TYPES.iter().zip(rows(&row["types"])) {
            for (p, q) in probs.iter().zip(rows(list)) {
                let found = quantile(&values, *p, *definition).unwrap();
                c.relative(&format!("{definition:?} {id} {p}"), found, q.as_f64().unwrap());
            }
        }
        let d = median_deviation(&values).unwrap();
        c.relative("mad", d.scaled, number(row, "mad"));
        c.relative("mad", d.raw, number(row, "raw"));
        let reached: Vec<f64> = rows(&row["intervals"]).iter().map(|i| number(i, "level")).collect();
        for level in [0.5, 0.8, 0.9, 0.95, 0.99] {
            let found = median_interval(&values, level);
            let Some(place) = reached.iter().position(|l| *l == level) else {
                assert!(matches!(found, Err(StatError::LevelUnreachable { .. })), "{id} {level} {found:?}");
                continue;
            };
            let (found, expected) = (found.unwrap(), &row["intervals"][place]);
            assert_eq!(found.rank as f64, number(expected, "rank"), "{id} {level}");
            c.relative("median", found.interval.lower, number(expected, "lower"));
            c.relative("median", found.interval.upper, number(expected, "upper"));
            c.relative("achieved", found.interval.achieved.unwrap(), number(expected, "achieved"));
        }
    }
    c.report();
}

#[test]
fn the_sas_definitions_are_the_types_named() {
    let sas = [QuantileType::Type4, QuantileType::Type3, QuantileType::Type1, QuantileType::Type6, QuantileType::Type2];
    for (definition, expected) in (1..).zip(sas) {
        assert_eq!(QuantileType::from_sas(definition), Ok(expected));
        assert_eq!(expected.sas(), Some(definition));
    }
    assert!(QuantileType::from_sas(6).is_err() && QuantileType::Type7.sas().is_none());
}

#[test]
fn bootstrap_limits_match_boot() {
    let mut c = Comparison::new("bootstrap/limits", CLOSED_FORM);
    for row in rows(&expected("bootstrap/limits")) {
        let (id, level, replicates) = (text(row, "id"), number(row, "level"), numbers(row, "replicates"));
        if row["bca"].is_array() {
            let b = bca_limits(number(row, "estimate"), &replicates, number(row, "acceleration"), level).unwrap();
            let bca = numbers(row, "bca");
            c.relative(&format!("bca {id} lower"), b.interval.lower, bca[0]);
            c.relative(&format!("bca {id} upper"), b.interval.upper, bca[1]);
        }
        if row["percentile"].is_array() {
            let (i, p) = (percentile_limits(&replicates, level).unwrap(), numbers(row, "percentile"));
            c.relative(&format!("percentile {id} lower"), i.lower, p[0]);
            c.relative(&format!("percentile {id} upper"), i.upper, p[1]);
        }
    }
    c.report();
}
