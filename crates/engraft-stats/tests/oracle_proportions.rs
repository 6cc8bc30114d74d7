//! Compares proportions and rates with the values other software gave (`oracles/`). Run with `--nocapture` to see the
//! largest difference of each.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::exact::{TestedSet, TwoSided};
use engraft_stats::proportion::{ProportionMethod, binomial_test_by, proportion_interval, rule_of_three};
use engraft_stats::rate::{RateMethod, rate_difference, rate_interval, rate_ratio};
use engraft_stats::two_proportions::*;
use serde_json::Value;

const ITERATIVE: f64 = 1e-6;

fn count(row: &Value, key: &str) -> u64 {
    number(row, key) as u64
}

/// A number written as text, so that infinity can be.
fn written(row: &Value, key: &str) -> f64 {
    text(row, key).parse().unwrap()
}

fn table(row: &Value) -> TwoByTwo {
    TwoByTwo::new(count(row, "x1"), count(row, "n1"), count(row, "x2"), count(row, "n2")).unwrap()
}

fn rule(name: &str) -> TwoSided {
    TwoSided::ALL.into_iter().find(|rule| rule.word() == name).unwrap()
}

#[test]
fn blaker_arcsine_and_the_conventions_of_the_binomial_test() {
    let all = expected("proportion/blaker-arcsine");
    let mut c = Comparison::new("proportion/blaker-arcsine", CLOSED_FORM);
    for row in rows(&all["intervals"]) {
        let (x, n, name) = (count(row, "x"), count(row, "n"), text(row, "method"));
        let method = if name == "blaker" { ProportionMethod::Blaker } else { ProportionMethod::Arcsine };
        let i = proportion_interval(x, n, number(row, "level"), method).unwrap();
        c.scaled(&format!("{name} {x}/{n} lower"), i.lower, number(row, "lower"), 1e-3);
        c.scaled(&format!("{name} {x}/{n} upper"), i.upper, number(row, "upper"), 1e-3);
    }
    for row in rows(&all["tests"]) {
        let (x, n, null) = (count(row, "x"), count(row, "n"), number(row, "null"));
        let by = |rule| binomial_test_by(x, n, null, rule).unwrap();
        c.relative(&format!("r {x}/{n} {null}"), by(TwoSided::MinimumLikelihood).p_value, number(row, "r"));
        c.relative(&format!("sas {x}/{n} {null}"), by(TwoSided::Central).p_value, number(row, "sas"));
        c.relative(&format!("blaker_p {x}/{n} {null}"), by(TwoSided::Blaker).p_value, number(row, "blaker"));
        c.scaled(&format!("mid_p {x}/{n} {null}"), by(TwoSided::CentralMidP).p_value, number(row, "midp"), 1e-3);
        c.relative("less", by(TwoSided::Central).less, number(row, "less"));
        c.relative("greater", by(TwoSided::Central).greater, number(row, "greater"));
    }
    for row in rows(&all["three"]) {
        c.relative("three", rule_of_three(count(row, "n"), 0.95).unwrap().exact, number(row, "exact"));
    }
    c.report();
}

#[test]
fn fishers_test_and_its_odds_ratio() {
    let mut exact = Comparison::new("two-proportions/fisher p and inversion", CLOSED_FORM);
    // fisher.test finds estimate and limits by uniroot to about 1e-4 of the odds ratio or of its inverse: compared on the
    // scale or/(1 + or); the inversions below are tight
    let mut printed = Comparison::new("two-proportions/fisher printed", 2e-4);
    let share = |odds: f64| if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) };
    for row in rows(&expected("two-proportions/fisher")) {
        let t = table(row);
        let f = fisher_test(&t, TwoSided::MinimumLikelihood, 0.95).unwrap();
        exact.relative(&format!("p {t:?}"), f.p_value, number(row, "p"));
        exact.relative("less", f.less, number(row, "less"));
        exact.relative("greater", f.greater, number(row, "greater"));
        exact.scaled("mid_less", f.mid_less, number(row, "mid_less"), 1e-3);
        exact.scaled("mid_greater", f.mid_greater, number(row, "mid_greater"), 1e-3);
        printed.scaled("estimate", share(f.odds_ratio.unwrap()), share(written(row, "estimate")), 1.0);
        let central = fisher_test(&t, TwoSided::Central, 0.95).unwrap().interval;
        printed.scaled("r_lower", share(central.lower), share(number(row, "r_lower")), 1.0);
        printed.scaled("r_upper", share(central.upper), share(written(row, "r_upper")), 1.0);
        for inner in rows(&row["rules"]) {
            let name = text(inner, "rule");
            let f = fisher_test(&t, rule(name), number(inner, "level")).unwrap();
            exact.relative(&format!("{name}-p {t:?}"), f.p_value, number(inner, "p"));
            // minimum likelihood joins outcomes of up to 1e-7 more than the one seen: ends at a jump move by as much
            let tolerance = if matches!(name, "minimum-likelihood" | "blaker") { 2e-7 } else { 1e-11 };
            for (key, found, end) in [
                ("lower", f.interval.lower, number(inner, "lower")),
                ("upper", f.interval.upper, written(inner, "upper")),
            ] {
                let ok = found == end || ((found - end) / end).abs() < tolerance;
                assert!(ok, "{name} {t:?} {key}: {found} {end}");
            }
            // a hole can be narrower than R's grid
            assert!(f.set == TestedSet::Hull || !inner["hole"].as_bool().unwrap(), "{name} {t:?}");
        }
    }
    exact.report();
    printed.report();
}

#[test]
fn unconditional_tests() {
    let mut c = Comparison::new("two-proportions/unconditional", 1e-10);
    for row in rows(&expected("two-proportions/unconditional")) {
        let t = table(row);
        for (key, side) in
            [("greater", Alternative::Greater), ("less", Alternative::Less), ("two_sided", Alternative::TwoSided)]
        {
            c.relative(
                &format!("barnard {key} {t:?}"),
                barnard_test(&t, side).unwrap().p_value,
                number(&row["barnard"], key),
            );
            c.relative(
                &format!("boschloo {key} {t:?}"),
                boschloo_test(&t, side).unwrap().p_value,
                number(&row["boschloo"], key),
            );
        }
    }
    c.report();
}

fn measure(row: &Value) -> Measure {
    match text(row, "measure") {
        "difference" => Measure::Difference,
        "risk-ratio" => Measure::RiskRatio,
        _ => Measure::OddsRatio,
    }
}

#[test]
fn score_intervals() {
    let mut c = Comparison::new("two-proportions/score", ITERATIVE);
    for row in rows(&expected("two-proportions/score")) {
        let t = table(row);
        let corrected = row["corrected"].as_bool().unwrap();
        let variance = if corrected { ScoreVariance::MiettinenNurminen } else { ScoreVariance::Plain };
        let s = score_effect(&t, measure(row), None, variance, number(row, "level")).unwrap();
        let name = text(row, "measure");
        c.scaled(&format!("{name} lower {t:?}"), s.effect.interval.lower, written(row, "lower"), 1e-2);
        c.scaled(&format!("{name} upper {t:?}"), s.effect.interval.upper, written(row, "upper"), 1e-2);
        if let Some(chi) = row["prop_test"].as_f64() {
            c.scaled("prop_test", s.z * s.z, chi, 1e-6);
        }
    }
    c.report();
}

#[test]
fn exact_unconditional_intervals() {
    let mut c = Comparison::new("two-proportions/exact-effect", ITERATIVE);
    for row in rows(&expected("two-proportions/exact-effect")) {
        let t = table(row);
        let e = exact_effect(&t, measure(row), number(row, "level")).unwrap();
        let name = text(row, "measure");
        c.scaled(&format!("{name} lower {t:?}"), e.interval.lower, written(row, "lower"), 1e-2);
        c.scaled(&format!("{name} upper {t:?}"), e.interval.upper, written(row, "upper"), 1e-2);
    }
    c.report();
}

#[test]
fn rates() {
    let all = expected("rate/poisson");
    let mut c = Comparison::new("rate/poisson", CLOSED_FORM);
    for row in rows(&all["one"]) {
        for (key, method) in
            [("garwood", RateMethod::Garwood), ("mid_p", RateMethod::MidP), ("score", RateMethod::Score)]
        {
            let i = rate_interval(count(row, "x"), number(row, "t"), number(row, "level"), method).unwrap().interval;
            c.scaled(&format!("{key} lower {row}"), i.lower, row[key][0].as_f64().unwrap(), 1e-2);
            c.relative(&format!("{key} upper {row}"), i.upper, row[key][1].as_f64().unwrap());
        }
    }
    let mut d = Comparison::new("rate/poisson difference", ITERATIVE);
    for row in rows(&all["two"]) {
        let groups = [(count(row, "x1"), number(row, "t1")), (count(row, "x2"), number(row, "t2"))];
        let found = rate_difference(groups[0], groups[1], number(row, "level")).unwrap();
        d.scaled(&format!("lower {row}"), found.interval.lower, number(row, "d_lower"), 1e-3);
        d.scaled(&format!("upper {row}"), found.interval.upper, number(row, "d_upper"), 1e-3);
        d.scaled("z", found.z, number(row, "z"), 1e-3);
        if row["ratio"].is_null() {
            continue;
        }
        let by = |rule| rate_ratio(groups[0], groups[1], rule, number(row, "level")).unwrap();
        let central = by(TwoSided::Central);
        c.relative("ratio", central.ratio.unwrap(), written(row, "ratio"));
        c.relative("ratio_lower", central.interval.lower, written(row, "lower"));
        c.relative("ratio_upper", central.interval.upper, written(row, "upper"));
        c.relative("ratio_p", by(TwoSided::MinimumLikelihood).p_value, number(row, "p"));
        c.relative("ratio_less", central.less, number(row, "less"));
        c.relative("ratio_greater", central.greater, number(row, "greater"));
    }
    c.report();
    d.report();
}
