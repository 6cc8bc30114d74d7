use proptest::prelude::*;

use super::*;
use crate::survival::{restricted_mean, restricted_mean_contrast};

fn curve(times: &[f64], events: &[bool]) -> KaplanMeier {
    kaplan_meier(&FollowUp::new(times, events)).unwrap()
}

#[test]
fn a_curve_by_hand() {
    // times 1 2 2 3 5, the second 2 and the 5 censored: S = 4/5, 4/5 * 3/4 = 3/5, 3/5 * 1/2 = 3/10, 3/10
    let c = curve(&[3.0, 1.0, 2.0, 5.0, 2.0], &[true, true, true, false, false]);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-14, "{a} {b}");
    let expected = [(1.0, 5, 1, 0, 0.8), (2.0, 4, 1, 1, 0.6), (3.0, 2, 1, 0, 0.3), (5.0, 1, 0, 1, 0.3)];
    for (step, (time, n, d, lost, s)) in c.steps.iter().zip(expected) {
        assert_eq!((step.time, step.at_risk, step.events, step.censored), (time, n, d, lost));
        close(step.survival, s);
    }
    // Greenwood: 1/20 + 1/12 + 1/2 = 19/30
    close(c.steps[3].std_error().unwrap(), 0.3 * (19.0_f64 / 30.0).sqrt());
    // area to 4: 1 + 0.8 + 0.6 + 0.3; areas after the events 1.7, 0.9, 0.3
    let m = restricted_mean(&c, 4.0, 0.95).unwrap();
    close(m.mean, 2.7);
    close(m.std_error.powi(2), 1.7 * 1.7 / 20.0 + 0.81 / 12.0 + 0.09 / 2.0);
    assert!(restricted_mean(&c, 6.0, 0.95).is_err());
    assert!(restricted_mean_contrast(&c, &c, 4.0, 0.95).unwrap().difference == 0.0);
}

#[test]
fn late_entry_by_hand() {
    // at time 2 rows 1 and 2 are at risk, at 4 rows 2 and 3; row 3 enters at 2, which is not before 2
    let rows = FollowUp::new(&[2.0, 4.0, 5.0], &[true, true, false]).entering(&[0.0, 1.0, 2.0]);
    let c = kaplan_meier(&rows).unwrap();
    assert_eq!(c.steps.iter().map(|s| s.at_risk).collect::<Vec<_>>(), [2, 2, 1]);
    assert_eq!(c.steps[2].survival, 0.25);
    assert!(c.landmark(2.0, 0.95, ConfidenceMethod::BetaProduct).unwrap().interval.is_err());
}

#[test]
fn nearly_equal_times_tie() {
    let c = curve(&[0.1 + 0.2, 0.3, 1.0], &[true, true, true]);
    assert_eq!((c.steps.len(), c.steps[0].events), (2, 2));
}

#[test]
fn an_all_censored_curve_has_a_beta_product_interval_only() {
    let c = curve(&[3.0, 4.0, 5.0], &[false; 3]);
    for method in [ConfidenceMethod::Plain, ConfidenceMethod::Log, ConfidenceMethod::LogLog, ConfidenceMethod::Logit] {
        let at = c.landmark(3.5, 0.95, method).unwrap();
        assert_eq!(at.survival, 1.0);
        assert!(matches!(at.interval, Err(StatError::NotEstimable { .. })));
        assert!(c.median(0.95, method, Convention::R).unwrap().estimate.is_err());
    }
    let interval = c.landmark(3.5, 0.95, ConfidenceMethod::BetaProduct).unwrap().interval.unwrap();
    assert!((interval.lower - 0.025_f64.sqrt()).abs() < 1e-12 && interval.upper == 1.0);
}

#[test]
fn without_censoring_the_beta_product_is_clopper_pearson() {
    let c = curve(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[true; 6]);
    for (index, found) in c.intervals(0.95, ConfidenceMethod::BetaProduct).unwrap().into_iter().enumerate() {
        let left = 5 - index as u64;
        let exact = crate::proportion_interval(left, 6, 0.95, crate::ProportionMethod::ClopperPearson).unwrap();
        let found = found.unwrap();
        assert!((found.lower - exact.lower).abs() < 1e-12 && (found.upper - exact.upper).abs() < 1e-12, "{left}");
    }
}

#[test]
fn a_flat_stretch_at_the_median_follows_the_convention() {
    let median = |times: &[f64], events: &[bool], convention| {
        curve(times, events).median(0.95, ConfidenceMethod::LogLog, convention).unwrap().estimate
    };
    for convention in [Convention::R, Convention::Sas] {
        assert_eq!(median(&[1.0, 2.0, 3.0, 4.0], &[true; 4], convention), Ok(2.5));
    }
    let (times, events) = ([1.0, 2.0, 3.0, 4.0], [true, true, false, false]);
    assert_eq!(median(&times, &events, Convention::R), Ok(3.0));
    assert!(matches!(median(&times, &events, Convention::Sas), Err(StatError::NotEstimable { .. })));
}

#[test]
fn hostile_input_is_refused() {
    let fit = |times: &[f64], events: &[bool]| kaplan_meier(&FollowUp::new(times, events));
    assert_eq!(fit(&[], &[]), Err(StatError::TooFew { needed: 1, found: 0 }));
    assert_eq!(fit(&[1.0, f64::NAN], &[true; 2]), Err(StatError::NotFinite { index: 1 }));
    assert!(fit(&[f64::INFINITY], &[true]).is_err());
    assert!(fit(&[1e200], &[true]).is_err());
    assert!(fit(&[-1.0], &[true]).is_err());
    assert!(fit(&[1.0], &[true, false]).is_err());
    assert!(kaplan_meier(&FollowUp::new(&[1.0], &[true]).entering(&[1.0])).is_err());
    let one = fit(&[0.0], &[true]).unwrap();
    assert_eq!(one.steps[0].survival, 0.0);
    assert!(one.steps[0].std_error().is_err());
    for level in [0.0, 1.0, f64::NAN] {
        assert!(one.landmark(0.0, level, ConfidenceMethod::Log).is_err());
    }
    assert!(one.quantile(0.0, 0.95, ConfidenceMethod::Log, Convention::R).is_err());
}

proptest! {
    #[test]
    fn curves_hold_their_properties(
        data in prop::collection::vec((1_u32..30, any::<bool>()), 1..40),
        seed in any::<u64>(),
    ) {
        let times: Vec<f64> = data.iter().map(|row| f64::from(row.0)).collect();
        let events: Vec<bool> = data.iter().map(|row| row.1).collect();
        let c = curve(&times, &events);
        // order of rows and unit of time do not matter
        let mut shuffled = data.clone();
        crate::random::Stream::new(seed, 0).shuffle(&mut shuffled);
        let doubled: Vec<f64> = shuffled.iter().map(|row| 2.0 * f64::from(row.0)).collect();
        let other = curve(&doubled, &shuffled.iter().map(|row| row.1).collect::<Vec<_>>());
        for (a, b) in c.steps.iter().zip(&other.steps) {
            prop_assert_eq!((2.0 * a.time, a.at_risk, a.survival), (b.time, b.at_risk, b.survival));
        }
        prop_assert_eq!(c.steps.iter().map(|s| s.events + s.censored).sum::<usize>(), data.len());
        use ConfidenceMethod::*;
        for method in [Plain, Log, LogLog, Logit, Arcsine, BetaProduct] {
            for (step, interval) in c.steps.iter().zip(c.intervals(0.9, method).unwrap()) {
                let Ok(interval) = interval else { continue };
                prop_assert!(interval.lower >= 0.0 && interval.upper <= 1.0);
                prop_assert!(interval.lower <= step.survival + 1e-12 && step.survival <= interval.upper + 1e-12, "{:?}", method);
            }
        }
    }
}
