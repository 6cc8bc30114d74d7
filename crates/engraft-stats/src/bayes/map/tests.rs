use super::*;
use crate::bayes::{Beta, elir};

const PRIOR: Hyperprior = Hyperprior { mu: Normal { mean: 0.0, sd: 2.0 }, tau: TauPrior::HalfNormal { scale: 0.5 } };

#[test]
fn without_heterogeneity_the_estimates_are_pooled() {
    // tau is next to nothing: mu given two estimates 1 and 3 with se 1 and prior N(0, 2²): precision 2.25, mean 4 / 2.25
    let prior = Hyperprior { tau: TauPrior::HalfNormal { scale: 1e-9 }, ..PRIOR };
    let map = map_normal(&[(1.0, 1.0), (3.0, 1.0)], prior).unwrap();
    assert!((map.mu_mean - 4.0 / 2.25).abs() < 1e-12 && (map.mu_sd - 1.0 / 1.5).abs() < 1e-12);
    assert!((map.predictive.sd().unwrap() - 1.0 / 1.5).abs() < 1e-9);
}

#[test]
fn an_empty_study_teaches_nothing() {
    let one = map_binomial(&[(3, 20), (5, 24)], PRIOR).unwrap();
    let two = map_binomial(&[(3, 20), (0, 0), (5, 24)], PRIOR).unwrap();
    assert!((one.predictive.mean() - two.predictive.mean()).abs() < 1e-12);
    // nor do the studies' order and a swap of responders and others matter, but for the sign
    let swapped = map_binomial(&[(19, 24), (17, 20)], PRIOR).unwrap();
    assert!((one.predictive.mean() + swapped.predictive.mean()).abs() < 1e-9);
}

#[test]
fn more_heterogeneity_borrows_less() {
    let studies = [(3, 20), (5, 24), (4, 30)];
    let size = |scale: f64| {
        let prior = Hyperprior { tau: TauPrior::HalfNormal { scale }, ..PRIOR };
        let fit = fit_beta(&map_binomial(&studies, prior).unwrap().predictive, 2).unwrap();
        assert!(fit.divergence > -1e-3 && fit.largest_gap < 0.02, "{fit:?}");
        fit.mixture
    };
    let (narrow, wide) = (size(0.1), size(1.0));
    assert!(narrow.sd().unwrap() < wide.sd().unwrap());
    let robust = narrow.robustified(Beta { a: 1.0, b: 1.0 }, 0.2).unwrap();
    assert!(elir(&robust, 1.0).unwrap() < elir(&narrow, 1.0).unwrap());
}

#[test]
fn one_normal_is_fitted_by_itself() {
    let target = Mixture::single(Normal { mean: 1.5, sd: 0.4 }).unwrap();
    let fit = fit_normal(&target, 1).unwrap();
    let part = fit.mixture.parts()[0].1;
    assert!((part.mean - 1.5).abs() < 1e-9 && (part.sd - 0.4).abs() < 1e-6, "{part:?}");
    assert!(fit.largest_gap < 1e-6);
    assert!(fit_normal(&target, 0).is_err() && fit_beta(&target, 9).is_err());
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let studies = [(3, 20), (0, 9), (4, 30)];
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| map_binomial(&studies, PRIOR)).unwrap()
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn refusals_name_the_reason() {
    assert!(map_normal(&[], PRIOR).is_err() && map_binomial(&[], PRIOR).is_err());
    assert!(map_normal(&[(f64::NAN, 1.0)], PRIOR).is_err() && map_normal(&[(0.0, 0.0)], PRIOR).is_err());
    assert!(map_binomial(&[(4, 3)], PRIOR).is_err());
    let zero = Hyperprior { tau: TauPrior::HalfNormal { scale: 0.0 }, ..PRIOR };
    assert!(map_binomial(&[(1, 3)], zero).is_err());
    let cauchy = Hyperprior { tau: TauPrior::HalfT { scale: 0.5, df: 1.0 }, ..PRIOR };
    assert_eq!(map_binomial(&[(1, 3)], cauchy).unwrap().tau_mean, None);
}
