//! Coverage of every interval and type I error of every test, in small samples and unfriendly populations.
//!
//! ```text
//! cargo run --release -p engraft-stats --example coverage > docs/coverage.md
//! cargo run --release -p engraft-stats --example coverage 8000     # fewer replicates, for a look
//! ```
//!
//! A method is one entry of [`SAMPLES`], [`PAIRS`], [`PROPORTIONS`] or [`DIFFERENCES`]. Simulations are seeded: replicate `r`
//! of size `n` uses stream `r` of seed `SEED + n`, and results are joined in order, so that the page does not depend on the number of threads.
//! Methods for proportions are not simulated but enumerated.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

use engraft_stats::bayes::{Beta, Mixture};
use engraft_stats::dist::binomial_pmf;
use engraft_stats::quadrature::{Accuracy, adaptive};
use engraft_stats::random::Stream;
use engraft_stats::*;
use rayon::prelude::*;

const SEED: u64 = 20_261_122;
const SIZES: [usize; 6] = [4, 6, 8, 12, 20, 40];
const LEVEL: f64 = 0.95;

/// A distribution values are drawn from.
#[derive(Clone, Copy, PartialEq)]
enum Population {
    Normal,
    LogNormal,
    HeavyTailed,
    Rounded,
}

const POPULATIONS: [(Population, &str); 4] = [
    (Population::Normal, "normal (mean 0, SD 1)"),
    (Population::LogNormal, "skewed (log-normal, SD of the logarithm 1)"),
    (Population::HeavyTailed, "heavy-tailed (t with 3 degrees of freedom)"),
    (Population::Rounded, "with ties (normal, SD 1.5, rounded to whole numbers)"),
];

impl Population {
    fn draw(self, stream: &mut Stream) -> f64 {
        match self {
            Population::Normal => stream.normal(),
            Population::LogNormal => libm::exp(stream.normal()),
            Population::HeavyTailed => {
                let z = stream.normal();
                let chi: f64 = (0..3).map(|_| stream.normal()).map(|v| v * v).sum();
                z / libm::sqrt(chi / 3.0)
            }
            Population::Rounded => libm::round(1.5 * stream.normal()),
        }
    }

    fn sample(self, n: usize, stream: &mut Stream) -> Vec<f64> {
        (0..n).map(|_| self.draw(stream)).collect()
    }

    fn mean(self) -> f64 {
        if self == Population::LogNormal { libm::exp(0.5) } else { 0.0 }
    }

    fn median(self) -> f64 {
        if self == Population::LogNormal { 1.0 } else { 0.0 }
    }

    /// Median of the average of two independent values: what the Hodges-Lehmann estimate estimates.
    fn pseudomedian(self) -> f64 {
        if self != Population::LogNormal {
            return 0.0;
        }
        // P(X + Y <= 2 m) = ∫ φ(z) Φ(ln(2 m - e^z)) dz
        let below = |m: f64| {
            let f = |z: f64| {
                let rest = 2.0 * m - libm::exp(z);
                if rest > 0.0 { libm::exp(-0.5 * z * z) * dist::normal_cdf(libm::log(rest)) } else { 0.0 }
            };
            let whole = adaptive(f, -9.0, libm::log(2.0 * m), Accuracy::default()).unwrap().value;
            whole / libm::sqrt(2.0 * std::f64::consts::PI)
        };
        let (mut low, mut high) = (0.5, 4.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if below(middle) < 0.5 { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

/// One sample: whether the interval held the truth, or whether the test rejected a true hypothesis; `None` when the method
/// refuses. `truths`: mean, median and pseudomedian of the population.
struct OneSample {
    name: &'static str,
    what: What,
    /// Replicates are divided by this.
    cost: usize,
    populations: &'static [Population],
    run: fn(&[f64], Truths) -> Option<bool>,
}

/// Two samples from one population.
struct TwoSamples {
    name: &'static str,
    what: What,
    /// Replicates are divided by this.
    cost: usize,
    run: fn(&[f64], &[f64]) -> Option<bool>,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Coverage,
    TypeOne,
}

#[derive(Clone, Copy)]
struct Truths {
    mean: f64,
    median: f64,
    pseudomedian: f64,
}

const ALL: &[Population] = &[Population::Normal, Population::LogNormal, Population::HeavyTailed, Population::Rounded];

fn less(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|v| v - by).collect()
}

const SAMPLES: &[OneSample] = &[
    OneSample {
        name: "t interval of the mean",
        what: What::Coverage,
        cost: 1,
        populations: ALL,
        run: |x, t| Some(mean_interval(x, LEVEL).ok()?.contains(t.mean)),
    },
    OneSample {
        name: "Hodges-Lehmann interval of the pseudomedian",
        what: What::Coverage,
        cost: 4,
        populations: ALL,
        run: |x, t| {
            Some(signed_rank(x, LEVEL, ZeroRule::Wilcoxon).ok()?.interval.ok()?.interval.contains(t.pseudomedian))
        },
    },
    OneSample {
        name: "the same, interval of order statistics alone",
        what: What::Coverage,
        cost: 4,
        populations: ALL,
        run: |x, t| {
            Some(signed_rank(x, LEVEL, ZeroRule::Wilcoxon).ok()?.interval.ok()?.classical.contains(t.pseudomedian))
        },
    },
    OneSample {
        name: "interval of the geometric mean",
        what: What::Coverage,
        cost: 1,
        populations: &[Population::LogNormal],
        // the mean logarithm is 0
        run: |x, _| Some(geometric_mean(x, LEVEL).ok()?.interval.ok()?.contains(1.0)),
    },
    OneSample {
        name: "paired t test of the mean",
        what: What::TypeOne,
        cost: 1,
        populations: ALL,
        run: |x, t| Some(paired_t(&less(x, t.mean), LEVEL).ok()?.p_value <= 1.0 - LEVEL),
    },
    OneSample {
        name: "signed-rank test of the pseudomedian, zeros dropped",
        what: What::TypeOne,
        cost: 4,
        populations: ALL,
        run: |x, t| Some(signed_rank(&less(x, t.pseudomedian), LEVEL, ZeroRule::Wilcoxon).ok()?.p_value <= 1.0 - LEVEL),
    },
    OneSample {
        name: "signed-rank test of the pseudomedian, zeros ranked (Pratt)",
        what: What::TypeOne,
        cost: 4,
        populations: ALL,
        run: |x, t| Some(signed_rank(&less(x, t.pseudomedian), LEVEL, ZeroRule::Pratt).ok()?.p_value <= 1.0 - LEVEL),
    },
    OneSample {
        name: "sign test of the median",
        what: What::TypeOne,
        cost: 1,
        populations: ALL,
        run: |x, t| Some(sign_test(&less(x, t.median)).ok()?.p_value <= 1.0 - LEVEL),
    },
];

const PAIRS: &[TwoSamples] = &[
    TwoSamples {
        name: "Welch interval of the difference of means",
        what: What::Coverage,
        cost: 1,
        run: |x, y| Some(welch_t(x, y, LEVEL).ok()?.interval.contains(0.0)),
    },
    TwoSamples {
        name: "Welch t test",
        what: What::TypeOne,
        cost: 1,
        run: |x, y| Some(welch_t(x, y, LEVEL).ok()?.p_value <= 1.0 - LEVEL),
    },
    TwoSamples {
        name: "exact rank-sum test",
        what: What::TypeOne,
        cost: 4,
        run: |x, y| Some(rank_sum(x, y).ok()?.p_value <= 1.0 - LEVEL),
    },
];

/// An interval of one proportion: name, and the interval of x of n.
type Proportion = (&'static str, fn(u64, u64) -> Interval);

const PROPORTIONS: &[Proportion] = &[
    ("Clopper-Pearson", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::ClopperPearson).unwrap()),
    ("Wilson", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::Wilson).unwrap()),
    ("mid-P", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::MidP).unwrap()),
    ("Jeffreys", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::Jeffreys).unwrap()),
    ("Agresti-Coull", |x, n| proportion_interval(x, n, LEVEL, ProportionMethod::AgrestiCoull).unwrap()),
    ("posterior under beta(1, 1), equal-tailed", |x, n| {
        Mixture::single(Beta { a: 1.0, b: 1.0 }).unwrap().update(x, n).unwrap().equal_tailed(LEVEL).unwrap()
    }),
    ("posterior under beta(1, 1), shortest", |x, n| {
        Mixture::single(Beta { a: 1.0, b: 1.0 }).unwrap().update(x, n).unwrap().shortest(LEVEL).unwrap()
    }),
];

/// An interval of the difference of two proportions.
type Difference = (&'static str, fn(u64, u64, u64, u64) -> Interval);

const DIFFERENCES: &[Difference] =
    &[("Newcombe", |x1, n1, x2, n2| newcombe_difference(x1, n1, x2, n2, LEVEL).unwrap().interval)];

/// Share of yes among the replicates that gave an answer, their number, and the share refused.
fn share(outcomes: &[Option<bool>]) -> (f64, usize, f64) {
    let answered = outcomes.iter().flatten().count();
    let yes = outcomes.iter().flatten().filter(|o| **o).count();
    (yes as f64 / answered.max(1) as f64, answered, 1.0 - answered as f64 / outcomes.len() as f64)
}

/// A cell of the page: the share in percent with its Monte Carlo error, and what was refused.
fn cell(outcomes: &[Option<bool>]) -> String {
    let (p, n, refused) = share(outcomes);
    if n == 0 {
        return "refused".to_owned();
    }
    let error = 100.0 * libm::sqrt((p * (1.0 - p)).max(0.25 / n as f64) / n as f64);
    let note = if refused > 0.0005 { format!(" ({:.1} % refused)", 100.0 * refused) } else { String::new() };
    format!("{:.1} ± {error:.1}{note}", 100.0 * p)
}

fn header(first: &str) -> String {
    let sizes: Vec<String> = SIZES.iter().map(|n| format!("n = {n}")).collect();
    format!("| {first} | {} |\n|---|{}", sizes.join(" | "), "---|".repeat(SIZES.len()))
}

/// Replicates of one size of sample; methods and populations share the streams, sizes do not.
fn simulate(n: usize, replicates: usize, run: impl Fn(&mut Stream) -> Option<bool> + Sync) -> Vec<Option<bool>> {
    (0..replicates).into_par_iter().map(|r| run(&mut Stream::new(SEED + n as u64, r as u64))).collect()
}

fn one_sample(what: What, replicates: usize) {
    for (population, name) in POPULATIONS {
        let truths =
            Truths { mean: population.mean(), median: population.median(), pseudomedian: population.pseudomedian() };
        println!("\nPopulation {name}:\n\n{}", header("method"));
        for method in SAMPLES.iter().filter(|m| m.what == what && m.populations.contains(&population)) {
            let cells: Vec<String> = SIZES
                .iter()
                .map(|n| {
                    let run = |stream: &mut Stream| (method.run)(&population.sample(*n, stream), truths);
                    cell(&simulate(*n, replicates / method.cost, run))
                })
                .collect();
            println!("| {} | {} |", method.name, cells.join(" | "));
        }
    }
}

fn two_samples(what: What, replicates: usize) {
    for (population, name) in POPULATIONS {
        println!("\nPopulation {name}, both groups of size n:\n\n{}", header("method"));
        for method in PAIRS.iter().filter(|m| m.what == what) {
            let cells: Vec<String> = SIZES
                .iter()
                .map(|n| {
                    let run = |stream: &mut Stream| {
                        let first = population.sample(*n, stream);
                        (method.run)(&first, &population.sample(*n, stream))
                    };
                    cell(&simulate(*n, replicates / method.cost, run))
                })
                .collect();
            println!("| {} | {} |", method.name, cells.join(" | "));
        }
    }
}

/// Smallest and mean coverage of one proportion over a grid of true values, exactly.
fn proportions() {
    println!("\n{}", header("method, smallest / mean coverage"));
    for (name, interval) in PROPORTIONS {
        let cells: Vec<String> = SIZES
            .iter()
            .map(|n| {
                let n = *n as u64;
                let intervals: Vec<Interval> = (0..=n).map(|x| interval(x, n)).collect();
                let covers = |p: f64| -> f64 {
                    (0..=n)
                        .zip(&intervals)
                        .filter(|(_, i)| i.contains(p))
                        .map(|(x, _)| binomial_pmf(x, n, p).unwrap())
                        .fold(0.0, |sum, chance| sum + chance)
                };
                let all: Vec<f64> = (1..1000).map(|k| covers(f64::from(k) / 1000.0)).collect();
                let least = all.iter().fold(1.0_f64, |m, c| m.min(*c));
                format!("{:.1} / {:.1}", 100.0 * least, 100.0 * all.iter().sum::<f64>() / all.len() as f64)
            })
            .collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}

/// Binomial probabilities of 0 to n at each point of the grid.
fn grid(n: u64, points: &[f64]) -> Vec<Vec<f64>> {
    points.iter().map(|p| (0..=n).map(|x| binomial_pmf(x, n, *p).unwrap()).collect()).collect()
}

fn differences() {
    println!("\n{}", header("method, smallest / mean coverage"));
    let points: Vec<f64> = (1..40).map(|k| f64::from(k) / 40.0).collect();
    for (name, interval) in DIFFERENCES {
        let cells: Vec<String> = SIZES
            .iter()
            .map(|n| {
                let n = *n as u64;
                let table: Vec<Vec<Interval>> =
                    (0..=n).map(|a| (0..=n).map(|b| interval(a, n, b, n)).collect()).collect();
                let chances = grid(n, &points);
                let covers = |i: usize, j: usize| -> f64 {
                    // the widening by 1e-12 keeps a boundary that is hit exactly
                    let d = points[i] - points[j];
                    let held = |t: &Interval| t.lower - 1e-12 <= d && d <= t.upper + 1e-12;
                    let row = |a: usize| -> f64 {
                        table[a].iter().zip(&chances[j]).filter(|(t, _)| held(t)).map(|(_, q)| q).sum()
                    };
                    (0..=n as usize).map(|a| chances[i][a] * row(a)).sum()
                };
                let all: Vec<f64> = (0..points.len())
                    .flat_map(|i| (0..points.len()).map(move |j| (i, j)))
                    .map(|(i, j)| covers(i, j))
                    .collect();
                let least = all.iter().fold(1.0_f64, |m, c| m.min(*c));
                format!("{:.1} / {:.1}", 100.0 * least, 100.0 * all.iter().sum::<f64>() / all.len() as f64)
            })
            .collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}

/// Largest type I error over the common proportion (Fisher) or the hypothesis (binomial), exactly.
fn exact_tests() {
    println!("\n{}", header("test, largest type I error"));
    let points: Vec<f64> = (1..200).map(|k| f64::from(k) / 200.0).collect();
    let worst = |size: &dyn Fn(u64) -> f64| -> Vec<String> {
        SIZES.iter().map(|n| format!("{:.1}", 100.0 * size(*n as u64))).collect()
    };
    let binomial = |n: u64| {
        let rejects = |p: f64| -> f64 {
            (0..=n)
                .filter(|x| binomial_test(*x, n, p).unwrap().p_value <= 1.0 - LEVEL)
                .map(|x| binomial_pmf(x, n, p).unwrap())
                .sum()
        };
        points.iter().map(|p| rejects(*p)).fold(0.0_f64, f64::max)
    };
    println!("| exact binomial test | {} |", worst(&binomial).join(" | "));
    let fisher = |n: u64| {
        let pairs = (0..=n).flat_map(|a| (0..=n).map(move |b| (a, b)));
        let rejected: Vec<(usize, usize)> = pairs
            .filter(|(a, b)| fisher_exact(*a, n, *b, n).unwrap().p_value <= 1.0 - LEVEL)
            .map(|(a, b)| (a as usize, b as usize))
            .collect();
        let size = |q: &Vec<f64>| rejected.iter().map(|(a, b)| q[*a] * q[*b]).sum::<f64>();
        grid(n, &points).iter().map(size).fold(0.0_f64, f64::max)
    };
    println!("| Fisher's exact test, n in each group | {} |", worst(&fisher).join(" | "));
}

fn main() {
    let replicates = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000_usize).max(40);
    println!("# Coverage and type I error\n");
    println!(
        "Made by `cargo run --release -p engraft-stats --example coverage {replicates}`: seed {SEED}, {replicates} replicates a cell, a\n\
         quarter of that for rank tests. Level {:.0} %. Every number is in percent; ± is one Monte Carlo standard error.\n\
         Shares are those of the samples the method answers; what it refuses (no interval reaches the level, constant data)\n\
         is named beside. A method that keeps its promise covers at least 95.0 and rejects at most 5.0, within twice the\n\
         error.",
        100.0 * LEVEL
    );
    println!("\n## Coverage of intervals, one sample");
    one_sample(What::Coverage, replicates);
    println!("\n## Coverage of intervals, two samples");
    two_samples(What::Coverage, replicates);
    println!("\n## Type I error, one sample\n\nEach test at 5 %, of a hypothesis that is true.");
    one_sample(What::TypeOne, replicates);
    println!("\n## Type I error, two samples");
    two_samples(What::TypeOne, replicates);
    println!("\n## Intervals of one proportion, exactly\n\nOver the true proportions 0.001 to 0.999.");
    proportions();
    println!(
        "\n## Intervals of the difference of two proportions, exactly\n\nBoth groups of size n, over 39 × 39 pairs."
    );
    differences();
    println!("\n## Tests of proportions, exactly\n\nOver the proportions 0.005 to 0.995.");
    exact_tests();
    println!(
        "\n## What to read from it\n\n\
         The t interval of a mean falls short under skew, and more subjects help slowly. The signed-rank test is exact for\n\
         symmetric differences only; under skew it may reject a little too often. With ties the rank methods become\n\
         conservative. Wilson, mid-P, Jeffreys and Agresti-Coull cover the level on\n\
         average, not for each proportion; Clopper-Pearson always does.\n\n\
         An order-statistic interval of the median is not part of this page yet."
    );
}
