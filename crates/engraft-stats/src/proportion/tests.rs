use proptest::prelude::*;

use super::*;

const ALL: [ProportionMethod; 5] = [
    ProportionMethod::ClopperPearson,
    ProportionMethod::Wilson,
    ProportionMethod::MidP,
    ProportionMethod::Jeffreys,
    ProportionMethod::AgrestiCoull,
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

proptest! {
    #[test]
    fn intervals_hold_the_estimate_mirror_and_widen(n in 1..60_u64, part in 0.0..=1.0_f64, level in 0.5..0.99_f64) {
        let x = (part * n as f64) as u64;
        for method in ALL {
            let i = proportion_interval(x, n, level, method).unwrap();
            let mirror = proportion_interval(n - x, n, level, method).unwrap();
            prop_assert!((0.0..=1.0).contains(&i.lower) && (0.0..=1.0).contains(&i.upper));
            prop_assert!(i.contains(x as f64 / n as f64), "{method:?} {x}/{n} {i:?}");
            prop_assert!((i.lower - (1.0 - mirror.upper)).abs() < 1e-13, "{method:?} {x}/{n}");
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
}
