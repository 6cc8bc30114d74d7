use proptest::prelude::*;

use super::*;
use crate::student_t;

fn arms(n1: usize, n2: usize) -> Vec<bool> {
    (0..n1 + n2).map(|i| i < n1).collect()
}

#[test]
fn six_subjects_by_hand() {
    // first arm: x 0 1 2, y 1 2 6; second arm: x 1 2 3, y 2 3 4
    // within arms: Sxx = 2 + 2, Sxy = (-1)(-2) + 0 + (1)(3) + (-1)(-1) + 0 + 1 = 7, slope 7/4
    // difference = (3 - 3) - 7/4 (1 - 2) = 7/4; Syy = 4 + 1 + 9 + 2 = 16; squares 16 - 49/4 = 15/4, df 3, variance 5/4
    // se² = 5/4 (1/3 + 1/3 + 1/4) = 55/48
    let y = [1.0, 2.0, 6.0, 2.0, 3.0, 4.0];
    let x = [0.0, 1.0, 2.0, 1.0, 2.0, 3.0];
    let r = ancova(&y, &arms(3, 3), &[&x], 0.95).unwrap();
    assert!((r.slopes[0] - 1.75).abs() < 1e-13 && (r.difference - 1.75).abs() < 1e-13);
    assert!((r.se - (55.0_f64 / 48.0).sqrt()).abs() < 1e-13 && r.df == 3.0);
    assert!((r.sd - 1.25_f64.sqrt()).abs() < 1e-13);
    // adjusted means at x = 1.5: 3 + 1.75 * 0.5 and 3 - 1.75 * 0.5
    assert!((r.adjusted1.mean - 3.875).abs() < 1e-13 && (r.adjusted2.mean - 2.125).abs() < 1e-13);
    // variance of the first: 5/4 (1/3 + (1.5 - 1)²/4)
    assert!((r.adjusted1.se - (1.25_f64 * (1.0 / 3.0 + 0.0625)).sqrt()).abs() < 1e-13);
}

#[test]
fn quade_by_hand() {
    // y ranks 1 2 3 4 (arms 1 1 2 2), x ranks 1 3 2 4: centred y -1.5 -0.5 0.5 1.5, x -1.5 0.5 -0.5 1.5
    // slope (2.25 - 0.25 - 0.25 + 2.25)/5 = 0.8; residuals -0.3 -0.9 0.9 0.3; total 1.8; between 1.2² = 1.44
    let r = rank_ancova(&[1.0, 2.0, 3.0, 4.0], &arms(2, 2), &[&[10.0, 30.0, 20.0, 40.0]]).unwrap();
    assert!((r.difference + 1.2).abs() < 1e-14);
    assert!((r.f - 1.44 / (0.36 / 2.0)).abs() < 1e-12);
    assert_eq!(r.df, 2.0);
    // one stratum: sum -1.2/5, variance 4/12 * 1.8/25: chi-squared 1.44 / 0.6
    let s = stratified_rank_ancova(&[1.0, 2.0, 3.0, 4.0], &arms(2, 2), &[&[10.0, 30.0, 20.0, 40.0]], &[7; 4]).unwrap();
    assert!((s.chi_squared - 2.4).abs() < 1e-13);
}

#[test]
fn refusals_name_the_reason() {
    let y = [1.0, 2.0, 6.0, 2.0, 3.0, 4.0];
    let x = [0.0, 1.0, 2.0, 1.0, 2.0, 3.0];
    let a = arms(3, 3);
    assert!(matches!(ancova(&y, &a, &[&[5.0; 6]], 0.9), Err(StatError::NotEstimable { .. })));
    assert_eq!(ancova(&y, &a, &[&x[..5]], 0.9), Err(StatError::LengthMismatch { left: 6, right: 5 }));
    assert_eq!(ancova(&y, &arms(6, 0), &[&x], 0.9), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert_eq!(ancova(&y[..3], &arms(2, 1), &[&x[..3]], 0.9), Err(StatError::TooFew { needed: 4, found: 3 }));
    assert_eq!(ancova(&[0.0; 6], &a, &[&x], 0.9), Err(StatError::ConstantData));
    assert_eq!(ancova(&[f64::NAN; 6], &a, &[&x], 0.9), Err(StatError::NotFinite { index: 0 }));
    assert_eq!(rank_ancova(&x, &a, &[&x]), Err(StatError::ConstantData));
    assert_eq!(rank_ancova(&[4.0; 6], &a, &[&x]), Err(StatError::ConstantData));
    assert!(stratified_rank_ancova(&y, &a, &[&x], &[0, 1, 2, 3, 4, 5]).is_err());
    assert!(rank_ancova(&[], &[], &[&[]]).is_err());
}

#[test]
fn without_covariates_it_is_student() {
    let (a, b) = ([1.0, 2.0, 6.0], [2.0, 3.0, 4.0, 9.0]);
    let y: Vec<f64> = a.iter().chain(&b).copied().collect();
    let (r, s) = (ancova(&y, &arms(3, 4), &[], 0.9).unwrap(), student_t(&a, &b, 0.9).unwrap());
    assert!((r.difference - s.difference).abs() < 1e-13 && (r.p_value - s.p_value).abs() < 1e-13);
    assert!((r.interval.lower - s.interval.lower).abs() < 1e-12);
}

proptest! {
    #[test]
    fn change_from_baseline_gives_the_same_difference(
        rows in prop::collection::vec((-30..30_i32, -30..30_i32), 6..20), shift in 1..900_i32,
    ) {
        let x: Vec<f64> = rows.iter().map(|r| f64::from(r.0 + shift)).collect();
        let y: Vec<f64> = rows.iter().map(|r| f64::from(r.1)).collect();
        let change: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - x).collect();
        let a = arms(3, rows.len() - 3);
        if let (Ok(r), Ok(s)) = (ancova(&y, &a, &[&x], 0.9), ancova(&change, &a, &[&x], 0.9)) {
            prop_assert!((r.difference - s.difference).abs() < 1e-9 * (1.0 + r.se));
            prop_assert!((r.se - s.se).abs() < 1e-9 * (1.0 + r.se));
            prop_assert!(r.interval.contains(r.difference));
            let swapped: Vec<bool> = a.iter().map(|f| !f).collect();
            let t = ancova(&y, &swapped, &[&x], 0.9).unwrap();
            prop_assert!((r.difference + t.difference).abs() < 1e-9 * (1.0 + r.se));
        }
        if let Ok(r) = rank_ancova(&y, &a, &[&x]) {
            let bent: Vec<f64> = y.iter().map(|v| v * v * v).collect();
            prop_assert!((r.f - rank_ancova(&bent, &a, &[&x]).unwrap().f).abs() < 1e-9 * (1.0 + r.f));
            prop_assert!((0.0..=1.0).contains(&r.p_value));
        }
    }
}

#[test]
fn a_slope_that_overflows_is_refused() {
    let outcome = [1e149, -2e149, 3e149, 0.0, 1e149, 5e148];
    let first = [true, false, true, false, true, false];
    let r = ancova(&outcome, &first, &[&[1e-161, 3e-161, 2e-161, 0.0, 1e-161, 7e-161]], 0.95);
    assert!(matches!(r, Err(StatError::NotEstimable { reason }) if reason.contains("rescale")), "{r:?}");
}
