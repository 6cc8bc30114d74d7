use proptest::prelude::*;

use super::*;
use crate::exact::TwoSided;

const ALL: [ProportionMethod; 7] = [
    ProportionMethod::ClopperPearson,
    ProportionMethod::Wilson,
    ProportionMethod::MidP,
    ProportionMethod::Jeffreys,
    ProportionMethod::AgrestiCoull,
    ProportionMethod::Blaker,
    ProportionMethod::Arcsine,
];

#[test]
fn none_of_five_by_hand() {
    // Clopper-Pearson: (1 - p)^5 = 0.025; mid-P: (1 - p)^5 = 0.05
    let i = proportion_interval(0, 5, 0.95, ProportionMethod::ClopperPearson).unwrap();
    assert!((i.upper - (1.0 - 0.025_f64.powf(0.2))).abs() < 1e-14);
    let m = proportion_interval(0, 5, 0.95, ProportionMethod::MidP).unwrap();
    assert!((m.upper - (1.0 - 0.05_f64.powf(0.2))).abs() < 1e-14);
    // Wilson: upper = z² / (n + z²) with z² = 3.841458820694124
    let w = proportion_interval(0, 5, 0.95, ProportionMethod::Wilson).unwrap();
    assert!((w.upper - 3.841_458_820_694_124 / 8.841_458_820_694_124).abs() < 1e-14);
    assert_eq!((i.lower, m.lower, w.lower), (0.0, 0.0, 0.0));
}

#[test]
fn one_of_two_by_hand() {
    // Clopper-Pearson lower: 1 - (1 - p)² = 0.025
    let i = proportion_interval(1, 2, 0.95, ProportionMethod::ClopperPearson).unwrap();
    assert!((i.lower - (1.0 - 0.975_f64.sqrt())).abs() < 1e-15);
    // mid-P lower: p² + p(1 - p) = p = 0.025
    let m = proportion_interval(1, 2, 0.95, ProportionMethod::MidP).unwrap();
    assert!((m.lower - 0.025).abs() < 1e-15);
}

#[test]
fn nothing_observed_gives_the_whole_range() {
    for method in ALL {
        let i = proportion_interval(0, 0, 0.95, method).unwrap();
        assert_eq!((i.lower, i.upper, i.achieved), (0.0, 1.0, None));
    }
}

#[test]
fn counts_and_levels_out_of_range_are_refused() {
    for method in ALL {
        assert_eq!(proportion_interval(2, 1, 0.95, method), Err(StatError::InvalidCount { count: 2, total: 1 }));
        assert_eq!(proportion_interval(1, 2, 1.0, method), Err(StatError::LevelOutOfRange { found: 1.0 }));
    }
}

#[test]
fn the_binomial_test_sums_the_outcomes_no_likelier() {
    // 1 of 4 at 1/2: outcomes 0, 1, 3, 4 hold 10 of 16
    assert!((binomial_test(1, 4, 0.5).unwrap().p_value - 0.625).abs() < 1e-14);
    // 2 of 2 at 0.1: only outcome 2, 0.01
    assert!((binomial_test(2, 2, 0.1).unwrap().p_value - 0.01).abs() < 1e-15);
    assert_eq!(binomial_test(2, 4, 0.5).unwrap().p_value, 1.0);
    assert_eq!(binomial_test(1, 4, 0.0).unwrap().p_value, 0.0);
}

#[test]
fn blaker_at_none_of_five_by_hand() {
    // at small p an upper tail joins P(0) = (1 - p)^5; the largest p not rejected: (1 - p)^5 + P(X >= k) > 0.05.
    // at p = 0.45: q^5 = 0.0503, P(5) = 0.0185; beyond, P(5) joins as long as p^5 <= q^5, that is to p = 1/2, where
    // the sum is 1/16 = 0.0625; beyond 1/2 only q^5 = 0.03125 is left
    let i = proportion_interval(0, 5, 0.95, ProportionMethod::Blaker).unwrap();
    assert_eq!(i.lower, 0.0);
    assert!((i.upper - 0.5).abs() < 1e-14, "{i:?}");
}

#[test]
fn arcsine_at_none_of_five_by_hand() {
    // angle 1.959964 / (2 sqrt 5) = 0.438261, its sine squared 0.180099
    let i = proportion_interval(0, 5, 0.95, ProportionMethod::Arcsine).unwrap();
    let angle = 1.959_963_984_540_054 / (2.0 * 5.0_f64.sqrt());
    assert!((angle - 0.438_261).abs() < 1e-6);
    assert!((i.upper - angle.sin().powi(2)).abs() < 1e-15 && i.lower == 0.0);
}

#[test]
fn the_conventions_of_the_binomial_test_by_hand() {
    // 3 of 4 at 1/4: upper tail 13 of 256; minimum likelihood the same (outcome 0 holds 81), doubled 26
    let r = binomial_test_by(3, 4, 0.25, TwoSided::MinimumLikelihood).unwrap();
    assert!((r.p_value * 256.0 - 13.0).abs() < 1e-12 && (r.greater * 256.0 - 13.0).abs() < 1e-12);
    assert!((r.less * 256.0 - 255.0).abs() < 1e-11);
    let doubled = binomial_test_by(3, 4, 0.25, TwoSided::Central).unwrap();
    assert!((doubled.p_value * 256.0 - 26.0).abs() < 1e-12);
    assert_eq!(binomial_test_by(0, 3, 0.0, TwoSided::Blaker).unwrap().p_value, 1.0);
    assert_eq!(binomial_test_by(1, 3, 0.0, TwoSided::Central).unwrap().p_value, 0.0);
}

#[test]
fn three_over_n_is_about_the_bound() {
    // none of 1: 1 - 0.05; none of 2: 1 - sqrt 0.05
    assert!((rule_of_three(1, 0.95).unwrap().exact - 0.95).abs() < 1e-15);
    assert!((rule_of_three(2, 0.95).unwrap().exact - (1.0 - 0.05_f64.sqrt())).abs() < 1e-15);
    for n in [5, 30, 1000] {
        let r = rule_of_three(n, 0.95).unwrap();
        assert!(r.exact < r.rule && r.rule < 3.0 / n as f64);
        let cp = proportion_interval(0, n, 0.9, ProportionMethod::ClopperPearson).unwrap();
        assert!((cp.upper / r.exact - 1.0).abs() < 1e-13);
    }
    // 59 subjects exclude 5%: 0.95^59 = 0.0485, 0.95^58 = 0.0510
    assert_eq!(subjects_to_exclude(0.05, 0.95), Ok(59));
    assert_eq!(subjects_to_exclude(0.5, 0.75), Ok(2));
    assert!(subjects_to_exclude(0.0, 0.95).is_err() && subjects_to_exclude(1e-9, 0.95).is_err());
}

proptest! {
    #[test]
    fn intervals_hold_the_estimate_mirror_and_widen(n in 1..60_u64, part in 0.0..=1.0_f64, level in 0.5..0.99_f64) {
        let x = (part * n as f64) as u64;
        for method in ALL {
            let i = proportion_interval(x, n, level, method).unwrap();
            let mirror = proportion_interval(n - x, n, level, method).unwrap();
            prop_assert!((0.0..=1.0).contains(&i.lower) && (0.0..=1.0).contains(&i.upper));
            prop_assert!(i.contains(x as f64 / n as f64), "{method:?} {x}/{n} {i:?}");
            prop_assert!((i.lower - (1.0 - mirror.upper)).abs() < 1e-12, "{method:?} {x}/{n}");
            let wider = proportion_interval(x, n, 0.5 + 0.5 * level, method).unwrap();
            prop_assert!(wider.lower <= i.lower && wider.upper >= i.upper);
        }
    }

    #[test]
    fn clopper_pearson_holds_the_mid_p_interval(n in 1..60_u64, part in 0.0..=1.0_f64) {
        let x = (part * n as f64) as u64;
        let wide = proportion_interval(x, n, 0.95, ProportionMethod::ClopperPearson).unwrap();
        let mid = proportion_interval(x, n, 0.95, ProportionMethod::MidP).unwrap();
        prop_assert!(wide.lower <= mid.lower && mid.upper <= wide.upper);
    }

    #[test]
    fn clopper_pearson_holds_blaker_and_its_ends_are_at_the_edge_of_rejection(n in 1..60_u64, part in 0.0..=1.0_f64) {
        let x = (part * n as f64) as u64;
        let wide = proportion_interval(x, n, 0.95, ProportionMethod::ClopperPearson).unwrap();
        let i = proportion_interval(x, n, 0.95, ProportionMethod::Blaker).unwrap();
        prop_assert!(wide.lower <= i.lower + 1e-13 && i.upper <= wide.upper + 1e-13);
        for (end, step) in [(i.lower, -1e-6), (i.upper, 1e-6)] {
            let outside = end + step;
            if (0.0..=1.0).contains(&outside) {
                let p = binomial_test_by(x, n, outside, TwoSided::Blaker).unwrap().p_value;
                prop_assert!(p <= 0.05 + 1e-9, "{x}/{n} {i:?} {p}");
            }
        }
    }
}
