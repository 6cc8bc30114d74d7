//! Compares two-group methods with the values R gave (`oracles/`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::dist::noncentral_t_cdf;
use engraft_stats::effect_size::{EffectSize, effect_size, paired_effect_size};
use engraft_stats::equivalence::{Better, Margins, noninferiority, welch_tost};
use engraft_stats::permutation::*;
use engraft_stats::*;
use serde_json::Value;

const DRAWS: MonteCarlo = MonteCarlo { draws: 99, seed: 1 };

fn numbers(row: &Value, key: &str) -> Vec<f64> {
    rows(&row[key]).iter().map(|v| v.as_f64().unwrap()).collect()
}

fn exact(p: PermutationP) -> f64 {
    assert!(matches!(p.reference, Reference::Exact { .. }));
    p.p_value
}

#[test]
fn permutations_of_two_groups_match_coin() {
    let mut c = Comparison::new("permutation/exact (groups)", CLOSED_FORM);
    for row in rows(&expected("permutation/exact")["groups"]) {
        let r = mean_permutation_test(&numbers(row, "first"), &numbers(row, "second"), DRAWS).unwrap();
        c.relative("p", exact(r.p), number(row, "p"));
    }
    c.report();
}

fn scheme(row: &Value) -> Scheme {
    let blocks = || -> Vec<Block> {
        let firsts = numbers(row, "firsts");
        numbers(row, "sizes").iter().zip(firsts).map(|(s, f)| Block { size: *s as usize, first: f as usize }).collect()
    };
    match text(row, "kind") {
        "complete" => Scheme::Complete { first_probability: number(row, "probability") },
        "fixed" => Scheme::FixedTotals,
        "blocks" => Scheme::PermutedBlocks(blocks()),
        _ => Scheme::Stratified {
            strata: numbers(row, "strata").iter().map(|s| *s as usize).collect(),
            blocks: blocks().into_iter().map(|b| vec![b]).collect(),
        },
    }
}

#[test]
fn rerandomisations_match_every_assignment_listed() {
    let mut c = Comparison::new("permutation/exact (schemes)", CLOSED_FORM);
    for row in rows(&expected("permutation/exact")["schemes"]) {
        let first: Vec<bool> = numbers(row, "first").iter().map(|f| *f == 1.0).collect();
        let scores = if text(row, "scores") == "ranks" { Scores::Ranks } else { Scores::Values };
        let r = rerandomisation_test(&numbers(row, "values"), &first, &scheme(row), scores, DRAWS).unwrap();
        c.relative(&format!("{} {scores:?}", text(row, "kind")), exact(r.p), number(row, "p"));
    }
    c.report();
}

#[test]
fn shift_intervals_match_the_inversion_of_coin() {
    let mut c = Comparison::new("two-sample/shift", CLOSED_FORM);
    for row in rows(&expected("two-sample/shift")) {
        let id = text(row, "id");
        let found = rank_sum_interval(&numbers(row, "first"), &numbers(row, "second"), number(row, "level"));
        if row["reachable"] == Value::Bool(false) {
            assert!(matches!(found, Err(StatError::LevelUnreachable { .. })), "{id}");
            continue;
        }
        let i = found.unwrap();
        c.scaled(&format!("lower {id}"), i.interval.lower, number(row, "lower"), 1e-3);
        c.scaled(&format!("upper {id}"), i.interval.upper, number(row, "upper"), 1e-3);
        c.relative(&format!("achieved {id}"), i.interval.achieved.unwrap(), number(row, "achieved"));
        assert_eq!(i.shape == SetShape::Hull, row["holes"].as_bool().unwrap(), "{id}");
        if row["base"].is_array() {
            c.scaled(&format!("base {id}"), i.classical.lower, row["base"][0].as_f64().unwrap(), 1e-3);
            c.scaled(&format!("base {id}"), i.classical.upper, row["base"][1].as_f64().unwrap(), 1e-3);
        }
    }
    c.report();
}

#[test]
fn brunner_munzel_matches_the_formulas_and_all_splits() {
    let mut c = Comparison::new("two-sample/brunner-munzel", CLOSED_FORM);
    for row in rows(&expected("two-sample/brunner-munzel")) {
        let (x, y) = (numbers(row, "first"), numbers(row, "second"));
        let permuted = brunner_munzel_permutation(&x, &y, DRAWS).unwrap();
        c.relative(&format!("permutation {}", text(row, "id")), exact(permuted.p), number(row, "permutation"));
        c.relative("effect", permuted.effect, number(row, "effect"));
        if row["statistic"].is_null() {
            assert!(matches!(brunner_munzel(&x, &y, 0.95), Err(StatError::NotEstimable { .. })));
            continue;
        }
        let r = brunner_munzel(&x, &y, 0.95).unwrap();
        for (key, found) in [("statistic", r.statistic), ("df", r.df), ("se", r.se), ("p", r.p_value)] {
            c.scaled(key, found, number(row, key), 1e-3);
        }
        c.scaled("lower", r.interval.lower, number(row, "lower"), 1e-2);
        c.scaled("upper", r.interval.upper, number(row, "upper"), 1e-2);
    }
    c.report();
}

fn compare_effect(closed: &mut Comparison, solved: &mut Comparison, e: &EffectSize, row: &Value) {
    closed.relative("d", e.d, number(row, "d"));
    closed.relative("g", e.g, number(row, "g"));
    closed.relative("variance", e.variance, number(row, "vi"));
    solved.scaled("lower", e.interval.lower, number(row, "delta_lower"), 1.0);
    solved.scaled("upper", e.interval.upper, number(row, "delta_upper"), 1.0);
}

#[test]
fn means_margins_and_effects_match_r() {
    let all = expected("two-sample/means-and-effects");
    let mut c = Comparison::new("two-sample/means-and-effects", CLOSED_FORM);
    // limits by `uniroot` over `pt(ncp)`, whose own absolute error is about 1e-12
    let mut solved = Comparison::new("two-sample/means-and-effects (limits)", 1e-9);
    for row in rows(&all["groups"]) {
        let (x, y) = (numbers(row, "first"), numbers(row, "second"));
        let t = student_t(&x, &y, 0.95).unwrap();
        for (key, found) in [("t", t.t), ("p", t.p_value), ("se", t.se)] {
            c.relative(key, found, number(row, key));
        }
        c.scaled("lower", t.interval.lower, number(row, "lower"), t.se);
        c.scaled("upper", t.interval.upper, number(row, "upper"), t.se);
        let r = welch_tost(&x, &y, Margins { lower: -1.0, upper: 1.5 }, 0.05).unwrap();
        c.relative("p_lower", r.p_lower, number(row, "p_lower"));
        c.relative("p_upper", r.p_upper, number(row, "p_upper"));
        c.scaled("tost_lower", r.interval.lower, number(row, "tost_lower"), r.se);
        c.scaled("tost_upper", r.interval.upper, number(row, "tost_upper"), r.se);
        let n = noninferiority(r.estimate, r.se, r.df, Better::Higher { margin: 1.0 }, 0.025).unwrap();
        c.relative("noninferiority", n.p_value, number(row, "p_lower"));
        compare_effect(&mut c, &mut solved, &effect_size(&x, &y, 0.95).unwrap(), row);
    }
    for row in rows(&all["paired"]) {
        let e = paired_effect_size(&numbers(row, "values"), 0.9).unwrap();
        compare_effect(&mut c, &mut solved, &e, row);
    }
    // absolute: R sums a series to about 1e-12
    let mut points = Comparison::new("two-sample/means-and-effects (noncentral t)", 1e-10);
    for row in rows(&all["points"]) {
        let [t, df, delta, p] = ["t", "df", "delta", "p"].map(|key| number(row, key));
        points.scaled(&format!("cdf {t} {df} {delta}"), noncentral_t_cdf(t, df, delta).unwrap(), p, 1.0);
    }
    c.report();
    solved.report();
    points.report();
}

#[test]
fn covariance_analyses_match_r() {
    let mut c = Comparison::new("ancova/two-arms", CLOSED_FORM);
    for row in rows(&expected("ancova/two-arms")) {
        let outcome = numbers(row, "outcome");
        let first: Vec<bool> = numbers(row, "first").iter().map(|f| *f == 1.0).collect();
        let strata: Vec<usize> = numbers(row, "strata").iter().map(|s| *s as usize).collect();
        let columns: Vec<Vec<f64>> =
            rows(&row["covariates"]).iter().map(|c| rows(c).iter().map(|v| v.as_f64().unwrap()).collect()).collect();
        let covariates: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let r = ancova(&outcome, &first, &covariates, 0.95).unwrap();
        for (key, found) in [("difference", r.difference), ("lower", r.interval.lower), ("upper", r.interval.upper)] {
            c.scaled(key, found, number(row, key), r.se);
        }
        for (key, found) in [
            ("se", r.se),
            ("df", r.df),
            ("sd", r.sd),
            ("mean1", r.adjusted1.mean),
            ("mean2", r.adjusted2.mean),
            ("se1", r.adjusted1.se),
            ("se2", r.adjusted2.se),
        ] {
            c.relative(key, found, number(row, key));
        }
        c.scaled("t", r.t, number(row, "t"), 1.0);
        c.relative("p", r.p_value, number(row, "p"));
        for (found, slope) in r.slopes.iter().zip(rows(&row["slopes"])) {
            c.scaled("slope", *found, slope.as_f64().unwrap(), 1e-2);
        }
        let q = rank_ancova(&outcome, &first, &covariates).unwrap();
        c.scaled("quade", q.f, number(row, "f"), 1e-2);
        c.relative("quade", q.p_value, number(row, "quade_p"));
        if let Some(chi_squared) = row["chi_squared"].as_f64() {
            let s = stratified_rank_ancova(&outcome, &first, &covariates, &strata).unwrap();
            c.scaled("stratified", s.chi_squared, chi_squared, 1e-2);
            c.relative("stratified", s.p_value, number(row, "stratified_p"));
        }
    }
    c.report();
}
