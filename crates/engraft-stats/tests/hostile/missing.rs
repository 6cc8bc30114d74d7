//! Missing values.

use engraft_stats::missing;

use super::Method;

pub const METHODS: &[Method] = &[
    ("rubin", &["pool-imputations"], 1, |h, f| {
        let (q, mut u) = (h.sample(), h.sample());
        u.resize(q.len(), 1.0);
        let df = h.number();
        if let Ok(r) = missing::pool(&q, &u, h.pick(&[None, Some(8.0), Some(df)]), h.level()) {
            [r.estimate, r.total, r.se, r.statistic, r.lambda].into_iter().for_each(|v| f.finite("rubin", v));
            f.maybe("df", r.df);
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
        }
    }),
    ("impute", &["multiple-imputation"], 6, |h, f| {
        let n = h.pick(&[0, 3, 8, 14, 20]);
        let arms: Vec<usize> = (0..n).map(|i| i % 2).collect();
        let visits = h.pick(&[0, 1, 2, 3]);
        let poison = h.0.below(4) == 0;
        let values: Vec<Vec<Option<f64>>> = (0..n)
            .map(|_| {
                (0..visits)
                    .map(|_| {
                        let value = if poison { h.number() } else { h.0.normal() };
                        (h.0.below(6) > 0).then_some(value)
                    })
                    .collect()
            })
            .collect();
        let plan = missing::Plan {
            strategy: h.pick(&[missing::Strategy::MissingAtRandom, missing::Strategy::CopyIncrements]),
            reference: h.pick(&[0, 0, 1, 2]),
            covariance: h.pick(&[missing::Covariance::PerArm, missing::Covariance::Shared]),
            imputations: h.pick(&[0, 2, 3]),
            burn_in: h.pick(&[0, 1, 3]),
            seed: h.0.bits(),
        };
        if let Ok(made) = missing::impute(missing::Responses { arms: &arms, values: &values }, plan) {
            made.sets.iter().flat_map(|s| s.values.iter().flatten()).for_each(|v| f.finite("imputed", *v));
            if let Some(set) = made.sets.first() {
                let e = missing::difference_at_visit(set, 1, 0, h.pick(&[0, 1, 7]), h.pick(&[None, Some(0)]));
                e.iter().for_each(|e| [e.estimate, e.variance].into_iter().for_each(|v| f.finite("ancova", v)));
            }
        }
    }),
    ("tipping_point", &[], 4, |h, f| {
        let arms = [0, 0, 0, 0, 1, 1, 1, 1, 1];
        let values: Vec<Vec<Option<f64>>> =
            arms.iter().map(|_| vec![Some(h.0.normal()), (h.0.below(3) > 0).then_some(h.0.normal())]).collect();
        let plan = missing::Plan {
            strategy: missing::Strategy::MissingAtRandom,
            reference: 0,
            covariance: missing::Covariance::Shared,
            imputations: 3,
            burn_in: 1,
            seed: h.0.bits(),
        };
        let Ok(made) = missing::impute(missing::Responses { arms: &arms, values: &values }, plan) else { return };
        let grid: Vec<Vec<f64>> = (0..h.pick(&[0, 1, 3])).map(|_| (0..2).map(|_| h.number()).collect()).collect();
        let analysis = |set: &missing::Completed| missing::difference_at_visit(set, 1, 0, 1, Some(0));
        if let Ok(t) = missing::tipping_point(&made, &grid, h.level(), analysis) {
            for step in &t.steps {
                f.all("tipping", &[step.pooled.estimate, step.pooled.se]);
                f.probability("p", step.pooled.p_value);
            }
        }
    }),
    ("single imputation", &[], 1, |h, f| {
        let values: Vec<Option<f64>> = h.sample().into_iter().map(|v| (h.0.below(2) == 0).then_some(v)).collect();
        assert_eq!(missing::locf(&values).len(), values.len());
        let responses: Vec<Option<bool>> = values.iter().map(|v| v.map(|v| v > 0.0)).collect();
        assert_eq!(missing::non_responder(&responses).len(), values.len());
        f.answered = true;
    }),
];
