use proptest::prelude::*;

use super::*;
use crate::survival::FollowUp;

#[test]
fn a_function_by_hand() {
    // subject 1: event at 2, to 4; subject 2: to 3, no event. M(2) = 1/2; influences (1 - 1/2)/2 and (0 - 1/2)/2
    let rows = FollowUp::new(&[2.0, 4.0, 3.0], &[true, false, false]).entering(&[0.0, 2.0, 0.0]);
    let c = mean_cumulative(&rows, &[1, 1, 2]).unwrap();
    assert_eq!((c.subjects, c.events, c.steps[0].at_risk, c.steps[0].mean), (2, 1, 2, 0.5));
    assert!((c.steps[0].std_error.powi(2) - 2.0 / 16.0).abs() < 1e-15);
    assert!(c.steps[0].interval(0.95).unwrap().contains(0.5));
}

#[test]
fn overlapping_rows_and_hostile_input_are_refused() {
    let overlap = FollowUp::new(&[3.0, 4.0], &[true, false]).entering(&[0.0, 2.0]);
    assert!(mean_cumulative(&overlap, &[1, 1]).is_err());
    assert!(mean_cumulative(&FollowUp::new(&[0.0], &[true]), &[1]).is_err());
    assert!(mean_cumulative(&FollowUp::new(&[f64::NAN], &[true]), &[1]).is_err());
    assert!(mean_cumulative(&FollowUp::new(&[], &[]), &[]).is_err());
    assert!(mean_cumulative(&FollowUp::new(&[1.0], &[true]), &[]).is_err());
}

proptest! {
    #[test]
    fn the_variance_is_the_sum_of_squared_influences(
        rows in prop::collection::vec((0_u32..5, 1_u32..6, any::<bool>()), 1..25),
    ) {
        // one row per subject
        let entry: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
        let times: Vec<f64> = rows.iter().map(|row| f64::from(row.0 + row.1)).collect();
        let events: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let id: Vec<usize> = (0..rows.len()).collect();
        let c = mean_cumulative(&FollowUp::new(&times, &events).entering(&entry), &id).unwrap();
        let mut influence = vec![0.0; rows.len()];
        for step in &c.steps {
            let inside: Vec<usize> = id.iter().copied().filter(|i| entry[*i] < step.time && times[*i] >= step.time).collect();
            let n = inside.len() as f64;
            for i in inside {
                let own = f64::from(u8::from(events[i] && times[i] == step.time));
                influence[i] += (own - step.events as f64 / n) / n;
            }
            let variance: f64 = influence.iter().map(|v: &f64| v * v).sum();
            prop_assert!((step.std_error.powi(2) - variance).abs() < 1e-12);
        }
    }
}
