use proptest::prelude::*;

use super::*;
use crate::survival::ConfidenceMethod;

const EFRON: CoxOptions = CoxOptions { ties: Ties::Efron, variance: CoxVariance::Model, level: 0.95 };

fn fit(times: &[f64], events: &[bool], covariates: &[&[f64]], options: CoxOptions) -> Result<CoxFit, StatError> {
    fit_cox(&CoxData::new(FollowUp::new(times, events), covariates), options)
}

#[test]
fn one_covariate_by_hand() {
    // treated, control, treated: e^b = r maximises r / ((2r + 1)(1 + r)), r = 1 / sqrt 2;
    // information 2r / (2r+1)^2 + r / (1+r)^2
    let f = fit(&[1.0, 2.0, 3.0], &[true; 3], &[&[1.0, 0.0, 1.0]], EFRON).unwrap();
    let r = 0.5_f64.sqrt();
    assert!((f.coefficients[0].hazard_ratio - r).abs() < 1e-12);
    let information = 2.0 * r / (2.0 * r + 1.0).powi(2) + r / (1.0 + r).powi(2);
    assert!((f.coefficients[0].std_error - 1.0 / information.sqrt()).abs() < 1e-12);
    assert!((f.log_likelihood_null + 6.0_f64.ln()).abs() < 1e-14);
    assert!((f.log_likelihood - (r / ((2.0 * r + 1.0) * (1.0 + r))).ln()).abs() < 1e-14);
    // at 0: u = 1 - 2/3 + 0 - 1/2 = -1/6, v = 2/9 + 1/4
    assert!((f.score.statistic - (1.0 / 36.0) / (2.0 / 9.0 + 0.25)).abs() < 1e-14);
}

#[test]
fn ties_by_hand() {
    // both die at 1 with x 1 and 0, one of x 0 later: null likelihoods 1/3 * 1/2 (Efron), 1/9 (Breslow), 1/3 (exact)
    let null = |ties| {
        let f = fit(&[1.0, 1.0, 2.0], &[true, true, false], &[&[1.0, 0.0, 0.0]], CoxOptions { ties, ..EFRON });
        f.map(|f| f.log_likelihood_null)
    };
    // Efron: r / ((r + 2)(r/2 + 3/2)) has its maximum at r = sqrt 6
    assert!((null(Ties::Efron).unwrap() + 6.0_f64.ln()).abs() < 1e-14);
    assert!((null(Ties::Breslow).unwrap() + 9.0_f64.ln()).abs() < 1e-14);
    // exact: r / (2r + 1) rises for ever
    assert_eq!(null(Ties::Exact), Err(newton::MONOTONE));
}

#[test]
fn separation_is_refused_and_firth_gives_an_answer() {
    let (times, events) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [true, true, true, true, false, false]);
    let (x, noise) = ([1.0, 1.0, 1.0, 0.0, 0.0, 0.0], [0.3, -1.0, 0.2, 0.5, 0.1, -0.4]);
    for covariates in [vec![x.as_slice()], vec![noise.as_slice(), x.as_slice()]] {
        for ties in [Ties::Efron, Ties::Breslow, Ties::Exact] {
            assert_eq!(fit(&times, &events, &covariates, CoxOptions { ties, ..EFRON }), Err(newton::MONOTONE));
        }
        let firth = fit_firth(&CoxData::new(FollowUp::new(&times, &events), &covariates), Ties::Efron, 0.95).unwrap();
        for b in &firth.coefficients {
            assert!(b.interval.contains(b.estimate) && b.estimate.is_finite());
        }
    }
}

#[test]
fn collinear_and_constant_covariates_are_refused() {
    let (times, events) = ([1.0, 2.0, 3.0, 4.0], [true; 4]);
    let x = [1.0, 0.0, 1.0, 0.0];
    let twice = x.map(|v| 3.0 - 2.0 * v);
    assert_eq!(fit(&times, &events, &[&x, &twice], EFRON), Err(newton::COLLINEAR));
    assert!(fit(&times, &events, &[&[2.0; 4]], EFRON).is_err());
    assert!(fit(&times, &[false; 4], &[&x], EFRON).is_err());
    assert!(fit(&times, &events, &[], EFRON).is_err());
    assert!(fit(&times, &events, &[&[1.0]], EFRON).is_err());
    assert!(fit(&times, &events, &[&[f64::NAN; 4]], EFRON).is_err());
    assert!(fit(&times, &events, &[&[1e300, 1.0, 2.0, 3.0]], EFRON).is_err());
    assert!(fit(&[1.0], &[true], &[&[1.0]], EFRON).is_err());
}

#[test]
fn a_huge_weight_that_leaves_leaves_no_rounding() {
    // row 0 outweighs all others and is at risk only late; early risk sets must not keep its rounding
    let times = [10.0, 1.0, 2.0, 3.0, 4.0, 9.0, 9.5];
    let entry = [8.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let x = [40.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    let columns = [x.as_slice()];
    let data = CoxData::new(FollowUp::new(&times, &[true; 7]).entering(&entry), &columns);
    let design = Design::new(&data).unwrap();
    let beta = [1.0 * design.scale[0]];
    let found = likelihood::moments(&design, &beta, Ties::Efron).unwrap().log_likelihood;
    let mut expected = 0.0;
    for i in 0..7 {
        let risk: f64 =
            (0..7).filter(|j| times[*j] >= times[i] && entry[*j] < times[i]).map(|j| f64::exp(x[j] - x[i])).sum();
        expected -= risk.ln();
    }
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

#[test]
fn rows_split_in_time_give_the_same_fit() {
    let (times, events) = ([2.0, 3.0, 5.0, 7.0, 8.0], [true, false, true, true, true]);
    let x = [1.0, 0.0, 0.0, 1.0, 0.5];
    let whole = fit(&times, &events, &[&x], EFRON).unwrap();
    let (mut start, mut stop, mut event, mut column, mut id) = (vec![], vec![], vec![], vec![], vec![]);
    for i in 0..5 {
        for (a, b, e) in [(0.0, 1.0, false), (1.0, times[i], events[i])] {
            start.push(a);
            stop.push(b);
            event.push(e);
            column.push(x[i]);
            id.push(i);
        }
    }
    let columns = [column.as_slice()];
    let mut data = CoxData::new(FollowUp::new(&stop, &event).entering(&start), &columns);
    data.clusters = Some(&id);
    let robust = CoxOptions { variance: CoxVariance::Robust, ..EFRON };
    let split = fit_cox(&data, robust).unwrap();
    assert!((whole.coefficients[0].estimate - split.coefficients[0].estimate).abs() < 1e-12);
    assert!((whole.coefficients[0].std_error - split.coefficients[0].std_error).abs() < 1e-12);
    let unsplit = fit(&times, &events, &[&x], robust).unwrap();
    let error = |fit: &CoxFit| fit.coefficients[0].robust_std_error.unwrap();
    assert!((error(&split) - error(&unsplit)).abs() < 1e-12);
    assert_eq!(split.clusters, Some(5));
}

proptest! {
    #[test]
    fn units_and_order_do_not_matter(
        data in prop::collection::vec((1_u32..20, any::<bool>(), -3_i32..4, -3_i32..4), 6..40),
        seed in any::<u64>(),
    ) {
        let run = |data: &[(u32, bool, i32, i32)], shift: f64, scale: f64| {
            let times: Vec<f64> = data.iter().map(|row| f64::from(row.0) * scale).collect();
            let events: Vec<bool> = data.iter().map(|row| row.1).collect();
            let x: Vec<f64> = data.iter().map(|row| f64::from(row.2) * scale + shift).collect();
            let y: Vec<f64> = data.iter().map(|row| f64::from(row.3)).collect();
            let columns = [x.as_slice(), y.as_slice()];
            let data = CoxData::new(FollowUp::new(&times, &events), &columns);
            let robust = CoxOptions { variance: CoxVariance::Robust, ..EFRON };
            let fit = fit_cox(&data, robust)?;
            let zph = proportional_hazards(&data, &fit, TimeScale::KaplanMeier);
            let curve = predict_survival(&data, &fit, &[shift, 0.0], 0, 0.95, ConfidenceMethod::LogLog);
            Ok::<_, StatError>((fit, zph, curve))
        };
        let mut shuffled = data.clone();
        crate::random::Stream::new(seed, 2).shuffle(&mut shuffled);
        if let (Ok((a, _, p)), Ok((b, _, q))) = (run(&data, 0.0, 1.0), run(&shuffled, 5.0, 4.0)) {
            let (x, y) = (a.coefficients[0], b.coefficients[0]);
            prop_assert!((x.estimate - 4.0 * y.estimate).abs() < 1e-6 * x.std_error);
            prop_assert!(x.interval.contains(x.estimate));
            prop_assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-8 * a.log_likelihood.abs());
            prop_assert!(a.log_likelihood >= a.log_likelihood_null - 1e-9);
            if let (Ok(p), Ok(q)) = (p, q) {
                for (s, t) in p.steps.iter().zip(&q.steps) {
                    prop_assert!((s.survival - t.survival).abs() < 1e-7);
                }
            }
        }
    }

    #[test]
    fn firth_never_gives_a_number_that_is_not_finite(
        data in prop::collection::vec((1_u32..12, any::<bool>(), 0_i32..2), 3..16),
    ) {
        let times: Vec<f64> = data.iter().map(|row| f64::from(row.0)).collect();
        let events: Vec<bool> = data.iter().map(|row| row.1).collect();
        let x: Vec<f64> = data.iter().map(|row| f64::from(row.2)).collect();
        if let Ok(fit) = fit_firth(&CoxData::new(FollowUp::new(&times, &events), &[&x]), Ties::Efron, 0.95) {
            let b = fit.coefficients[0];
            prop_assert!(b.estimate.is_finite() && b.interval.contains(b.estimate));
            prop_assert!((0.0..=1.0).contains(&b.test.p_value));
        }
    }
}
