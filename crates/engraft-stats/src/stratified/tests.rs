use proptest::prelude::*;

use super::*;
use crate::StatError;
use crate::exact::TwoSided;
use crate::two_proportions::{TwoByTwo, fisher_test};

fn table(x1: u64, n1: u64, x2: u64, n2: u64) -> TwoByTwo {
    TwoByTwo::new(x1, n1, x2, n2).unwrap()
}

#[test]
fn two_strata_by_hand() {
    // 3/4 v 1/4 and 2/4 v 1/4. Excess 3 - 2 + 2 - 1.5 = 1.5; variance 16*4*4/(64*7) + 16*3*5/(64*7) = 4/7 + 15/28 = 31/28
    let strata = [table(3, 4, 1, 4), table(2, 4, 1, 4)];
    let r = mantel_haenszel(&strata, Continuity::None, 0.95).unwrap();
    assert!((r.chi_squared - 2.25 * 28.0 / 31.0).abs() < 1e-14);
    let c = mantel_haenszel(&strata, Continuity::Half, 0.95).unwrap();
    assert!((c.chi_squared - 28.0 / 31.0).abs() < 1e-14);
    // R = 9/8 + 6/8, S = 1/8 + 2/8: odds ratio 5; risk ratio (12 + 8) / (4 + 4); difference (8/8 + 4/8) / 4
    let or = r.odds_ratio.unwrap();
    assert!((or.estimate - 5.0).abs() < 1e-14);
    // P: 6/8, 5/8; Q: 2/8, 3/8. PR = 54 + 30 = 84/64, PS + QR = 6 + 18 + 10 + 18 = 52/64, QS = 2 + 6 = 8/64
    let v =
        (84.0 / 64.0) / (2.0 * 225.0 / 64.0) + (52.0 / 64.0) / (2.0 * 45.0 / 64.0) + (8.0 / 64.0) / (2.0 * 9.0 / 64.0);
    assert!((or.se - f64::sqrt(v)).abs() < 1e-14);
    assert!((r.risk_ratio.unwrap().estimate - 2.5).abs() < 1e-14);
    assert!((r.risk_difference.unwrap().estimate - 0.375).abs() < 1e-14);
}

#[test]
fn strata_that_say_nothing_change_nothing_in_the_test() {
    let strata = [table(3, 4, 1, 4), table(0, 3, 0, 5), table(2, 2, 3, 3), table(1, 2, 0, 0)];
    let (a, b) =
        (mantel_haenszel(&strata, Continuity::None, 0.9), mantel_haenszel(&strata[..1], Continuity::None, 0.9));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!((a.informative, a.chi_squared), (1, b.chi_squared));
    assert!((a.odds_ratio.unwrap().se - b.odds_ratio.unwrap().se).abs() < 1e-14);
}

#[test]
fn zeros_keep_their_reason() {
    let r = mantel_haenszel(&[table(3, 4, 0, 4), table(1, 4, 0, 4)], Continuity::None, 0.95).unwrap();
    assert!(matches!(r.odds_ratio, Err(StatError::NotEstimable { .. })));
    assert!(matches!(r.risk_ratio, Err(StatError::NotEstimable { .. })));
    assert!(r.risk_difference.is_ok() && r.p_value < 0.1);
    let e = exact_common_odds_ratio(&[table(3, 4, 0, 4), table(1, 4, 0, 4)], TwoSided::Central, 0.95).unwrap();
    assert!(e.interval.lower > 0.0 && e.interval.upper.is_infinite() && e.odds_ratio == Some(f64::INFINITY));
    assert_eq!(mantel_haenszel(&[], Continuity::None, 0.95), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert!(exact_common_odds_ratio(&[], TwoSided::Central, 0.95).is_err());
    assert!(exact_common_odds_ratio(&[table(0, 900, 0, 1)], TwoSided::Central, 0.95).is_err());
    assert!(mantel_haenszel(&[table(1, 2, 0, 2)], Continuity::None, f64::NAN).is_err());
}

#[test]
fn a_trend_by_hand() {
    // 0/2, 1/2, 2/2 at scores 1 2 3: share 1/2, mean 2, top = -1*(0-1) + 1*(2-1) = 2, spread 4, z = 2 / sqrt(1)
    let t = cochran_armitage(&[(0, 2), (1, 2), (2, 2)], &[1.0, 2.0, 3.0]).unwrap();
    assert!((t.z - 2.0).abs() < 1e-14 && (t.z_permutation - 2.0 * f64::sqrt(5.0 / 6.0)).abs() < 1e-14);
    // 3 events of 6 in 20 ways; sum of scores 0+1+2 places: seen 1*1 + 2*2 = 5, the largest: 2 ways; mean 3
    let e = exact_trend(&[(0, 2), (1, 2), (2, 2)], &[1.0, 2.0, 3.0]).unwrap();
    assert!((e.greater - 0.1).abs() < 1e-15 && (e.p_value - 0.2).abs() < 1e-15 && (e.less - 1.0).abs() < 1e-15);
}

#[test]
fn hostile_trends_are_refused() {
    let groups = [(1, 3), (2, 3)];
    assert!(cochran_armitage(&groups, &[1.0, f64::NAN]).is_err());
    assert!(cochran_armitage(&groups, &[1.0, 1e200]).is_err());
    assert!(cochran_armitage(&groups, &[1.0]).is_err());
    assert_eq!(cochran_armitage(&groups, &[2.0, 2.0]), Err(StatError::ConstantData));
    assert_eq!(exact_trend(&[(1, 3), (0, 0)], &[1.0, 2.0]), Err(StatError::ConstantData));
    assert!(exact_trend(&[(4, 3), (0, 1)], &[1.0, 2.0]).is_err());
    assert!(exact_trend(&[(1, 300), (2, 300)], &[1.0, 2.0]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_stratum_is_fishers_test(x1 in 0..9_u64, x2 in 0..9_u64, m1 in 1..9_u64, m2 in 1..9_u64) {
        let t = table(x1, x1 + m1, x2, x2 + m2);
        let (f, e) = (fisher_test(&t, TwoSided::Blaker, 0.9).unwrap(),
            exact_common_odds_ratio(&[t, table(0, 3, 0, 2)], TwoSided::Blaker, 0.9).unwrap());
        prop_assert!((f.p_value - e.p_value).abs() < 1e-13);
        prop_assert!((f.interval.lower - e.interval.lower).abs() <= 1e-10 * f.interval.lower);
    }

    #[test]
    fn two_groups_are_fishers_test(x1 in 0..9_u64, x2 in 0..9_u64, m1 in 1..9_u64, m2 in 1..9_u64, shift in -5.0..5.0_f64) {
        let t = table(x1, x1 + m1, x2, x2 + m2);
        if let Ok(e) = exact_trend(&[(x1, x1 + m1), (x2, x2 + m2)], &[shift, shift + 2.5]) {
            let f = fisher_test(&t, TwoSided::Central, 0.9).unwrap();
            prop_assert!((e.greater - f.less).abs() < 1e-13 && (e.less - f.greater).abs() < 1e-13);
        }
    }

    #[test]
    fn the_trend_equals_enumeration(
        groups in prop::collection::vec((0..3_u64, 0..2_u64), 2..5), scores in prop::collection::vec(0..6_u64, 4..5),
    ) {
        let groups: Vec<(u64, u64)> = groups.iter().map(|(x, more)| (*x, x + more)).collect();
        let s: Vec<f64> = scores.iter().take(groups.len()).map(|v| *v as f64).collect();
        if let Ok(found) = exact_trend(&groups, &s) {
            let subjects: Vec<u64> = groups.iter().zip(&scores).flat_map(|(g, s)| vec![*s; g.1 as usize]).collect();
            let seen: u64 = groups.iter().zip(&scores).map(|(g, s)| g.0 * s).sum();
            let events: u64 = groups.iter().map(|g| g.0).sum();
            let n = subjects.len() as u64;
            let mean = events * subjects.iter().sum::<u64>();
            let (mut all, mut greater, mut both) = (0.0, 0.0, 0.0);
            for chosen in (0_u32..1 << n).filter(|c| u64::from(c.count_ones()) == events) {
                let sum: u64 = subjects.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, s)| s).sum();
                all += 1.0;
                greater += f64::from(u8::from(sum >= seen));
                both += f64::from(u8::from((sum * n).abs_diff(mean) >= (seen * n).abs_diff(mean)));
            }
            prop_assert!((found.greater - greater / all).abs() < 1e-13);
            prop_assert!((found.p_value - both / all).abs() < 1e-13);
        }
    }
}
