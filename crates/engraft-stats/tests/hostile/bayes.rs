//! Bayesian methods.

use engraft_stats::bayes::{self, map, predictive};

use super::Method;

pub const METHODS: &[Method] = &[
    ("bayes beta", &["bayes-proportion"], 1, |h, f| {
        let Ok(prior) = h.beta() else { return };
        let (x, n) = h.counts();
        let Ok(p) = prior.update(x, n.min(1000)) else { return };
        f.probability("mean", p.mean());
        f.maybe("sd", p.sd());
        let t = h.number();
        for value in [p.probability_above(t), p.probability_below(t), p.quantile(h.probability())] {
            value.into_iter().for_each(|v| f.probability("beta", v));
        }
        p.equal_tailed(h.level()).iter().for_each(|i| f.interval(i));
        if let Ok(all) = p.predictive(h.count().min(50)) {
            let sum: f64 = all.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "predictive sums to {sum}");
        }
        bayes::moment_ess(&p, 1.0).into_iter().for_each(|v| f.finite("ess", v));
        p.robustified(bayes::Beta { a: 1.0, b: 1.0 }, h.probability())
            .iter()
            .for_each(|r| f.probability("mean", r.mean()));
    }),
    ("bayes shortest, elir, difference", &["bayes-difference", "predictive-success"], 60, |h, f| {
        let (Ok(p), Ok(q)) = (h.beta(), h.beta()) else { return };
        p.shortest(h.level()).iter().for_each(|i| f.interval(i));
        bayes::elir(&p, 1.0).into_iter().for_each(|v| f.finite("elir", v));
        bayes::proportions_differ(&p, &q, h.number()).into_iter().for_each(|v| f.probability("differ", v));
        let arm = predictive::Arm { prior: &p, x: 2, n: 5, future: h.count().min(20) };
        let success = predictive::Success { threshold: h.probability(), certainty: h.probability() };
        predictive::predictive_success(&q, arm, success).into_iter().for_each(|v| f.probability("success", v));
    }),
    ("bayes normal", &["bayes-mean"], 2, |h, f| {
        let Ok(prior) = h.normal() else { return };
        let Ok(p) = prior.update(h.number(), h.spread()) else { return };
        f.finite("mean", p.mean());
        f.maybe("sd", p.sd());
        p.probability_above(h.number()).into_iter().for_each(|v| f.probability("above", v));
        p.quantile(h.probability()).into_iter().for_each(|v| f.finite("quantile", v));
        p.equal_tailed(h.level()).iter().for_each(|i| f.interval(i));
        bayes::moment_ess(&p, h.spread()).into_iter().for_each(|v| f.finite("moment", v));
    }),
    ("bayes normal integrals", &[], 10, |h, f| {
        let (Ok(p), Ok(q)) = (h.normal(), h.normal()) else { return };
        bayes::elir(&p, h.spread()).into_iter().for_each(|v| f.finite("elir", v));
        bayes::means_differ(&p, &q, h.finite()).into_iter().for_each(|v| f.probability("differ", v));
        let success = predictive::Success { threshold: h.number(), certainty: h.probability() };
        let chance = predictive::predictive_success_mean(&p, &q, h.spread(), success);
        chance.into_iter().for_each(|v| f.probability("success", v));
    }),
    ("bayes unknown variance", &[], 5, |h, f| {
        let Ok(prior) = h.unknown_variance() else { return };
        let Ok(p) = prior.update(&h.sample()) else { return };
        f.finite("mean", p.mean());
        f.maybe("sd", p.sd());
        p.probability_above(h.number()).into_iter().for_each(|v| f.probability("above", v));
        p.equal_tailed(h.pick(&[0.9, 0.95])).iter().for_each(|i| f.interval(i));
    }),
    ("map_normal", &["map-mean"], 4, |h, f| {
        let studies: Vec<(f64, f64)> = (0..h.pick(&[0, 1, 3, 6])).map(|_| (h.finite(), h.spread())).collect();
        if let Ok(m) = map::map_normal(&studies, h.hyperprior()) {
            f.finite("mean", m.predictive.mean());
            f.finite("mu_sd", m.mu_sd);
            f.maybe("tau", m.tau_mean);
        }
    }),
    ("map_binomial", &["map-proportion"], 400, |h, f| {
        let studies: Vec<(u64, u64)> = (0..h.pick(&[1, 3])).map(|_| h.counts()).collect();
        if let Ok(m) = map::map_binomial(&studies, h.hyperprior()) {
            f.finite("mean", m.predictive.mean());
            f.finite("mu_sd", m.mu_sd);
        }
    }),
    ("bayes, intervals of a difference, two arms", &[], 300, |h, f| {
        let (Ok(p), Ok(q)) = (h.beta(), h.beta()) else { return };
        bayes::proportion_difference_interval(&p, &q, h.level()).iter().for_each(|i| f.interval(i));
        let arm = |future| predictive::Arm { prior: &p, x: 1, n: 3, future };
        let arms = [arm(h.pick(&[0, 2, 61])), arm(h.pick(&[1, 3]))];
        let success = predictive::Success { threshold: h.number(), certainty: h.probability() };
        let chance = predictive::predictive_success_two_arms([&p, &q], arms, success);
        chance.into_iter().for_each(|v| f.probability("success", v));
    }),
    ("bayes, mixtures", &[], 4, |h, f| {
        if let Ok(p) = h.normal() {
            p.density(h.finite()).into_iter().for_each(|v| f.finite("density", v));
            assert!(!p.parts().is_empty());
            p.shortest(h.pick(&[0.5, 0.95])).iter().for_each(|i| f.interval(i));
        }
        let single = bayes::Mixture::single(bayes::Beta { a: h.shape(), b: h.shape() });
        single.iter().for_each(|p| f.probability("mean", p.mean()));
    }),
    ("fit_beta, fit_normal", &[], 400, |h, f| {
        let Ok(target) = h.normal() else { return };
        let parts = h.pick(&[0, 1, 2]);
        map::fit_beta(&target, parts).iter().for_each(|m| f.finite("divergence", m.divergence));
        map::fit_normal(&target, parts).iter().for_each(|m| f.finite("gap", m.largest_gap));
    }),
];
