use proptest::prelude::*;

use super::predictive::*;
use super::*;
use crate::StatError;

fn beta(a: f64, b: f64) -> Mixture<Beta> {
    Mixture::single(Beta { a, b }).unwrap()
}

#[test]
fn a_mixture_of_two_betas_by_hand() {
    // prior half beta(1, 1), half beta(3, 1); 1 of 1: marginal chances 1/2 and 3/4, so weights 2/5 and 3/5;
    // parts beta(2, 1) mean 2/3 and beta(4, 1) mean 4/5: mean 4/15 + 12/25 = 56/75
    let prior = Mixture::new(&[(0.5, Beta { a: 1.0, b: 1.0 }), (0.5, Beta { a: 3.0, b: 1.0 })]).unwrap();
    let p = prior.update(1, 1).unwrap();
    assert!((p.parts()[0].0 - 0.4).abs() < 1e-15 && (p.mean() - 56.0 / 75.0).abs() < 1e-15);
    // P(p <= x) = 0.4 x² + 0.6 x⁴; at 1/2: 0.1 + 0.0375
    assert!((p.probability_below(0.5).unwrap() - 0.1375).abs() < 1e-15);
    assert!((p.probability_above(0.5).unwrap() - 0.8625).abs() < 1e-15);
    // density 0.8 x + 2.4 x³ rises: the shortest interval ends at 1 and starts where 0.4 x² + 0.6 x⁴ = 0.05
    let s = p.shortest(0.95).unwrap();
    let square = (-0.4 + (0.16_f64 + 0.12).sqrt()) / 1.2;
    assert!((s.upper - 1.0).abs() < 1e-9 && (s.lower - square.sqrt()).abs() < 1e-9, "{s:?} {}", square.sqrt());
}

#[test]
fn a_normal_posterior_by_hand() {
    // prior N(0, 2²), estimate 3 with se 1: precision 1/4 + 1, mean 3 / 1.25, variance 0.8
    let p = Mixture::single(Normal { mean: 0.0, sd: 2.0 }).unwrap().update(3.0, 1.0).unwrap();
    assert!((p.mean() - 2.4).abs() < 1e-15 && (p.sd().unwrap() - 0.8_f64.sqrt()).abs() < 1e-15);
    let (e, s) = (p.equal_tailed(0.9).unwrap(), p.shortest(0.9).unwrap());
    assert!((e.lower - s.lower).abs() < 1e-9 && (e.upper - s.upper).abs() < 1e-9);
}

#[test]
fn an_unknown_variance_by_hand() {
    // prior location 0, size 1, shape 1, rate 4; values 1 2 6: mean 3, squares 14; location 9/4, size 4, shape 2.5,
    // rate 4 + 7 + (1 * 3 / 4) * 9 / 2 = 14.375
    let prior = Mixture::single(NormalInverseGamma { location: 0.0, size: 1.0, shape: 1.0, rate: 4.0 }).unwrap();
    let p = prior.update(&[1.0, 2.0, 6.0]).unwrap();
    assert_eq!(p.parts()[0].1, NormalInverseGamma { location: 2.25, size: 4.0, shape: 2.5, rate: 14.375 });
    // variance of the mean: rate / (shape - 1) / size
    assert!((p.sd().unwrap() - (14.375_f64 / 1.5 / 4.0).sqrt()).abs() < 1e-15);
    assert_eq!(prior.sd(), None);
    assert_eq!(prior.update(&[]), Ok(prior));
}

#[test]
fn predictive_success_without_a_future_is_yes_or_no() {
    let flat = beta(1.0, 1.0);
    let success = |certainty| Success { threshold: 0.5, certainty };
    let arm = Arm { prior: &flat, x: 3, n: 3, future: 0 };
    // posterior beta(4, 1): P(p > 1/2) = 15/16
    let post = flat.update(3, 3).unwrap();
    assert_eq!(predictive_success(&post, arm, success(0.93)), Ok(1.0));
    assert_eq!(predictive_success(&post, arm, success(0.94)), Ok(0.0));
    // one more subject: success needs it to respond; chance 4/5
    let one = Arm { future: 1, ..arm };
    assert!((predictive_success(&post, one, success(0.94)).unwrap() - 0.8).abs() < 1e-15);
}

#[test]
fn refusals_name_the_reason() {
    assert!(matches!(Mixture::<Beta>::new(&[]), Err(StatError::TooFew { .. })));
    assert!(matches!(Mixture::single(Beta { a: 0.0, b: 1.0 }), Err(StatError::InvalidParameter { name: "a", .. })));
    assert!(matches!(Mixture::single(Normal { mean: f64::NAN, sd: 1.0 }), Err(StatError::InvalidParameter { .. })));
    assert!(Mixture::new(&[(f64::NAN, Beta { a: 1.0, b: 1.0 })]).is_err());
    let flat = beta(1.0, 1.0);
    assert_eq!(flat.update(2, 1), Err(StatError::InvalidCount { count: 2, total: 1 }));
    assert!(flat.quantile(0.0).is_err() && flat.quantile(f64::NAN).is_err());
    assert!(flat.probability_above(f64::NAN).is_err());
    assert!(flat.equal_tailed(1.0).is_err() && flat.shortest(0.0).is_err());
    assert!(flat.robustified(Beta { a: 1.0, b: 1.0 }, 1.0).is_err());
    assert!(matches!(flat.predictive(3000), Err(StatError::TooLarge { .. })));
    assert!(matches!(proportions_differ(&beta(0.02, 1.0), &flat, 0.0), Err(StatError::NotEstimable { .. })));
    let u_shaped = Mixture::new(&[(0.5, Beta { a: 0.5, b: 0.5 }), (0.5, Beta { a: 2.0, b: 2.0 })]).unwrap();
    assert!(matches!(elir(&u_shaped, 1.0), Err(StatError::NotEstimable { .. })));
}

#[test]
fn the_effective_size_grows_by_the_subjects_seen() {
    // predictive consistency: the mean ELIR after n subjects is the prior's plus n (Neuenschwander and others 2020)
    let prior = Mixture::new(&[(0.7, Beta { a: 6.0, b: 14.0 }), (0.3, Beta { a: 1.5, b: 2.0 })]).unwrap();
    let (before, n) = (elir(&prior, 1.0).unwrap(), 12);
    let chances = prior.predictive(n).unwrap();
    let after: f64 =
        (0..=n).zip(chances).map(|(x, chance)| chance * elir(&prior.update(x, n).unwrap(), 1.0).unwrap()).sum();
    assert!((after - before - 12.0).abs() < 1e-6, "{before} {after}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn complements_mirror(a in 0.3..20.0_f64, b in 0.3..20.0_f64, x in 0..15_u64, more in 0..15_u64) {
        let n = x + more;
        let (p, q) = (beta(a, b).update(x, n).unwrap(), beta(b, a).update(n - x, n).unwrap());
        prop_assert!((p.mean() + q.mean() - 1.0).abs() < 1e-14);
        let (i, j) = (p.equal_tailed(0.9).unwrap(), q.equal_tailed(0.9).unwrap());
        prop_assert!((i.lower + j.upper - 1.0).abs() < 1e-12);
        let s = p.shortest(0.9).unwrap();
        prop_assert!(s.width() <= i.width() + 1e-12);
        prop_assert!((p.tails(s.upper).0 - p.tails(s.lower).0 - 0.9).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_updates_does_not_matter(
        a in 0.5..9.0_f64, b in 0.5..9.0_f64, w in 0.05..0.95_f64, x in 0..8_u64, y in 0..8_u64,
    ) {
        let prior = Mixture::new(&[(w, Beta { a, b }), (1.0 - w, Beta { a: 1.0, b: 1.0 })]).unwrap();
        let once = prior.update(x + y, 16).unwrap();
        let twice = prior.update(x, 8).unwrap().update(y, 8).unwrap();
        prop_assert!((once.mean() - twice.mean()).abs() < 1e-13);
        prop_assert!((once.parts()[0].0 - twice.parts()[0].0).abs() < 1e-12);
    }

    #[test]
    fn one_is_above_the_other_or_below(
        a in 0.5..9.0_f64, b in 0.5..9.0_f64, c in 0.5..9.0_f64, d in 0.5..9.0_f64, margin in -0.9..0.9_f64,
    ) {
        let (p, q) = (beta(a, b), beta(c, d));
        let sum = proportions_differ(&p, &q, margin).unwrap() + proportions_differ(&q, &p, -margin).unwrap();
        prop_assert!((sum - 1.0).abs() < 1e-11, "{}", sum);
    }

    #[test]
    fn normal_posteriors_move_and_scale(m in -5.0..5.0_f64, e in -5.0..5.0_f64, se in 0.1..4.0_f64, k in 0.1..50.0_f64) {
        let part = |mean, sd| Normal { mean, sd };
        let one = Mixture::new(&[(0.5, part(m, 1.0)), (0.5, part(0.0, 5.0))]).unwrap().update(e, se).unwrap();
        let two = Mixture::new(&[(0.5, part(k * m + 3.0, k)), (0.5, part(3.0, 5.0 * k))]).unwrap();
        let two = two.update(k * e + 3.0, k * se).unwrap();
        prop_assert!((k * one.mean() + 3.0 - two.mean()).abs() < 1e-11 * k.max(1.0));
        prop_assert!((k * one.quantile(0.2).unwrap() + 3.0 - two.quantile(0.2).unwrap()).abs() < 1e-10 * k.max(1.0));
    }
}
