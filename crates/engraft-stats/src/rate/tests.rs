use proptest::prelude::*;

use super::*;
use crate::exact::{TestedSet, TwoSided};

#[test]
fn no_event_by_hand() {
    // exp(-m) = 0.025, mid-P exp(-m) = 0.05, score z²
    let upper = |method| rate_interval(0, 1.0, 0.95, method).unwrap().interval.upper;
    assert!((upper(RateMethod::Garwood) + 0.025_f64.ln()).abs() < 1e-13);
    assert!((upper(RateMethod::MidP) + 0.05_f64.ln()).abs() < 1e-13);
    assert!((upper(RateMethod::Score) - 3.841_458_820_694_124).abs() < 1e-13);
}

#[test]
fn one_event_by_hand() {
    // lower: 1 - exp(-m) = 0.025
    let r = rate_interval(1, 4.0, 0.95, RateMethod::Garwood).unwrap();
    assert!((r.interval.lower * 4.0 + 0.975_f64.ln()).abs() < 1e-15);
    assert_eq!(r.rate, 0.25);
}

#[test]
fn a_ratio_by_hand() {
    // 3 and 1 over equal times: binomial(4, 1/2): greater 5/16, less 15/16
    let r = rate_ratio((3, 2.0), (1, 2.0), TwoSided::MinimumLikelihood, 0.95).unwrap();
    assert!((r.greater - 0.3125).abs() < 1e-15 && (r.less - 0.9375).abs() < 1e-15 && (r.p_value - 0.625).abs() < 1e-14);
    assert_eq!(r.ratio, Some(3.0));
    // 2 and 0: lower end of p: p² = 0.025
    let z = rate_ratio((2, 1.0), (0, 1.0), TwoSided::Central, 0.95).unwrap();
    let p = 0.025_f64.sqrt();
    assert!((z.interval.lower - p / (1.0 - p)).abs() < 1e-14 && z.interval.upper.is_infinite() && z.reason.is_some());
    let none = rate_ratio((0, 1.0), (0, 5.0), TwoSided::Central, 0.95).unwrap();
    assert_eq!((none.ratio, none.p_value, none.interval.lower), (None, 1.0, 0.0));
}

#[test]
fn a_difference_by_hand() {
    // 8 and 2 over 1: pooled rate 5, variance 10, z = 6 / sqrt 10
    let d = rate_difference((8, 1.0), (2, 1.0), 0.95).unwrap();
    assert!((d.z - 6.0 / 10.0_f64.sqrt()).abs() < 1e-14);
    assert_eq!(d.interval.lower > 0.0, d.p_value < 0.05);
}

#[test]
fn hostile_input_is_refused() {
    for bad in [f64::NAN, f64::INFINITY, 0.0, -1.0, 1e-300] {
        assert!(rate_interval(1, bad, 0.95, RateMethod::Garwood).is_err());
        assert!(rate_ratio((1, bad), (1, 1.0), TwoSided::Central, 0.95).is_err());
        assert!(rate_difference((1, 1.0), (1, bad), 0.95).is_err());
        assert!(rate_rule_of_three(bad, 0.95).is_err());
    }
    assert!(rate_interval(1, 1.0, 1.0, RateMethod::MidP).is_err());
    assert!(rate_interval(u64::MAX, 1.0, 0.9, RateMethod::MidP).is_err());
    assert!(rate_ratio((u64::MAX, 1.0), (1, 1.0), TwoSided::Central, 0.95).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn intervals_hold_the_estimate_and_scale(x in 0..80_u64, time in 0.01..1000.0_f64, level in 0.5..0.99_f64) {
        for method in [RateMethod::Garwood, RateMethod::MidP, RateMethod::Score] {
            let r = rate_interval(x, time, level, method).unwrap();
            prop_assert!(r.interval.contains(r.rate));
            let one = rate_interval(x, 1.0, level, method).unwrap();
            prop_assert!((r.interval.upper * time / one.interval.upper - 1.0).abs() < 1e-13);
        }
        let (wide, mid) = (rate_interval(x, time, level, RateMethod::Garwood).unwrap().interval,
            rate_interval(x, time, level, RateMethod::MidP).unwrap().interval);
        prop_assert!(wide.lower <= mid.lower && mid.upper <= wide.upper);
    }

    #[test]
    fn ratio_and_difference_agree_with_their_tests(
        x1 in 0..25_u64, x2 in 0..25_u64, t1 in 0.1..9.0_f64, t2 in 0.1..9.0_f64, level in 0.6..0.99_f64,
    ) {
        for rule in TwoSided::ALL {
            let r = rate_ratio((x1, t1), (x2, t2), rule, level).unwrap();
            if (r.p_value - (1.0 - level)).abs() > 1e-6 {
                let holds = r.interval.contains(1.0);
                prop_assert!(holds == (r.p_value > 1.0 - level) || (holds && r.set == TestedSet::Hull), "{:?}", r);
            }
            let s = rate_ratio((x2, t2), (x1, t1), rule, level).unwrap();
            if r.interval.lower > 0.0 {
                prop_assert!((r.interval.lower * s.interval.upper - 1.0).abs() < 1e-10);
            }
        }
        let d = rate_difference((x1, t1), (x2, t2), level).unwrap();
        prop_assert!(d.interval.contains(d.difference));
        if (d.p_value - (1.0 - level)).abs() > 1e-9 {
            prop_assert_eq!(d.interval.contains(0.0), d.p_value > 1.0 - level, "{:?}", d);
        }
        let e = rate_difference((x2, t2), (x1, t1), level).unwrap();
        prop_assert!((d.interval.lower + e.interval.upper).abs() < 1e-9 * (1.0 + d.interval.upper.abs()));
    }
}
