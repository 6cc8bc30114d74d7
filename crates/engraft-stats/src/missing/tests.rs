use super::*;
use crate::StatError;

const PLAN: Plan = Plan {
    strategy: Strategy::MissingAtRandom,
    reference: 0,
    covariance: Covariance::Shared,
    imputations: 20,
    burn_in: 20,
    seed: 7,
};

/// Two arms of eight, baseline and one visit, the last two of each arm missing.
fn small() -> (Vec<usize>, Vec<Vec<Option<f64>>>) {
    let first = [10.0, 12.0, 9.0, 14.0, 11.0, 13.0, 12.5, 9.5];
    let second = [9.0, 12.5, 8.0, 13.0, 11.5, 12.0];
    let row = |shift: f64| {
        (0..8).map(move |i| vec![Some(first[i]), second.get(i).map(|v| v + shift * (1.0 + 0.1 * i as f64))])
    };
    ((0..16).map(|i| i / 8).collect(), row(0.0).chain(row(-3.0)).collect())
}

#[test]
fn rubin_by_hand() {
    // estimates 1 2 3, variances 1: mean 2, within 1, between 1, total 1 + 4/3, lambda (4/3) / (7/3) = 4/7,
    // increase 4/3; df old 2 / (16/49) = 6.125; observed (21/23) * 20 * 3/7 = 180/23; df 1 / (8/49 + 23/180)
    let r = pool(&[1.0, 2.0, 3.0], &[1.0; 3], Some(20.0), 0.95).unwrap();
    assert_eq!((r.estimate, r.within, r.between), (2.0, 1.0, 1.0));
    assert!((r.total - 7.0 / 3.0).abs() < 1e-15 && (r.lambda - 4.0 / 7.0).abs() < 1e-15);
    assert!((r.df.unwrap() - 1.0 / (8.0 / 49.0 + 23.0 / 180.0)).abs() < 1e-12);
    assert!((pool(&[1.0, 2.0, 3.0], &[1.0; 3], None, 0.95).unwrap().df.unwrap() - 6.125).abs() < 1e-12);
}

#[test]
fn without_spread_between_sets_the_complete_result_returns() {
    let r = pool(&[2.0; 5], &[4.0; 5], None, 0.95).unwrap();
    assert_eq!((r.df, r.se, r.lambda), (None, 2.0, 0.0));
    assert!((r.interval.upper - (2.0 + 2.0 * 1.959_963_984_540_054)).abs() < 1e-13);
    // (nu + 1)/(nu + 3) nu, not nu: the published formula does not return the complete degrees of freedom
    assert!((pool(&[2.0; 5], &[4.0; 5], Some(10.0), 0.95).unwrap().df.unwrap() - 110.0 / 13.0).abs() < 1e-12);
    assert_eq!(pool(&[2.0; 2], &[0.0; 2], None, 0.95), Err(StatError::ConstantData));
    assert!(matches!(pool(&[1.0, 2.0], &[1.0, -1.0], None, 0.95), Err(StatError::InvalidParameter { .. })));
    assert!(pool(&[1.0, 2.0], &[1.0], None, 0.95).is_err());
}

#[test]
fn observed_values_stay_and_streams_do_not_depend_on_threads() {
    let (arms, values) = small();
    let responses = Responses { arms: &arms, values: &values };
    let made = impute(responses, PLAN).unwrap();
    for set in &made.sets {
        for (row, given) in set.values.iter().zip(&values) {
            for (v, g) in row.iter().zip(given) {
                assert!(v.is_finite() && g.is_none_or(|g| g == *v));
            }
        }
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(pool.install(|| impute(responses, PLAN)).unwrap(), made);
    // the first sets of a longer run are the sets of a shorter one
    let longer = impute(responses, Plan { imputations: 25, ..PLAN }).unwrap();
    assert_eq!(longer.sets[..20], made.sets[..]);
}

#[test]
fn the_strategy_touches_only_gaps_outside_the_reference() {
    let (arms, values) = small();
    let responses = Responses { arms: &arms, values: &values };
    let mar = impute(responses, PLAN).unwrap();
    let jump = impute(responses, Plan { strategy: Strategy::JumpToReference, ..PLAN }).unwrap();
    for (a, b) in mar.sets.iter().zip(&jump.sets) {
        assert_eq!(a.values[..8], b.values[..8]);
        // the reference arm is higher: jumping raises every imputed value of the other arm, given the same draws
        assert!(a.values[14][1] < b.values[14][1] && a.values[15][1] < b.values[15][1]);
    }
}

#[test]
fn the_tipping_point_is_where_p_crosses() {
    let (arms, values) = small();
    let made = impute(Responses { arms: &arms, values: &values }, Plan { imputations: 100, ..PLAN }).unwrap();
    let grid: Vec<Vec<f64>> = (0..=40).map(|k| vec![0.0, 0.5 * f64::from(k)]).collect();
    let t = tipping_point(&made, &grid, 0.95, |set| difference_at_visit(set, 1, 0, 1, Some(0))).unwrap();
    assert!(t.steps[0].significant);
    let turn = t.first_turn.unwrap();
    assert!(t.steps[turn].pooled.p_value > 0.05 && t.steps[turn - 1].pooled.p_value <= 0.05);
    assert!(tipping_point(&made, &[vec![0.0]], 0.95, |set| difference_at_visit(set, 1, 0, 1, None)).is_err());
    assert!(tipping_point(&made, &[], 0.95, |set| difference_at_visit(set, 1, 0, 1, None)).is_err());
}

#[test]
fn refusals_name_the_reason() {
    let (arms, values) = small();
    let responses = Responses { arms: &arms, values: &values };
    assert!(matches!(
        impute(responses, Plan { reference: 2, ..PLAN }),
        Err(StatError::InvalidParameter { name: "reference", .. })
    ));
    assert!(impute(responses, Plan { imputations: 1, ..PLAN }).is_err());
    assert!(impute(responses, Plan { burn_in: 0, ..PLAN }).is_err());
    assert!(impute(Responses { arms: &arms[1..], values: &values }, PLAN).is_err());
    // four observed at visit 2, three columns, three degrees of freedom: six needed
    let few: Vec<Vec<Option<f64>>> = vec![vec![Some(1.0), None]; 6];
    assert_eq!(
        impute(Responses { arms: &[0; 6], values: &few }, PLAN),
        Err(StatError::ConstantData),
        "a constant baseline"
    );
    let alone: Vec<Vec<Option<f64>>> = (0..6).map(|i| vec![Some(f64::from(i)), None]).collect();
    assert_eq!(
        impute(Responses { arms: &[0; 6], values: &alone }, PLAN),
        Err(StatError::TooFew { needed: 5, found: 0 })
    );
    let nan = vec![vec![Some(f64::NAN)]; 6];
    assert_eq!(impute(Responses { arms: &[0; 6], values: &nan }, PLAN), Err(StatError::NotFinite { index: 0 }));
    let skipped: Vec<Vec<Option<f64>>> = (0..6).map(|i| vec![Some(f64::from(i))]).collect();
    assert!(impute(Responses { arms: &[0, 0, 0, 2, 2, 2], values: &skipped }, PLAN).is_err());
}
