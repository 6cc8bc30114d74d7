use super::*;
use crate::two_proportions::{Alternative, TwoByTwo, boschloo_test};

#[test]
fn a_single_arm_by_hand() {
    // 3 subjects, 1/4 against 3/4: P(X = 3) = 1/64 and 27/64; P(X >= 2) = 10/64
    let d = single_arm_power(3, 0.25, 0.75, 0.05).unwrap();
    assert_eq!(d.critical, Some(3));
    assert!((d.alpha - 1.0 / 64.0).abs() < 1e-15 && (d.power - 27.0 / 64.0).abs() < 1e-15);
    assert_eq!(single_arm_power(3, 0.25, 0.75, 0.16).unwrap().critical, Some(2));
    assert_eq!(single_arm_power(1, 0.5, 0.75, 0.1).unwrap().critical, None);
    let (first, steady) = single_arm_size(0.1, 0.3, 0.05, 0.8).unwrap();
    assert!(first.n <= steady.n && first.power >= 0.8 && steady.power >= 0.8);
    assert!(single_arm_power(steady.n - 1, 0.1, 0.3, 0.05).unwrap().power < 0.8);
}

#[test]
fn a_two_stage_design_by_hand() {
    // one of one, then another: of interest with 2 of 2 responders: p²
    let d = simon_characteristics([0, 1, 1, 2], 0.1, 0.5).unwrap();
    assert!((d.alpha - 0.01).abs() < 1e-15 && (d.power - 0.25).abs() < 1e-15);
    assert!((d.early_stop - 0.9).abs() < 1e-15 && (d.expected - 1.1).abs() < 1e-15);
    assert!(simon_characteristics([1, 1, 1, 2], 0.1, 0.5).is_err());
    assert!(simon_characteristics([0, 2, 1, 2], 0.1, 0.5).is_err());
}

#[test]
fn fisher_power_by_hand() {
    // 3 + 3 subjects at one-sided 0.05: only 3/3 v 0/3 (p = 1/20) rejects
    let side = ProportionTest::Fisher(Alternative::Greater);
    let d = two_proportion_power((3, 3), (0.5, 0.5), 0.05, side).unwrap();
    assert!((d.power - 1.0 / 64.0).abs() < 1e-16);
    assert_eq!(two_proportion_power((3, 3), (1.0, 0.0), 0.05, side).unwrap().power, 1.0);
    // doubled: p = 0.1
    let doubled = ProportionTest::Fisher(Alternative::Doubled);
    assert_eq!(two_proportion_power((3, 3), (1.0, 0.0), 0.05, doubled).unwrap().power, 0.0);
}

#[test]
fn unconditional_rejections_are_those_of_the_test() {
    for side in [Alternative::Greater, Alternative::Less, Alternative::TwoSided, Alternative::Doubled] {
        let mut sum = 0.0;
        for x1 in 0..=6_u64 {
            for x2 in 0..=8_u64 {
                let t = TwoByTwo::new(x1, 6, x2, 8).unwrap();
                if boschloo_test(&t, side).unwrap().p_value <= 0.1 {
                    sum += crate::dist::binomial::pmf(x1, 6, 0.7) * crate::dist::binomial::pmf(x2, 8, 0.25);
                }
            }
        }
        let found = two_proportion_power((6, 8), (0.7, 0.25), 0.1, ProportionTest::Boschloo(side)).unwrap();
        assert!((found.power - sum).abs() < 1e-14, "{side:?} {} {sum}", found.power);
    }
}

#[test]
fn unconditional_tests_hold_their_size() {
    for test in [ProportionTest::Barnard(Alternative::TwoSided), ProportionTest::Boschloo(Alternative::Greater)] {
        for i in 1..50 {
            let p = f64::from(i) / 50.0;
            assert!(two_proportion_power((9, 11), (p, p), 0.05, test).unwrap().power <= 0.05);
        }
    }
}

#[test]
fn t_sizes_are_the_smallest() {
    for (effect, sides) in [(1.0, Sides::Two), (0.4, Sides::One), (-2.5, Sides::Two), (50.0, Sides::One)] {
        let pairs = paired_t_size(effect, 0.05, sides, 0.9).unwrap();
        assert!(pairs.power >= 0.9);
        if pairs.n > 2 {
            assert!(paired_t_power(pairs.n - 1, effect, 0.05, sides).unwrap().power < 0.9);
        }
        let groups = two_group_t_size(effect, 0.05, sides, 0.9).unwrap();
        if groups.n > 2 {
            assert!(two_group_t_power(groups.n - 1, groups.n - 1, effect, 0.05, sides).unwrap().power < 0.9);
        }
    }
}

#[test]
fn hostile_input_is_refused() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(paired_t_power(5, bad, 0.05, Sides::One).is_err());
        assert!(paired_t_power(5, 1.0, bad, Sides::One).is_err());
        assert!(two_group_t_size(bad, 0.05, Sides::Two, 0.8).is_err());
        assert!(single_arm_power(5, bad, 0.5, 0.05).is_err());
        assert!(simon_two_stage((0.1, bad), 0.05, 0.8, SimonRule::Optimal, 20).is_err());
        assert!(simon_two_stage((0.1, 0.3), bad, 0.8, SimonRule::Optimal, 20).is_err());
        assert!(two_proportion_power((5, 5), (bad, 0.1), 0.05, ProportionTest::Fisher(Alternative::Less)).is_err());
        assert!(two_proportion_size((0.5, 0.1), 0.05, bad, ProportionTest::Fisher(Alternative::Less)).is_err());
    }
    assert!(paired_t_size(0.0, 0.05, Sides::Two, 0.8).is_err());
    assert!(paired_t_power(0, 1.0, 0.05, Sides::One).is_err());
    assert!(paired_t_power(u64::MAX, 1.0, 0.05, Sides::One).is_err());
    assert!(single_arm_power(0, 0.1, 0.5, 0.05).is_err());
    assert!(simon_characteristics([u64::MAX - 1, u64::MAX, 3, 4], 0.1, 0.2).is_err());
}
