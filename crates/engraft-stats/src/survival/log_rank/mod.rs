//! Log-rank tests: weighted, stratified, of two or more groups, by chi-squared or by permutation.

mod permutation;
mod weight;

pub use permutation::{PermutationDepth, PermutationLogRank, PermutationMethod, permutation_log_rank};
pub use weight::Weight;

use nalgebra::{DMatrix, DVector};

use self::weight::PooledCurves;
use super::chi_squared::{ChiSquaredTest, entry};
use super::follow_up::{FollowUp, same_length};
use super::timeline::{Timeline, at, dense};
use crate::StatError;

/// One group of a log-rank test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LogRankGroup {
    /// The label given.
    pub label: usize,
    /// Rows.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Weighted number of events observed.
    pub observed: f64,
    /// Weighted number expected were the groups alike.
    pub expected: f64,
}

/// Result of a log-rank test.
#[derive(Clone, PartialEq, Debug)]
pub struct LogRank {
    /// Rows in all groups.
    pub n: usize,
    /// Events in all groups.
    pub events: usize,
    /// The groups, in order of their labels.
    pub groups: Vec<LogRankGroup>,
    /// The test; df is the number of groups with anyone at risk at an event time, less one.
    pub test: ChiSquaredTest,
    /// For two groups, (observed - expected) of the first group in standard errors: its square is the statistic.
    pub z: Option<f64>,
}

/// Sums over event times, for each group.
#[derive(Clone, Debug)]
struct Sums {
    observed: Vec<f64>,
    expected: Vec<f64>,
    events: Vec<usize>,
    /// Row by row, lower triangle.
    variance: Vec<f64>,
    any_event: bool,
}

impl Sums {
    fn new(k: usize) -> Sums {
        Sums {
            observed: vec![0.0; k],
            expected: vec![0.0; k],
            events: vec![0; k],
            variance: vec![0.0; k * (k + 1) / 2],
            any_event: false,
        }
    }

    /// Takes an event time in: `risk` and `events` per group, `n` and `d` in all.
    fn add(&mut self, risk: &[f64], events: &[f64], n: f64, d: f64, weight: f64) {
        self.any_event = true;
        for (sum, group) in self.observed.iter_mut().zip(events) {
            *sum += weight * group;
        }
        for (sum, group) in self.expected.iter_mut().zip(risk) {
            *sum += weight * d * group / n;
        }
        if n <= 1.0 {
            return;
        }
        let factor = weight * weight * d * (n - d) / ((n - 1.0) * n * n);
        let mut slots = self.variance.iter_mut();
        for (j, own) in risk.iter().enumerate() {
            for (other, slot) in risk.iter().take(j).zip(slots.by_ref()) {
                *slot -= factor * own * other;
            }
            if let Some(slot) = slots.next() {
                *slot += factor * own * (n - own);
            }
        }
    }

    /// Walks one stratum.
    fn add_stratum(&mut self, timeline: &Timeline, follow_up: &FollowUp, groups: &[usize], weight: Weight) {
        let k = self.events.len();
        let mut risk = vec![0.0; k];
        let mut dead = vec![0.0; k];
        let mut curves = PooledCurves::new();
        let change = |risk: &mut [f64], rows: &[u32], by: f64| {
            for row in rows {
                if let Some(slot) = risk.get_mut(at(groups, *row)) {
                    *slot += by;
                }
            }
        };
        let mut entered = 0;
        if timeline.entering.is_empty() {
            change(&mut risk, &timeline.order, 1.0);
        }
        for (moment, start, rows) in timeline.walk() {
            change(&mut risk, timeline.entries(entered, moment.entered), 1.0);
            entered = moment.entered;
            dead.fill(0.0);
            let mut d = 0_usize;
            for row in rows.iter().filter(|row| at(follow_up.events, **row)) {
                let group = at(groups, *row);
                d += 1;
                dead.get_mut(group).into_iter().for_each(|slot| *slot += 1.0);
                self.events.get_mut(group).into_iter().for_each(|slot| *slot += 1);
            }
            if d > 0 {
                let (n, d) = (moment.entered.saturating_sub(start) as f64, d as f64);
                let weight = curves.weight(weight, n, d);
                self.add(&risk, &dead, n, d, weight);
            }
            change(&mut risk, rows, -1.0);
        }
    }

    /// Difference of observed and expected, and its variance, over the groups at risk at any event; the last is left out.
    fn contrast(&self) -> (DVector<f64>, DMatrix<f64>) {
        let mut kept: Vec<usize> =
            self.expected.iter().enumerate().filter(|(_, expected)| **expected > 0.0).map(|(group, _)| group).collect();
        kept.pop();
        let difference = DVector::from_iterator(
            kept.len(),
            kept.iter().map(|j| self.observed.get(*j).unwrap_or(&0.0) - self.expected.get(*j).unwrap_or(&0.0)),
        );
        let place = |a: usize, b: usize| {
            kept.get(a).zip(kept.get(b)).map_or(0, |(j, l)| {
                let (row, column) = (*j.max(l), *j.min(l));
                row * (row + 1) / 2 + column
            })
        };
        let variance =
            DMatrix::from_fn(kept.len(), kept.len(), |a, b| self.variance.get(place(a, b)).copied().unwrap_or(0.0));
        (difference, variance)
    }
}

/// Checks the columns and gives dense group labels.
fn check_groups(
    follow_up: &FollowUp,
    groups: &[usize],
    strata: Option<&[usize]>,
) -> Result<(Vec<usize>, Vec<usize>), StatError> {
    follow_up.check()?;
    same_length(follow_up.times, groups)?;
    if let Some(strata) = strata {
        same_length(follow_up.times, strata)?;
    }
    let (place, labels) = dense(groups);
    if labels.len() < 2 {
        return Err(StatError::TooFew { needed: 2, found: labels.len() });
    }
    Ok((place, labels))
}

/// Tests whether groups share one survival curve, by a weighted log-rank test.
///
/// # Arguments
/// `follow_up`: see [`FollowUp`]. `groups`: a label per row, two or more different ones. `strata`: a label per row, or none;
/// numbers at risk are compared within strata only. `weight`: see [`Weight`].
/// # Returns
/// A [`LogRank`]: two-sided chi-squared test with the hypergeometric variance, and counts per group.
/// # Assumptions and small samples
/// Censoring alike in the groups given the strata. The chi-squared approximation is loose below about 10 events:
/// [`permutation_log_rank`] is exact there.
/// # Numerics
/// One sort per stratum, one pass in order of time.
/// # Errors
/// Those of [`FollowUp`]; [`StatError::TooFew`] for fewer than two groups; [`StatError::NotEstimable`] without events, when
/// at most one group is at risk at the event times, or when strata leave groups without a link.
/// # Examples
/// ```
/// use engraft_stats::survival::{FollowUp, Weight, log_rank};
/// let (times, events) = ([1.0, 2.0, 3.0, 4.0], [true; 4]);
/// let r = log_rank(&FollowUp::new(&times, &events), &[1, 1, 2, 2], None, Weight::LogRank)?;
/// // expected in the first group: 2/4 + 1/3; variance 1/4 + 2/9
/// assert!((r.groups[0].expected - 5.0 / 6.0).abs() < 1e-15);
/// assert!((r.test.statistic - (7.0_f64 / 6.0).powi(2) / (17.0 / 36.0)).abs() < 1e-14);
/// assert!(log_rank(&FollowUp::new(&times, &events), &[1; 4], None, Weight::LogRank).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/log-rank`, R survival 3.5-3 `survdiff` (log-rank, Fleming-Harrington with gamma 0, strata), independent
/// computation in R (other weights), closed_form.
/// # References
/// Mantel N. Evaluation of survival data. Cancer Chemother Rep 1966;50:163-70. Fleming TR, Harrington DP. Counting Processes
/// and Survival Analysis. Wiley, 1991, section 7.2. Klein JP, Moeschberger ML. Survival Analysis. Springer, 2003,
/// table 7.3.
pub fn log_rank(
    follow_up: &FollowUp,
    groups: &[usize],
    strata: Option<&[usize]>,
    weight: Weight,
) -> Result<LogRank, StatError> {
    weight.check()?;
    let (place, labels) = check_groups(follow_up, groups, strata)?;
    let mut sums = Sums::new(labels.len());
    for timeline in Timeline::by_stratum(follow_up, strata) {
        sums.add_stratum(&timeline, follow_up, &place, weight);
    }
    if !sums.any_event {
        return Err(StatError::NotEstimable { reason: "no events: nothing to compare" });
    }
    let (difference, variance) = sums.contrast();
    if difference.is_empty() {
        return Err(StatError::NotEstimable { reason: "at most one group is at risk at the event times" });
    }
    let test = ChiSquaredTest::quadratic(&difference, &variance)?;
    let z = (labels.len() == 2).then(|| difference.get(0).map(|u| u / libm::sqrt(entry(&variance, 0, 0)))).flatten();
    let mut n = vec![0; labels.len()];
    place.iter().for_each(|group| n.get_mut(*group).into_iter().for_each(|slot| *slot += 1));
    let counts = n.into_iter().zip(sums.events);
    let groups = labels
        .into_iter()
        .zip(counts)
        .zip(sums.observed.into_iter().zip(sums.expected))
        .map(|((label, (n, events)), (observed, expected))| LogRankGroup { label, n, events, observed, expected })
        .collect();
    Ok(LogRank { n: follow_up.times.len(), events: follow_up.event_count(), groups, test, z })
}

#[cfg(test)]
mod tests;
