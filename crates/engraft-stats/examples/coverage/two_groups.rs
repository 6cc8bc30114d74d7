//! Two independent groups of values, from one population unless said otherwise.

use engraft_stats::effect_size::effect_size;
use engraft_stats::equivalence::{Better, Margins, noninferiority, welch_tost};
use engraft_stats::permutation::{
    Block as Blocks, MonteCarlo, Scheme, Scores, mean_permutation_test, rerandomisation_test,
};
use engraft_stats::random::Stream;
use engraft_stats::*;

use super::population::{POPULATIONS, Population};
use super::simulate::{ALPHA, Block, Cost, LEVEL, Outcome, Page, What};

type Run = fn(&[f64], &[f64]) -> Vec<Outcome>;

/// Methods on two samples: what, cost, largest size, names, outcomes.
type Methods = (What, Cost, usize, &'static [&'static str], Run);

fn holds(interval: Result<Interval, StatError>, truth: f64) -> Outcome {
    Some(interval.ok()?.contains(truth))
}

fn rejects(p: Result<f64, StatError>) -> Outcome {
    Some(p.ok()? <= ALPHA)
}

fn draws(x: &[f64]) -> MonteCarlo {
    MonteCarlo { draws: 999, seed: x[0].to_bits() }
}

const METHODS: &[Methods] = &[
    (
        What::Coverage,
        Cost::Fixed(1),
        40,
        &[
            "Welch interval of the difference",
            "Student interval of the difference",
            "Brunner-Munzel interval of the relative effect",
        ],
        |x, y| {
            vec![
                holds(welch_t(x, y, LEVEL).map(|r| r.interval), 0.0),
                holds(student_t(x, y, LEVEL).map(|r| r.interval), 0.0),
                holds(brunner_munzel(x, y, LEVEL).map(|r| r.interval), 0.5),
            ]
        },
    ),
    (What::Coverage, Cost::Square(130), 20, &["Hodges-Lehmann interval of the shift"], |x, y| {
        vec![holds(rank_sum_interval(x, y, LEVEL).map(|r| r.interval), 0.0)]
    }),
    (
        What::TypeOne,
        Cost::Fixed(1),
        40,
        &["Welch t test", "Student t test", "Brunner-Munzel t test", "one-way analysis of variance"],
        |x, y| {
            vec![
                rejects(welch_t(x, y, LEVEL).map(|r| r.p_value)),
                rejects(student_t(x, y, LEVEL).map(|r| r.p_value)),
                rejects(brunner_munzel(x, y, LEVEL).map(|r| r.p_value)),
                rejects(one_way_anova(&[x, y]).map(|r| r.p_value)),
            ]
        },
    ),
    (What::TypeOne, Cost::Square(25), 40, &["exact rank-sum test"], |x, y| {
        vec![rejects(rank_sum(x, y).map(|r| r.p_value))]
    }),
    (
        What::TypeOne,
        Cost::Fixed(8),
        12,
        &["permutation test of means", "re-randomisation test, blocks of 4"],
        |x, y| {
            let values = [x, y].concat();
            // the first, the fourth, ... of each block of four: the data do not care
            let first: Vec<bool> = (0..values.len()).map(|i| i % 4 == 0 || i % 4 == 3).collect();
            let scheme = Scheme::PermutedBlocks(vec![Blocks { size: 4, first: 2 }]);
            vec![
                rejects(mean_permutation_test(x, y, draws(x)).map(|r| r.p.p_value)),
                rejects(rerandomisation_test(&values, &first, &scheme, Scores::Values, draws(x)).map(|r| r.p.p_value)),
            ]
        },
    ),
    (What::TypeOne, Cost::Fixed(8), 6, &["Brunner-Munzel permutation test"], |x, y| {
        vec![rejects(brunner_munzel_permutation(x, y, draws(x)).map(|r| r.p.p_value))]
    }),
];

/// Normal groups, the second of the spread given.
fn normal(stream: &mut Stream, n: usize, shift: f64, spread: f64) -> (Vec<f64>, Vec<f64>) {
    let first = (0..n).map(|_| shift + stream.normal()).collect();
    (first, (0..n).map(|_| spread * stream.normal()).collect())
}

pub fn write(page: &mut Page) {
    page.text("\n## Two groups of values");
    for (what, title) in [(What::Coverage, "interval, coverage"), (What::TypeOne, "test, type I error")] {
        for (population, name) in POPULATIONS {
            page.text(&format!("\nPopulation {name}, both groups."));
            page.sizes(title);
            rows(page, what, &format!("two groups, {name}"), |s, n| (population.sample(n, s), population.sample(n, s)));
        }
        let name = "two groups, normal, SD 1 and 3";
        page.text("\nPopulation normal, SD 1 in the first group and 3 in the second.");
        page.sizes(title);
        rows(page, what, name, |s, n| normal(s, n, 0.0, 3.0));
    }
    page.blocks("Two groups normal, standardised difference 0.8", &STANDARDISED);
    page.blocks("Two groups normal, the difference (1.5 SD) at the margin", &MARGINS);
}

fn rows(page: &mut Page, what: What, name: &str, draw: impl Fn(&mut Stream, usize) -> (Vec<f64>, Vec<f64>) + Sync) {
    for (own, cost, largest, names, run) in METHODS.iter().filter(|m| m.0 == what) {
        let block = Block { what: *own, cost: *cost, largest: *largest, names, run: |_, _| vec![] };
        page.block(name, &block, |stream, n| {
            let (x, y) = draw(stream, n);
            run(&x, &y)
        });
    }
}

const STANDARDISED: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(20),
    largest: 40,
    names: &["noncentral t interval of the effect size", "the same, large-sample (around g), two groups"],
    run: |s, n| {
        let (x, y) = normal(s, n, 0.8, 1.0);
        let found = effect_size(&x, &y, LEVEL);
        vec![holds(found.map(|e| e.interval), 0.8), holds(found.map(|e| e.large_sample), 0.8)]
    },
}];

const MARGINS: [Block; 1] = [Block {
    what: What::TypeOne,
    cost: Cost::Fixed(1),
    largest: 40,
    names: &["two one-sided tests (Welch), 5 % each", "non-inferiority (Welch), one-sided 5 %"],
    run: |s, n| {
        let (x, y) = normal(s, n, 1.5, 1.0);
        let margins = Margins { lower: -1.5, upper: 1.5 };
        let worse = welch_t(&x, &y, LEVEL)
            .and_then(|w| noninferiority(w.difference, w.se, w.df, Better::Lower { margin: 1.5 }, ALPHA));
        vec![rejects(welch_tost(&x, &y, margins, ALPHA).map(|r| r.p_value)), rejects(worse.map(|r| r.p_value))]
    },
}];

/// Kept here for the other families: a population that groups are drawn from.
pub fn baseline(stream: &mut Stream, n: usize) -> Vec<f64> {
    Population::Normal.sample(n, stream)
}
