use proptest::prelude::*;

use super::*;

#[test]
fn two_degrees_of_freedom_by_hand() {
    // df 2: P(T > t) = (1 - t / sqrt(t² + 2)) / 2; estimate 1, se 1, margins -2 and 4: t 3 and -3
    let r = tost(1.0, 1.0, 2.0, Margins { lower: -2.0, upper: 4.0 }, 0.05).unwrap();
    let p = 0.5 * (1.0 - 3.0 / 11.0_f64.sqrt());
    assert!((r.p_lower - p).abs() < 1e-14 && (r.p_upper - p).abs() < 1e-14);
    // quantile of df 2 at 0.95: 0.9 / sqrt(2 * 0.95 * 0.05)
    let half = 0.9 / (2.0_f64 * 0.95 * 0.05).sqrt();
    assert!((r.interval.upper - 1.0 - half).abs() < 1e-12);
    assert!(r.equivalent && (r.interval.asked - 0.9).abs() < 1e-15);
    let n = tost(1.0, 1.0, f64::INFINITY, Margins { lower: -2.0, upper: 4.0 }, 0.05).unwrap();
    assert!((n.p_value - crate::dist::normal_sf(3.0)).abs() < 1e-16);
}

#[test]
fn proportions_decide_by_the_interval() {
    let m = Margins { lower: -0.3, upper: 0.3 };
    let r = proportion_equivalence((5, 5), (5, 5), m, 0.05).unwrap();
    // 5 of 5 twice: Newcombe's 0.90 interval is wider than 0.3
    assert!(r.difference.interval.lower < -0.3 && !r.equivalent && !r.above_lower && !r.below_upper);
    assert!(proportion_equivalence((60, 60), (60, 60), m, 0.05).unwrap().equivalent);
    assert!(proportion_equivalence((1, 2), (1, 2), Margins { lower: -1.5, upper: 0.3 }, 0.05).is_err());
}

#[test]
fn refusals_name_the_reason() {
    let m = Margins { lower: -1.0, upper: 1.0 };
    assert!(tost(f64::NAN, 1.0, 5.0, m, 0.05).is_err());
    assert!(tost(0.0, 1.0, 0.5, m, 0.05).is_err());
    assert!(tost(0.0, 1.0, 5.0, m, 0.5).is_err());
    assert!(tost(0.0, 1.0, 5.0, Margins { lower: 1.0, upper: 1.0 }, 0.05).is_err());
    assert!(tost(0.0, 1e-308, 5.0, m, 0.05).is_err());
    assert!(noninferiority(0.0, 1.0, 5.0, Better::Lower { margin: 0.0 }, 0.05).is_err());
    assert!(welch_tost(&[1.0], &[1.0, 2.0], m, 0.05).is_err());
}

proptest! {
    #[test]
    fn tests_and_interval_agree(estimate in -3.0..3.0_f64, se in 0.01..2.0_f64, df in 1.0..60.0_f64, alpha in 0.01..0.2_f64) {
        let m = Margins { lower: -1.0, upper: 1.5 };
        let r = tost(estimate, se, df, m, alpha).unwrap();
        if (r.p_value - alpha).abs() > 1e-9 {
            prop_assert_eq!(r.equivalent, r.interval.lower > m.lower && r.interval.upper < m.upper);
        }
        let n = noninferiority(estimate, se, df, Better::Higher { margin: 1.0 }, alpha).unwrap();
        prop_assert!((n.p_value - r.p_lower).abs() < 1e-14 && (n.bound - r.interval.lower).abs() < 1e-12);
        let l = noninferiority(-estimate, se, df, Better::Lower { margin: 1.0 }, alpha).unwrap();
        prop_assert!((l.p_value - n.p_value).abs() < 1e-14 && (l.bound + n.bound).abs() < 1e-12);
    }
}

#[test]
fn an_alpha_next_to_nothing_keeps_its_critical_value() {
    let r = tost(0.1, 0.2, f64::INFINITY, Margins { lower: -0.5, upper: 0.5 }, 1e-20).unwrap();
    // the normal quantile of 1e-20
    assert!((r.interval.upper - (0.1 + 0.2 * 9.262_340_089_798_405)).abs() < 1e-13, "{:?}", r.interval);
    let n = noninferiority(0.1, 0.2, 8.0, Better::Higher { margin: 1.0 }, 1e-30).unwrap();
    assert!(n.bound.is_finite() && !n.non_inferior);
}
