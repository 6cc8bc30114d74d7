use std::time::Instant;

use proptest::prelude::*;

use super::ranks::rank_shifted;
use super::*;

const RULES: [ZeroRule; 2] = [ZeroRule::Wilcoxon, ZeroRule::Pratt];

/// p by listing all sign patterns, with ranks worked out from pairwise comparisons of whole numbers.
fn enumerated_p(d: &[i64], rule: ZeroRule) -> Option<f64> {
    let kept: Vec<i64> = d.iter().copied().filter(|v| rule == ZeroRule::Pratt || *v != 0).collect();
    // doubled midrank: 2 * (number smaller) + (number equal) + 1
    let ranks: Vec<(i64, i64)> = kept
        .iter()
        .filter(|v| **v != 0)
        .map(|v| {
            let smaller = kept.iter().filter(|w| w.abs() < v.abs()).count() as i64;
            let equal = kept.iter().filter(|w| w.abs() == v.abs()).count() as i64;
            (2 * smaller + equal + 1, v.signum())
        })
        .collect();
    if ranks.is_empty() {
        return None;
    }
    let total: i64 = ranks.iter().map(|r| r.0).sum();
    let v: i64 = ranks.iter().filter(|r| r.1 > 0).map(|r| r.0).sum();
    let extreme = (0..1_u32 << ranks.len())
        .filter(|signs| {
            let s: i64 = ranks.iter().enumerate().filter(|(i, _)| signs >> i & 1 == 1).map(|(_, r)| r.0).sum();
            (2 * s - total).abs() >= (2 * v - total).abs()
        })
        .count();
    Some(extreme as f64 / f64::from(1_u32 << ranks.len()))
}

/// p of the differences less a shift, both in whole quarters; 1 when all vanish.
fn shifted_p(quarters: &[i64], shift: i64, rule: ZeroRule) -> f64 {
    let moved: Vec<i64> = quarters.iter().map(|q| q - shift).collect();
    enumerated_p(&moved, rule).unwrap_or(1.0)
}

#[test]
fn four_differences_by_hand() {
    // 1, -2, 3, 3: absolute ranks 1, 2, 3.5, 3.5; V = 1 + 3.5 + 3.5 = 8 of 10;
    // sums at or below 2 (doubled 4): {}, {1}, {2}; so p = 2 * 3/16
    let d = [1.0, -2.0, 3.0, 3.0];
    let ranking = rank_shifted(&crate::describe::sorted(&d), 0.0, 1e-9, ZeroRule::Wilcoxon);
    assert_eq!(ranking.ranks, [2, 4, 7, 7]);
    assert_eq!((ranking.positive, ranking.total(), ranking.smaller_side()), (16, 20, 4));
    let r = signed_rank(&d, 0.5, ZeroRule::Wilcoxon).unwrap();
    assert_eq!((r.statistic, r.p_value, r.tied), (8.0, 0.375, true));
    // Walsh: -2 -0.5 0.5 0.5 1 2 2 3 3 3: median of the 5th and 6th
    assert_eq!(r.estimate, 1.5);
}

#[test]
fn zeros_are_dropped_before_or_after_ranking() {
    // 0, 0, 1, -2, 3: Wilcoxon ranks 1 2 3, V = 4; Pratt ranks 3 4 5, V = 8 of 12
    let d = [0.0, 1.0, -2.0, 3.0, 0.0];
    let w = signed_rank(&d, 0.5, ZeroRule::Wilcoxon).unwrap();
    assert_eq!((w.n, w.n_zero, w.n_used, w.statistic, w.p_value), (5, 2, 3, 4.0, 0.75));
    let p = signed_rank(&d, 0.5, ZeroRule::Pratt).unwrap();
    // sums of 3, 4, 5: 0 3 4 5 7 8 9 12; at least as far from 6 as 8: 0 3 4 8 9 12 of 8
    assert_eq!((p.n_zero, p.statistic, p.p_value), (2, 8.0, 0.75));
}

#[test]
fn decimal_dust_ties_and_vanishes() {
    let dusty = [0.7 - 0.4, -0.3, 0.3 - (0.1 + 0.2), 0.5, 0.8 - 0.1];
    let clean = [3.0, -3.0, 0.0, 5.0, 7.0];
    for rule in RULES {
        let a = signed_rank(&dusty, 0.5, rule).unwrap();
        let b = signed_rank(&clean, 0.5, rule).unwrap();
        assert_eq!((a.n_zero, a.statistic, a.p_value), (b.n_zero, b.statistic, b.p_value));
        let (i, j) = (a.interval.unwrap(), b.interval.unwrap());
        assert!((10.0 * i.interval.lower - j.interval.lower).abs() < 1e-9);
        assert!((10.0 * i.interval.upper - j.interval.upper).abs() < 1e-9);
        assert_eq!(i.interval.achieved, j.interval.achieved);
    }
}

#[test]
fn six_differences_reach_31_of_32() {
    let d = [1.1, 2.3, 3.6, 4.2, 5.9, 7.4];
    let r = signed_rank(&d, 0.95, ZeroRule::Pratt).unwrap();
    assert_eq!(r.p_value, 2.0 / 64.0);
    let i = r.interval.unwrap();
    assert_eq!((i.interval.lower, i.interval.upper), (1.1, 7.4));
    assert_eq!(i.interval.achieved, Some(1.0 - 2.0 / 64.0));
}

#[test]
fn a_level_out_of_reach_is_refused_and_the_rest_stays() {
    let d = [1.0, 2.5, 3.0, 4.0, -6.0];
    let r = signed_rank(&d, 0.95, ZeroRule::Wilcoxon).unwrap();
    assert_eq!(r.interval, Err(StatError::LevelUnreachable { asked: 0.95, best: 0.9375 }));
    assert!(r.p_value > 0.0 && r.estimate.is_finite());
    assert!(signed_rank(&d, 0.9375, ZeroRule::Wilcoxon).unwrap().interval.is_ok());
    let one = signed_rank(&[2.0], 0.5, ZeroRule::Pratt).unwrap();
    assert_eq!((one.p_value, one.estimate), (1.0, 2.0));
    assert_eq!(one.interval, Err(StatError::LevelUnreachable { asked: 0.5, best: 0.0 }));
}

#[test]
fn equal_differences_shrink_the_interval_to_a_point() {
    let r = signed_rank(&[2.0; 8], 0.95, ZeroRule::Wilcoxon).unwrap();
    let i = r.interval.unwrap();
    assert_eq!((r.estimate, i.interval.lower, i.interval.upper), (2.0, 2.0, 2.0));
    assert_eq!(i.interval.achieved, Some(1.0 - 2.0 / 256.0));
}

#[test]
fn large_equal_differences_keep_a_finite_interval() {
    for size in [1e9, 1e12, 1e150] {
        let r = signed_rank(&[size; 8], 0.95, ZeroRule::Wilcoxon).unwrap();
        let i = r.interval.unwrap();
        assert_eq!((i.interval.lower, i.interval.upper, i.interval.achieved), (size, size, Some(1.0 - 2.0 / 256.0)));
    }
    // all within a chain of ties: the last Walsh average kept lies below the largest difference
    let chain = [0.09, 0.19, 0.96, 0.47, 0.093, 0.024, 0.87, 0.135].map(|v| 1e9 + v);
    let i = signed_rank(&chain, 0.99, ZeroRule::Wilcoxon).unwrap().interval.unwrap();
    assert!(i.interval.lower.is_finite() && i.interval.upper.is_finite());
}

#[test]
fn refusals_name_the_reason() {
    let rule = ZeroRule::Wilcoxon;
    assert_eq!(signed_rank(&[], 0.95, rule), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert_eq!(signed_rank(&[0.0, 0.0], 0.95, rule), Err(StatError::AllZeroDifferences));
    assert_eq!(signed_rank(&[1.0, f64::NAN], 0.95, rule), Err(StatError::NotFinite { index: 1 }));
    assert_eq!(signed_rank(&[1.0], 0.0, rule), Err(StatError::LevelOutOfRange { found: 0.0 }));
    assert_eq!(signed_rank(&[1.0; 201], 0.95, rule), Err(StatError::TooLarge { limit: 200, found: 201 }));
}

/// Deterministic values without ties, or with ties when rounded.
fn spread(n: usize, digits: i32) -> Vec<f64> {
    let scale = 10_f64.powi(digits);
    (0..n).map(|i| (((37.0 * (i as f64 + 2.0).ln()).fract() * 20.0 - 7.0) * scale).round() / scale).collect()
}

#[test]
fn without_ties_the_classical_order_statistics_are_found() {
    // n = 20, level 0.95: the critical value of the table is 52, so the 53rd Walsh average from each end
    let d = spread(20, 9);
    let i = signed_rank(&d, 0.95, ZeroRule::Wilcoxon).unwrap().interval.unwrap();
    let walsh = hodges_lehmann::walsh_averages(&d);
    assert!(i.interval.lower <= walsh[52] && i.interval.upper >= walsh[walsh.len() - 53]);
    assert!((walsh.iter().position(|w| *w == i.interval.lower).unwrap() as i64 - 52).abs() <= 3);
    // coverage 1 - 2 * P(V <= 52) = 1 - 2 * 0.0242204666137695 (R: psignrank(52, 20))
    assert!((i.interval.achieved.unwrap() - (1.0 - 2.0 * 0.024_220_466_613_769_5)).abs() < 1e-14);
}

#[test]
#[ignore = "timing: run in release with --ignored"]
fn sixty_differences_take_milliseconds() {
    for (n, digits) in [(60, 9), (60, 2), (60, 1), (200, 9), (200, 2)] {
        let d = spread(n, digits);
        #[allow(clippy::disallowed_methods)]
        let start = Instant::now();
        let r = signed_rank(&d, 0.95, ZeroRule::Pratt).unwrap();
        println!("n {n} digits {digits}: {:?} {:?}", start.elapsed(), r.interval);
    }
}

/// Checks the reported interval against p at every cell, in whole quarters (differences even numbers of halves).
fn check_inversion(values: &[i64], level: f64, rule: ZeroRule) -> Result<(), TestCaseError> {
    let d: Vec<f64> = values.iter().map(|v| *v as f64).collect();
    let quarters: Vec<i64> = values.iter().map(|v| 4 * v).collect();
    let Ok(r) = signed_rank(&d, level, rule) else { return Ok(()) };
    let Ok(inverted) = r.interval else {
        prop_assert!(0.5_f64.powi(values.len() as i32 - 1) > 1.0 - level);
        return Ok(());
    };
    // Walsh averages lie on even quarters; odd quarters lie inside gaps
    let (low, high) = (quarters.iter().min().unwrap() - 5, quarters.iter().max().unwrap() + 5);
    let alpha = 1.0 - level;
    let kept: Vec<i64> = (low..=high).filter(|s| shifted_p(&quarters, *s, rule) > alpha).collect();
    // an accepted odd quarter stands for the open gap around it, whose closure reaches the Walsh averages around
    let mut walsh: Vec<i64> = quarters.iter().flat_map(|a| quarters.iter().map(move |b| (a + b) / 2)).collect();
    walsh.sort_unstable();
    walsh.dedup();
    let first = *kept.first().unwrap();
    let last = *kept.last().unwrap();
    let lower = *walsh.iter().filter(|w| **w <= first).max().unwrap();
    let upper = *walsh.iter().filter(|w| **w >= last).min().unwrap();
    prop_assert_eq!(4.0 * inverted.interval.lower, lower as f64);
    prop_assert_eq!(4.0 * inverted.interval.upper, upper as f64);
    let gaps: Vec<i64> = (low..=high).filter(|s| walsh.binary_search(s).is_err()).collect();
    let largest = gaps.iter().map(|s| shifted_p(&quarters, *s, rule)).filter(|p| *p <= alpha).fold(0.0_f64, f64::max);
    prop_assert!((inverted.interval.achieved.unwrap() - (1.0 - largest)).abs() < 1e-12);
    let kept_gaps: Vec<i64> = kept.iter().copied().filter(|s| walsh.binary_search(s).is_err()).collect();
    if let (Some(first), Some(last)) = (kept_gaps.first(), kept_gaps.last()) {
        prop_assert_eq!(4.0 * inverted.classical.lower, *walsh.iter().filter(|w| *w < first).max().unwrap() as f64);
        prop_assert_eq!(4.0 * inverted.classical.upper, *walsh.iter().filter(|w| *w > last).min().unwrap() as f64);
    } else {
        prop_assert_eq!(inverted.classical, inverted.interval);
    }
    let holes = (first..=last).any(|s| shifted_p(&quarters, s, rule) <= alpha);
    prop_assert_eq!(inverted.shape == SetShape::Hull, holes);
    prop_assert!(inverted.interval.achieved.unwrap() >= level);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn p_equals_full_enumeration(values in prop::collection::vec(-6..=6_i64, 1..=10)) {
        let d: Vec<f64> = values.iter().map(|v| *v as f64 * 0.1).collect();
        for rule in RULES {
            match enumerated_p(&values, rule) {
                None => prop_assert_eq!(signed_rank(&d, 0.9, rule), Err(StatError::AllZeroDifferences)),
                Some(p) => prop_assert!((signed_rank(&d, 0.9, rule).unwrap().p_value - p).abs() < 1e-14),
            }
        }
    }

    #[test]
    fn the_interval_inverts_the_test(values in prop::collection::vec(-9..=12_i64, 5..=9), level in 0.6..0.99_f64) {
        for rule in RULES {
            check_inversion(&values, level, rule)?;
        }
    }

    #[test]
    fn p_above_alpha_puts_zero_inside(values in prop::collection::vec(-9..=12_i64, 6..=25)) {
        let d: Vec<f64> = values.iter().map(|v| *v as f64).collect();
        for rule in RULES {
            let Ok(r) = signed_rank(&d, 0.9, rule) else { continue };
            let i = r.interval.unwrap();
            prop_assert!(r.p_value <= 0.1 || i.interval.contains(0.0));
            prop_assert!(i.interval.contains(r.estimate), "{:?}", r);
        }
    }

    #[test]
    fn signs_scale_and_order_act_as_they_should(
        values in prop::collection::vec(-20..=30_i32, 6..=20), scale in 1..9_i32, shift in -8..8_i32,
    ) {
        let d: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
        let mut mirrored: Vec<f64> = values.iter().map(|v| f64::from(-scale * v)).collect();
        mirrored.reverse();
        let moved: Vec<f64> = values.iter().map(|v| f64::from(v + shift)).collect();
        for rule in RULES {
            let (Ok(a), Ok(b)) = (signed_rank(&d, 0.95, rule), signed_rank(&mirrored, 0.95, rule)) else { continue };
            prop_assert!((a.p_value - b.p_value).abs() < 1e-13);
            prop_assert!((f64::from(scale) * a.estimate + b.estimate).abs() < 1e-9);
            let (i, j) = (a.interval.unwrap(), b.interval.unwrap());
            prop_assert!((f64::from(scale) * i.interval.lower + j.interval.upper).abs() < 1e-9);
            prop_assert_eq!(i.shape, j.shape);
            let Ok(c) = signed_rank(&moved, 0.95, rule) else { continue };
            let k = c.interval.unwrap();
            prop_assert!((k.interval.lower - i.interval.lower - f64::from(shift)).abs() < 1e-9);
            prop_assert!((k.interval.upper - i.interval.upper - f64::from(shift)).abs() < 1e-9);
        }
    }
}
