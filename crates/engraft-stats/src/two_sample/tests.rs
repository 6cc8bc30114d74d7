use proptest::prelude::*;

use super::*;
use crate::StatError;

#[test]
fn welch_by_hand() {
    // 1 2 3 against 2 4 6 8: means 2 and 5; variances 1 and 20/3; v = 1/3 and 5/3; se² = 2;
    // df = 4 / (1/9/2 + 25/9/3) = 4 / (1/18 + 25/27) = 4 * 54/53
    let r = welch_t(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0, 8.0], 0.95).unwrap();
    assert_eq!(r.difference, -3.0);
    assert!((r.se - 2.0_f64.sqrt()).abs() < 1e-15);
    assert!((r.df - 216.0 / 53.0).abs() < 1e-13);
    assert!(r.interval.contains(-3.0));
    assert_eq!(welch_t(&[1.0, 1.0], &[2.0, 2.0], 0.95), Err(StatError::ConstantData));
}

#[test]
fn rank_sum_by_hand() {
    // 1 2 against 2 5: midranks 1 2.5 and 2.5 4; W = 3.5, E = 5; the six sums: 3.5 3.5 5 5 6.5 6.5
    let r = rank_sum(&[1.0, 2.0], &[2.0, 5.0]).unwrap();
    assert_eq!((r.statistic, r.u, r.tied), (3.5, 0.5, true));
    assert!((r.p_value - 4.0 / 6.0).abs() < 1e-15);
    // differences -1 -4 0 -3: median -2
    assert_eq!(r.estimate, -2.0);
    assert_eq!(rank_sum(&[1.0], &[1.0, 1.0]), Err(StatError::ConstantData));
    assert_eq!(rank_sum(&[], &[1.0]), Err(StatError::TooFew { needed: 1, found: 0 }));
}

#[test]
fn fisher_by_hand() {
    // 3 of 3 against 0 of 3: one table of 20 each way
    assert!((fisher_exact(3, 3, 0, 3).unwrap().p_value - 0.1).abs() < 1e-14);
    assert_eq!(fisher_exact(0, 4, 0, 5).unwrap().p_value, 1.0);
    assert_eq!(fisher_exact(4, 4, 5, 5).unwrap().p_value, 1.0);
    assert!(fisher_exact(1, 0, 0, 1).is_err());
}

#[test]
fn newcombe_at_the_edges() {
    let r = newcombe_difference(0, 10, 10, 10, 0.95).unwrap();
    assert_eq!(r.difference, -1.0);
    assert!(r.interval.lower >= -1.0 - 1e-12 && r.interval.upper > -1.0);
    assert_eq!(newcombe_difference(0, 0, 1, 2, 0.95), Err(StatError::TooFew { needed: 1, found: 0 }));
}

/// p by listing every choice of the first group.
fn enumerated(first: &[i32], second: &[i32]) -> f64 {
    let pooled: Vec<i32> = first.iter().chain(second).copied().collect();
    let ranks: Vec<i64> = pooled
        .iter()
        .map(|v| {
            let smaller = pooled.iter().filter(|w| *w < v).count() as i64;
            let equal = pooled.iter().filter(|w| *w == v).count() as i64;
            2 * smaller + equal + 1
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

proptest! {
    #[test]
    fn rank_sum_equals_full_enumeration(
        first in prop::collection::vec(-4..5_i32, 1..6), second in prop::collection::vec(-4..5_i32, 1..6),
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) =
            (first.iter().map(|v| f64::from(*v)).collect(), second.iter().map(|v| f64::from(*v)).collect());
        if let Ok(r) = rank_sum(&a, &b) {
            prop_assert!((r.p_value - enumerated(&first, &second)).abs() < 1e-13);
            let s = rank_sum(&b, &a).unwrap();
            prop_assert!((r.p_value - s.p_value).abs() < 1e-13);
            prop_assert!((r.estimate + s.estimate).abs() < 1e-12);
        }
    }

    #[test]
    fn groups_can_be_exchanged(n1 in 1..30_u64, n2 in 1..30_u64, a in 0.0..=1.0_f64, b in 0.0..=1.0_f64) {
        let (x1, x2) = ((a * n1 as f64) as u64, (b * n2 as f64) as u64);
        let (f, g) = (fisher_exact(x1, n1, x2, n2).unwrap(), fisher_exact(x2, n2, x1, n1).unwrap());
        prop_assert!((f.p_value - g.p_value).abs() < 1e-12);
        let (d, e) =
            (newcombe_difference(x1, n1, x2, n2, 0.9).unwrap(), newcombe_difference(x2, n2, x1, n1, 0.9).unwrap());
        prop_assert!((d.interval.lower + e.interval.upper).abs() < 1e-12);
        prop_assert!(d.interval.contains(d.difference));
    }
}
