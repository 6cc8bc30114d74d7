//! Compares every method with the values other software gave (`oracles/`). Run with `--nocapture` to see the largest
//! difference of each.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use std::collections::BTreeMap;

use common::*;
use engraft_stats::dist::*;
use engraft_stats::*;
use serde_json::Value;

fn distribution(name: &str, a: &[f64]) -> f64 {
    let count = |v: f64| v as u64;
    match name {
        "normal_cdf" => normal_cdf(a[0]),
        "normal_sf" => normal_sf(a[0]),
        "normal_quantile" => normal_quantile(a[0]).unwrap(),
        "student_cdf" => student_cdf(a[0], a[1]).unwrap(),
        "student_quantile" => student_quantile(a[0], a[1]).unwrap(),
        "beta_cdf" => beta_cdf(a[0], a[1], a[2]).unwrap(),
        "beta_sf" => beta_sf(a[0], a[1], a[2]).unwrap(),
        "beta_quantile" => beta_quantile(a[0], a[1], a[2]).unwrap(),
        "binomial_pmf" => binomial_pmf(count(a[0]), count(a[1]), a[2]).unwrap(),
        "binomial_cdf" => binomial_cdf(count(a[0]), count(a[1]), a[2]).unwrap(),
        "binomial_sf" => binomial_sf(count(a[0]), count(a[1]), a[2]).unwrap(),
        "chi_squared_cdf" => chi_squared_cdf(a[0], a[1]).unwrap(),
        "chi_squared_sf" => chi_squared_sf(a[0], a[1]).unwrap(),
        other => panic!("unknown function {other}"),
    }
}

#[test]
fn distributions_match_r_into_the_far_tails() {
    let mut c = Comparison::new("dist/golden-points", CLOSED_FORM);
    for row in rows(&expected("dist/golden-points")) {
        let args: Vec<f64> = rows(&row["args"]).iter().map(|v| v.as_f64().unwrap()).collect();
        let name = text(row, "f");
        c.relative(&format!("{name} {args:?}"), distribution(name, &args), number(row, "value"));
    }
    c.report();
}

#[test]
fn many_degrees_of_freedom_keep_their_digits() {
    let mut c = Comparison::new("dist/many-degrees", CLOSED_FORM);
    for row in rows(&expected("dist/many-degrees")) {
        let args: Vec<f64> = rows(&row["args"]).iter().map(|v| v.as_f64().unwrap()).collect();
        let name = text(row, "f");
        let found = match name {
            "student_sf" => student_sf(args[0], args[1]).unwrap(),
            "f_sf" => f_sf(args[0], args[1], args[2]).unwrap(),
            _ => distribution(name, &args),
        };
        c.relative(&format!("{name} {args:?}"), found, text(row, "value").parse().unwrap());
    }
    c.report();
}

#[test]
fn summaries_match_r() {
    let mut samples: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in input("describe/quantiles-and-mean") {
        samples.entry(row[0].clone()).or_default().push(row[1].parse().unwrap());
    }
    let mut c = Comparison::new("describe/quantiles-and-mean", CLOSED_FORM);
    for row in rows(&expected("describe/quantiles-and-mean")) {
        let values = &samples[text(row, "sample")];
        let d = describe(values, QuantileType::Type7).unwrap();
        for (key, found) in [("mean", d.mean), ("median", d.median), ("min", d.min), ("max", d.max)] {
            c.relative(key, found, number(row, key));
        }
        assert_eq!(d.sd.is_none(), row["sd"].is_null());
        if let (Some(sd), Some(se)) = (d.sd, d.se) {
            // the values are given in decimals: R and we sum the same rounding of a large offset
            let scale = 1e-4 * d.mean.abs();
            c.scaled("sd", sd, number(row, "sd"), scale);
            c.scaled("se", se, number(row, "se"), scale);
            for (key, level) in [("ci95", 0.95), ("ci90", 0.9)] {
                let i = mean_interval(values, level).unwrap();
                c.scaled(key, i.lower, row[key][0].as_f64().unwrap(), sd);
                c.scaled(key, i.upper, row[key][1].as_f64().unwrap(), sd);
            }
        }
        for (p, (two, seven)) in rows(&row["probs"]).iter().zip(rows(&row["type2"]).iter().zip(rows(&row["type7"]))) {
            let p = p.as_f64().unwrap();
            c.relative("type2", quantile(values, p, QuantileType::Type2).unwrap(), two.as_f64().unwrap());
            c.relative("type7", quantile(values, p, QuantileType::Type7).unwrap(), seven.as_f64().unwrap());
        }
        if let Ok(g) = geometric_mean(values, 0.95) {
            c.relative("geometric", g.mean, number(row, "geometric"));
            if let (Some(cv), Ok(i)) = (g.cv, g.interval) {
                let scale = 1e-4;
                c.scaled("cv", cv, number(row, "cv"), scale);
                c.relative("geometric_ci", i.lower, row["geometric_ci"][0].as_f64().unwrap());
                c.relative("geometric_ci", i.upper, row["geometric_ci"][1].as_f64().unwrap());
            }
        }
    }
    c.report();
}

fn method(name: &str) -> ProportionMethod {
    match name {
        "clopper_pearson" => ProportionMethod::ClopperPearson,
        "wilson" => ProportionMethod::Wilson,
        "mid_p" => ProportionMethod::MidP,
        "jeffreys" => ProportionMethod::Jeffreys,
        "agresti_coull" => ProportionMethod::AgrestiCoull,
        other => panic!("unknown method {other}"),
    }
}

fn compare_proportions(case: &'static str) {
    let all = expected(case);
    let mut c = Comparison::new(case, CLOSED_FORM);
    for row in rows(&all["intervals"]) {
        let (x, n) = (number(row, "x") as u64, number(row, "n") as u64);
        let name = text(row, "method");
        let i = proportion_interval(x, n, number(row, "level"), method(name)).unwrap();
        // Wilson and Agresti-Coull in R subtract two numbers near 1: their own error near 0 is absolute
        let scale = if matches!(name, "wilson" | "agresti_coull") { 1.0 } else { 0.0 };
        c.scaled(&format!("{name} {x}/{n} lower"), i.lower, number(row, "lower"), scale);
        c.scaled(&format!("{name} {x}/{n} upper"), i.upper, number(row, "upper"), scale);
    }
    for row in rows(&all["tests"]) {
        let (x, n) = (number(row, "x") as u64, number(row, "n") as u64);
        let t = binomial_test(x, n, number(row, "null")).unwrap();
        c.relative(&format!("binomial_test {x}/{n} {}", row["null"]), t.p_value, number(row, "p"));
    }
    c.report();
}

#[test]
fn proportions_match_r() {
    compare_proportions("proportion/table");
    compare_proportions("dastmalchi-2008-iim/responders");
}

fn rule(name: &str) -> ZeroRule {
    if name == "Pratt" { ZeroRule::Pratt } else { ZeroRule::Wilcoxon }
}

fn compare_signed_rank(c: &mut Comparison, id: &str, row: &Value, differences: &[f64]) -> SignedRank {
    let r = signed_rank(differences, number(row, "level"), rule(text(row, "rule"))).unwrap();
    c.relative(&format!("p {id}"), r.p_value, number(row, "p"));
    let i = r.interval.unwrap();
    c.scaled(&format!("lower {id}"), i.interval.lower, number(row, "lower"), 1e-3);
    c.scaled(&format!("upper {id}"), i.interval.upper, number(row, "upper"), 1e-3);
    c.relative(&format!("achieved {id}"), i.interval.achieved.unwrap(), number(row, "achieved"));
    assert_eq!(i.shape == SetShape::Hull, row["holes"].as_bool().unwrap(), "{id}");
    r
}

#[test]
fn signed_rank_matches_coin_and_its_inversion() {
    let mut cases: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in input("signed-rank/ties-and-zeros") {
        cases.entry(row[0].clone()).or_default().push(row[1].parse().unwrap());
    }
    let mut c = Comparison::new("signed-rank/ties-and-zeros", CLOSED_FORM);
    for row in rows(&expected("signed-rank/ties-and-zeros")) {
        let id = text(row, "case");
        let r = compare_signed_rank(&mut c, id, row, &cases[id]);
        c.relative(&format!("v {id}"), r.statistic, number(row, "v"));
        if let (Some(lower), Some(upper)) = (row["base_lower"].as_f64(), row["base_upper"].as_f64()) {
            let classical = r.interval.unwrap().classical;
            c.scaled(&format!("base_lower {id}"), classical.lower, lower, 1e-3);
            c.scaled(&format!("base_upper {id}"), classical.upper, upper, 1e-3);
        }
        c.scaled(&format!("estimate {id}"), r.estimate, number(row, "estimate"), 1e-3);
    }
    c.report();
}

#[test]
fn larger_samples_match_coin_and_untied_ones_base_r() {
    let mut cases: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in input("signed-rank/larger-samples") {
        cases.entry(row[0].clone()).or_default().push(row[1].parse().unwrap());
    }
    let mut c = Comparison::new("signed-rank/larger-samples", CLOSED_FORM);
    for row in rows(&expected("signed-rank/larger-samples")) {
        let id = text(row, "case");
        let d = &cases[id];
        let r = signed_rank(d, 0.95, rule(text(row, "rule"))).unwrap();
        c.relative(&format!("p {id}"), r.p_value, number(row, "p"));
        if let Some(p) = row["base_p"].as_f64() {
            c.relative(&format!("base_p {id}"), r.p_value, p);
        }
        if let (Some(lower), Some(upper)) = (row["base_lower"].as_f64(), row["base_upper"].as_f64()) {
            let i = r.interval.unwrap().interval;
            // the hull may take in a Walsh average next to the end, never leave one out
            assert!(i.lower <= lower + 1e-9 && upper - 1e-9 <= i.upper, "{id} {i:?}");
            let classical = r.interval.unwrap().classical;
            c.scaled(&format!("base_lower {id}"), classical.lower, lower, 1e-3);
            c.scaled(&format!("base_upper {id}"), classical.upper, upper, 1e-3);
            c.relative(&format!("achieved {id}"), i.achieved.unwrap(), number(row, "untied_achieved"));
        }
    }
    c.report();
}

#[test]
fn nine_subjects_with_follow_up_match_r() {
    let mut cases: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in input("dastmalchi-2008-iim/paired") {
        let (before, after): (f64, f64) = (row[2].parse().unwrap(), row[3].parse().unwrap());
        // left as subtracted: the decimals' dust must not break ties
        cases.entry(row[0].clone()).or_default().push(after - before);
    }
    let mut c = Comparison::new("dastmalchi-2008-iim/paired", CLOSED_FORM);
    for row in rows(&expected("dastmalchi-2008-iim/paired")) {
        let d = &cases[text(row, "measure")];
        assert_eq!(d.len(), 9);
        let t = paired_t(d, 0.95).unwrap();
        for (key, found) in [("mean", t.mean), ("sd", t.sd), ("t", t.t), ("df", t.df), ("p_t", t.p_value)] {
            c.relative(key, found, number(row, key));
        }
        c.relative("lower_t", t.interval.lower, number(row, "lower_t"));
        c.relative("upper_t", t.interval.upper, number(row, "upper_t"));
        let s = sign_test(d).unwrap();
        c.relative("sign_p", s.p_value, number(row, "sign_p"));
        assert_eq!((s.positive as f64, s.n_zero as f64), (number(row, "positive"), number(row, "zeros")));
        for inner in rows(&row["signed_rank"]) {
            let r = compare_signed_rank(&mut c, text(row, "measure"), inner, d);
            c.relative("hl", r.estimate, number(row, "hl"));
            if r.n_zero == 0 {
                // with no zero, exactRankTests gives the same p, and here the same interval at 0.95
                c.relative("exact_rank_tests", r.p_value, number(&row["exact_rank_tests"], "p"));
                if number(inner, "level") == 0.95 {
                    let i = r.interval.unwrap().interval;
                    c.relative("exact_rank_tests", i.lower, number(&row["exact_rank_tests"], "lower"));
                    c.relative("exact_rank_tests", i.upper, number(&row["exact_rank_tests"], "upper"));
                }
            }
        }
    }
    c.report();
}

#[test]
fn two_groups_match_r() {
    let mut groups: BTreeMap<String, [Vec<f64>; 2]> = BTreeMap::new();
    for row in input("two-sample/small") {
        let index = usize::from(row[1] == "2");
        groups.entry(row[0].clone()).or_default()[index].push(row[2].parse().unwrap());
    }
    let all = expected("two-sample/small");
    let mut c = Comparison::new("two-sample/small", CLOSED_FORM);
    for row in rows(&all["groups"]) {
        let id = text(row, "case");
        let [first, second] = &groups[id];
        let w = welch_t(first, second, 0.95).unwrap();
        for (key, found) in [("t", w.t), ("df", w.df), ("p_t", w.p_value), ("se", w.se)] {
            c.relative(key, found, number(row, key));
        }
        c.scaled("lower", w.interval.lower, number(row, "lower"), w.se);
        c.scaled("upper", w.interval.upper, number(row, "upper"), w.se);
        let r = rank_sum(first, second).unwrap();
        c.relative("w", r.statistic, number(row, "w"));
        c.relative(&format!("p_w {id}"), r.p_value, number(row, "p_w"));
        c.scaled("shift", r.estimate, number(row, "shift"), 1e-3);
    }
    for row in rows(&all["tables"]) {
        let [x1, n1, x2, n2] = ["x1", "n1", "x2", "n2"].map(|key| number(row, key) as u64);
        let d = newcombe_difference(x1, n1, x2, n2, number(row, "level")).unwrap();
        c.scaled("newcombe", d.interval.lower, number(row, "lower"), 1.0);
        c.scaled("newcombe", d.interval.upper, number(row, "upper"), 1.0);
        c.relative("fisher", fisher_exact(x1, n1, x2, n2).unwrap().p_value, number(row, "fisher"));
    }
    c.report();
}
