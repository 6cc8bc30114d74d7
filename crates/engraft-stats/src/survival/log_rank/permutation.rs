//! The log-rank test by permutation of the group labels within strata.

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

use super::super::chi_squared::{entry, inverse};
use super::super::follow_up::FollowUp;
use super::super::timeline::{Timeline, at};
use super::weight::PooledCurves;
use super::{Weight, check_groups};
use crate::StatError;
use crate::random::Stream;

/// Most rows whose splits are listed: the listing calls itself once per row.
const LARGEST_LISTED: usize = 500;

/// How far a permutation test goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PermutationDepth {
    /// All splits are listed when there are at most this many (and at most 500 rows); at most 20 million.
    pub exact_up_to: u64,
    /// Random splits otherwise, at least 99.
    pub replicates: u64,
    /// Seed of the random splits.
    pub seed: u64,
}

/// How the p-value was made.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PermutationMethod {
    /// All splits were listed.
    Exact {
        /// Number of splits.
        splits: u64,
    },
    /// Random splits; p is `(1 + extreme) / (1 + replicates)`.
    MonteCarlo {
        /// Number of random splits.
        replicates: u64,
        /// Standard error of p from the number of splits.
        std_error: f64,
    },
}

/// Result of a permutation log-rank test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PermutationLogRank {
    /// Rows.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Quadratic form of the group sums of scores under their permutation variance (its square root is |z| for two groups).
    pub statistic: f64,
    /// Two-sided p: share of splits with a statistic at least this large.
    pub p_value: f64,
    /// Exact, or by random splits.
    pub method: PermutationMethod,
}

/// The scores of one stratum and the groups they fall to.
#[derive(Clone, Debug)]
struct Stratum {
    scores: Vec<f64>,
    groups: Vec<usize>,
}

/// Score of each row: its weighted event less the weighted hazard it has lived through.
fn scores(timeline: &Timeline, follow_up: &FollowUp, groups: &[usize], weight: Weight) -> Stratum {
    let mut curves = PooledCurves::new();
    let mut hazard = 0.0;
    let mut stratum = Stratum { scores: Vec::new(), groups: Vec::new() };
    for (moment, start, rows) in timeline.walk() {
        let d = rows.iter().filter(|row| at(follow_up.events, **row)).count();
        let mut own = 0.0;
        if d > 0 {
            let n = moment.entered.saturating_sub(start) as f64;
            own = curves.weight(weight, n, d as f64);
            hazard += own * d as f64 / n;
        }
        for row in rows {
            stratum.scores.push(if at(follow_up.events, *row) { own - hazard } else { -hazard });
            stratum.groups.push(at(groups, *row));
        }
    }
    stratum
}

impl Stratum {
    fn sizes(&self, k: usize) -> Vec<usize> {
        (0..k).map(|group| self.groups.iter().filter(|own| **own == group).count()).collect()
    }

    /// Variance of one score drawn at random, with divisor n - 1.
    fn spread(&self) -> f64 {
        let n = self.scores.len() as f64;
        let mean = self.scores.iter().sum::<f64>() / n;
        self.scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0)
    }
}

/// Inverse of the permutation variance of the sums of all groups but the last.
fn metric(strata: &[Stratum], k: usize) -> Result<DMatrix<f64>, StatError> {
    let mut variance = DMatrix::zeros(k - 1, k - 1);
    for stratum in strata {
        let (sizes, spread, n) = (stratum.sizes(k), stratum.spread(), stratum.groups.len() as f64);
        let size = |j: usize| sizes.get(j).copied().unwrap_or(0) as f64;
        variance += DMatrix::from_fn(k - 1, k - 1, |j, l| {
            spread * (if j == l { size(j) } else { 0.0 } - size(j) * size(l) / n)
        });
    }
    inverse(&variance).ok_or(StatError::NotEstimable { reason: "all splits give the same statistic: nothing to test" })
}

fn statistic(sums: &[f64], metric: &DMatrix<f64>) -> f64 {
    if let ([first, _], 1) = (sums, metric.len()) {
        return first * first * entry(metric, 0, 0);
    }
    let u = DVector::from_iterator(metric.nrows(), sums.iter().take(metric.nrows()).copied());
    u.dot(&(metric * &u))
}

/// Number of ways to deal the labels within strata, as a float.
fn split_count(strata: &[Stratum], k: usize) -> f64 {
    let ways = |sizes: Vec<usize>| {
        let mut total = 0;
        let mut product = 1.0;
        for size in sizes {
            for i in 1..=size {
                total += 1;
                product *= f64::from(total) / i as f64;
            }
        }
        product
    };
    strata.iter().map(|stratum| ways(stratum.sizes(k))).product()
}

/// Lists all splits of the strata from `stratum`, `position` on.
struct Listing<'a> {
    strata: &'a [Stratum],
    metric: &'a DMatrix<f64>,
    least: f64,
    k: usize,
    all: u64,
    extreme: u64,
}

impl Listing<'_> {
    fn list(&mut self, stratum: usize, position: usize, left: &mut Vec<usize>, sums: &mut Vec<f64>) {
        let Some(current) = self.strata.get(stratum) else {
            self.all += 1;
            self.extreme += u64::from(statistic(sums, self.metric) >= self.least);
            return;
        };
        let Some(score) = current.scores.get(position).copied() else {
            let mut next = self.strata.get(stratum + 1).map_or(vec![], |stratum| stratum.sizes(self.k));
            return self.list(stratum + 1, 0, &mut next, sums);
        };
        for group in 0..self.k {
            let Some(free) = left.get_mut(group).filter(|free| **free > 0) else { continue };
            *free -= 1;
            let before = sums.get(group).copied().unwrap_or(0.0);
            sums.get_mut(group).into_iter().for_each(|sum| *sum = before + score);
            self.list(stratum, position + 1, left, sums);
            sums.get_mut(group).into_iter().for_each(|sum| *sum = before);
            left.get_mut(group).into_iter().for_each(|free| *free += 1);
        }
    }
}

fn observed_sums(strata: &[Stratum], k: usize) -> Vec<f64> {
    let mut sums = vec![0.0; k];
    for stratum in strata {
        for (score, group) in stratum.scores.iter().zip(&stratum.groups) {
            sums.get_mut(*group).into_iter().for_each(|sum| *sum += score);
        }
    }
    sums
}

/// Number of random splits at least as extreme; a count, so the order of threads does not matter.
fn random_extremes(strata: &[Stratum], metric: &DMatrix<f64>, least: f64, k: usize, depth: PermutationDepth) -> u64 {
    let extreme = |replicate: u64| {
        let mut stream = Stream::new(depth.seed, replicate);
        let mut dealt = strata.to_vec();
        dealt.iter_mut().for_each(|stratum| stream.shuffle(&mut stratum.groups));
        u64::from(statistic(&observed_sums(&dealt, k), metric) >= least)
    };
    (0..depth.replicates).into_par_iter().map(extreme).sum()
}

/// Tests whether groups share one survival curve, by dealing the group labels anew within strata.
///
/// # Arguments
/// As [`log_rank`](super::log_rank), without late entry; `depth`: see [`PermutationDepth`].
/// # Returns
/// A [`PermutationLogRank`]; two-sided.
/// # Assumptions and small samples
/// Exact at any n when censoring does not depend on the group: rows are exchangeable under the null hypothesis. The
/// smallest p is one over the number of splits (two over it for equal groups).
/// # Numerics
/// Scores are fixed under relabelling; a split counts as extreme when its statistic reaches the observed one less 1e-9 of
/// it. Random split i uses stream i of the seed.
/// # Errors
/// Those of [`log_rank`](super::log_rank); [`StatError::InvalidParameter`] for a depth out of range;
/// [`StatError::NotEstimable`] with late entry (rows are not exchangeable) or when all splits are alike.
/// # Examples
/// ```
/// use engraft_stats::survival::{FollowUp, PermutationDepth, Weight, permutation_log_rank};
/// let depth = PermutationDepth { exact_up_to: 1000, replicates: 999, seed: 1 };
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[true; 6]);
/// let r = permutation_log_rank(&follow_up, &[1, 1, 1, 2, 2, 2], None, Weight::LogRank, depth)?;
/// // the 20 splits: these are the earliest three, and no split of the latest three is as extreme
/// assert!(r.p_value <= 0.1);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/log-rank`, enumeration in R of all splits, count; coin 1.4-2 `logrank_test(distribution = "exact")` without
/// ties, closed_form.
/// # References
/// Hothorn T, Hornik K, van de Wiel MA, Zeileis A. A Lego system for conditional inference. Am Stat 2006;60:257-63.
/// doi:10.1198/000313006X118430.
pub fn permutation_log_rank(
    follow_up: &FollowUp,
    groups: &[usize],
    strata: Option<&[usize]>,
    weight: Weight,
    depth: PermutationDepth,
) -> Result<PermutationLogRank, StatError> {
    weight.check()?;
    let (place, labels) = check_groups(follow_up, groups, strata)?;
    if follow_up.entry.is_some() {
        return Err(StatError::NotEstimable { reason: "rows that enter at different times cannot be exchanged" });
    }
    if depth.exact_up_to > 20_000_000 {
        return Err(StatError::InvalidParameter { name: "exact_up_to", found: depth.exact_up_to as f64 });
    }
    if !(99..=100_000_000).contains(&depth.replicates) {
        return Err(StatError::InvalidParameter { name: "replicates", found: depth.replicates as f64 });
    }
    let events = follow_up.event_count();
    if events == 0 {
        return Err(StatError::NotEstimable { reason: "no events: nothing to compare" });
    }
    let k = labels.len();
    let strata: Vec<Stratum> = Timeline::by_stratum(follow_up, strata)
        .iter()
        .map(|timeline| scores(timeline, follow_up, &place, weight))
        .collect();
    let metric = metric(&strata, k)?;
    let observed = statistic(&observed_sums(&strata, k), &metric);
    let least = observed * (1.0 - 1e-9);
    let (p_value, method) = if follow_up.times.len() <= LARGEST_LISTED
        && split_count(&strata, k) <= depth.exact_up_to as f64 * (1.0 + 1e-9)
    {
        let mut listing = Listing { strata: &strata, metric: &metric, least, k, all: 0, extreme: 0 };
        let mut first = strata.first().map_or(vec![], |stratum| stratum.sizes(k));
        listing.list(0, 0, &mut first, &mut vec![0.0; k]);
        (listing.extreme as f64 / listing.all as f64, PermutationMethod::Exact { splits: listing.all })
    } else {
        let (extreme, all) = (random_extremes(&strata, &metric, least, k, depth) as f64, depth.replicates as f64);
        let p = (1.0 + extreme) / (1.0 + all);
        let std_error = libm::sqrt(p * (1.0 - p) / all);
        (p, PermutationMethod::MonteCarlo { replicates: depth.replicates, std_error })
    };
    Ok(PermutationLogRank { n: follow_up.times.len(), events, statistic: observed, p_value, method })
}
