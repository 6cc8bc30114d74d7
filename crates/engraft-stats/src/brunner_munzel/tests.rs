use proptest::prelude::*;

use super::*;
use crate::StatError;
use crate::permutation::{MonteCarlo, Reference};

const DRAWS: MonteCarlo = MonteCarlo { draws: 999, seed: 4 };

#[test]
fn three_against_four_by_hand() {
    // X 1 2 4, Y 3 5 6 7: number of Y below each X: 0 0 1; number of X below each Y: 2 3 3 3
    // variances: of 0 0 1: 1/3; of 2 3 3 3: 1/4; se² = (1/3)/(3*16) + (1/4)/(4*9) = 1/144 + 1/144
    let r = brunner_munzel(&[1.0, 2.0, 4.0], &[3.0, 5.0, 6.0, 7.0], 0.95).unwrap();
    assert!((r.effect - 11.0 / 12.0).abs() < 1e-15);
    assert!((r.se - (1.0_f64 / 72.0).sqrt()).abs() < 1e-15);
    assert!((r.statistic - 5.0 / 12.0 * 72.0_f64.sqrt()).abs() < 1e-13);
    // df = (a + b)² / (a²/2 + b²/3) with a = b: 4 / (5/6)
    assert!((r.df - 4.8).abs() < 1e-13);
}

#[test]
fn separated_groups_have_no_t_and_two_of_35() {
    let (x, y) = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]);
    assert!(matches!(brunner_munzel(&x, &y, 0.95), Err(StatError::NotEstimable { .. })));
    let r = brunner_munzel_permutation(&y, &x, DRAWS).unwrap();
    assert_eq!((r.effect, r.statistic), (0.0, None));
    assert!((r.p.p_value - 2.0 / 35.0).abs() < 1e-15);
    assert_eq!(r.p.reference, Reference::Exact { arrangements: 35.0 });
}

#[test]
fn refusals_and_draws() {
    assert_eq!(brunner_munzel(&[1.0, 1.0], &[1.0, 1.0], 0.9), Err(StatError::ConstantData));
    assert_eq!(brunner_munzel(&[1.0], &[1.0, 2.0], 0.9), Err(StatError::TooFew { needed: 2, found: 1 }));
    assert_eq!(brunner_munzel(&[1.0, f64::NAN], &[1.0, 2.0], 0.9), Err(StatError::NotFinite { index: 1 }));
    assert!(brunner_munzel(&[1.0, 2.0], &[1.0, 2.0], 0.0).is_err());
    let (x, y): (Vec<f64>, Vec<f64>) = ((0..15).map(f64::from).collect(), (6..21).map(f64::from).collect());
    let drawn = brunner_munzel_permutation(&x, &y, MonteCarlo { draws: 20_000, seed: 1 }).unwrap();
    let t = brunner_munzel(&x, &y, 0.95).unwrap();
    assert!(matches!(drawn.p.reference, Reference::MonteCarlo { .. }));
    assert!((drawn.p.p_value - t.p_value).abs() < 0.01, "{drawn:?} {t:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn groups_can_be_exchanged_and_scales_bent(
        x in prop::collection::vec(-5..6_i32, 2..6), y in prop::collection::vec(-5..6_i32, 2..6),
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) = (x.iter().map(|v| f64::from(*v)).collect(), y.iter().map(|v| f64::from(*v)).collect());
        let cube = |v: &[f64]| v.iter().map(|v| v * v * v).collect::<Vec<f64>>();
        if let Ok(r) = brunner_munzel_permutation(&a, &b, DRAWS) {
            let s = brunner_munzel_permutation(&b, &a, DRAWS).unwrap();
            prop_assert!((r.effect + s.effect - 1.0).abs() < 1e-14);
            prop_assert!((r.p.p_value - s.p.p_value).abs() < 1e-14);
            prop_assert_eq!(r, brunner_munzel_permutation(&cube(&a), &cube(&b), DRAWS).unwrap());
            if let Ok(t) = brunner_munzel(&a, &b, 0.9) {
                prop_assert!(t.interval.contains(t.effect) && t.p_value.is_finite());
            }
        }
    }
}
