//! Random calls of every public method with hostile input: no panic, and no number in a result that is not finite
//! unless the method documents it (an end of an interval that nothing bounds).
//!
//! A method is one entry of [`METHODS`]: draw the input from [`Hostile`], call, and hand every number of the result to
//! [`Found`]. Call `k` of a method uses stream `k`, so that a failure names how to repeat it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use engraft_stats::bayes::{self, map, predictive};
use engraft_stats::random::Stream;
use engraft_stats::{missing, quadrature, *};

/// Seed of all calls.
const SEED: u64 = 20_261_122;

/// Source of hostile input.
struct Hostile(Stream);

impl Hostile {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.below(from.len())]
    }

    /// A number that is ordinary half of the time.
    fn number(&mut self) -> f64 {
        const ODD: [f64; 18] = [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            0.0,
            -0.0,
            1.0,
            -1.0,
            1e-320,
            1e-300,
            1e-150,
            1e-16,
            1e16,
            1e100,
            -1e149,
            1e150,
            1e151,
            f64::MAX,
            f64::MIN,
        ];
        match self.0.below(4) {
            0 => self.pick(&ODD),
            1 => self.0.below(7) as f64 - 3.0,
            _ => 3.0 * self.0.normal(),
        }
    }

    /// A finite number, huge or tiny at times.
    fn finite(&mut self) -> f64 {
        match self.0.below(6) {
            0 => self.pick(&[0.0, 1e-320, 1e-160, 1e140, -1e149, 1e150, 1e16]),
            1 | 2 => self.0.below(7) as f64 - 3.0,
            _ => 3.0 * self.0.normal(),
        }
    }

    /// A sample: empty, single, constant, huge, tied, poisoned, or plain.
    fn sample(&mut self) -> Vec<f64> {
        let n = self.pick(&[0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 11, 15]);
        let scale = self.pick(&[1.0, 1.0, 1.0, 1e-160, 1e-8, 1e8, 1e75, 1e149]);
        match self.0.below(7) {
            0 => vec![self.number(); n],
            1 => (0..n).map(|_| self.number()).collect(),
            2 => (0..n).map(|_| self.finite()).collect(),
            3 => (0..n).map(|_| self.0.below(5) as f64 - 2.0).collect(),
            4 => (0..n).map(|_| 1e9 + self.0.uniform()).collect(),
            _ => (0..n).map(|_| scale * self.0.normal()).collect(),
        }
    }

    fn level(&mut self) -> f64 {
        let odd = self.number();
        self.pick(&[0.95, 0.95, 0.9, 0.5, 0.99, 1e-9, 1.0 - 1e-12, 0.0, 1.0, -1.0, 95.0, odd])
    }

    fn probability(&mut self) -> f64 {
        let (plain, odd) = (self.0.uniform(), self.number());
        self.pick(&[plain, plain, plain, 0.0, 1.0, 1e-300, 1.0 - 1e-16, odd])
    }

    fn count(&mut self) -> u64 {
        let plain = self.0.below(30) as u64;
        self.pick(&[plain, plain, plain, plain, 0, 1, 1000, 1_000_000, 1_000_001, u64::MAX])
    }

    /// Part and whole that are mostly possible.
    fn counts(&mut self) -> (u64, u64) {
        let n = self.pick(&[0, 1, 2, 5, 12, 40]);
        if self.0.below(5) == 0 { (self.count(), self.count()) } else { (self.0.below(n + 1) as u64, n as u64) }
    }

    fn shape(&mut self) -> f64 {
        let odd = self.number();
        self.pick(&[0.01, 0.06, 0.5, 1.0, 1.5, 3.0, 20.0, 1e4, 1e6, odd])
    }

    fn beta(&mut self) -> Result<bayes::Mixture<bayes::Beta>, StatError> {
        let parts: Vec<(f64, bayes::Beta)> = (0..self.pick(&[0, 1, 1, 1, 2, 3]))
            .map(|_| (self.pick(&[1.0, 0.2, 1e-300, 0.5]), bayes::Beta { a: self.shape(), b: self.shape() }))
            .collect();
        bayes::Mixture::new(&parts)
    }

    fn spread(&mut self) -> f64 {
        let odd = self.number();
        self.pick(&[1.0, 0.3, 5.0, 1e-100, 1e-8, 1e8, 1e100, odd])
    }

    fn normal(&mut self) -> Result<bayes::Mixture<bayes::Normal>, StatError> {
        let parts: Vec<(f64, bayes::Normal)> = (0..self.pick(&[1, 1, 2, 3]))
            .map(|_| (1.0, bayes::Normal { mean: self.finite(), sd: self.spread() }))
            .collect();
        bayes::Mixture::new(&parts)
    }

    fn unknown_variance(&mut self) -> Result<bayes::Mixture<bayes::NormalInverseGamma>, StatError> {
        let parts: Vec<(f64, bayes::NormalInverseGamma)> = (0..self.pick(&[1, 1, 2]))
            .map(|_| {
                let (location, size, rate) = (self.finite(), self.spread(), self.spread());
                (1.0, bayes::NormalInverseGamma { location, size, shape: self.shape(), rate })
            })
            .collect();
        bayes::Mixture::new(&parts)
    }

    fn hyperprior(&mut self) -> map::Hyperprior {
        let scale = self.spread();
        let tau = match self.0.below(3) {
            0 => map::TauPrior::HalfT { scale, df: self.pick(&[1.0, 3.0, 0.0, f64::NAN]) },
            _ => map::TauPrior::HalfNormal { scale },
        };
        map::Hyperprior { mu: bayes::Normal { mean: self.0.normal(), sd: self.spread() }, tau }
    }
}

/// What a call found; panics on a number that may not be there.
struct Found {
    answered: bool,
}

impl Found {
    fn finite(&mut self, what: &str, value: f64) {
        self.answered = true;
        assert!(value.is_finite(), "{what} is {value}");
    }

    fn maybe(&mut self, what: &str, value: Option<f64>) {
        value.into_iter().for_each(|v| self.finite(what, v));
    }

    fn probability(&mut self, what: &str, value: f64) {
        self.answered = true;
        assert!((0.0..=1.0).contains(&value), "{what} is {value}");
    }

    /// An interval with two finite ends in order.
    fn interval(&mut self, interval: &Interval) {
        self.finite("lower", interval.lower);
        self.finite("upper", interval.upper);
        // at a level next to nothing both ends agree to rounding, and may cross by it
        let rounding = 1e-12 * interval.upper.abs();
        assert!(interval.lower <= interval.upper + rounding, "{interval:?}");
    }

    /// An interval whose ends may be infinite.
    fn open_interval(&mut self, interval: &Interval) {
        self.answered = true;
        assert!(interval.lower <= interval.upper, "{interval:?}");
    }
}

/// A method: its name, how many ordinary calls one call of it is worth, and the call.
type Method = (&'static str, u64, fn(&mut Hostile, &mut Found));

const METHODS: &[Method] = &[
    ("describe", 1, |h, f| {
        if let Ok(d) = describe(&h.sample(), h.pick(&[QuantileType::Type2, QuantileType::Type7])) {
            [d.mean, d.median, d.q1, d.q3, d.min, d.max].into_iter().for_each(|v| f.finite("describe", v));
            f.maybe("sd", d.sd);
            f.maybe("se", d.se);
        }
    }),
    ("quantile", 1, |h, f| {
        if let Ok(q) = quantile(&h.sample(), h.probability(), QuantileType::Type7) {
            f.finite("quantile", q);
        }
    }),
    ("mean_interval", 1, |h, f| {
        if let Ok(i) = mean_interval(&h.sample(), h.level()) {
            f.interval(&i);
        }
    }),
    ("geometric_mean", 1, |h, f| {
        let values: Vec<f64> = h.sample().iter().map(|v| v.abs()).collect();
        if let Ok(g) = geometric_mean(&values, h.level()) {
            f.finite("mean", g.mean);
            if values.iter().all(|v| (1e-6..1e6).contains(v)) {
                f.maybe("cv", g.cv);
            }
            g.interval.iter().for_each(|i| f.open_interval(i));
        }
    }),
    ("paired_t", 1, |h, f| {
        if let Ok(r) = paired_t(&h.sample(), h.level()) {
            [r.mean, r.sd, r.se, r.t, r.df].into_iter().for_each(|v| f.finite("paired_t", v));
            f.probability("p", r.p_value);
            f.interval(&r.interval);
        }
    }),
    ("signed_rank", 1, |h, f| {
        let (sample, level, rule) = (h.sample(), h.level(), h.pick(&[ZeroRule::Wilcoxon, ZeroRule::Pratt]));
        if let Ok(r) = signed_rank(&sample, level, rule) {
            f.finite("estimate", r.estimate);
            f.finite("statistic", r.statistic);
            f.probability("p", r.p_value);
            if let Ok(i) = r.interval {
                f.interval(&i.interval);
                f.interval(&i.classical);
            }
        }
    }),
    ("sign_test", 1, |h, f| {
        if let Ok(r) = sign_test(&h.sample()) {
            f.probability("p", r.p_value);
        }
    }),
    ("proportion_interval", 1, |h, f| {
        let ((x, n), method) = (h.counts(), h.pick(&ALL_PROPORTION));
        if let Ok(i) = proportion_interval(x, n, h.level(), method) {
            f.interval(&i);
        }
    }),
    ("binomial_test", 1, |h, f| {
        let (x, n) = h.counts();
        if let Ok(r) = binomial_test(x, n.min(1000), h.probability()) {
            f.probability("p", r.p_value);
        }
    }),
    ("welch_t", 1, |h, f| {
        if let Ok(r) = welch_t(&h.sample(), &h.sample(), h.level()) {
            [r.difference, r.se, r.t, r.df].into_iter().for_each(|v| f.finite("welch_t", v));
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
        }
    }),
    ("rank_sum", 1, |h, f| {
        if let Ok(r) = rank_sum(&h.sample(), &h.sample()) {
            f.finite("estimate", r.estimate);
            f.probability("p", r.p_value);
        }
    }),
    ("newcombe_difference", 1, |h, f| {
        let ((a, b), (c, d)) = (h.counts(), h.counts());
        if let Ok(r) = newcombe_difference(a, b, c, d, h.level()) {
            f.interval(&r.interval);
        }
    }),
    ("fisher_exact", 1, |h, f| {
        let ((a, b), (c, d)) = (h.counts(), h.counts());
        if let Ok(r) = fisher_exact(a, b.min(1000), c, d.min(1000)) {
            f.probability("p", r.p_value);
        }
    }),
    ("dist", 1, |h, f| {
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
    ("adaptive", 1, |h, f| {
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
    ("bayes beta", 1, |h, f| {
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
    ("bayes shortest, elir, difference", 20, |h, f| {
        let (Ok(p), Ok(q)) = (h.beta(), h.beta()) else { return };
        p.shortest(h.level()).iter().for_each(|i| f.interval(i));
        bayes::elir(&p, 1.0).into_iter().for_each(|v| f.finite("elir", v));
        bayes::proportions_differ(&p, &q, h.number()).into_iter().for_each(|v| f.probability("differ", v));
        let arm = predictive::Arm { prior: &p, x: 2, n: 5, future: h.count().min(20) };
        let success = predictive::Success { threshold: h.probability(), certainty: h.probability() };
        predictive::predictive_success(&q, arm, success).into_iter().for_each(|v| f.probability("success", v));
    }),
    ("bayes normal", 2, |h, f| {
        let Ok(prior) = h.normal() else { return };
        let Ok(p) = prior.update(h.number(), h.spread()) else { return };
        f.finite("mean", p.mean());
        f.maybe("sd", p.sd());
        p.probability_above(h.number()).into_iter().for_each(|v| f.probability("above", v));
        p.quantile(h.probability()).into_iter().for_each(|v| f.finite("quantile", v));
        p.equal_tailed(h.level()).iter().for_each(|i| f.interval(i));
        bayes::moment_ess(&p, h.spread()).into_iter().for_each(|v| f.finite("moment", v));
    }),
    ("bayes normal integrals", 50, |h, f| {
        let (Ok(p), Ok(q)) = (h.normal(), h.normal()) else { return };
        bayes::elir(&p, h.spread()).into_iter().for_each(|v| f.finite("elir", v));
        bayes::means_differ(&p, &q, h.finite()).into_iter().for_each(|v| f.probability("differ", v));
        let success = predictive::Success { threshold: h.number(), certainty: h.probability() };
        let chance = predictive::predictive_success_mean(&p, &q, h.spread(), success);
        chance.into_iter().for_each(|v| f.probability("success", v));
    }),
    ("bayes unknown variance", 5, |h, f| {
        let Ok(prior) = h.unknown_variance() else { return };
        let Ok(p) = prior.update(&h.sample()) else { return };
        f.finite("mean", p.mean());
        f.maybe("sd", p.sd());
        p.probability_above(h.number()).into_iter().for_each(|v| f.probability("above", v));
        p.equal_tailed(h.pick(&[0.9, 0.95])).iter().for_each(|i| f.interval(i));
    }),
    ("map_normal", 20, |h, f| {
        let studies: Vec<(f64, f64)> = (0..h.pick(&[0, 1, 3, 6])).map(|_| (h.finite(), h.spread())).collect();
        if let Ok(m) = map::map_normal(&studies, h.hyperprior()) {
            f.finite("mean", m.predictive.mean());
            f.finite("mu_sd", m.mu_sd);
            f.maybe("tau", m.tau_mean);
        }
    }),
    ("map_binomial", 2000, |h, f| {
        let studies: Vec<(u64, u64)> = (0..h.pick(&[1, 3])).map(|_| h.counts()).collect();
        if let Ok(m) = map::map_binomial(&studies, h.hyperprior()) {
            f.finite("mean", m.predictive.mean());
            f.finite("mu_sd", m.mu_sd);
        }
    }),
    ("rubin", 1, |h, f| {
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
    ("impute", 20, |h, f| {
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
];

const ALL_PROPORTION: [ProportionMethod; 5] = [
    ProportionMethod::ClopperPearson,
    ProportionMethod::Wilson,
    ProportionMethod::MidP,
    ProportionMethod::Jeffreys,
    ProportionMethod::AgrestiCoull,
];

/// Makes about `calls` calls, shared evenly; a dear method gets its share divided by its cost.
fn run(calls: u64) {
    let share = calls / METHODS.len() as u64;
    let (mut made, mut failed) = (0, Vec::new());
    for (name, cost, call) in METHODS {
        let mut answered = 0_u64;
        let count = (share / cost).max(1);
        for k in 0..count {
            let mut found = Found { answered: false };
            let mut hostile = Hostile(Stream::new(SEED, k));
            let outcome = catch_unwind(AssertUnwindSafe(|| call(&mut hostile, &mut found)));
            if outcome.is_err() {
                failed.push(format!("{name}: call {k}"));
                break;
            }
            answered += u64::from(found.answered);
        }
        println!("{name}: {count} calls, {answered} with a result");
        assert!(
            count < 100 || answered > 0 || !failed.is_empty(),
            "{name} never answers: the input is too hostile to test anything"
        );
        made += count;
    }
    println!("{made} calls");
    assert!(failed.is_empty(), "seed {SEED}: {failed:?}");
}

#[test]
fn hostile_calls_neither_panic_nor_leak_numbers() {
    run(20_000);
}

#[test]
#[ignore = "long: run in release with --ignored"]
fn a_million_hostile_calls_neither_panic_nor_leak_numbers() {
    // dear methods get fewer: the sum is above a million
    run(1_400_000);
}
