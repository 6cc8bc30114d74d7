//! 10,000 resamples of the median of 41 values. The standard errors of the three, all random, agree within 5 Monte Carlo errors of
//! the exact bootstrap standard error, which for a median of an odd number of values is a sum of binomial probabilities.

use engraft_stats::bootstrap::{self, BootstrapOptions, bootstrap};
use engraft_stats::dist::binomial_sf;
use engraft_stats::random::Stream;

use super::measure::{agree, per_call, r, row};

const VALUES: usize = 41;
const RESAMPLES: usize = 10_000;

/// SD of the bootstrap distribution of the median: it is at most the i-th smallest value when at least half of the draws are.
fn exact_error(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = VALUES as u64 / 2;
    let at_most = |i: usize| binomial_sf(half, VALUES as u64, i as f64 / VALUES as f64).unwrap();
    let chances: Vec<f64> = (0..VALUES).map(|i| at_most(i + 1) - at_most(i)).collect();
    let mean: f64 = chances.iter().zip(&sorted).map(|(p, v)| p * v).sum();
    libm::sqrt(chances.iter().zip(&sorted).map(|(p, v)| p * (v - mean) * (v - mean)).sum())
}

pub fn run() {
    let mut stream = Stream::new(3, 0);
    let values: Vec<f64> = (0..VALUES).map(|_| libm::exp(stream.normal())).collect();
    let options = BootstrapOptions { resamples: RESAMPLES, seed: 1, level: 0.95 };
    let found = bootstrap(&values, bootstrap::median, options).unwrap();
    let exact = exact_error(&values);
    let theirs = r("bootstrap", &values);
    // the error of an SD of R draws is near SD / sqrt(2 R) for a normal distribution; the skew of this one may double it
    let tolerance = 10.0 / libm::sqrt(2.0 * RESAMPLES as f64);
    for (what, error) in [("here", found.standard_error), ("boot", theirs[2]), ("replicate", theirs[3])] {
        agree(what, error, exact, tolerance, exact);
    }
    let ours = per_call(|| assert_eq!(bootstrap(&values, bootstrap::median, options).unwrap(), found));
    let what = "bootstrap of a median, n = 41, 10,000 resamples, percentile and BCa";
    row(what, ours, "boot, resamples alone", theirs[0]);
    row(what, ours, "replicate, resamples alone", theirs[1]);
}
