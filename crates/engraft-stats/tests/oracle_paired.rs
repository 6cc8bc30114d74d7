//! Compares paired and one-sample methods with the values R gave (`oracles/`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::detection_limit::{Measurement, censored_log_normal, censored_normal};
use engraft_stats::paired_binary::{PairedTable, paired_binary};
use engraft_stats::permutation::{MonteCarlo, sign_flip_test};
use engraft_stats::*;
use serde_json::Value;

fn numbers(row: &Value, key: &str) -> Vec<f64> {
    rows(&row[key]).iter().map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn sign_flips_match_enumeration_and_coin() {
    let mut c = Comparison::new("permutation/exact (flips)", CLOSED_FORM);
    for row in rows(&expected("permutation/exact")["flips"]) {
        let r = sign_flip_test(&numbers(row, "values"), MonteCarlo { draws: 99, seed: 1 }).unwrap();
        c.relative("p", r.p.p_value, number(row, "p"));
    }
    c.report();
}

#[test]
fn paired_tables_match_r() {
    let mut c = Comparison::new("paired/mcnemar", CLOSED_FORM);
    // Tango's limits: the expected restricted estimates come from `optimize`, good to about 1e-8
    let mut tango = Comparison::new("paired/mcnemar (Tango)", 1e-6);
    for row in rows(&expected("paired/mcnemar")) {
        let t: Vec<u64> = numbers(row, "table").iter().map(|v| *v as u64).collect();
        let table = PairedTable { both: t[0], first_only: t[1], second_only: t[2], neither: t[3] };
        let r = paired_binary(table, number(row, "level")).unwrap();
        c.relative("exact", r.exact_p, number(row, "exact"));
        c.relative("mid", r.mid_p, number(row, "mid"));
        // R subtracts numbers near 1 in the Wilson interval: its error is absolute
        c.scaled("newcombe", r.newcombe.lower, row["newcombe"][0].as_f64().unwrap(), 1.0);
        c.scaled("newcombe", r.newcombe.upper, row["newcombe"][1].as_f64().unwrap(), 1.0);
        tango.scaled(&format!("lower {t:?}"), r.tango.lower, row["tango"][0].as_f64().unwrap(), 1.0);
        tango.scaled(&format!("upper {t:?}"), r.tango.upper, row["tango"][1].as_f64().unwrap(), 1.0);
        let odds = r.odds_ratio.unwrap();
        c.relative("odds", odds.exact.lower, number(row, "odds_lower"));
        if let Some(upper) = row["odds_upper"].as_f64() {
            c.relative("odds", odds.exact.upper, upper);
        }
    }
    c.report();
    tango.report();
}

#[test]
fn ratios_of_geometric_means_match_r() {
    let mut c = Comparison::new("paired/log-t", CLOSED_FORM);
    for row in rows(&expected("paired/log-t")) {
        let r = geometric_ratio(&numbers(row, "before"), &numbers(row, "after"), number(row, "level")).unwrap();
        for (key, found) in [("ratio", r.ratio), ("t", r.t), ("p", r.p_value), ("se", r.log_se)] {
            c.relative(key, found, number(row, key));
        }
        c.relative("lower", r.interval.lower, number(row, "lower"));
        c.relative("upper", r.interval.upper, number(row, "upper"));
    }
    c.report();
}

#[test]
fn censored_fits_match_survreg() {
    let mut c = Comparison::new("detection-limit/tobit", 1e-6);
    for row in rows(&expected("detection-limit/tobit")) {
        let measurements: Vec<Measurement> = numbers(row, "values")
            .into_iter()
            .zip(numbers(row, "seen"))
            .map(|(v, seen)| if seen == 1.0 { Measurement::Value(v) } else { Measurement::Below(v) })
            .collect();
        let r = match text(row, "dist") {
            "gaussian" => censored_normal(&measurements, 0.95).unwrap(),
            _ => censored_log_normal(&measurements, 0.95).unwrap(),
        };
        for (key, found) in [
            ("mean", r.mean),
            ("sd", r.sd),
            ("mean_se", r.mean_se),
            ("log_sd_se", r.log_sd_se),
            ("log_likelihood", r.log_likelihood),
        ] {
            c.scaled(key, found, number(row, key), if key == "mean" { r.sd } else { 0.0 });
        }
    }
    c.report();
}
