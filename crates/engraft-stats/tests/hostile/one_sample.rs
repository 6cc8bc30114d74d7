//! One sample and pairs.

use engraft_stats::convention::*;
use engraft_stats::*;

use super::Method;

pub const METHODS: &[Method] = &[
    ("describe", &["describe"], 1, |h, f| {
        if let Ok(d) = describe(&h.sample(), h.pick(&[QuantileType::Type2, QuantileType::Type7])) {
            [d.mean, d.median, d.q1, d.q3, d.min, d.max].into_iter().for_each(|v| f.finite("describe", v));
            f.maybe("sd", d.sd);
            f.maybe("se", d.se);
        }
    }),
    ("quantile", &["quantile"], 1, |h, f| {
        if let Ok(q) = quantile(&h.sample(), h.probability(), QuantileType::Type7) {
            f.finite("quantile", q);
        }
    }),
    ("mean_interval", &["t-interval"], 1, |h, f| {
        if let Ok(i) = mean_interval(&h.sample(), h.level()) {
            f.interval(&i);
        }
    }),
    ("geometric_mean", &["geometric-mean"], 1, |h, f| {
        let values: Vec<f64> = h.sample().iter().map(|v| v.abs()).collect();
        if let Ok(g) = geometric_mean(&values, h.level()) {
            f.finite("mean", g.mean);
            if values.iter().all(|v| (1e-6..1e6).contains(v)) {
                f.maybe("cv", g.cv);
            }
            g.interval.iter().for_each(|i| f.open_interval(i));
        }
    }),
    ("paired_t", &["paired-t"], 1, |h, f| {
        if let Ok(r) = paired_t(&h.sample(), h.level()) {
            [r.mean, r.sd, r.se, r.t, r.df].into_iter().for_each(|v| f.finite("paired_t", v));
            f.probability("p", r.p_value);
            f.interval(&r.interval);
        }
    }),
    ("signed_rank", &["signed-rank"], 1, |h, f| {
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
    ("sign_test", &["sign-test"], 1, |h, f| {
        if let Ok(r) = sign_test(&h.sample()) {
            f.probability("p", r.p_value);
        }
    }),
    ("printed_signed_rank", &[], 1, |h, f| {
        if let Ok(r) = printed_signed_rank(&h.sample(), h.pick(&[Convention::R, Convention::Sas])) {
            f.finite("statistic", r.statistic);
            f.probability("p", r.p_value);
        }
    }),
    ("signed_rank_p", &[], 1, |h, f| {
        if let Ok(p) = signed_rank_p(&h.sample(), h.pick(&[ZeroRule::Wilcoxon, ZeroRule::Pratt])) {
            f.probability("p", p);
        }
    }),
    ("quantile by every definition", &[], 1, |h, f| {
        let (sample, p) = (h.sample(), h.probability());
        for sas in 0..7 {
            if let Ok(definition) = QuantileType::from_sas(sas) {
                assert_eq!(definition.sas(), Some(sas));
                quantile(&sample, p, definition).into_iter().for_each(|q| f.finite("quantile", q));
            }
        }
        for definition in [QuantileType::Type8, QuantileType::Type9] {
            quantile(&sample, p, definition).into_iter().for_each(|q| f.finite("quantile", q));
        }
    }),
    ("median_interval", &["median-interval"], 1, |h, f| {
        if let Ok(r) = median_interval(&h.sample(), h.level()) {
            f.finite("median", r.median);
            f.interval(&r.interval);
        }
    }),
    ("median_deviation", &["median-deviation"], 1, |h, f| {
        if let Ok(r) = median_deviation(&h.sample()) {
            [r.median, r.raw, r.scaled].into_iter().for_each(|v| f.finite("deviation", v));
        }
    }),
    ("geometric_ratio", &["geometric-ratio"], 1, |h, f| {
        let (before, after) = h.pair();
        if let Ok(r) = geometric_ratio(&before, &after, h.level()) {
            [r.ratio, r.log_se, r.t, r.df].into_iter().for_each(|v| f.finite("ratio", v));
            f.probability("p", r.p_value);
            f.open_interval(&r.interval);
        }
    }),
    ("paired_effect_size", &["paired-effect-size"], 10, |h, f| {
        if let Ok(r) = effect_size::paired_effect_size(&h.sample(), h.level()) {
            f.effect(&r);
        }
    }),
    ("bootstrap", &["bootstrap"], 10, |h, f| {
        let resamples = h.pick(&[0, 98, 99, 150, 199]);
        let options = bootstrap::BootstrapOptions { resamples, seed: h.0.bits(), level: h.level() };
        let sample = h.sample();
        let found = match h.0.below(3) {
            0 => bootstrap(&sample, bootstrap::mean, options),
            1 => bootstrap(&sample, bootstrap::median, options),
            // a statistic that is not a number on some resamples
            _ => bootstrap(&sample, |v| v.iter().map(|x| 1.0 / x).sum(), options),
        };
        if let Ok(b) = found {
            [b.estimate, b.standard_error, b.bias].into_iter().for_each(|v| f.finite("bootstrap", v));
            f.interval(&b.percentile);
            b.bca.iter().for_each(|bca| f.interval(&bca.interval));
        }
    }),
    ("bootstrap limits", &[], 1, |h, f| {
        let mut replicates = h.sample();
        replicates.extend((0..h.pick(&[0, 100])).map(|_| h.finite()));
        let level = h.level();
        bootstrap::percentile_limits(&replicates, level).iter().for_each(|i| f.interval(i));
        if let Ok(b) = bootstrap::bca_limits(h.number(), &replicates, h.number(), level) {
            f.interval(&b.interval);
            [b.bias_correction, b.acceleration].into_iter().for_each(|v| f.finite("bca", v));
        }
    }),
    ("sign_flip_test", &["sign-flip"], 2, |h, f| {
        if let Ok(r) = permutation::sign_flip_test(&h.sample(), h.monte_carlo()) {
            f.finite("mean", r.mean);
            f.permutation(&r.p);
        }
    }),
    ("detection limits", &["substitution", "tobit"], 4, |h, f| {
        use detection_limit::*;
        let rule = h.pick(&[Substitution::Zero, Substitution::Half, Substitution::OverRootTwo, Substitution::Limit]);
        let values = h.sample();
        let measurements: Vec<Measurement> = values
            .iter()
            .map(|v| if h.0.below(3) == 0 { Measurement::Below(*v) } else { Measurement::Value(*v) })
            .collect();
        assert_eq!(measurements.iter().map(|m| m.number().to_bits()).max(), values.iter().map(|v| v.to_bits()).max());
        substitute(&measurements, rule).iter().flatten().for_each(|v| f.finite("substituted", *v));
        let (level, logarithms) = (h.level(), h.0.below(2) == 0);
        let fit = if logarithms { censored_log_normal } else { censored_normal };
        if let Ok(r) = fit(&measurements, level) {
            f.all("tobit", &[r.mean, r.mean_se, r.sd, r.sd_se, r.log_sd_se, r.log_likelihood]);
            f.interval(&r.interval);
            if logarithms {
                let (mean, interval) = r.geometric_mean();
                assert!(mean >= 0.0);
                f.open_interval(&interval);
            }
        }
    }),
];
