use super::*;
use crate::StatError;

#[test]
fn a_line_by_hand() {
    // y = 1, 2, 4 at x = 0, 1, 2: slope 3/2 with variance (1/6) / 2, leverages 5/6, 1/3, 5/6, residuals 1/6 -1/3 1/6
    let (y, columns) = ([1.0, 2.0, 4.0], [vec![1.0; 3], vec![0.0, 1.0, 2.0]]);
    let r = least_squares(&y, &columns, StandardErrors::Classical, 0.95).unwrap();
    let slope = r.coefficients[1].unwrap();
    assert!((slope.value - 1.5).abs() < 1e-14 && (slope.se * slope.se - 1.0 / 12.0).abs() < 1e-15);
    // total 14/3, residual 1/6: R² = 27/28; F = slope² / variance = 27
    assert!((r.r_squared - 27.0 / 28.0).abs() < 1e-14 && (r.f.unwrap() - 27.0).abs() < 1e-11);
    assert!((r.f_p_value.unwrap() - slope.p_value).abs() < 1e-14);
    // HC0 of the slope: sum (x - 1)² e² / 4 = 2 / 36 / 4
    let robust = |kind| least_squares(&y, &columns, kind, 0.95).unwrap().coefficients[1].unwrap().se;
    assert!((robust(StandardErrors::Hc0).powi(2) - 1.0 / 72.0).abs() < 1e-16);
    assert!((robust(StandardErrors::Hc1).powi(2) - 3.0 / 72.0).abs() < 1e-15);
    assert!((robust(StandardErrors::Hc2).powi(2) - 6.0 / 72.0).abs() < 1e-14);
    assert!((robust(StandardErrors::Hc3).powi(2) - 36.0 / 72.0).abs() < 1e-13);
}

#[test]
fn a_dependent_column_is_named() {
    let columns = [vec![1.0; 4], vec![0.0, 1.0, 2.0, 3.0], vec![1.0, 3.0, 5.0, 7.0]];
    let r = least_squares(&[1.0, 2.0, 2.0, 4.0], &columns, StandardErrors::Classical, 0.95).unwrap();
    assert_eq!((r.aliased.clone(), r.df), (vec![2], 2));
    assert!(r.coefficients[2].is_none() && r.coefficients[1].is_some());
}

#[test]
fn groups_by_hand() {
    // means 2, 3, 7, grand 4: between 2 (4 + 1 + 9) = 28, within 2 + 0 + 2 = 4; F = 14 / (4/3)
    let r = one_way_anova(&[&[1.0, 3.0], &[3.0, 3.0], &[6.0, 8.0]]).unwrap();
    assert_eq!((r.between_df, r.within_df, r.between_squares, r.within_squares), (2, 3, 28.0, 4.0));
    assert!((r.f - 10.5).abs() < 1e-14 && (r.r_squared - 0.875).abs() < 1e-15);
    // two groups: the square of the pooled t
    let two = one_way_anova(&[&[1.0, 2.0, 3.0], &[4.0, 6.0, 8.0]]).unwrap();
    assert!((two.f - 16.0 / (5.0 / 3.0)).abs() < 1e-13);
}

#[test]
fn hostile_input_is_refused_with_a_reason() {
    let ones = [vec![1.0; 3]];
    let run = |y: &[f64], x: &[Vec<f64>]| least_squares(y, x, StandardErrors::Hc3, 0.95).err();
    assert_eq!(run(&[1.0, f64::NAN, 2.0], &ones), Some(StatError::NotFinite { index: 1 }));
    assert_eq!(run(&[1.0], &[vec![1.0]]), Some(StatError::TooFew { needed: 2, found: 1 }));
    assert!(run(&[], &[]).is_some() && run(&[1.0, 2.0], &ones).is_some());
    assert!(matches!(run(&[1.0, 2.0, 4.0], &[vec![0.0; 3]]), Some(StatError::NotEstimable { .. })));
    let alone = [vec![1.0; 3], vec![0.0, 0.0, 1.0]];
    assert!(matches!(run(&[1.0, 2.0, 4.0], &alone), Some(StatError::NotEstimable { .. })));
    // a constant response is fitted without error
    let flat = least_squares(&[2.0; 3], &ones, StandardErrors::Classical, 0.95).unwrap();
    assert!(flat.coefficients[0].is_some_and(|c| c.t.is_infinite() || c.se < 1e-14));
    assert_eq!(one_way_anova(&[&[1.0], &[2.0]]), Err(StatError::TooFew { needed: 3, found: 2 }));
    assert_eq!(one_way_anova(&[&[1.0, 1.0], &[2.0, 2.0]]), Err(StatError::ConstantData));
    assert!(one_way_anova(&[&[], &[2.0, 2.0]]).is_err() && one_way_anova(&[&[1.0, 2.0]]).is_err());
}

#[test]
fn coefficients_that_overflow_are_refused() {
    let tiny = vec![1e-320, 3e-320, 2e-320, 0.0];
    let r = least_squares(&[1e149, -2e149, 3e149, 0.0], &[tiny, vec![1.0; 4]], StandardErrors::Classical, 0.95);
    assert!(matches!(r, Err(StatError::NotEstimable { .. })), "{r:?}");
}
