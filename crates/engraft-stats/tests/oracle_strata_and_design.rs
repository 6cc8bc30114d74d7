//! Compares strata, trends, multiplicity, design arithmetic and noncentral distributions with the values other software
//! gave (`oracles/`). Run with `--nocapture` to see the largest difference of each.
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
use engraft_stats::design::*;
use engraft_stats::dist::*;
use engraft_stats::exact::TwoSided;
use engraft_stats::multiplicity::*;
use engraft_stats::stratified::*;
use engraft_stats::two_proportions::{Alternative, TwoByTwo};
use serde_json::Value;

fn list(value: &Value) -> Vec<f64> {
    rows(value).iter().map(|v| v.as_f64().unwrap()).collect()
}

fn count(row: &Value, key: &str) -> u64 {
    number(row, key) as u64
}

#[test]
fn noncentral_and_count_distributions() {
    let mut c = Comparison::new("dist/noncentral", CLOSED_FORM);
    for row in rows(&expected("dist/noncentral")) {
        let (name, a) = (text(row, "f"), list(&row["args"]));
        let whole = a[0] as u64;
        let found = match name {
            "gamma_cdf" => gamma_cdf(a[0], a[1], a[2]),
            "gamma_sf" => gamma_sf(a[0], a[1], a[2]),
            "poisson_pmf" => poisson_pmf(whole, a[1]),
            "poisson_cdf" => poisson_cdf(whole, a[1]),
            "poisson_sf" => poisson_sf(whole, a[1]),
            "noncentral_chi_squared_cdf" => noncentral_chi_squared_cdf(a[0], a[1], a[2]),
            "noncentral_chi_squared_sf" => noncentral_chi_squared_sf(a[0], a[1], a[2]),
            "noncentral_f_cdf" => noncentral_f_cdf(a[0], a[1], a[2], a[3]),
            "noncentral_f_sf" => noncentral_f_sf(a[0], a[1], a[2], a[3]),
            "noncentral_t_cdf" => noncentral_t_cdf(a[0], a[1], a[2]),
            "noncentral_t_sf" => noncentral_t_sf(a[0], a[1], a[2]),
            other => panic!("unknown function {other}"),
        };
        c.relative(&format!("{name} {a:?}"), found.unwrap(), number(row, "value"));
    }
    c.report();
}

#[test]
fn mantel_haenszel_and_its_exact_form() {
    let mut strata: BTreeMap<String, Vec<TwoByTwo>> = BTreeMap::new();
    for row in input("stratified/cmh") {
        let n: Vec<u64> = row[1..].iter().map(|cell| cell.parse().unwrap()).collect();
        strata.entry(row[0].clone()).or_default().push(TwoByTwo::new(n[0], n[1], n[2], n[3]).unwrap());
    }
    let mut c = Comparison::new("stratified/cmh", CLOSED_FORM);
    // mantelhaen.test stops at about 1e-4 of the odds ratio or of its inverse: at 223 that is 3 %
    let mut e = Comparison::new("stratified/cmh exact limits", 0.03);
    for row in rows(&expected("stratified/cmh")) {
        let s = &strata[text(row, "case")];
        let r = mantel_haenszel(s, Continuity::None, 0.95).unwrap();
        assert_eq!(r.informative as u64, count(row, "informative"));
        c.relative("chi", r.chi_squared, number(row, "chi"));
        c.relative("p", r.p_value, number(row, "p"));
        let half = mantel_haenszel(s, Continuity::Half, 0.95).unwrap();
        c.relative("chi_corrected", half.chi_squared, number(row, "chi_corrected"));
        let or = r.odds_ratio.unwrap();
        for (key, found) in [("or", or.estimate), ("or_lower", or.interval.lower), ("or_upper", or.interval.upper)] {
            c.relative(key, found, number(row, key));
        }
        for (key, effect, log) in [
            ("metafor_or", or, true),
            ("metafor_rr", r.risk_ratio.unwrap(), true),
            ("metafor_rd", r.risk_difference.unwrap(), false),
        ] {
            let scale = |v: f64| if log { v.ln() } else { v };
            let expected = list(&row[key]);
            let found = [scale(effect.estimate), effect.se, scale(effect.interval.lower), scale(effect.interval.upper)];
            for (found, expected) in found.into_iter().zip(expected) {
                c.scaled(&format!("{key} {}", text(row, "case")), found, expected, 1e-2);
            }
        }
        if row["exact_p"].is_null() {
            continue;
        }
        let exact = |rule| exact_common_odds_ratio(s, rule, 0.95).unwrap();
        c.relative("exact_p", exact(TwoSided::MinimumLikelihood).p_value, number(row, "exact_p"));
        let central = exact(TwoSided::Central);
        c.relative("exact_less", central.less, number(row, "exact_less"));
        c.relative("exact_greater", central.greater, number(row, "exact_greater"));
        let tight = list(&row["tight"]);
        c.relative("tight_or", central.odds_ratio.unwrap(), tight[0]);
        c.relative("tight_lower", central.interval.lower, tight[1]);
        c.relative("tight_upper", central.interval.upper, tight[2]);
        e.relative("exact_or", central.odds_ratio.unwrap(), number(row, "exact_or"));
        e.relative("exact_lower", central.interval.lower, number(row, "exact_lower"));
        e.relative("exact_upper", central.interval.upper, text(row, "exact_upper").parse().unwrap());
    }
    c.report();
    e.report();
}

/// Events and subjects of each group, and the scores.
type Groups = (Vec<(u64, u64)>, Vec<f64>);

#[test]
fn homogeneity_of_strata() {
    let mut strata: BTreeMap<String, Vec<TwoByTwo>> = BTreeMap::new();
    for row in input("stratified/homogeneity") {
        let n: Vec<u64> = row[1..].iter().map(|cell| cell.parse().unwrap()).collect();
        strata.entry(row[0].clone()).or_default().push(TwoByTwo::new(n[0], n[1], n[2], n[3]).unwrap());
    }
    // uniroot ends with about 12 digits of the expected counts
    let mut c = Comparison::new("stratified/homogeneity", 1e-11);
    for row in rows(&expected("stratified/homogeneity")) {
        let r = breslow_day(&strata[text(row, "case")]).unwrap();
        assert_eq!(r.informative as u64, count(row, "informative"));
        let found = [r.chi_squared, r.p_value, r.tarone, r.tarone_p_value];
        c.relative("odds_ratio", r.odds_ratio, number(row, "odds_ratio"));
        for ((key, found), metafor) in
            ["chi_squared", "p", "tarone", "tarone_p"].iter().zip(found).zip(list(&row["metafor"]))
        {
            c.relative(key, found, number(row, key));
            c.relative(&format!("metafor_{key}"), found, metafor);
        }
    }
    c.report();
}

#[test]
fn trends() {
    let mut cases: BTreeMap<String, Groups> = BTreeMap::new();
    for row in input("stratified/trend") {
        let case = cases.entry(row[0].clone()).or_default();
        case.0.push((row[1].parse().unwrap(), row[2].parse().unwrap()));
        case.1.push(row[3].parse().unwrap());
    }
    let mut c = Comparison::new("stratified/trend", CLOSED_FORM);
    for row in rows(&expected("stratified/trend")) {
        let (groups, scores) = &cases[text(row, "case")];
        let t = cochran_armitage(groups, scores).unwrap();
        c.relative("chi", t.z * t.z, number(row, "chi"));
        c.relative("p", t.p_value, number(row, "p"));
        c.relative("z_permutation", t.z_permutation.abs(), number(row, "z_permutation").abs());
        let e = exact_trend(groups, scores).unwrap();
        c.relative(&format!("two {row}"), e.p_value, number(row, "two"));
        c.relative(&format!("greater {row}"), e.greater, number(row, "greater"));
        c.relative(&format!("less {row}"), e.less, number(row, "less"));
    }
    c.report();
}

#[test]
fn adjusted_p_values() {
    let mut c = Comparison::new("multiplicity/adjust", CLOSED_FORM);
    for row in rows(&expected("multiplicity/adjust")) {
        let p = list(&row["p"]);
        let by = |adjustment| adjust_p_values(&p, adjustment).unwrap();
        for (key, found) in [
            ("bonferroni", by(Adjustment::Bonferroni)),
            ("holm", by(Adjustment::Holm)),
            ("hochberg", by(Adjustment::Hochberg)),
            ("hommel", by(Adjustment::Hommel)),
            ("bh", by(Adjustment::BenjaminiHochberg)),
            ("by", by(Adjustment::BenjaminiYekutieli)),
            ("fixed", fixed_sequence(&p).unwrap()),
        ] {
            for (found, expected) in found.into_iter().zip(list(&row[key])) {
                c.relative(&format!("{key} {}", text(row, "case")), found, expected);
            }
        }
    }
    c.report();
}

#[test]
fn graphs() {
    let mut c = Comparison::new("multiplicity/graph", CLOSED_FORM);
    for row in rows(&expected("multiplicity/graph")) {
        let transitions: Vec<Vec<f64>> = rows(&row["g"]).iter().map(list).collect();
        let graph = Graph::new(&list(&row["w"]), &transitions).unwrap();
        let found = graph.adjust(&list(&row["p"])).unwrap();
        for (found, expected) in found.adjusted.into_iter().zip(list(&row["adjusted"])) {
            c.relative(text(row, "case"), found, expected);
        }
    }
    c.report();
}

fn sides(row: &Value) -> Sides {
    if text(row, "side") == "two.sided" { Sides::Two } else { Sides::One }
}

#[test]
fn power_and_size() {
    let all = expected("design/power");
    // R's noncentral t is accurate to about 1e-12 absolute
    let mut t = Comparison::new("design/power t", 1e-10);
    for row in rows(&all["t"]) {
        let (n, effect, alpha) = (count(row, "n"), number(row, "effect"), number(row, "alpha"));
        let found = if text(row, "type") == "paired" {
            paired_t_power(n, effect, alpha, sides(row))
        } else {
            two_group_t_power(n, n, effect, alpha, sides(row))
        };
        t.relative(&format!("{} {row}", text(row, "type")), found.unwrap().power, number(row, "power"));
    }
    for row in rows(&all["size"]) {
        let size = if text(row, "type") == "paired" { paired_t_size } else { two_group_t_size };
        let found = size(number(row, "effect"), number(row, "alpha"), sides(row), number(row, "power")).unwrap();
        assert_eq!(found.n, count(row, "n"), "{row}");
    }
    let mut c = Comparison::new("design/power counts", CLOSED_FORM);
    for row in rows(&all["two"]) {
        for (key, side) in
            [("two", Alternative::TwoSided), ("greater", Alternative::Greater), ("doubled", Alternative::Doubled)]
        {
            let sizes = (count(row, "n1"), count(row, "n2"));
            let proportions = (number(row, "p1"), number(row, "p2"));
            let test = ProportionTest::Fisher(side);
            let found = two_proportion_power(sizes, proportions, number(row, "alpha"), test).unwrap();
            c.relative(&format!("fisher-{key} {row}"), found.power, number(row, key));
        }
    }
    let row = &all["two_size"];
    let test = ProportionTest::Fisher(Alternative::TwoSided);
    let proportions = (number(row, "p1"), number(row, "p2"));
    let found = two_proportion_size(proportions, number(row, "alpha"), number(row, "power"), test).unwrap();
    assert_eq!(found.n1, count(row, "n"));
    for row in rows(&all["one"]) {
        let d = single_arm_power(count(row, "n"), number(row, "p0"), number(row, "p1"), number(row, "alpha")).unwrap();
        assert_eq!(d.critical, Some(count(row, "critical")));
        c.relative("single_size", d.alpha, number(row, "size"));
        c.relative("single_power", d.power, number(row, "power"));
    }
    for row in rows(&all["one_size"]) {
        let (first, steady) = single_arm_size(number(row, "p0"), number(row, "p1"), 0.05, 0.8).unwrap();
        assert_eq!((first.n, steady.n), (count(row, "first"), count(row, "steady")), "{row}");
    }
    t.report();
    c.report();
}

#[test]
fn simons_designs() {
    let mut c = Comparison::new("design/simon", CLOSED_FORM);
    for row in rows(&expected("design/simon")) {
        for (key, rule) in [("optimal", SimonRule::Optimal), ("minimax", SimonRule::Minimax)] {
            let d = simon_two_stage(
                (number(row, "p0"), number(row, "p1")),
                number(row, "alpha_max"),
                1.0 - number(row, "beta"),
                rule,
                count(row, "largest"),
            )
            .unwrap();
            let e = &row[key];
            assert_eq!([d.r1, d.n1, d.r, d.n], ["r1", "n1", "r", "n"].map(|k| count(e, k)), "{key} {row}");
            for (name, found) in [("alpha", d.alpha), ("power", d.power), ("pet", d.early_stop), ("en", d.expected)] {
                c.relative(name, found, number(e, name));
            }
        }
    }
    c.report();
}
