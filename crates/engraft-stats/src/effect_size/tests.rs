use proptest::prelude::*;

use super::*;
use crate::StatError;

#[test]
fn three_against_three_by_hand() {
    // means 2 and 3, pooled SD 1: d = -1; df 4: J = Γ(2) / (sqrt(2) Γ(1.5)) = 1 / (sqrt(2) sqrt(π)/2) = sqrt(2/π)
    let e = effect_size(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0], 0.95).unwrap();
    let j = (2.0 / std::f64::consts::PI).sqrt();
    assert!((e.correction - j).abs() < 1e-15 && (e.g + j).abs() < 1e-14);
    assert!((e.variance - (2.0 / 3.0 + j * j / 12.0)).abs() < 1e-14);
}

#[test]
fn no_difference_has_the_normal_interval() {
    // t = 0: P(T <= 0) = Φ(-δ), so δ = ±1.96, d = ±1.96 sqrt(1/3 + 1/3)
    let e = effect_size(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], 0.95).unwrap();
    assert!((e.interval.upper - 1.959_963_984_540_054 * (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    assert_eq!(e.interval.lower, -e.interval.upper);
}

#[test]
fn refusals_and_extremes() {
    assert_eq!(effect_size(&[1.0, 2.0], &[3.0], 0.9), Err(StatError::TooFew { needed: 4, found: 3 }));
    assert_eq!(paired_effect_size(&[3.0, 3.0, 3.0], 0.9), Err(StatError::ConstantData));
    assert!(effect_size(&[1.0, f64::NAN], &[3.0, 4.0], 0.9).is_err());
    let far = effect_size(&[0.0, 0.01, 0.02], &[100.0, 100.01, 100.02], 0.95).unwrap();
    assert!(far.interval.lower.is_finite() && far.interval.contains(far.d), "{far:?}");
    assert!(matches!(
        effect_size(&[0.0, 1e-8, 2e-8], &[100.0, 100.0, 100.0], 0.95),
        Err(StatError::NotEstimable { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn units_cancel_and_the_exact_interval_agrees_with_t(
        x in prop::collection::vec(-30..30_i32, 2..9), y in prop::collection::vec(-30..30_i32, 2..9), scale in 1..50_i32,
    ) {
        let f = |v: &[i32], s: i32| v.iter().map(|v| f64::from(s * v + 3)).collect::<Vec<f64>>();
        if let Ok(e) = effect_size(&f(&x, 1), &f(&y, 1), 0.95) {
            let s = effect_size(&f(&x, scale), &f(&y, scale), 0.95).unwrap();
            prop_assert!((e.g - s.g).abs() < 1e-10 * (1.0 + e.g.abs()));
            prop_assert!((e.interval.upper - s.interval.upper).abs() < 1e-9 * (1.0 + e.g.abs()));
            prop_assert!(e.interval.contains(e.d) && e.large_sample.contains(e.g));
            // zero is inside exactly when Student's p is above 0.05
            let p = crate::student_t(&f(&x, 1), &f(&y, 1), 0.95).unwrap().p_value;
            if (p - 0.05).abs() > 1e-9 {
                prop_assert_eq!(e.interval.contains(0.0), p > 0.05);
            }
            let mirror = effect_size(&f(&y, 1), &f(&x, 1), 0.95).unwrap();
            prop_assert!((mirror.interval.lower + e.interval.upper).abs() < 1e-9 * (1.0 + e.g.abs()));
        }
    }
}
