use proptest::prelude::*;

use super::Measurement::{Below, Value};
use super::*;
use crate::StatError;

#[test]
fn every_rule_by_hand() {
    let m = [Value(5.0), Below(2.0), Below(4.0)];
    assert_eq!(substitute(&m, Substitution::Zero).unwrap(), [5.0, 0.0, 0.0]);
    assert_eq!(substitute(&m, Substitution::Half).unwrap(), [5.0, 1.0, 2.0]);
    assert_eq!(substitute(&m, Substitution::Limit).unwrap(), [5.0, 2.0, 4.0]);
    let root = substitute(&m, Substitution::OverRootTwo).unwrap();
    assert!((root[1] - 2.0_f64.sqrt()).abs() < 1e-15);
    assert_eq!(substitute(&[Value(-1.0), Below(-2.0)], Substitution::Half), Err(StatError::NotPositive { index: 1 }));
    assert_eq!(substitute(&[Value(f64::NAN)], Substitution::Half), Err(StatError::NotFinite { index: 0 }));
    assert_eq!(substitute(&[], Substitution::Half), Ok(vec![]));
}

#[test]
fn without_censoring_it_is_the_mean_with_divisor_n() {
    // 1, 2, 6: mean 3, squares 14; SD sqrt(14/3); SE of the mean SD/sqrt(3), of ln SD 1/sqrt(6)
    let r = censored_normal(&[Value(1.0), Value(2.0), Value(6.0)], 0.95).unwrap();
    let sd = (14.0_f64 / 3.0).sqrt();
    assert!((r.mean - 3.0).abs() < 1e-12 && (r.sd - sd).abs() < 1e-12);
    assert!((r.mean_se - sd / 3.0_f64.sqrt()).abs() < 1e-12 && (r.log_sd_se - 1.0 / 6.0_f64.sqrt()).abs() < 1e-12);
    // log-likelihood: -n/2 (1 + ln(2π sd²))
    let expected = -1.5 * (1.0 + (2.0 * std::f64::consts::PI * sd * sd).ln());
    assert!((r.log_likelihood - expected).abs() < 1e-12);
}

#[test]
fn the_gradient_vanishes_at_the_estimates() {
    let m = [Below(1.0), Below(1.0), Value(1.2), Value(3.0), Below(2.0), Value(2.5)];
    let r = censored_normal(&m, 0.95).unwrap();
    let likelihood = |mean: f64, sd: f64| -> f64 {
        m.iter()
            .map(|m| match m {
                Value(v) => -((v - mean) / sd).powi(2) / 2.0 - sd.ln(),
                Below(v) => crate::dist::normal_cdf((v - mean) / sd).ln(),
            })
            .sum()
    };
    let best = likelihood(r.mean, r.sd);
    for (a, b) in [(1e-3, 0.0), (-1e-3, 0.0), (0.0, 1e-3), (0.0, -1e-3)] {
        assert!(likelihood(r.mean + a, r.sd + b) < best);
    }
    // curvature by differences against the standard errors: information inverted by hand
    let h = 1e-4;
    let f = |a: f64, b: f64| likelihood(r.mean + a, r.sd * b.exp());
    let (aa, bb) = ((f(h, 0.0) + f(-h, 0.0) - 2.0 * best) / h / h, (f(0.0, h) + f(0.0, -h) - 2.0 * best) / h / h);
    let ab = (f(h, h) + f(-h, -h) - f(h, -h) - f(-h, h)) / (4.0 * h * h);
    let determinant = aa * bb - ab * ab;
    assert!((r.mean_se - (-bb / determinant).sqrt()).abs() < 1e-5);
    assert!((r.log_sd_se - (-aa / determinant).sqrt()).abs() < 1e-5);
}

#[test]
fn refusals_name_the_reason() {
    assert!(matches!(censored_normal(&[Below(1.0), Below(2.0)], 0.95), Err(StatError::NotEstimable { .. })));
    assert!(matches!(censored_normal(&[Value(1.0), Value(1.0)], 0.95), Err(StatError::NotEstimable { .. })));
    assert_eq!(censored_normal(&[], 0.95), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert!(censored_normal(&[Value(1.0), Value(2.0)], 0.0).is_err());
    assert_eq!(censored_log_normal(&[Value(1.0), Value(0.0)], 0.95), Err(StatError::NotPositive { index: 1 }));
    assert_eq!(censored_normal(&[Value(f64::INFINITY)], 0.95), Err(StatError::NotFinite { index: 0 }));
}

proptest! {
    #[test]
    fn every_sample_with_two_values_has_an_answer(
        rows in prop::collection::vec((-100..100_i32, any::<bool>()), 2..20), far in -4000..4000_i32,
    ) {
        let m = |shift: f64, scale: f64| -> Vec<Measurement> {
            rows.iter()
                .map(|(v, seen)| (scale * f64::from(*v) + shift, seen))
                .map(|(v, seen)| if *seen { Value(v) } else { Below(v) })
                .chain([Below(scale * f64::from(far) + shift)])
                .collect()
        };
        match censored_normal(&m(0.0, 1.0), 0.9) {
            Ok(r) => {
                prop_assert!(r.sd > 0.0 && r.interval.contains(r.mean) && r.mean_se.is_finite());
                let s = censored_normal(&m(1000.0, 3.0), 0.9).unwrap();
                prop_assert!((3.0 * r.mean + 1000.0 - s.mean).abs() < 1e-7 * (1.0 + s.mean.abs() + s.sd));
                prop_assert!((3.0 * r.sd - s.sd).abs() < 1e-7 * s.sd);
            }
            Err(e) => prop_assert!(matches!(e, StatError::NotEstimable { .. }), "{e}"),
        }
    }
}
