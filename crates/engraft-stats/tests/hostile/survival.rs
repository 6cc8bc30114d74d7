//! Survival, competing risks, recurrent events.

use engraft_stats::survival::*;

use super::found::Found;
use super::input::Hostile;
use super::{Method, input::Rows};

const LEVELS: [f64; 4] = [0.95, 0.9, 0.5, 0.999];

fn method(h: &mut Hostile) -> ConfidenceMethod {
    use ConfidenceMethod::*;
    h.pick(&[Plain, Log, LogLog, Logit, Arcsine, BetaProduct])
}

fn weight(h: &mut Hostile) -> Weight {
    let (rho, gamma) = (h.spread(), h.spread());
    let odd = Weight::FlemingHarrington { rho, gamma };
    h.pick(&[
        Weight::LogRank,
        Weight::GehanBreslow,
        Weight::TaroneWare,
        Weight::PetoPeto,
        Weight::ModifiedPetoPeto,
        Weight::FlemingHarrington { rho: 1.0, gamma: 0.0 },
        odd,
    ])
}

fn chi(f: &mut Found, test: &ChiSquaredTest) {
    f.finite("chi", test.statistic);
    f.probability("p", test.p_value);
}

fn level(h: &mut Hostile) -> f64 {
    let odd = h.level();
    h.pick(&[LEVELS[0], LEVELS[1], LEVELS[2], LEVELS[3], odd])
}

/// Follow-up of the rows, with late entry at times.
fn follow_up(rows: &Rows) -> FollowUp<'_> {
    let plain = FollowUp::new(&rows.times, &rows.events);
    rows.entry.as_ref().map_or(plain, |entry| plain.entering(entry))
}

fn quantile(f: &mut Found, q: &SurvivalQuantile) {
    [q.estimate, q.lower, q.upper].into_iter().flatten().for_each(|v| f.finite("quantile", v));
}

pub const METHODS: &[Method] = &[
    ("kaplan_meier", &["kaplan-meier"], 2, |h, f| {
        let rows = h.rows();
        let Ok(curve) = kaplan_meier(&follow_up(&rows)) else { return };
        f.finite("last", curve.last_time());
        for step in &curve.steps {
            f.probability("survival", step.survival);
            step.std_error().into_iter().for_each(|v| f.finite("se", v));
        }
        let (level, method) = (level(h), method(h));
        curve.intervals(level, method).iter().flatten().flatten().for_each(|i| f.interval(i));
        if let Ok(l) = curve.landmark(h.number(), level, method) {
            f.probability("landmark", l.survival);
            l.std_error.into_iter().for_each(|v| f.finite("se", v));
            l.interval.iter().for_each(|i| f.interval(i));
        }
        let convention = h.pick(&[Convention::R, Convention::Sas]);
        curve.quantile(h.probability(), level, method, convention).iter().for_each(|q| quantile(f, q));
        curve.median(level, method, convention).iter().for_each(|q| quantile(f, q));
    }),
    ("restricted_mean", &["restricted-mean"], 1, |h, f| {
        let (first, second) = (h.rows(), h.rows());
        let (Ok(a), Ok(b)) = (kaplan_meier(&follow_up(&first)), kaplan_meier(&follow_up(&second))) else { return };
        let (horizon, level) = (h.number().abs(), level(h));
        if let Ok(r) = restricted_mean(&a, horizon, level) {
            f.all("mean", &[r.mean, r.std_error]);
            r.interval.iter().for_each(|i| f.interval(i));
        }
        if let Ok(c) = restricted_mean_contrast(&a, &b, horizon, level) {
            f.all("contrast", &[c.difference, c.std_error, c.ratio]);
            f.probabilities("p", &[c.p_value, c.ratio_p_value]);
            f.interval(&c.difference_interval);
            f.open_interval(&c.ratio_interval);
        }
    }),
    ("log_rank", &["log-rank"], 2, |h, f| {
        let rows = h.rows();
        let (groups, labels) = (h.labels(rows.times.len(), 3), h.labels(rows.times.len(), 2));
        let strata = (h.0.below(2) == 0).then_some(labels.as_slice());
        if let Ok(r) = log_rank(&follow_up(&rows), &groups, strata, weight(h)) {
            chi(f, &r.test);
            f.maybe("z", r.z);
            r.groups.iter().for_each(|g| f.finite("expected", g.expected));
        }
    }),
    ("permutation_log_rank", &["log-rank-permutation"], 4, |h, f| {
        let rows = h.rows();
        let (groups, labels) = (h.labels(rows.times.len(), 2), h.labels(rows.times.len(), 2));
        let strata = (h.0.below(2) == 0).then_some(labels.as_slice());
        let depth = PermutationDepth {
            exact_up_to: h.pick(&[0, 100, 5000]),
            replicates: h.pick(&[0, 1, 99]),
            seed: h.0.bits(),
        };
        if let Ok(r) = permutation_log_rank(&follow_up(&rows), &groups, strata, weight(h), depth) {
            f.finite("statistic", r.statistic);
            f.probability("p", r.p_value);
        }
    }),
    ("fit_cox", &["cox", "cox-proportionality", "cox-survival"], 2, |h, f| {
        let rows = h.rows();
        let n = rows.times.len();
        let columns = h.columns(n);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let (strata, clusters) = (h.labels(n, 2), h.labels(n, 4));
        let mut data = CoxData::new(follow_up(&rows), &columns);
        data.strata = (h.0.below(3) == 0).then_some(strata.as_slice());
        data.clusters = (h.0.below(3) == 0).then_some(clusters.as_slice());
        let options = CoxOptions {
            ties: h.pick(&[Ties::Efron, Ties::Breslow, Ties::Exact]),
            variance: h.pick(&[CoxVariance::Model, CoxVariance::Robust]),
            level: level(h),
        };
        let Ok(fit) = fit_cox(&data, options) else { return };
        for c in &fit.coefficients {
            f.all("coefficient", &[c.estimate, c.std_error, c.z]);
            f.maybe("robust", c.robust_std_error);
            f.probability("p", c.p_value);
            f.interval(&c.interval);
            f.open_interval(&c.hazard_ratio_interval);
        }
        for test in [&fit.likelihood_ratio, &fit.wald, &fit.score] {
            chi(f, test);
        }
        f.all("likelihood", &[fit.log_likelihood, fit.log_likelihood_null]);
        fit.covariance.iter().for_each(|v| f.finite("covariance", *v));
        assert_eq!(fit.estimates().len(), columns.len());
        let scale = h.pick(&[TimeScale::KaplanMeier, TimeScale::Rank, TimeScale::Identity, TimeScale::Log]);
        if let Ok(z) = proportional_hazards(&data, &fit, scale) {
            z.covariates.iter().chain([&z.global]).for_each(|test| chi(f, test));
        }
        let at: Vec<f64> = columns.iter().map(|_| h.number()).collect();
        if let Ok(p) = predict_survival(&data, &fit, &at, h.pick(&[0, 1, 7]), options.level, method(h)) {
            for step in &p.steps {
                f.all("hazard", &[step.cumulative_hazard, step.std_error]);
                f.probability("survival", step.survival);
                step.interval.iter().for_each(|i| f.interval(i));
            }
        }
    }),
    ("fit_firth", &["firth-cox"], 4, |h, f| {
        let rows = h.rows();
        let columns = h.columns(rows.times.len());
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let data = CoxData::new(follow_up(&rows), &columns);
        if let Ok(fit) = fit_firth(&data, h.pick(&[Ties::Efron, Ties::Breslow, Ties::Exact]), level(h)) {
            for c in &fit.coefficients {
                f.all("coefficient", &[c.estimate, c.std_error]);
                f.open_interval(&c.interval);
                f.open_interval(&c.hazard_ratio_interval);
                chi(f, &c.test);
            }
            chi(f, &fit.likelihood_ratio);
        }
    }),
    ("cumulative_incidence", &["cumulative-incidence"], 2, |h, f| {
        let rows = h.rows();
        let causes = h.labels(rows.times.len(), 3);
        let data = CompetingRisks { times: &rows.times, causes: &causes };
        let variance = h.pick(&[IncidenceVariance::Delta, IncidenceVariance::Aalen]);
        let Ok(curve) = cumulative_incidence(&data, h.pick(&[1, 1, 2, 0, 9]), variance) else { return };
        let level = level(h);
        let at = curve.at(h.number());
        for step in curve.steps.iter().chain(at.iter()) {
            f.probability("incidence", step.incidence);
            f.finite("se", step.std_error);
            step.interval(level).iter().for_each(|i| f.interval(i));
        }
    }),
    ("gray_test", &["gray"], 2, |h, f| {
        let rows = h.rows();
        let n = rows.times.len();
        let (causes, groups, labels) = (h.labels(n, 3), h.labels(n, 2), h.labels(n, 2));
        let strata = (h.0.below(2) == 0).then_some(labels.as_slice());
        let data = CompetingRisks { times: &rows.times, causes: &causes };
        if let Ok(r) = gray_test(&data, &groups, strata, h.pick(&[1, 1, 2, 0, 9])) {
            chi(f, &r.test);
            r.groups.iter().for_each(|g| f.finite("score", g.score));
        }
    }),
    ("fit_fine_gray", &["fine-gray"], 2, |h, f| {
        let rows = h.rows();
        let n = rows.times.len();
        let columns = h.columns(n);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let causes = h.labels(n, 3);
        let data = CompetingRisks { times: &rows.times, causes: &causes };
        let ties = h.pick(&[CensoringTies::WithEvents, CensoringTies::AfterEvents]);
        if let Ok(fit) = fit_fine_gray(&data, &columns, h.pick(&[1, 1, 2, 9]), ties, level(h)) {
            for c in &fit.coefficients {
                f.all("coefficient", &[c.estimate, c.std_error, c.std_error_known_censoring, c.z]);
                f.probability("p", c.p_value);
                f.interval(&c.interval);
                f.open_interval(&c.hazard_ratio_interval);
            }
            chi(f, &fit.wald);
        }
    }),
    ("mean_cumulative", &["mean-cumulative"], 2, |h, f| {
        let rows = h.rows();
        let subjects = h.labels(rows.times.len(), 4);
        if let Ok(curve) = mean_cumulative(&follow_up(&rows), &subjects) {
            let level = level(h);
            for step in &curve.steps {
                f.all("mean", &[step.mean, step.std_error]);
                step.interval(level).iter().for_each(|i| f.interval(i));
            }
        }
    }),
];
