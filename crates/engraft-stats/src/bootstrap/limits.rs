//! Interval ends from replicates already drawn.

use libm::floor;

use crate::dist::{normal_cdf, normal_quantile};
use crate::{Interval, StatError, check};

/// A BCa interval and what it was corrected by.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bca {
    /// The interval, on the scale of the statistic.
    pub interval: Interval,
    /// Bias correction z0, on the normal scale.
    pub bias_correction: f64,
    /// Acceleration a.
    pub acceleration: f64,
    /// Whether an end is the smallest or largest replicate because the correction asks for more: draw more resamples,
    /// or distrust the interval.
    pub at_extreme: bool,
}

const MORE: StatError = StatError::NotEstimable { reason: "too few resamples for this level: draw more" };

/// The replicate at probability `p`, interpolated on the normal scale; `None` outside the replicates.
fn replicate_at(sorted: &[f64], p: f64) -> Option<f64> {
    let total = sorted.len() as f64 + 1.0;
    let position = p * total;
    let below = floor(position + 1e-9);
    let low = sorted.get((below as usize).checked_sub(1)?).copied()?;
    if (position - below).abs() <= 1e-9 {
        return Some(low);
    }
    let high = sorted.get(below as usize).copied()?;
    let z = |p: f64| normal_quantile(p).ok();
    let (z_low, z_high) = (z(below / total)?, z((below + 1.0) / total)?);
    Some(low + (z(p)? - z_low) / (z_high - z_low) * (high - low))
}

fn sorted_and_checked(replicates: &[f64], level: f64) -> Result<Vec<f64>, StatError> {
    check::level(level)?;
    check::finite(replicates)?;
    check::at_least(replicates, 2)?;
    let sorted = crate::describe::sorted(replicates);
    if sorted.first() == sorted.last() { Err(StatError::ConstantData) } else { Ok(sorted) }
}

/// Percentile interval from given replicates; definition of the quantile on the module page.
///
/// # Arguments
/// `replicates`: at least 2 finite values, not all the same. `level`: in (0, 1).
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::LevelOutOfRange`], [`StatError::ConstantData`];
/// [`StatError::NotEstimable`] when the level needs more replicates.
/// # Validation
/// `bootstrap/limits`, boot 1.3-28.1 `boot.ci(type = "perc")`, closed_form.
pub fn percentile_limits(replicates: &[f64], level: f64) -> Result<Interval, StatError> {
    let sorted = sorted_and_checked(replicates, level)?;
    let half = 0.5 * (1.0 - level);
    let lower = replicate_at(&sorted, half).ok_or(MORE)?;
    let upper = replicate_at(&sorted, 1.0 - half).ok_or(MORE)?;
    Ok(Interval { lower, upper, asked: level, achieved: None })
}

/// BCa interval from given replicates and acceleration.
///
/// # Arguments
/// `estimate`: the statistic of the sample. `replicates`: at least 2 finite values, not all the same. `acceleration`:
/// a, finite. `level`: in (0, 1).
/// # Returns
/// A [`Bca`]; replicates equal to the estimate (within 1e-10 of their range) count half towards the bias correction.
/// # Errors
/// As [`percentile_limits`]; [`StatError::NotEstimable`] when all replicates lie on one side of the estimate or the
/// acceleration is too strong for the level.
/// # Validation
/// `bootstrap/limits`, boot 1.3-28.1 `boot.ci(type = "bca")` with the same acceleration, closed_form; with ties the
/// formula in R.
/// # References
/// Efron B, Tibshirani RJ. An Introduction to the Bootstrap, equations 14.9, 14.10, 14.14. Chapman and Hall, 1993.
pub fn bca_limits(estimate: f64, replicates: &[f64], acceleration: f64, level: f64) -> Result<Bca, StatError> {
    let sorted = sorted_and_checked(replicates, level)?;
    check::finite(&[estimate, acceleration])?;
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else { return Err(MORE) };
    let width = 1e-10 * (last - first) + 4.0 * f64::EPSILON * estimate.abs();
    let below = sorted.iter().filter(|t| **t < estimate - width).count() as f64;
    let above = sorted.iter().filter(|t| **t > estimate + width).count() as f64;
    let total = sorted.len() as f64;
    let share = (below + 0.5 * (total - below - above)) / total;
    if share <= 0.0 || share >= 1.0 {
        return Err(StatError::NotEstimable { reason: "all replicates lie on one side of the estimate" });
    }
    let z0 = normal_quantile(share)?;
    let z = crate::dist::normal::two_sided_critical(level);
    let moved = |z: f64| {
        let slope = 1.0 - acceleration * (z0 + z);
        // beyond this point the correction turns back on itself
        if slope > 0.0 { Ok(normal_cdf(z0 + (z0 + z) / slope)) } else { Err(StatError::NotEstimable { reason: SKEW }) }
    };
    let (low, high) = (moved(-z)?, moved(z)?);
    let (lower, upper) = (replicate_at(&sorted, low), replicate_at(&sorted, high));
    // outside the replicates: the nearer extreme, and the result says so
    let extreme = |p: f64| if p < 0.5 { *first } else { *last };
    let interval = Interval {
        lower: lower.unwrap_or_else(|| extreme(low)),
        upper: upper.unwrap_or_else(|| extreme(high)),
        asked: level,
        achieved: None,
    };
    Ok(Bca { interval, bias_correction: z0, acceleration, at_extreme: lower.is_none() || upper.is_none() })
}

const SKEW: &str = "the acceleration is too strong for this level: use the percentile interval";
