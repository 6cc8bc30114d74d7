//! Two groups of values.

use engraft_stats::convention::*;
use engraft_stats::*;

use super::Method;

pub const METHODS: &[Method] = &[
    ("welch_t", &["welch-t"], 1, |h, f| {
        if let Ok(r) = welch_t(&h.sample(), &h.sample(), h.level()) {
            [r.difference, r.se, r.t, r.df].into_iter().for_each(|v| f.finite("welch_t", v));
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
        }
    }),
    ("rank_sum", &["rank-sum"], 1, |h, f| {
        if let Ok(r) = rank_sum(&h.sample(), &h.sample()) {
            f.finite("estimate", r.estimate);
            f.probability("p", r.p_value);
        }
    }),
    ("printed_rank_sum", &[], 1, |h, f| {
        if let Ok(r) = printed_rank_sum(&h.sample(), &h.sample(), h.pick(&[Convention::R, Convention::Sas])) {
            f.finite("statistic", r.statistic);
            f.probability("p", r.p_value);
        }
    }),
    ("student_t", &["student-t"], 1, |h, f| {
        if let Ok(r) = student_t(&h.sample(), &h.sample(), h.level()) {
            f.all("student_t", &[r.mean1, r.mean2, r.difference, r.sd, r.se, r.t, r.df]);
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
        }
    }),
    ("rank_sum_interval", &[], 2, |h, f| {
        if let Ok(r) = rank_sum_interval(&h.sample(), &h.sample(), h.level()) {
            f.interval(&r.interval);
            f.interval(&r.classical);
        }
    }),
    ("brunner_munzel", &["brunner-munzel"], 1, |h, f| {
        if let Ok(r) = brunner_munzel(&h.sample(), &h.sample(), h.level()) {
            f.all("brunner_munzel", &[r.effect, r.se, r.statistic, r.df]);
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
        }
    }),
    ("brunner_munzel_permutation", &[], 40, |h, f| {
        if let Ok(r) = brunner_munzel_permutation(&h.sample(), &h.sample(), h.monte_carlo()) {
            f.probability("effect", r.effect);
            f.maybe("statistic", r.statistic);
            f.permutation(&r.p);
        }
    }),
    ("mean_permutation_test", &["mean-permutation"], 4, |h, f| {
        if let Ok(r) = permutation::mean_permutation_test(&h.sample(), &h.sample(), h.monte_carlo()) {
            f.finite("difference", r.difference);
            f.permutation(&r.p);
        }
    }),
    ("rerandomisation_test", &["rerandomisation"], 2, |h, f| {
        use permutation::*;
        let values = h.sample();
        let first: Vec<bool> = h.flags(values.len());
        let mut block = || Block { size: h.pick(&[0, 1, 2, 4, 4, 21]), first: h.pick(&[0, 1, 2, 2, 5]) };
        let blocks: Vec<Block> = (0..2).map(|_| block()).collect();
        let scheme = match h.0.below(4) {
            0 => Scheme::Complete { first_probability: h.probability() },
            1 => Scheme::FixedTotals,
            2 => Scheme::PermutedBlocks(blocks),
            _ => Scheme::Stratified { strata: h.labels(values.len(), 2), blocks: vec![blocks.clone(), blocks] },
        };
        let scores = h.pick(&[Scores::Values, Scores::Ranks]);
        if let Ok(r) = rerandomisation_test(&values, &first, &scheme, scores, h.monte_carlo()) {
            f.finite("difference", r.difference);
            f.permutation(&r.p);
        }
    }),
    ("effect_size", &["effect-size"], 8, |h, f| {
        if let Ok(r) = effect_size::effect_size(&h.sample(), &h.sample(), h.level()) {
            f.effect(&r);
        }
    }),
    ("equivalence of means", &["tost", "welch-tost"], 1, |h, f| {
        let margins = equivalence::Margins { lower: h.number(), upper: h.number() };
        let margins = h.pick(&[margins, equivalence::Margins { lower: -1.0, upper: 1.5 }]);
        let df = h.pick(&[8.0, 1.0, f64::INFINITY, 0.5]);
        let found = match h.0.below(2) {
            0 => equivalence::tost(h.number(), h.spread(), df, margins, h.level()),
            _ => equivalence::welch_tost(&h.sample(), &h.sample(), margins, h.level()),
        };
        if let Ok(r) = found {
            f.all("tost", &[r.estimate, r.se, r.t_lower, r.t_upper]);
            f.probabilities("p", &[r.p_lower, r.p_upper, r.p_value]);
            f.open_interval(&r.interval);
        }
    }),
    ("noninferiority", &["noninferiority"], 1, |h, f| {
        let margin = h.spread();
        let better = h.pick(&[equivalence::Better::Higher { margin }, equivalence::Better::Lower { margin }]);
        let df = h.pick(&[8.0, 1.0, f64::INFINITY, 0.5]);
        if let Ok(r) = equivalence::noninferiority(h.number(), h.spread(), df, better, h.level()) {
            f.all("noninferiority", &[r.estimate, r.bound, r.t]);
            f.probability("p", r.p_value);
        }
    }),
    ("ancova", &["ancova"], 2, |h, f| {
        let (outcome, covariates) = h.table();
        let columns: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
        let first = h.flags(outcome.len());
        if let Ok(r) = ancova(&outcome, &first, &columns, h.level()) {
            f.all("ancova", &[r.difference, r.se, r.t, r.df, r.sd]);
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
            for adjusted in [r.adjusted1, r.adjusted2] {
                f.all("adjusted", &[adjusted.mean, adjusted.se]);
                f.open_interval(&adjusted.interval);
            }
            r.slopes.iter().for_each(|v| f.finite("slope", *v));
        }
    }),
    ("rank_ancova", &["rank-ancova"], 2, |h, f| {
        let (outcome, covariates) = h.table();
        let columns: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
        let first = h.flags(outcome.len());
        if let Ok(r) = rank_ancova(&outcome, &first, &columns) {
            f.all("rank_ancova", &[r.difference, r.f, r.df]);
            f.probability("p", r.p_value);
        }
    }),
    ("stratified_rank_ancova", &["stratified-rank-ancova"], 2, |h, f| {
        let (outcome, covariates) = h.table();
        let columns: Vec<&[f64]> = covariates.iter().map(Vec::as_slice).collect();
        let (first, strata) = (h.flags(outcome.len()), h.labels(outcome.len(), 2));
        if let Ok(r) = stratified_rank_ancova(&outcome, &first, &columns, &strata) {
            f.finite("chi", r.chi_squared);
            f.probability("p", r.p_value);
        }
    }),
    ("least_squares", &["least-squares"], 2, |h, f| {
        let (response, mut columns) = h.table();
        columns.push(vec![1.0; response.len()]);
        let errors = h.pick(&[
            StandardErrors::Classical,
            StandardErrors::Hc0,
            StandardErrors::Hc1,
            StandardErrors::Hc2,
            StandardErrors::Hc3,
        ]);
        if let Ok(r) = least_squares(&response, &columns, errors, h.level()) {
            for c in r.coefficients.iter().flatten() {
                f.all("coefficient", &[c.value, c.se]);
                // a perfect fit has an infinite t, as documented
                assert!(c.t.is_finite() || c.se == 0.0 && c.p_value == 0.0, "{c:?}");
                f.probability("p", c.p_value);
                f.open_interval(&c.interval);
            }
            r.covariance.iter().flatten().chain(&r.residuals).for_each(|v| f.finite("covariance", *v));
            f.all("fit", &[r.residual_squares, r.residual_sd, r.r_squared]);
            f.maybe("f", r.f);
            f.maybe("p", r.f_p_value);
        }
    }),
    ("one_way_anova", &["one-way-anova"], 1, |h, f| {
        let groups: Vec<Vec<f64>> = (0..h.pick(&[0, 1, 2, 3])).map(|_| h.sample()).collect();
        let groups: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        if let Ok(r) = one_way_anova(&groups) {
            f.all("anova", &[r.between_squares, r.within_squares, r.f, r.r_squared, r.residual_sd]);
            f.probability("p", r.p_value);
        }
    }),
];
