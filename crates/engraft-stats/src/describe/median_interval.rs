//! The exact interval of a median between two order statistics.

use super::quantile::{median_of_sorted, sorted};
use crate::dist::binomial;
use crate::{Interval, StatError, check};

/// A median with its order-statistic interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MedianInterval {
    /// Number of values.
    pub n: usize,
    /// Sample median.
    pub median: f64,
    /// Number (from 1) of the ordered value that is the lower end; the upper end is the same number from the top.
    pub rank: usize,
    /// The interval, with the level reached.
    pub interval: Interval,
}

/// Exact interval of a median: the shortest symmetric pair of order statistics that reaches the level.
///
/// # Arguments
/// `values`: finite, at least as many as the level needs (6 for 0.95). `level`: in (0, 1).
/// # Returns
/// A [`MedianInterval`]. `achieved` is the exact coverage `1 - 2 P(B < rank)`, B binomial (n, 1/2), for continuous
/// values; with ties the coverage is at least that.
/// # Assumptions and small samples
/// Independent values of one distribution, nothing else. Inverts the sign test. Steps in n: the level reached may lie
/// far above the level asked.
/// # Numerics
/// Binomial tails at one half.
/// # Errors
/// [`StatError::TooFew`] for none, [`StatError::NotFinite`], [`StatError::LevelOutOfRange`],
/// [`StatError::LevelUnreachable`] when even the extremes do not reach the level (`1 - 2^(1-n)` is the best),
/// [`StatError::TooLarge`] above a million.
/// # Examples
/// ```
/// use engraft_stats::{StatError, median_interval};
/// let m = median_interval(&[4.0, 1.0, 9.0, 2.0, 7.0, 5.0], 0.95)?;
/// assert_eq!((m.median, m.interval.lower, m.interval.upper), (4.5, 1.0, 9.0));
/// assert!((m.interval.achieved.unwrap_or(0.0) - 31.0 / 32.0).abs() < 1e-14);
/// let few = median_interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95);
/// assert_eq!(few, Err(StatError::LevelUnreachable { asked: 0.95, best: 0.9375 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `describe/nine-types`, order statistics chosen by `qbinom` and coverage by `pbinom`, R 4.2.2, closed_form.
/// # References
/// Thompson WR. Ann Math Stat 1936;7:122-8. doi:10.1214/aoms/1177732502.
/// Conover WJ. Practical Nonparametric Statistics, 3rd ed., section 3.2. Wiley, 1999.
pub fn median_interval(values: &[f64], level: f64) -> Result<MedianInterval, StatError> {
    check::level(level)?;
    check::finite(values)?;
    check::at_least(values, 1)?;
    check::at_most(values, 1_000_000)?;
    let sorted = sorted(values);
    let n = sorted.len();
    let coverage = |rank: usize| 1.0 - 2.0 * binomial::tails(rank as u64 - 1, n as u64, 0.5).0;
    // a hair of room, so that a level equal to an attainable one is reached
    let enough = |rank: &usize| coverage(*rank) >= level * (1.0 - 1e-14);
    let Some(rank) = (1..=n.div_ceil(2)).take_while(enough).last() else {
        return Err(StatError::LevelUnreachable { asked: level, best: 1.0 - sorted.iter().fold(2.0, |p, _| 0.5 * p) });
    };
    let end = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let interval =
        Interval { lower: end(rank - 1), upper: end(n - rank), asked: level, achieved: Some(coverage(rank)) };
    Ok(MedianInterval { n, median: median_of_sorted(&sorted), rank, interval })
}
