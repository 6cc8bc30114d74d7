//! Distributions, integrals, random numbers.

use engraft_stats::*;

use super::Method;

pub const METHODS: &[Method] = &[
    ("dist", &[], 1, |h, f| {
        let (x, a, b) = (h.number(), h.shape(), h.shape());
        let p = h.probability();
        for value in [dist::student_cdf(x, a), dist::student_sf(x, a), dist::f_cdf(x, a, b), dist::beta_cdf(p, a, b)] {
            value.into_iter().for_each(|v| f.probability("tail", v));
        }
        for value in [dist::chi_squared_cdf(x, a), dist::chi_squared_sf(x, a), dist::beta_quantile(p, a, b)] {
            value.into_iter().for_each(|v| f.probability("tail", v));
        }
        // quantiles of 0 and 1 are the infinities, as documented
        if p > 0.0 && p < 1.0 {
            dist::normal_quantile(p).into_iter().for_each(|v| f.finite("normal quantile", v));
        }
    }),
    ("adaptive", &[], 1, |h, f| {
        let (a, b, c) = (h.number(), h.number(), h.number());
        let accuracy = quadrature::Accuracy { evaluations: 3000, ..Default::default() };
        if let Ok(i) = quadrature::adaptive(|x| 1.0 / (1.0 + (x - c) * (x - c)), a, b, accuracy) {
            f.finite("value", i.value);
            f.finite("error", i.error);
        }
        if let Ok(i) = quadrature::tanh_sinh(|x, _, _| c * x, a, b, accuracy) {
            f.finite("value", i.value);
        }
    }),
    ("dist, the rest", &[], 2, |h, f| {
        let (x, a, b, c) = (h.number(), h.shape(), h.shape(), h.spread());
        let (k, n, p) = (h.count().min(5000), h.count().min(5000), h.probability());
        let tails = [
            dist::f_sf(x, a, b),
            dist::beta_sf(p, a, b),
            dist::gamma_cdf(x, a, c),
            dist::gamma_sf(x, a, c),
            dist::poisson_pmf(k, c),
            dist::poisson_cdf(k, c),
            dist::poisson_sf(k, c),
            dist::binomial_pmf(k, n, p),
            dist::binomial_cdf(k, n, p),
            dist::binomial_sf(k, n, p),
        ];
        tails.into_iter().flatten().for_each(|v| f.probability("tail", v));
        // not a number in, not a number out, as documented for these two alone
        if !x.is_nan() {
            f.probabilities("normal", &[dist::normal_cdf(x), dist::normal_sf(x)]);
        }
        if p > 0.0 && p < 1.0 {
            dist::gamma_quantile(p, a, 1.0).into_iter().for_each(|v| f.finite("gamma quantile", v));
            dist::student_quantile(p, a).into_iter().for_each(|v| f.finite("t quantile", v));
        }
    }),
    ("dist, noncentral", &[], 10, |h, f| {
        let (x, a, b) = (h.number(), h.shape(), h.shape());
        let (small, odd) = (3.0 * h.0.uniform(), h.number());
        let delta = h.pick(&[small, small, 0.0, 30.0, odd]);
        let tails = [
            dist::noncentral_chi_squared_cdf(x, a, delta),
            dist::noncentral_chi_squared_sf(x, a, delta),
            dist::noncentral_f_cdf(x, a, b, delta),
            dist::noncentral_f_sf(x, a, b, delta),
            dist::noncentral_t_cdf(x, a, delta),
            dist::noncentral_t_sf(x, a, delta),
        ];
        tails.into_iter().flatten().for_each(|v| f.probability("tail", v));
    }),
    ("random", &[], 1, |h, f| {
        let mut values = h.sample();
        let before = values.len();
        h.0.shuffle(&mut values);
        assert_eq!(values.len(), before);
        f.finite("normal", h.0.normal());
        let below = h.pick(&[0, 1, 2, 1000, usize::MAX]);
        assert!(h.0.below(below) < below.max(1));
    }),
];
