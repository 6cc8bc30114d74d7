//! Fisher's and Boschloo's tests of 10,000 tables with 5 to 20 subjects in a group, two-sided. Tolerances: Fisher's p 1e-10 relative;
//! Boschloo's p of the grid in R is at most ours and at least 0.999 of it, because a grid can miss the top of a peak.

use std::collections::BTreeMap;

use engraft_stats::fisher_exact;
use engraft_stats::random::Stream;
use engraft_stats::two_proportions::{Alternative, Extremeness, UnconditionalTest};

use super::measure::{agree, per_call, r, row};

const TABLES: usize = 10_000;

type Table = [u64; 4];

fn fisher(tables: &[Table]) -> Vec<f64> {
    tables.iter().map(|[x1, n1, x2, n2]| fisher_exact(*x1, *n1, *x2, *n2).unwrap().p_value).collect()
}

/// Orders the tables of each pair of sizes once, as the script in R does.
fn boschloo(tables: &[Table]) -> Vec<f64> {
    let mut known = BTreeMap::new();
    let mut p = |[x1, n1, x2, n2]: Table| {
        let make = || UnconditionalTest::new(n1, n2, Extremeness::Fisher, Alternative::TwoSided).unwrap();
        known.entry((n1, n2)).or_insert_with(make).p_value(x1, x2).unwrap().p_value
    };
    tables.iter().map(|table| p(*table)).collect()
}

pub fn run() {
    let mut stream = Stream::new(4, 0);
    let tables: Vec<Table> = (0..TABLES)
        .map(|_| {
            let (n1, n2) = (5 + stream.below(16), 5 + stream.below(16));
            [stream.below(n1 + 1), n1, stream.below(n2 + 1), n2].map(|v| v as u64)
        })
        .collect();
    let given: Vec<f64> = (0..4).flat_map(|k| tables.iter().map(move |t| t[k] as f64)).collect();
    let theirs = r("tables", &given);
    let (f, b) = theirs[2..].split_at(TABLES);
    for ((table, ours), p) in tables.iter().zip(fisher(&tables)).zip(f) {
        agree(&format!("Fisher {table:?}"), ours, *p, 1e-10, ours);
    }
    for ((table, ours), p) in tables.iter().zip(boschloo(&tables)).zip(b) {
        assert!(*p <= ours * (1.0 + 1e-9) && *p >= 0.999 * ours, "Boschloo {table:?}: {ours} here, {p} in R");
    }
    let fisher_seconds = per_call(|| assert_eq!(fisher(&tables).len(), TABLES));
    let boschloo_seconds = per_call(|| assert_eq!(boschloo(&tables).len(), TABLES));
    row("Fisher's exact test, 10,000 tables: p", fisher_seconds, "fisher.test", theirs[0]);
    row("Boschloo's test, 10,000 tables: p, proven largest", boschloo_seconds, "enumeration, grid of 999", theirs[1]);
}
