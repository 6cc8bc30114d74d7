use proptest::prelude::*;

use super::*;
use crate::survival::{Weight, kaplan_meier, log_rank};

#[test]
fn an_incidence_by_hand() {
    // 1 (cause 1), 2 (cause 2), 3 censored, 4 (cause 1): F1 = 1/4, 1/4, 1/4, 1/4 + 1/2
    let data = CompetingRisks { times: &[1.0, 2.0, 3.0, 4.0], causes: &[1, 2, 0, 1] };
    let c = cumulative_incidence(&data, 1, IncidenceVariance::Delta).unwrap();
    let f: Vec<f64> = c.steps.iter().map(|step| step.incidence).collect();
    assert_eq!(f, [0.25, 0.25, 0.25, 0.75]);
    // before the second event the variance is that of a proportion
    assert!((c.steps[0].std_error.powi(2) - 0.25 * 0.75 / 4.0).abs() < 1e-15);
    assert_eq!((c.events, c.competing, c.censored), (2, 1, 1));
    assert!(c.at(0.5).is_err() && c.at(9.0).is_ok());
    assert!(cumulative_incidence(&data, 2, IncidenceVariance::Delta).unwrap().steps[0].interval(0.95).is_err());
}

#[test]
fn hostile_input_is_refused() {
    let bad = CompetingRisks { times: &[1.0, f64::NAN], causes: &[1, 0] };
    assert!(cumulative_incidence(&bad, 1, IncidenceVariance::Aalen).is_err());
    let data = CompetingRisks { times: &[1.0, 2.0], causes: &[1, 0] };
    assert!(cumulative_incidence(&data, 0, IncidenceVariance::Aalen).is_err());
    assert!(gray_test(&data, &[1, 1], None, 1).is_err());
    assert!(gray_test(&data, &[1, 2], None, 2).is_err());
    assert!(gray_test(&data, &[1], None, 1).is_err());
    assert!(fit_fine_gray(&data, &[], 1, CensoringTies::WithEvents, 0.95).is_err());
    // the events come first in one group: separated
    let data = CompetingRisks { times: &[1.0, 2.0, 3.0, 4.0], causes: &[1, 1, 2, 0] };
    assert!(fit_fine_gray(&data, &[&[1.0, 1.0, 0.0, 0.0]], 1, CensoringTies::WithEvents, 0.95).is_err());
}

proptest! {
    #[test]
    fn the_incidences_and_the_curve_of_no_event_add_up_to_one(
        rows in prop::collection::vec((1_u32..20, 0_usize..3, 0_usize..2), 3..40),
    ) {
        let times: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
        let causes: Vec<usize> = rows.iter().map(|row| row.1).collect();
        let data = CompetingRisks { times: &times, causes: &causes };
        let of = |cause| cumulative_incidence(&data, cause, IncidenceVariance::Delta).unwrap();
        let any: Vec<bool> = causes.iter().map(|cause| *cause > 0).collect();
        let curve = kaplan_meier(&FollowUp::new(&times, &any)).unwrap();
        for ((a, b), s) in of(1).steps.iter().zip(&of(2).steps).zip(&curve.steps) {
            prop_assert!((a.incidence + b.incidence + s.survival - 1.0).abs() < 1e-12);
            prop_assert!(a.std_error.is_finite());
            if let Ok(interval) = a.interval(0.9) {
                prop_assert!(interval.contains(a.incidence));
            }
        }
        // Gray's score adds up to 0 over the groups
        let groups: Vec<usize> = rows.iter().map(|row| row.2).collect();
        if let Ok(test) = gray_test(&data, &groups, None, 1) {
            prop_assert!(test.groups.iter().map(|group| group.score).sum::<f64>().abs() < 1e-9);
            // without competing events its score is that of the log-rank test
            if !causes.contains(&2) {
                let plain = log_rank(&FollowUp::new(&times, &any), &groups, None, Weight::LogRank).unwrap();
                prop_assert!((plain.groups[0].observed - plain.groups[0].expected - test.groups[0].score).abs() < 1e-9);
            }
        }
    }
}
