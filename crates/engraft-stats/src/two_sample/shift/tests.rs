use proptest::prelude::*;

use super::*;
use crate::rank_sum;

/// p by listing every choice of the first group, values in whole halves.
fn enumerated(first: &[i64], second: &[i64], shift: i64) -> f64 {
    let pooled: Vec<i64> = first.iter().map(|v| v - shift).chain(second.iter().copied()).collect();
    let ranks: Vec<i64> = pooled
        .iter()
        .map(|v| {
            2 * pooled.iter().filter(|w| *w < v).count() as i64 + pooled.iter().filter(|w| *w == v).count() as i64 + 1
        })
        .collect();
    let n = ranks.len() as i64;
    let centre = first.len() as i64 * ranks.iter().sum::<i64>();
    let w: i64 = ranks.iter().take(first.len()).sum();
    let (mut all, mut extreme) = (0.0, 0.0);
    for chosen in (0..1_u32 << n).filter(|c| c.count_ones() as usize == first.len()) {
        let s: i64 = ranks.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, r)| r).sum();
        all += 1.0;
        if (n * s - centre).abs() >= (n * w - centre).abs() {
            extreme += 1.0;
        }
    }
    extreme / all
}

#[test]
fn four_against_four_by_hand() {
    // 0.95 asks for 2/70 = 0.0286 a side pair: only full separation is rejected, so the ends are the extreme differences
    let i = rank_sum_interval(&[5.0, 6.5, 8.0, 9.0], &[1.0, 2.0, 4.0, 4.5], 0.95).unwrap();
    assert_eq!((i.classical.lower, i.classical.upper), (0.5, 8.0));
    assert_eq!(i.shape, SetShape::Connected);
}

#[test]
fn equal_values_in_each_group_shrink_to_a_point() {
    let i = rank_sum_interval(&[3.0; 5], &[1.0; 5], 0.95).unwrap();
    assert_eq!((i.interval.lower, i.interval.upper), (2.0, 2.0));
    assert_eq!(i.classical, i.interval);
}

#[test]
fn refusals_name_the_reason() {
    assert_eq!(rank_sum_interval(&[], &[1.0], 0.9), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert_eq!(rank_sum_interval(&[1.0], &[f64::NAN], 0.9), Err(StatError::NotFinite { index: 0 }));
    assert_eq!(rank_sum_interval(&[1.0], &[2.0], 2.0), Err(StatError::LevelOutOfRange { found: 2.0 }));
    assert!(matches!(rank_sum_interval(&[1.0], &[2.0], 0.5), Err(StatError::LevelUnreachable { .. })));
    assert!(rank_sum_interval(&[1.0; 60], &[2.0; 60], 0.5).is_err());
    // p = 2/20 equals 1 - 0.9: not above it, so 0.9 is reached
    let i = rank_sum_interval(&[1.0, 2.0, 3.0], &[4.0, 5.5, 6.0], 0.9).unwrap();
    assert_eq!((i.interval.lower, i.interval.upper), (-5.0, -1.0));
}

#[test]
#[ignore = "timing: run in release with --ignored"]
fn sixty_values_take_little() {
    for digits in [9, 2, 1] {
        let scale = 10_f64.powi(digits);
        let draw = |i: usize| (((37.0 * (i as f64 + 2.0).ln()).fract() * 20.0 - 7.0) * scale).round() / scale;
        let (a, b): (Vec<f64>, Vec<f64>) = ((0..30).map(draw).collect(), (30..60).map(draw).collect());
        #[allow(clippy::disallowed_methods)]
        let start = std::time::Instant::now();
        let i = rank_sum_interval(&a, &b, 0.95);
        println!("digits {digits}: {:?} {i:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_interval_inverts_the_test(
        first in prop::collection::vec(-6..8_i64, 2..=6), second in prop::collection::vec(-6..8_i64, 2..=5),
        level in 0.5..0.98_f64,
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) =
            (first.iter().map(|v| *v as f64).collect(), second.iter().map(|v| *v as f64).collect());
        // in halves: whole differences are even, gaps hold odd numbers
        let (x, y): (Vec<i64>, Vec<i64>) =
            (first.iter().map(|v| 2 * v).collect(), second.iter().map(|v| 2 * v).collect());
        let points: Vec<i64> = {
            let mut d: Vec<i64> = x.iter().flat_map(|a| y.iter().map(move |b| a - b)).collect();
            d.sort_unstable();
            d.dedup();
            d
        };
        let alpha = 1.0 - level;
        let (low, high) = (points[0] - 1, points[points.len() - 1] + 1);
        let outer = enumerated(&x, &y, low).max(enumerated(&x, &y, high));
        let found = rank_sum_interval(&a, &b, level);
        if outer > alpha {
            prop_assert!(matches!(found, Err(StatError::LevelUnreachable { .. })), "{:?}", found);
            return Ok(());
        }
        let kept: Vec<i64> = (low..=high).filter(|s| enumerated(&x, &y, *s) > alpha).collect();
        let Ok(i) = found else { prop_assert!(kept.is_empty(), "{:?}", found); return Ok(()); };
        let (from, to) = (kept[0], kept[kept.len() - 1]);
        let lower = *points.iter().filter(|p| **p <= from).max().unwrap();
        let upper = *points.iter().filter(|p| **p >= to).min().unwrap();
        prop_assert_eq!((2.0 * i.interval.lower, 2.0 * i.interval.upper), (lower as f64, upper as f64));
        let holes = (from..=to).any(|s| enumerated(&x, &y, s) <= alpha);
        prop_assert_eq!(i.shape == SetShape::Hull, holes);
        let gaps = (low..=high).filter(|s| points.binary_search(s).is_err());
        let largest = gaps.map(|s| enumerated(&x, &y, s)).filter(|p| *p <= alpha).fold(0.0_f64, f64::max);
        prop_assert!((i.interval.achieved.unwrap() - (1.0 - largest)).abs() < 1e-12);
        prop_assert!(i.interval.achieved.unwrap() >= level - 1e-9);
    }

    #[test]
    fn p_above_alpha_puts_zero_inside(
        first in prop::collection::vec(-9..12_i32, 4..=12), second in prop::collection::vec(-9..12_i32, 4..=12),
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) =
            (first.iter().map(|v| f64::from(*v) * 0.1).collect(), second.iter().map(|v| f64::from(*v) * 0.1).collect());
        if let (Ok(r), Ok(i)) = (rank_sum(&a, &b), rank_sum_interval(&a, &b, 0.9)) {
            prop_assert!(r.p_value <= 0.1 + 1e-9 || i.interval.contains(0.0));
            prop_assert!(i.interval.contains(r.estimate));
            let mirror = rank_sum_interval(&b, &a, 0.9).unwrap();
            prop_assert!((mirror.interval.lower + i.interval.upper).abs() < 1e-12);
            prop_assert_eq!(mirror.shape, i.shape);
        }
    }
}
