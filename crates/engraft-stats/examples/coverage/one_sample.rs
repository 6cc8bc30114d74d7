//! One sample, or the differences of pairs.

use engraft_stats::bootstrap::{self, BootstrapOptions, bootstrap};
use engraft_stats::detection_limit::{Measurement, censored_normal};
use engraft_stats::effect_size::paired_effect_size;
use engraft_stats::permutation::{MonteCarlo, sign_flip_test};
use engraft_stats::*;

use super::population::{POPULATIONS, Population, Truths};
use super::simulate::{ALPHA, Block, Cost, LEVEL, Outcome, Page, What};

type Run = fn(&[f64], Truths) -> Vec<Outcome>;

/// Methods on one sample: what, cost, largest size, names, outcomes.
type Methods = (What, Cost, usize, &'static [&'static str], Run);

fn less(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|v| v - by).collect()
}

fn holds(interval: Result<Interval, StatError>, truth: f64) -> Outcome {
    Some(interval.ok()?.contains(truth))
}

fn rejects(p: Result<f64, StatError>) -> Outcome {
    Some(p.ok()? <= ALPHA)
}

fn resampled(x: &[f64], statistic: fn(&[f64]) -> f64, truth: f64) -> [Outcome; 2] {
    let options = BootstrapOptions { resamples: 999, seed: x[0].to_bits(), level: LEVEL };
    let found = bootstrap(x, statistic, options);
    [holds(found.map(|b| b.percentile), truth), holds(found.and_then(|b| b.bca).map(|b| b.interval), truth)]
}

const METHODS: &[Methods] = &[
    (
        What::Coverage,
        Cost::Fixed(1),
        40,
        &["t interval of the mean", "order-statistic interval of the median"],
        |x, t| {
            vec![holds(mean_interval(x, LEVEL), t.mean), holds(median_interval(x, LEVEL).map(|m| m.interval), t.median)]
        },
    ),
    (
        What::Coverage,
        Cost::Square(25),
        40,
        &["Hodges-Lehmann interval of the pseudomedian", "the same, of order statistics alone"],
        |x, t| {
            let found = signed_rank(x, LEVEL, ZeroRule::Wilcoxon).and_then(|r| r.interval);
            vec![holds(found.map(|i| i.interval), t.pseudomedian), holds(found.map(|i| i.classical), t.pseudomedian)]
        },
    ),
    (
        What::Coverage,
        Cost::Fixed(20),
        40,
        &[
            "bootstrap percentile interval of the mean",
            "bootstrap BCa interval of the mean",
            "bootstrap percentile interval of the median",
            "bootstrap BCa interval of the median",
        ],
        |x, t| {
            let mean = resampled(x, bootstrap::mean, t.mean);
            [mean, resampled(x, bootstrap::median, t.median)].concat()
        },
    ),
    (What::TypeOne, Cost::Fixed(1), 40, &["paired t test of the mean", "sign test of the median"], |x, t| {
        vec![
            rejects(paired_t(&less(x, t.mean), LEVEL).map(|r| r.p_value)),
            rejects(sign_test(&less(x, t.median)).map(|r| r.p_value)),
        ]
    }),
    (
        What::TypeOne,
        Cost::Fixed(1),
        40,
        &["signed-rank test of the pseudomedian, zeros dropped", "the same, zeros ranked (Pratt)"],
        |x, t| {
            let d = less(x, t.pseudomedian);
            [ZeroRule::Wilcoxon, ZeroRule::Pratt].map(|rule| rejects(signed_rank_p(&d, rule))).to_vec()
        },
    ),
    (What::TypeOne, Cost::Fixed(4), 20, &["sign-flip test of the mean"], |x, t| {
        let draws = MonteCarlo { draws: 999, seed: x[0].to_bits() };
        vec![rejects(sign_flip_test(&less(x, t.mean), draws).map(|r| r.p.p_value))]
    }),
];

pub fn write(page: &mut Page) {
    page.text("\n## One sample, or pairs");
    for (what, title) in [(What::Coverage, "interval, coverage"), (What::TypeOne, "test, type I error")] {
        for (population, name) in POPULATIONS {
            page.text(&format!("\nPopulation {name}."));
            page.sizes(title);
            let truths = population.truths();
            for (own, cost, largest, names, run) in METHODS.iter().filter(|m| m.0 == what) {
                let block = Block { what: *own, cost: *cost, largest: *largest, names, run: |_, _| vec![] };
                page.block(name, &block, |stream, n| run(&population.sample(n, stream), truths));
            }
        }
    }
    page.blocks("Logarithms normal (SD 1): after over before 1", &LOGARITHMS);
    page.blocks("Differences normal, standardised mean 0.5", &STANDARDISED);
    page.blocks("Values normal, those below the lower quartile known only to be below it", &CENSORED);
}

const LOGARITHMS: [Block; 2] = [
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(1),
        largest: 40,
        names: &["interval of the geometric mean", "interval of the ratio of geometric means"],
        run: |s, n| {
            let x = Population::LogNormal.sample(n, s);
            let ones = vec![1.0; n];
            vec![
                holds(geometric_mean(&x, LEVEL).and_then(|g| g.interval), 1.0),
                holds(geometric_ratio(&ones, &x, LEVEL).map(|g| g.interval), 1.0),
            ]
        },
    },
    Block {
        what: What::TypeOne,
        cost: Cost::Fixed(1),
        largest: 40,
        names: &["test of the ratio of geometric means"],
        run: |s, n| {
            let x = Population::LogNormal.sample(n, s);
            vec![rejects(geometric_ratio(&vec![1.0; n], &x, LEVEL).map(|g| g.p_value))]
        },
    },
];

const STANDARDISED: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(20),
    largest: 40,
    names: &["noncentral t interval of the paired effect size", "the same, large-sample (around g)"],
    run: |s, n| {
        let x: Vec<f64> = (0..n).map(|_| 0.5 + s.normal()).collect();
        let found = paired_effect_size(&x, LEVEL);
        vec![holds(found.map(|e| e.interval), 0.5), holds(found.map(|e| e.large_sample), 0.5)]
    },
}];

const CENSORED: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(2),
    largest: 40,
    names: &["interval of the mean under a detection limit (likelihood)"],
    run: |s, n| {
        // the lower quartile of the normal distribution
        let limit = -0.674_489_750_196_081_7;
        let draw = |v: f64| if v < limit { Measurement::Below(limit) } else { Measurement::Value(v) };
        let x: Vec<Measurement> = (0..n).map(|_| draw(s.normal())).collect();
        vec![holds(censored_normal(&x, LEVEL).map(|c| c.interval), 0.0)]
    },
}];
