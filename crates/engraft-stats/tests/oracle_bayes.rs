//! Compares the Bayesian methods with values computed in R (`oracles/bayes`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::bayes::map::*;
use engraft_stats::bayes::predictive::*;
use engraft_stats::bayes::*;
use serde_json::Value;

/// Tolerance where one side or both are solved or integrated numerically.
const ITERATIVE: f64 = 1e-6;
/// Tolerance against a general optimiser.
const OPTIMISER: f64 = 1e-4;

fn numbers(row: &Value, key: &str) -> Vec<f64> {
    rows(&row[key]).iter().map(|v| v.as_f64().unwrap()).collect()
}

fn beta(parts: &[(f64, f64, f64)]) -> Mixture<Beta> {
    let parts: Vec<(f64, Beta)> = parts.iter().map(|(w, a, b)| (*w, Beta { a: *a, b: *b })).collect();
    Mixture::new(&parts).unwrap()
}

fn beta_prior(name: &str) -> Mixture<Beta> {
    match name {
        "flat" => beta(&[(1.0, 1.0, 1.0)]),
        "jeffreys" => beta(&[(1.0, 0.5, 0.5)]),
        "informed" => beta(&[(1.0, 6.0, 14.0)]),
        "robust" => beta(&[(0.8, 6.0, 14.0), (0.2, 1.0, 1.0)]),
        "three" => beta(&[(0.5, 12.0, 40.0), (0.3, 3.5, 6.25), (0.2, 1.0, 1.0)]),
        other => panic!("unknown prior {other}"),
    }
}

fn pair(row: &Value, key: &str) -> Mixture<Beta> {
    let v = numbers(row, key);
    beta(&[(1.0, v[0], v[1])])
}

#[test]
fn beta_posteriors_match_r() {
    let mut c = Comparison::new("bayes/beta", CLOSED_FORM);
    let mut h = Comparison::new("bayes/beta hpd", ITERATIVE);
    let all = expected("bayes/beta");
    for row in rows(&all["posteriors"]) {
        let (x, n) = (number(row, "x") as u64, number(row, "n") as u64);
        let p = beta_prior(text(row, "prior")).update(x, n).unwrap();
        for ((found, _), weight) in p.parts().iter().zip(numbers(row, "weights")) {
            // R's lbeta differences carry 1e-13 of their own
            c.scaled("weight", *found, weight, 1.0);
        }
        c.relative("mean", p.mean(), number(row, "mean"));
        c.relative("sd", p.sd().unwrap(), number(row, "sd"));
        for (k, t) in [0.1, 0.3, 0.6, 0.95].into_iter().enumerate() {
            c.relative("above", p.probability_above(t).unwrap(), numbers(row, "above")[k]);
            c.relative("below", p.probability_below(t).unwrap(), numbers(row, "below")[k]);
            c.relative("density", p.density(t).unwrap(), numbers(row, "density")[k]);
        }
        for (q, value) in [0.001, 0.1, 0.5, 0.9, 0.999].into_iter().zip(numbers(row, "quantiles")) {
            c.relative("quantile", p.quantile(q).unwrap(), value);
        }
        let i = p.equal_tailed(0.95).unwrap();
        c.relative("equal-tailed", i.lower, numbers(row, "equal")[0]);
        c.relative("equal-tailed", i.upper, numbers(row, "equal")[1]);
        let s = p.shortest(0.95).unwrap();
        h.relative("width", s.width(), number(row, "hpd_width"));
        // without data the flat and the U-shaped prior have more than one shortest interval
        if n > 0 {
            h.scaled("tail", p.probability_below(s.lower).unwrap(), number(row, "hpd_tail"), 1.0);
        }
        for (found, value) in p.predictive(9).unwrap().into_iter().zip(numbers(row, "predictive")) {
            c.relative("predictive", found, value);
        }
    }
    for row in rows(&all["success"]) {
        let prior = beta_prior(text(row, "analysis"));
        let (x, n) = (number(row, "x") as u64, number(row, "n") as u64);
        let arm = Arm { prior: &prior, x, n, future: number(row, "future") as u64 };
        let success = Success { threshold: number(row, "threshold"), certainty: number(row, "certainty") };
        let present = beta_prior(text(row, "present")).update(x, n).unwrap();
        c.relative("success", predictive_success(&present, arm, success).unwrap(), number(row, "value"));
    }
    c.report();
    h.report();
}

fn normal_prior(name: &str) -> Mixture<Normal> {
    let part = |mean, sd| Normal { mean, sd };
    match name {
        "one" => Mixture::single(part(0.0, 2.0)).unwrap(),
        _ => Mixture::new(&[(0.7, part(-1.0, 0.5)), (0.3, part(0.0, 10.0))]).unwrap(),
    }
}

#[test]
fn normal_posteriors_match_r() {
    let mut c = Comparison::new("bayes/normal", CLOSED_FORM);
    let all = expected("bayes/normal");
    for row in rows(&all["normal"]) {
        let p = normal_prior(text(row, "prior")).update(number(row, "estimate"), number(row, "se")).unwrap();
        for ((found, _), weight) in p.parts().iter().zip(numbers(row, "weights")) {
            c.relative("weight", *found, weight);
        }
        c.relative("mean", p.mean(), number(row, "mean"));
        c.relative("sd", p.sd().unwrap(), number(row, "sd"));
        for (t, value) in [-2.0, 0.0, 1.0, 5.0].into_iter().zip(numbers(row, "above")) {
            c.relative("above", p.probability_above(t).unwrap(), value);
        }
        for (q, value) in [0.025, 0.2, 0.5, 0.975].into_iter().zip(numbers(row, "quantiles")) {
            c.scaled("quantile", p.quantile(q).unwrap(), value, 1.0);
        }
    }
    for row in rows(&all["success"]) {
        let prior = normal_prior(text(row, "prior"));
        let success = Success { threshold: number(row, "threshold"), certainty: number(row, "certainty") };
        let found = predictive_success_mean(&prior, &prior, number(row, "future_se"), success).unwrap();
        c.relative("success", found, number(row, "value"));
    }
    for row in rows(&all["differ"]) {
        let part = |key: &str| Normal { mean: numbers(row, key)[0], sd: numbers(row, key)[1] };
        let (a, b) = (Mixture::single(part("first")).unwrap(), Mixture::single(part("second")).unwrap());
        c.relative("differ", means_differ(&a, &b, number(row, "margin")).unwrap(), number(row, "value"));
    }
    c.report();
}

#[test]
fn normal_inverse_gamma_posteriors_match_integration_in_r() {
    // R integrates twice: its own error is about 1e-9
    let mut c = Comparison::new("bayes/normal nig", ITERATIVE);
    let all = expected("bayes/normal");
    let part = |location, size, shape, rate| NormalInverseGamma { location, size, shape, rate };
    let first = part(0.0, 1.0, 1.0, 4.0);
    for row in rows(&all["nig"]) {
        let prior = match text(row, "prior") {
            "one" => Mixture::single(first).unwrap(),
            _ => Mixture::new(&[(0.6, first), (0.4, part(3.0, 5.0, 2.5, 2.0))]).unwrap(),
        };
        let sample: Vec<f64> = input("bayes/normal")
            .iter()
            .filter(|r| r[0] == text(row, "sample"))
            .map(|r| r[1].parse().unwrap())
            .collect();
        let p = prior.update(&sample).unwrap();
        c.relative("mean", p.mean(), number(row, "mean"));
        c.relative("weight", p.parts()[0].0, number(row, "first_weight"));
        for (t, value) in [0.0, 2.0, 4.0].into_iter().zip(numbers(row, "above")) {
            c.relative("above", p.probability_above(t).unwrap(), value);
        }
    }
    for row in rows(&all["t_differ"]) {
        let group = |key: &str| {
            let v = numbers(row, key);
            Mixture::single(part(v[0], v[1], v[2], v[3])).unwrap()
        };
        let found = means_differ(&group("first"), &group("second"), number(row, "margin")).unwrap();
        c.relative("differ", found, number(row, "value"));
    }
    c.report();
}

#[test]
fn differences_of_proportions_match_r() {
    let mut exact = Comparison::new("bayes/difference", CLOSED_FORM);
    let mut solved = Comparison::new("bayes/difference solved", ITERATIVE);
    let all = expected("bayes/difference");
    for row in rows(&all["rows"]) {
        let found = proportions_differ(&pair(row, "first"), &pair(row, "second"), number(row, "margin")).unwrap();
        if text(row, "way") == "sum" {
            exact.scaled("sum", found, number(row, "value"), 1.0);
        } else {
            solved.scaled("integrate", found, number(row, "value"), 1.0);
        }
    }
    for row in rows(&all["intervals"]) {
        let i = proportion_difference_interval(&pair(row, "first"), &pair(row, "second"), 0.95).unwrap();
        solved.relative("interval", i.lower, numbers(row, "interval")[0]);
        solved.relative("interval", i.upper, numbers(row, "interval")[1]);
    }
    let flat = beta_prior("flat");
    for row in rows(&all["success"]) {
        let k = numbers(row, "case");
        let whole = |i: usize| k[i] as u64;
        let arm = |i: usize| Arm { prior: &flat, x: whole(i), n: whole(i + 1), future: whole(i + 2) };
        let present = [flat.update(whole(0), whole(1)).unwrap(), flat.update(whole(3), whole(4)).unwrap()];
        let success = Success { threshold: k[6], certainty: k[7] };
        let found = predictive_success_two_arms([&present[0], &present[1]], [arm(0), arm(3)], success).unwrap();
        solved.relative("success", found, number(row, "value"));
    }
    exact.report();
    solved.report();
}

#[test]
fn effective_sample_sizes_match_r() {
    let mut c = Comparison::new("bayes/ess", ITERATIVE);
    for row in rows(&expected("bayes/ess")) {
        let parts: Vec<Vec<f64>> =
            rows(&row["parts"]).iter().map(|p| rows(p).iter().map(|v| v.as_f64().unwrap()).collect()).collect();
        let sd = number(row, "sd");
        let (ratio, moment) = if text(row, "kind") == "beta" {
            let m = beta(&parts.iter().map(|p| (p[0], p[1], p[2])).collect::<Vec<_>>());
            (elir(&m, sd).unwrap(), moment_ess(&m, sd).unwrap())
        } else {
            let parts: Vec<(f64, Normal)> = parts.iter().map(|p| (p[0], Normal { mean: p[1], sd: p[2] })).collect();
            let m = Mixture::new(&parts).unwrap();
            (elir(&m, sd).unwrap(), moment_ess(&m, sd).unwrap())
        };
        c.relative("elir", ratio, number(row, "elir"));
        c.relative("moment", moment, number(row, "moment"));
    }
    c.report();
}

#[test]
fn map_priors_match_r() {
    let mut c = Comparison::new("bayes/map", ITERATIVE);
    let mut steps = Comparison::new("bayes/map binomial", 2e-6);
    let all = expected("bayes/map");
    for row in rows(&all["normal"]) {
        let (scale, df) = (number(row, "scale"), number(row, "df"));
        let tau =
            if text(row, "kind") == "half-t" { TauPrior::HalfT { scale, df } } else { TauPrior::HalfNormal { scale } };
        let studies: Vec<(f64, f64)> = numbers(row, "y").into_iter().zip(numbers(row, "se")).collect();
        let map = map_normal(&studies, Hyperprior { mu: Normal { mean: 0.0, sd: 10.0 }, tau }).unwrap();
        c.relative("mean", map.mu_mean, number(row, "mean"));
        c.relative("mean", map.predictive.mean(), number(row, "mean"));
        c.relative("mu_sd", map.mu_sd, number(row, "mu_sd"));
        c.relative("tau", map.tau_mean.unwrap(), number(row, "tau"));
        if let Some(sd) = row["sd"].as_f64() {
            c.relative("sd", map.predictive.sd().unwrap(), sd);
        }
        for (t, value) in [-2.0, -1.0, 0.0, 1.0, 3.0].into_iter().zip(numbers(row, "below")) {
            c.relative("below", map.predictive.probability_below(t).unwrap(), value);
        }
    }
    for row in rows(&all["binomial"]) {
        let studies: Vec<(u64, u64)> =
            numbers(row, "x").into_iter().zip(numbers(row, "n")).map(|(x, n)| (x as u64, n as u64)).collect();
        let mu = Normal { mean: 0.0, sd: number(row, "mu_sd0") };
        let map = map_binomial(&studies, Hyperprior { mu, tau: TauPrior::HalfNormal { scale: number(row, "scale") } });
        let map = map.unwrap();
        c.relative("b-mean", map.mu_mean, number(row, "mean"));
        c.relative("b-mu_sd", map.mu_sd, number(row, "mu_sd"));
        c.relative("b-tau", map.tau_mean.unwrap(), number(row, "tau"));
        for (q, value) in [0.05, 0.15, 0.3, 0.6_f64].into_iter().zip(numbers(row, "below")) {
            let found = map.predictive.probability_below(libm::log(q / (1.0 - q))).unwrap();
            // probabilities, absolute: R interpolates on a grid of its own
            steps.scaled("below", found, value, 1.0);
        }
        // the fits are as near as they say
        for parts in [2, 3] {
            let fit = fit_beta(&map.predictive, parts).unwrap();
            for q in [0.05, 0.15, 0.3, 0.6_f64] {
                let own = map.predictive.probability_below(libm::log(q / (1.0 - q))).unwrap();
                let gap = (fit.mixture.probability_below(q).unwrap() - own).abs();
                assert!(gap <= fit.largest_gap + 1e-4, "{parts} {gap} {}", fit.largest_gap);
            }
            println!("{studies:?} parts {parts}: divergence {:.2e} gap {:.2e}", fit.divergence, fit.largest_gap);
        }
    }
    c.report();
    steps.report();
}

#[test]
fn one_fitted_beta_matches_optim() {
    let mut c = Comparison::new("bayes/map fit", OPTIMISER);
    for row in rows(&expected("bayes/map")["fits"]) {
        let target = Mixture::single(Normal { mean: number(row, "mean"), sd: number(row, "sd") }).unwrap();
        let fit = fit_beta(&target, 1).unwrap();
        c.relative("a", fit.mixture.parts()[0].1.a, number(row, "a"));
        c.relative("b", fit.mixture.parts()[0].1.b, number(row, "b"));
    }
    c.report();
}
