//! Compares rank tests as R and SAS print them with the values R gave (`oracles/`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::convention::{Convention, Reached, printed_rank_sum, printed_signed_rank};
use serde_json::Value;

fn numbers(row: &Value, key: &str) -> Vec<f64> {
    rows(&row[key]).iter().map(|v| v.as_f64().unwrap()).collect()
}

fn is_exact(row: &Value) -> bool {
    row["r_method"].as_str().unwrap().contains("exact")
}

#[test]
fn signed_rank_as_printed() {
    let mut c = Comparison::new("signed-rank/as-printed", CLOSED_FORM);
    for row in rows(&expected("signed-rank/as-printed")) {
        let values = numbers(row, "values");
        let r = printed_signed_rank(&values, Convention::R).unwrap();
        c.relative("V", r.statistic, number(row, "r_v"));
        c.relative("p of R", r.p_value, number(row, "r_p"));
        assert_eq!(r.reached == Reached::Exact, is_exact(row), "{values:?}");
        let sas = printed_signed_rank(&values, Convention::Sas).unwrap();
        c.relative("S", sas.statistic, number(row, "sas_s"));
        match row["sas_p"].as_f64() {
            Some(p) => c.relative("p of SAS", sas.p_value, p),
            None => assert_eq!(sas.reached, Reached::Exact),
        }
    }
    c.report();
}

#[test]
fn rank_sum_as_printed() {
    let mut c = Comparison::new("two-sample/as-printed", CLOSED_FORM);
    for row in rows(&expected("two-sample/as-printed")) {
        let (first, second) = (numbers(row, "first"), numbers(row, "second"));
        let r = printed_rank_sum(&first, &second, Convention::R).unwrap();
        c.relative("W", r.statistic, number(row, "r_w"));
        c.relative("p of R", r.p_value, number(row, "r_p"));
        assert_eq!(r.reached == Reached::Exact, is_exact(row));
        let sas = printed_rank_sum(&first, &second, Convention::Sas).unwrap();
        c.relative("rank sum", sas.statistic, number(row, "sas_s"));
        c.relative("p of SAS", sas.p_value, number(row, "sas_p"));
    }
    c.report();
}
