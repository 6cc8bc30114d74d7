use super::*;
use crate::StatError;
use crate::longitudinal::{DegreesOfFreedom, Estimation, Information};

#[test]
fn balanced_random_intercepts_by_hand() {
    // subject means 1.5, 3.5, 5.5: between mean square 2 * 4 = 8, within (0.5 + 0.5 + 0.5) / 3 = 0.5;
    // intercept variance (8 - 0.5) / 2; se² of the mean = 8 / 6 with 2 degrees of freedom
    let data = MixedData {
        subject: &[1, 1, 2, 2, 3, 3],
        time: &[0.0, 1.0, 0.0, 1.0, 0.0, 1.0],
        response: &[1.0, 2.0, 4.0, 3.0, 5.0, 6.0],
        design: &[vec![1.0; 6]],
    };
    let fit = random_effects(&data, RandomEffects::Intercept, Estimation::Reml).unwrap();
    assert!((fit.residual_variance - 0.5).abs() < 1e-10 && (fit.intercept_variance - 3.75).abs() < 1e-9);
    assert_eq!((fit.subjects, fit.observations, fit.covariance, fit.slope_variance), (3, 6, None, None));
    for method in [
        DegreesOfFreedom::KenwardRogerFull(Information::Expected),
        DegreesOfFreedom::KenwardRogerLinear(Information::Observed),
        DegreesOfFreedom::Satterthwaite(Information::Observed),
    ] {
        let e = fit.estimate(&[1.0], method, 0.95).unwrap();
        assert!((e.value - 3.5).abs() < 1e-12 && (e.se - (4.0_f64 / 3.0).sqrt()).abs() < 1e-9, "{method:?}");
        assert!((e.df - 2.0).abs() < 1e-7, "{method:?}");
        let t = fit.test(&[vec![1.0]], method).unwrap();
        assert!((t.statistic - e.t * e.t).abs() < 1e-9 * t.statistic && (t.denominator_df - e.df).abs() < 1e-7);
        assert!((t.p_value - e.p_value).abs() < 1e-10);
    }
}

#[test]
fn an_estimate_at_the_edge_is_refused() {
    // subject means equal: the intercept variance would be negative
    let data = MixedData {
        subject: &[1, 1, 2, 2, 3, 3],
        time: &[0.0, 1.0, 0.0, 1.0, 0.0, 1.0],
        response: &[1.0, 3.0, 2.5, 1.5, 1.0, 3.1],
        design: &[vec![1.0; 6]],
    };
    assert!(matches!(
        random_effects(&data, RandomEffects::Intercept, Estimation::Reml),
        Err(StatError::NotEstimable { .. } | StatError::NotConverged { .. })
    ));
}

#[test]
fn hostile_input_is_refused_with_a_reason() {
    let run = |subject: &[usize], time: &[f64], response: &[f64], effects| {
        let design = [vec![1.0; response.len()]];
        let data = MixedData { subject, time, response, design: &design };
        random_effects(&data, effects, Estimation::Reml).err()
    };
    use RandomEffects::*;
    let time = [0.0, 1.0, 0.0, 1.0];
    assert_eq!(
        run(&[1, 1, 2, 2], &time, &[1.0, f64::NAN, 1.0, 2.0], Intercept),
        Some(StatError::NotFinite { index: 1 })
    );
    assert_eq!(run(&[1, 1, 2, 2], &time, &[1.0; 4], Intercept), Some(StatError::ConstantData));
    assert!(matches!(
        run(&[1, 2, 3, 4], &time, &[1.0, 2.0, 1.0, 2.0], Intercept),
        Some(StatError::NotEstimable { .. })
    ));
    assert!(matches!(
        run(&[1, 1, 2, 2], &[0.0; 4], &[1.0, 2.0, 1.0, 2.5], InterceptSlope),
        Some(StatError::NotEstimable { .. })
    ));
    assert!(matches!(
        run(&[1, 1, 2], &time, &[1.0, 2.0, 1.0, 2.5], InterceptSlope),
        Some(StatError::LengthMismatch { .. })
    ));
    assert!(run(&[], &[], &[], Intercept).is_some());
    // two points a subject carry no residual beside a random slope
    assert!(run(&[1, 1, 2, 2], &time, &[1.0, 2.0, 1.0, 2.5], InterceptSlope).is_some());
}
