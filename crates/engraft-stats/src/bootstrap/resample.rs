//! Draws the resamples and the jackknife, and puts the intervals together.

use rayon::prelude::*;

use super::limits::{Bca, bca_limits, percentile_limits};
use crate::describe::mean_and_squares;
use crate::random::{Die, Stream};
use crate::{Interval, StatError, check};

/// Largest number of resamples.
const LARGEST_RESAMPLES: usize = 1_000_000;
/// Largest sample.
const LARGEST_SAMPLE: usize = 10_000;

/// How a bootstrap is run.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BootstrapOptions {
    /// Number of resamples R, 99 to 1,000,000; 10,000 is usual.
    pub resamples: usize,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Level of the intervals, in (0, 1).
    pub level: f64,
}

/// Bootstrap of one statistic.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bootstrap {
    /// Number of values.
    pub n: usize,
    /// The statistic of the sample itself.
    pub estimate: f64,
    /// Number of resamples.
    pub resamples: usize,
    /// SD of the replicates (divisor R - 1): the bootstrap standard error.
    pub standard_error: f64,
    /// Mean of the replicates less the estimate.
    pub bias: f64,
    /// Percentile interval.
    pub percentile: Interval,
    /// BCa interval, or why there is none (the percentile interval stays).
    pub bca: Result<Bca, StatError>,
}

/// Bootstrap intervals of a statistic of one sample, by resampling subjects with replacement.
///
/// # Arguments
/// `values`: 2 to 10,000 finite values, not all the same. `statistic`: any function of a sample of the same size that
/// does not depend on order; [`mean`](super::mean), [`median`](super::median) or a closure. `options`: see
/// [`BootstrapOptions`].
/// # Returns
/// A [`Bootstrap`], intervals on the scale of the statistic. `achieved` is `None`: the levels are approximate.
/// # Assumptions and small samples
/// Independent values of one distribution. Under about 15 values both intervals cover clearly less than their level:
/// for a mean prefer t, for a median [`median_interval`](crate::median_interval).
/// # Numerics
/// One random stream for each resample, replicates kept in order: the same for any number of threads. Acceleration
/// from the jackknife (Efron and Tibshirani 1993, equation 14.15).
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotFinite`], [`StatError::LevelOutOfRange`];
/// [`StatError::InvalidParameter`] below 99 resamples; [`StatError::ConstantData`] when all replicates are the same;
/// [`StatError::NotEstimable`] when a replicate is not finite or the level needs more resamples.
/// # Examples
/// ```
/// use engraft_stats::bootstrap::{self, BootstrapOptions, bootstrap};
/// let options = BootstrapOptions { resamples: 2000, seed: 1, level: 0.9 };
/// let values = [1.0, 2.0, 2.5, 4.0, 7.0, 11.0, 12.0, 30.0];
/// let b = bootstrap(&values, bootstrap::median, options)?;
/// assert!(b.estimate == 5.5 && b.percentile.contains(5.5));
/// // any closure will do
/// let range = bootstrap(&values, |v| v.iter().fold(0.0_f64, |m, x| m.max(*x)), options)?;
/// assert_eq!(range.estimate, 30.0);
/// assert!(bootstrap(&[2.0, 2.0], bootstrap::mean, options).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bootstrap/limits` (limits from given replicates), boot 1.3-28.1 `boot.ci`, closed_form. The resampling is checked
/// against the exact bootstrap distribution of 3 values, within Monte Carlo error.
/// # References
/// Efron B. Better bootstrap confidence intervals. J Am Stat Assoc 1987;82:171-85. doi:10.1080/01621459.1987.10478410.
/// Efron B, Tibshirani RJ. An Introduction to the Bootstrap, chapter 14. Chapman and Hall, 1993.
/// Davison AC, Hinkley DV. Bootstrap Methods and their Application, section 5.3. Cambridge, 1997.
pub fn bootstrap(
    values: &[f64],
    statistic: impl Fn(&[f64]) -> f64 + Sync,
    options: BootstrapOptions,
) -> Result<Bootstrap, StatError> {
    let BootstrapOptions { resamples, seed, level } = options;
    check::level(level)?;
    check::finite(values)?;
    check::at_least(values, 2)?;
    check::at_most(values, LARGEST_SAMPLE)?;
    if resamples < 99 {
        return Err(StatError::InvalidParameter { name: "resamples", found: resamples as f64 });
    }
    if resamples > LARGEST_RESAMPLES {
        return Err(StatError::TooLarge { limit: LARGEST_RESAMPLES, found: resamples });
    }
    let estimate = statistic(values);
    let die = Die::new(values.len());
    let mut replicates: Vec<f64> = (0..resamples)
        .into_par_iter()
        .map_init(Vec::new, |drawn, r| {
            resample(values, &die, Stream::new(seed, r as u64), drawn);
            statistic(drawn)
        })
        .collect();
    if !estimate.is_finite() || check::finite(&replicates).is_err() {
        return Err(StatError::NotEstimable { reason: "the statistic is not a finite number on every resample" });
    }
    let (mean, squares) = mean_and_squares(&replicates);
    // both limits take the replicates in order
    replicates.sort_unstable_by(f64::total_cmp);
    let percentile = percentile_limits(&replicates, level)?;
    let bca = acceleration(values, &statistic).and_then(|a| bca_limits(estimate, &replicates, a, level));
    Ok(Bootstrap {
        n: values.len(),
        estimate,
        resamples,
        standard_error: libm::sqrt(squares / (resamples as f64 - 1.0)),
        bias: mean - estimate,
        percentile,
        bca,
    })
}

/// One resample into the place given: as many values drawn with replacement.
fn resample(values: &[f64], die: &Die, mut stream: Stream, drawn: &mut Vec<f64>) {
    drawn.clear();
    drawn.extend(values.iter().filter_map(|_| values.get(stream.roll(die)).copied()));
}

/// Acceleration from the statistic of the sample with each value left out in turn.
fn acceleration(values: &[f64], statistic: &impl Fn(&[f64]) -> f64) -> Result<f64, StatError> {
    let left_out: Vec<f64> = (0..values.len())
        .map(|out| {
            let rest: Vec<f64> =
                values.iter().enumerate().filter(|(index, _)| *index != out).map(|(_, v)| *v).collect();
            statistic(&rest)
        })
        .collect();
    if check::finite(&left_out).is_err() {
        return Err(StatError::NotEstimable {
            reason: "the statistic is not finite with a value left out: use the percentile interval",
        });
    }
    let (mean, squares) = mean_and_squares(&left_out);
    let largest = left_out.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let spread = libm::sqrt(squares);
    if spread <= 100.0 * f64::EPSILON * largest {
        return Err(StatError::NotEstimable {
            reason: "leaving out any one value does not change the statistic: use the percentile interval",
        });
    }
    Ok(left_out.iter().map(|v| ((mean - v) / spread).powi(3)).sum::<f64>() / 6.0)
}
