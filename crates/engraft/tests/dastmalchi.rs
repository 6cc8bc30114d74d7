//! The numbers of `studies/dastmalchi-2008-iim`, from the files through the whole program, against R (coin,
//! exactRankTests, t.test, binom.test; scripts and output in `oracles/dastmalchi-2008-iim`).
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn results() -> Vec<Value> {
    let study = root().join("studies/dastmalchi-2008-iim");
    let output = Command::new(env!("CARGO_BIN_EXE_engraft")).args(["analyze", "--format", "json"]).arg(study).output();
    let document: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    document["rows"].as_array().unwrap().clone()
}

fn oracle(case: &str) -> Value {
    let path = root().join("oracles/dastmalchi-2008-iim").join(case).join("expected.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn ours(rows: &[Value], estimand: &str, method: &str, statistic: &str) -> f64 {
    let row = rows.iter().find(|r| {
        r["estimand_id"] == estimand && r["statistic"] == statistic && r["method"].as_str().unwrap().starts_with(method)
    });
    row.and_then(|r| r["value"].as_f64()).unwrap_or_else(|| panic!("no {statistic} of {estimand} by {method}"))
}

fn same(ours: f64, theirs: &Value, what: &str) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{what}: no expected value"));
    assert!((ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1.0), "{what}: ours {ours}, R {theirs}");
}

#[test]
fn changes_equal_r() {
    let rows = results();
    let expected = oracle("paired");
    let names = [("MMT8", "mmt8-change"), ("CK", "ck-change"), ("functional index", "functional-index-change")];
    for (measure, estimand) in names {
        let theirs =
            expected.as_array().unwrap().iter().find(|m| m["measure"].as_str().unwrap().eq_ignore_ascii_case(measure));
        let theirs = theirs.unwrap_or_else(|| panic!("no oracle for {measure}"));
        for (statistic, key) in [
            ("estimate", "mean"),
            ("lower", "lower_t"),
            ("upper", "upper_t"),
            ("p-value", "p_t"),
            ("t", "t"),
            ("sd", "sd"),
            ("df", "df"),
        ] {
            same(ours(&rows, estimand, "paired-t", statistic), &theirs[key], &format!("{measure} {key}"));
        }
        for (method, rule) in [("signed-rank zeros=pratt", "Pratt"), ("signed-rank zeros=wilcoxon", "Wilcoxon")] {
            let is = |r: &&Value| r["rule"] == rule && (r["level"].as_f64().unwrap() - 0.95).abs() < 1e-12;
            let r = theirs["signed_rank"].as_array().unwrap().iter().find(is).unwrap();
            same(ours(&rows, estimand, method, "estimate"), &theirs["hl"], &format!("{measure} {rule} estimate"));
            for (statistic, key) in
                [("p-value", "p"), ("lower", "lower"), ("upper", "upper"), ("achieved-level", "achieved")]
            {
                same(ours(&rows, estimand, method, statistic), &r[key], &format!("{measure} {rule} {key}"));
            }
        }
    }
}

#[test]
fn responders_equal_r() {
    let rows = results();
    let expected = oracle("responders");
    for (estimand, n) in [("improved-enrolled", 13.0), ("improved-followed", 9.0)] {
        for (method, name) in
            [("clopper-pearson", "clopper_pearson"), ("wilson", "wilson"), ("mid-p", "mid_p"), ("jeffreys", "jeffreys")]
        {
            let is = |r: &&Value| {
                r["x"] == 3 && r["n"].as_f64() == Some(n) && r["method"] == name && r["level"].as_f64().unwrap() == 0.95
            };
            let r = expected["intervals"].as_array().unwrap().iter().find(is).unwrap();
            assert_eq!(ours(&rows, estimand, method, "n-met"), 3.0);
            assert_eq!(ours(&rows, estimand, method, "n"), n);
            for side in ["lower", "upper"] {
                let percent = Value::from(100.0 * r[side].as_f64().unwrap());
                same(ours(&rows, estimand, method, side), &percent, &format!("{estimand} {name} {side}"));
            }
        }
    }
}

/// The authors' verdicts, counted from the printed lists: what the table decides, our rule decides the same way.
#[test]
fn the_rule_on_the_printed_lists_never_contradicts_the_authors() {
    let rows = results();
    let verdicts = |response: &str| -> Vec<(String, String)> {
        let is = |r: &&Value| r["analysis_id"] == format!("verdict.{response}") && r["statistic"] == "verdict";
        let pair = |r: &Value| (r["subject"].as_str().unwrap().to_owned(), r["text"].as_str().unwrap().to_owned());
        rows.iter().filter(is).map(pair).collect()
    };
    let (authors, lists) = (verdicts("improved"), verdicts("improved-by-lists"));
    assert_eq!((authors.len(), lists.len()), (13, 13));
    let mut decided = 0;
    for ((subject, theirs), (_, ours)) in authors.iter().zip(&lists) {
        if ours == "met" || ours == "not-met" {
            decided += 1;
            assert_eq!(theirs, ours, "subject {subject}");
        }
    }
    // patients 01 and 11 have a blank cell, four dropped out
    assert_eq!(decided, 7);
}
