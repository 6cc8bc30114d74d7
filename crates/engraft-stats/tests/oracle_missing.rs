//! Compares Rubin's rules and multiple imputation with closed forms computed in R (`oracles/missing`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::missing::*;

#[test]
fn rubins_rules_match_the_formulas() {
    let mut c = Comparison::new("missing/rubin", CLOSED_FORM);
    // one case has 2 million degrees of freedom, where the t quantile carries 1e-11
    let mut ends = Comparison::new("missing/rubin interval", 1e-10);
    let data = input("missing/rubin");
    for row in rows(&expected("missing/rubin")) {
        let column = |k: usize| -> Vec<f64> {
            data.iter().filter(|r| r[0] == text(row, "case")).map(|r| r[k].parse().unwrap()).collect()
        };
        let p = pool(&column(1), &column(2), row["complete"].as_f64(), 0.95).unwrap();
        let found = [
            ("estimate", p.estimate),
            ("within", p.within),
            ("between", p.between),
            ("total", p.total),
            ("increase", p.increase.unwrap()),
            ("lambda", p.lambda),
            ("df", p.df.unwrap()),
            ("p", p.p_value),
        ];
        for (key, value) in found {
            c.relative(key, value, number(row, key));
        }
        // the ends may lie near zero: relative to the half-width
        ends.scaled("interval", p.interval.lower, number(row, "lower"), 0.5 * p.interval.width());
        ends.scaled("interval", p.interval.upper, number(row, "upper"), 0.5 * p.interval.width());
    }
    c.report();
    ends.report();
}

/// Arms and complete responses of the oracle, and the last visit observed.
fn data() -> (Vec<usize>, Vec<Vec<f64>>, Vec<usize>) {
    let rows = input("missing/imputation");
    let arms = rows.iter().map(|r| r[0].parse().unwrap()).collect();
    let values = rows.iter().map(|r| r[1..4].iter().map(|v| v.parse().unwrap()).collect()).collect();
    let last = rows.iter().map(|r| r[4].parse().unwrap()).collect();
    (arms, values, last)
}

fn plan(strategy: Strategy) -> Plan {
    Plan { strategy, reference: 0, covariance: Covariance::PerArm, imputations: 2000, burn_in: 25, seed: 11 }
}

/// Mean of an arm at a visit over all sets, and the Monte Carlo error of that mean.
fn mean(made: &Imputations, arm: usize, visit: usize) -> (f64, f64) {
    let of_set = |set: &Completed| {
        let chosen: Vec<f64> =
            set.arms.iter().zip(&set.values).filter(|(a, _)| **a == arm).map(|(_, v)| v[visit]).collect();
        chosen.iter().sum::<f64>() / chosen.len() as f64
    };
    let means: Vec<f64> = made.sets.iter().map(of_set).collect();
    let (n, centre) = (means.len() as f64, means.iter().sum::<f64>() / means.len() as f64);
    let spread = means.iter().map(|m| (m - centre).powi(2)).sum::<f64>() / (n - 1.0);
    (centre, (spread / n).sqrt())
}

#[test]
fn imputed_means_match_their_expectation() {
    let (arms, complete, last) = data();
    let values: Vec<Vec<Option<f64>>> = complete
        .iter()
        .zip(&last)
        .map(|(row, last)| row.iter().enumerate().map(|(t, v)| (t <= *last).then_some(*v)).collect())
        .collect();
    let all = expected("missing/imputation");
    for row in rows(&all["strategies"]) {
        let strategy = match text(row, "strategy") {
            "mar" => Strategy::MissingAtRandom,
            "j2r" => Strategy::JumpToReference,
            "cir" => Strategy::CopyIncrements,
            _ => Strategy::CopyReference,
        };
        let made = impute(Responses { arms: &arms, values: &values }, plan(strategy)).unwrap();
        for (key, arm, visit) in [("mean0", 0, 2), ("mean1", 1, 2), ("first1", 1, 1)] {
            let (found, error) = mean(&made, arm, visit);
            let z = (found - number(row, key)) / error;
            println!(
                "{} {key}: {found:.4} expected {:.4}, {z:.2} Monte Carlo errors",
                row["strategy"],
                number(row, key)
            );
            // twelve comparisons: 3.5 errors happen by chance once in 180 runs, and the seed is fixed
            assert!(z.abs() < 3.5 && error < 0.012, "{row} {found} {error}");
        }
        // a shift of every gap of an arm moves the difference by the missing share times the shift
        let analysis = |set: &Completed| difference_at_visit(set, 1, 0, 2, None);
        let grid = [vec![0.0, 0.0], vec![0.0, 3.0]];
        let tipped = tipping_point(&made, &grid, 0.95, analysis).unwrap();
        let moved = tipped.steps[1].pooled.estimate - tipped.steps[0].pooled.estimate;
        assert!((moved - 3.0 * number(&all, "missing_share")).abs() < 1e-10);
    }
}

#[test]
fn the_analysis_of_a_set_matches_lm() {
    let mut c = Comparison::new("missing/imputation lm", CLOSED_FORM);
    let (arms, values, _) = data();
    let set = Completed { arms, values };
    let all = expected("missing/imputation");
    for (key, adjust) in [("adjusted", Some(0)), ("plain", None)] {
        let e = difference_at_visit(&set, 1, 0, 2, adjust).unwrap();
        c.relative("estimate", e.estimate, all[key][0].as_f64().unwrap());
        c.relative("se", e.variance.sqrt(), all[key][1].as_f64().unwrap());
    }
    c.report();
}

#[test]
fn gaps_between_visits_are_filled_from_both_sides() {
    // visit 1 missing for some subjects who have visit 2: reversing the order of visits makes the gaps trailing, where the
    // expectation is the regression of visit 1 on the others
    let (arms, complete, _) = data();
    let gap = |i: usize| i % 5 == 2;
    let forward: Vec<Vec<Option<f64>>> =
        complete.iter().enumerate().map(|(i, r)| vec![Some(r[0]), (!gap(i)).then_some(r[1]), Some(r[2])]).collect();
    let backward: Vec<Vec<Option<f64>>> = forward.iter().map(|r| vec![r[0], r[2], r[1]]).collect();
    let of = |values: &[Vec<Option<f64>>], seed: u64| {
        impute(Responses { arms: &arms, values }, Plan { seed, ..plan(Strategy::MissingAtRandom) }).unwrap()
    };
    let (one, two) = (of(&forward, 3), of(&backward, 4));
    assert!(one.gaps.iter().flatten().any(|g| *g == Gap::Intermittent));
    assert!(two.gaps.iter().flatten().all(|g| *g != Gap::Intermittent));
    for arm in 0..2 {
        let ((a, ea), (b, eb)) = (mean(&one, arm, 1), mean(&two, arm, 2));
        let z = (a - b) / (ea * ea + eb * eb).sqrt();
        println!("arm {arm}: {a:.4} {b:.4}, {z:.2} Monte Carlo errors; errors {ea:.5} {eb:.5}");
        // the prior of a sequence of regressions depends a little on their order: 0.02 is 0.5 % of the SD of the visit
        assert!((a - b).abs() < 0.02 + 3.5 * (ea * ea + eb * eb).sqrt());
        // and so does the spread
        assert!((ea / eb - 1.0).abs() < 0.15);
    }
}
