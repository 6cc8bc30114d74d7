//! Proportions, rates, strata.

use engraft_stats::two_proportions::*;
use engraft_stats::*;

use super::Method;

pub const METHODS: &[Method] = &[
    (
        "proportion_interval",
        &["clopper-pearson", "wilson", "mid-p", "jeffreys", "agresti-coull", "blaker", "arcsine"],
        1,
        |h, f| {
            let ((x, n), method) = (h.counts(), h.pick(&ALL_PROPORTION));
            if let Ok(i) = proportion_interval(x, n, h.level(), method) {
                f.interval(&i);
            }
        },
    ),
    ("binomial_test", &["binomial-test", "binomial-exact"], 1, |h, f| {
        let (x, n) = h.counts();
        if let Ok(r) = binomial_test(x, n.min(1000), h.probability()) {
            f.probability("p", r.p_value);
        }
    }),
    ("newcombe_difference", &["newcombe"], 1, |h, f| {
        let ((a, b), (c, d)) = (h.counts(), h.counts());
        if let Ok(r) = newcombe_difference(a, b, c, d, h.level()) {
            f.interval(&r.interval);
        }
    }),
    ("fisher_exact", &["fisher"], 1, |h, f| {
        let ((a, b), (c, d)) = (h.counts(), h.counts());
        if let Ok(r) = fisher_exact(a, b.min(1000), c, d.min(1000)) {
            f.probability("p", r.p_value);
        }
    }),
    ("binomial_test_by", &[], 1, |h, f| {
        let (x, n) = h.counts();
        if let Ok(r) = proportion::binomial_test_by(x, n.min(1000), h.probability(), h.convention()) {
            f.probabilities("p", &[r.p_value, r.less, r.greater]);
        }
    }),
    ("rule of three", &["rule-of-three"], 1, |h, f| {
        let (n, level) = (h.count(), h.level());
        proportion::rule_of_three(n, level).iter().for_each(|r| f.probability("exact", r.exact));
        proportion::subjects_to_exclude(h.probability(), level).iter().for_each(|_| f.answered = true);
        rate::rate_rule_of_three(h.spread(), level).iter().for_each(|r| f.finite("rule", r.exact));
    }),
    ("proportion_equivalence", &["proportion-equivalence"], 1, |h, f| {
        let margins = equivalence::Margins { lower: h.number(), upper: h.number() };
        let margins = h.pick(&[margins, equivalence::Margins { lower: -0.1, upper: 0.2 }]);
        if let Ok(r) = equivalence::proportion_equivalence(h.counts(), h.counts(), margins, h.level()) {
            f.finite("difference", r.difference.difference);
            f.interval(&r.difference.interval);
        }
    }),
    ("fisher_test", &["fisher-odds-ratio"], 8, |h, f| {
        let Some(table) = h.two_by_two() else { return };
        if let Ok(r) = fisher_test(&table, h.convention(), h.level()) {
            f.probabilities("p", &[r.less, r.greater, r.mid_less, r.mid_greater, r.p_value]);
            f.ratio(r.odds_ratio);
            f.open_interval(&r.interval);
        }
    }),
    ("score_effect", &["score-difference", "score-risk-ratio", "score-odds-ratio"], 4, |h, f| {
        let Some(table) = h.two_by_two() else { return };
        let measure = h.measure();
        let variance = h.pick(&[ScoreVariance::MiettinenNurminen, ScoreVariance::Plain]);
        let odd = h.number();
        let null = h.pick(&[None, None, Some(0.5), Some(odd)]);
        if let Ok(r) = score_effect(&table, measure, null, variance, h.level()) {
            f.finite("z", r.z);
            f.probabilities("p", &[r.p_value, r.p_greater, r.p_less]);
            f.estimate(&r.effect);
        }
    }),
    ("exact_effect", &["exact-difference", "exact-risk-ratio"], 20, |h, f| {
        let (n1, n2) = (h.pick(&[0, 1, 3, 6]), h.pick(&[0, 1, 2, 5]));
        let (x1, x2) = (h.0.below(n1 + 1) as u64, h.0.below(n2 + 1) as u64);
        let Ok(table) = TwoByTwo::new(x1, n1 as u64, x2, n2 as u64) else { return };
        if let Ok(r) = exact_effect(&table, h.measure(), h.level()) {
            f.estimate(&r);
        }
    }),
    ("unconditional tests", &["barnard", "boschloo"], 6, |h, f| {
        let Some(table) = h.two_by_two() else { return };
        let (_, n1) = table.first();
        let (_, n2) = table.second();
        if n1 + n2 > 40 && h.0.below(50) > 0 {
            return;
        }
        let alternative = h.alternative();
        for found in [barnard_test(&table, alternative), boschloo_test(&table, alternative)].into_iter().flatten() {
            f.probability("p", found.p_value);
            f.probability("worst", found.worst_proportion);
        }
        let _ = UnconditionalTest::new(n1.min(9), n2.min(9), Extremeness::Score, alternative).map(|t| t.p_value(9, 9));
        assert_eq!(table.exchanged().first(), table.second());
    }),
    ("paired_binary", &["mcnemar"], 4, |h, f| {
        let mut count = || h.count().min(1_000_001);
        let table =
            paired_binary::PairedTable { both: count(), first_only: count(), second_only: count(), neither: count() };
        if let Ok(r) = paired_binary::paired_binary(table, h.level()) {
            f.probabilities("p", &[r.proportion1, r.proportion2, r.exact_p, r.mid_p]);
            f.interval(&r.tango);
            f.interval(&r.newcombe);
            if let Ok(o) = r.odds_ratio {
                f.ratio(o.estimate);
                f.open_interval(&o.exact);
                f.open_interval(&o.mid_p);
            }
        }
    }),
    ("rate_interval", &["poisson-rate", "rate-rule-of-three"], 1, |h, f| {
        let method = h.pick(&[rate::RateMethod::Garwood, rate::RateMethod::MidP, rate::RateMethod::Score]);
        if let Ok(r) = rate::rate_interval(h.count(), h.spread(), h.level(), method) {
            f.finite("rate", r.rate);
            f.interval(&r.interval);
        }
    }),
    ("two rates", &["rate-ratio", "rate-difference"], 40, |h, f| {
        let (first, second) = ((h.count(), h.spread()), (h.count(), h.spread()));
        let level = h.level();
        if let Ok(r) = rate::rate_ratio(first, second, h.convention(), level) {
            f.probabilities("p", &[r.less, r.greater, r.p_value]);
            f.ratio(r.ratio);
            f.open_interval(&r.interval);
        }
        if let Ok(r) = rate::rate_difference(first, second, level) {
            f.all("rate", &[r.rate1, r.rate2, r.difference, r.z]);
            f.probability("p", r.p_value);
            f.interval(&r.interval);
        }
    }),
    ("mantel_haenszel", &["mantel-haenszel"], 1, |h, f| {
        let strata = h.strata();
        let continuity = h.pick(&[stratified::Continuity::None, stratified::Continuity::Half]);
        if let Ok(r) = stratified::mantel_haenszel(&strata, continuity, h.level()) {
            f.finite("chi", r.chi_squared);
            f.probability("p", r.p_value);
            for effect in [r.odds_ratio, r.risk_ratio, r.risk_difference].into_iter().flatten() {
                f.all("effect", &[effect.estimate, effect.se]);
                f.open_interval(&effect.interval);
            }
        }
    }),
    ("exact_common_odds_ratio", &["exact-common-odds-ratio"], 4, |h, f| {
        let strata = h.strata();
        if let Ok(r) = stratified::exact_common_odds_ratio(&strata, h.convention(), h.level()) {
            f.probabilities("p", &[r.less, r.greater, r.p_value]);
            f.ratio(r.odds_ratio);
            f.open_interval(&r.interval);
        }
    }),
    ("breslow_day", &["breslow-day"], 1, |h, f| {
        if let Ok(r) = stratified::breslow_day(&h.strata()) {
            f.all("breslow_day", &[r.odds_ratio, r.chi_squared, r.tarone]);
            f.probabilities("p", &[r.p_value, r.tarone_p_value]);
            assert!(r.tarone <= r.chi_squared);
        }
    }),
    ("trend", &["cochran-armitage"], 4, |h, f| {
        let groups: Vec<(u64, u64)> = (0..h.pick(&[0, 1, 2, 3, 5])).map(|_| h.counts()).collect();
        let scores: Vec<f64> = match h.0.below(2) {
            0 => (0..groups.len()).map(|k| k as f64).collect(),
            _ => h.sample(),
        };
        if let Ok(r) = stratified::cochran_armitage(&groups, &scores) {
            f.all("z", &[r.z, r.z_permutation]);
            f.probability("p", r.p_value);
        }
        if let Ok(r) = stratified::exact_trend(&groups, &scores) {
            f.probabilities("p", &[r.less, r.greater, r.p_value]);
        }
    }),
];

const ALL_PROPORTION: [ProportionMethod; 7] = [
    ProportionMethod::ClopperPearson,
    ProportionMethod::Wilson,
    ProportionMethod::MidP,
    ProportionMethod::Jeffreys,
    ProportionMethod::AgrestiCoull,
    ProportionMethod::Blaker,
    ProportionMethod::Arcsine,
];
