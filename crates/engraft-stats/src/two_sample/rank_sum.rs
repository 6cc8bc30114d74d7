//! The exact Wilcoxon rank-sum test with ties.

use super::rank_tails::RankTails;
use crate::describe::median_of_sorted;
use crate::signed_rank::tie_width;
use crate::{StatError, check};

/// Largest number of values in both groups together.
const LARGEST_TOTAL: usize = 200;

/// Result of a rank-sum test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RankSum {
    /// Size of the first group.
    pub n1: usize,
    /// Size of the second group.
    pub n2: usize,
    /// W, the sum of the (mid)ranks of the first group.
    pub statistic: f64,
    /// Mann-Whitney U of the first group, `W - n1 (n1 + 1) / 2` (what R prints as W).
    pub u: f64,
    /// Whether values tie.
    pub tied: bool,
    /// Exact two-sided p-value, `P(|W - E| >= |w - E|)` over all ways to choose the first group.
    pub p_value: f64,
    /// Hodges-Lehmann shift: median of all differences first less second.
    pub estimate: f64,
}

/// Doubled midranks of the pooled values, the first group's first.
pub(crate) fn pooled_ranks(pooled: &[f64]) -> Vec<usize> {
    let width = tie_width(pooled);
    let mut order: Vec<(usize, f64)> = pooled.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ranked: Vec<(usize, usize)> = Vec::with_capacity(pooled.len());
    for tied in order.chunk_by(|a, b| b.1 - a.1 <= width) {
        let doubled = 2 * ranked.len() + tied.len() + 1;
        ranked.extend(tied.iter().map(|(index, _)| (*index, doubled)));
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, rank)| rank).collect()
}

/// Midranks of a sample.
pub(crate) fn midranks(values: &[f64]) -> Vec<f64> {
    pooled_ranks(values).into_iter().map(|doubled| 0.5 * doubled as f64).collect()
}

/// The median of all differences first less second.
fn median_shift(first: &[f64], second: &[f64]) -> f64 {
    let mut shifts: Vec<f64> = first.iter().flat_map(|a| second.iter().map(move |b| a - b)).collect();
    let count = shifts.len();
    // both groups have a value, so that there is a middle; the order of the others does not matter
    let (below, upper, _) = shifts.select_nth_unstable_by(count / 2, f64::total_cmp);
    let lower = if count % 2 == 1 { None } else { below.iter().copied().max_by(f64::total_cmp) };
    lower.map_or(*upper, |lower| median_of_sorted(&[lower, *upper]))
}

/// Tests whether two groups have the same distribution, exactly given the ranks, and estimates the shift.
///
/// # Arguments
/// `first`, `second`: the groups, each at least 1 finite value, at most 200 together. Values within 1e-10 of each
/// other, relative to the largest absolute value, tie.
/// # Returns
/// A [`RankSum`]; two-sided. The interval of the shift: [`rank_sum_interval`](crate::rank_sum_interval).
/// # Assumptions and small samples
/// Exact for any n, ties included; with ties the null distribution need not be symmetric, and p counts both sides by
/// distance from the mean. With 3 and 3 subjects the smallest p is 0.1.
/// # Numerics
/// Counts of choices from the lower and the upper half of the doubled midranks, met in the middle; all positive, as
/// `f64`, relative error below 1e-13.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotFinite`] (index within its own group),
/// [`StatError::ConstantData`] when all values tie.
/// # Examples
/// ```
/// use engraft_stats::{StatError, rank_sum};
/// let r = rank_sum(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0])?;
/// assert!((r.p_value - 0.1).abs() < 1e-15 && r.estimate == -3.0);
/// assert_eq!(rank_sum(&[1.0], &[1.0]), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-sample/small`, coin 1.4-2 `wilcox_test(distribution = "exact")`, closed_form.
/// # References
/// Streitberg B, Röhmel J. Exact distributions for permutation and rank tests. Stat Softw Newsl 1986;12:10-7.
pub fn rank_sum(first: &[f64], second: &[f64]) -> Result<RankSum, StatError> {
    for group in [first, second] {
        check::finite(group)?;
        check::at_least(group, 1)?;
    }
    let pooled: Vec<f64> = first.iter().chain(second).copied().collect();
    check::at_most(&pooled, LARGEST_TOTAL)?;
    let ranks = pooled_ranks(&pooled);
    if ranks.iter().min() == ranks.iter().max() {
        return Err(StatError::ConstantData);
    }
    let (n1, n2) = (first.len(), second.len());
    let w: usize = ranks.iter().take(n1).sum();
    let total: usize = ranks.iter().sum();
    let mut ascending: Vec<u32> = ranks.iter().map(|rank| *rank as u32).collect();
    ascending.sort_unstable();
    // work on the smaller group: the distance from the mean is the same for both
    let (size, sum) = if n1 <= n2 { (n1, w) } else { (n2, total - w) };
    let statistic = 0.5 * w as f64;
    Ok(RankSum {
        n1,
        n2,
        statistic,
        u: statistic - 0.5 * (n1 * (n1 + 1)) as f64,
        tied: !ascending.is_sorted_by(|a, b| a < b),
        p_value: RankTails::of(&ascending, size).two_sided_p(sum as u64),
        estimate: median_shift(first, second),
    })
}
