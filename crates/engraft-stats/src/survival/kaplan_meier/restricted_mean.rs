//! Restricted mean survival time: the area under the curve up to a horizon, and its contrast between two arms.

use libm::{exp, log, sqrt};

use super::KaplanMeier;
use crate::dist::{normal_quantile, normal_sf};
use crate::{Interval, StatError, check};

/// A restricted mean survival time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RestrictedMean {
    /// The horizon.
    pub horizon: f64,
    /// Mean time free of the event within the horizon, in the unit of the curve.
    pub mean: f64,
    /// Its standard error; 0 when no event came within the horizon.
    pub std_error: f64,
    /// `mean ± z std_error`, cut at 0 and at the horizon; refused without events.
    pub interval: Result<Interval, StatError>,
}

/// A contrast of two restricted means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RestrictedMeanContrast {
    /// First arm.
    pub first: RestrictedMean,
    /// Second arm.
    pub second: RestrictedMean,
    /// Mean of the first less mean of the second, in the unit of the curve.
    pub difference: f64,
    /// Standard error of the difference.
    pub std_error: f64,
    /// Interval of the difference.
    pub difference_interval: Interval,
    /// Two-sided p of no difference, by the normal approximation.
    pub p_value: f64,
    /// Mean of the first over mean of the second.
    pub ratio: f64,
    /// Interval of the ratio, made on the scale of its logarithm.
    pub ratio_interval: Interval,
    /// Two-sided p of a ratio of 1, on the scale of its logarithm.
    pub ratio_p_value: f64,
}

fn area(curve: &KaplanMeier, horizon: f64) -> (f64, f64) {
    // from the horizon backwards, so that each step knows the area after it
    let count = curve.steps_to(horizon);
    let (mut mean, mut variance, mut end) = (0.0, 0.0, horizon);
    for step in curve.steps.iter().take(count).rev() {
        mean += step.survival * (end - step.time);
        end = step.time;
        if step.events > 0 && step.events < step.at_risk {
            let (n, d) = (step.at_risk as f64, step.events as f64);
            variance += mean * mean * d / (n * (n - d));
        }
    }
    (mean + end, variance)
}

/// The mean time free of the event within a horizon, by the area under the Kaplan-Meier curve.
///
/// # Arguments
/// `curve`: see [`kaplan_meier`](super::kaplan_meier). `horizon`: above 0, at most the last time (any when the curve
/// ends at 0). `level`: in (0, 1).
/// # Returns
/// A [`RestrictedMean`].
/// # Assumptions and small samples
/// Variance by Greenwood's formula, interval by the normal approximation: too narrow below about 10 events.
/// # Errors
/// [`StatError::NotEstimable`] when the horizon lies beyond a last time that is censored, [`StatError::InvalidParameter`],
/// [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::survival::{FollowUp, kaplan_meier, restricted_mean};
/// let curve = kaplan_meier(&FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true; 4]))?;
/// // 1 + 0.75 + 0.5 * 0.5
/// assert_eq!(restricted_mean(&curve, 2.5, 0.95)?.mean, 2.0);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/kaplan-meier`, R survival 3.5-3 `summary(survfit, rmean)`, closed_form.
/// # References
/// Royston P, Parmar MKB. Restricted mean survival time. BMC Med Res Methodol 2013;13:152.
/// doi:10.1186/1471-2288-13-152.
pub fn restricted_mean(curve: &KaplanMeier, horizon: f64, level: f64) -> Result<RestrictedMean, StatError> {
    check::level(level)?;
    check::finite(&[horizon])?;
    if horizon <= 0.0 {
        return Err(StatError::InvalidParameter { name: "horizon", found: horizon });
    }
    if horizon > curve.last_time() && !curve.ends_at_zero() {
        return Err(StatError::NotEstimable {
            reason: "the horizon lies beyond the last observation, which is censored: take an earlier horizon",
        });
    }
    let (mean, variance) = area(curve, horizon);
    let std_error = sqrt(variance);
    let width = normal_quantile(0.5 + 0.5 * level)? * std_error;
    let interval = if variance > 0.0 {
        Ok(Interval {
            lower: (mean - width).max(0.0),
            upper: (mean + width).min(horizon),
            asked: level,
            achieved: None,
        })
    } else {
        Err(StatError::NotEstimable { reason: "no variance within the horizon: no event, or no one left after them" })
    };
    Ok(RestrictedMean { horizon, mean, std_error, interval })
}

/// Difference and ratio of the restricted means of two independent arms, first against second.
///
/// # Arguments
/// `first`, `second`: the curves. `horizon`: as in [`restricted_mean`], within reach of both. `level`: in (0, 1).
/// # Returns
/// A [`RestrictedMeanContrast`]; the ratio's interval is formed on the log scale and given as ratios.
/// # Errors
/// As [`restricted_mean`]; [`StatError::NotEstimable`] when neither arm has a variance or a mean is 0.
/// # Validation
/// `survival/kaplan-meier`, means and errors of R survival 3.5-3 combined by the delta method in R, closed_form.
pub fn restricted_mean_contrast(
    first: &KaplanMeier,
    second: &KaplanMeier,
    horizon: f64,
    level: f64,
) -> Result<RestrictedMeanContrast, StatError> {
    let (first, second) = (restricted_mean(first, horizon, level)?, restricted_mean(second, horizon, level)?);
    let std_error = sqrt(first.std_error.powi(2) + second.std_error.powi(2));
    if std_error <= 0.0 || first.mean <= 0.0 || second.mean <= 0.0 {
        return Err(StatError::NotEstimable { reason: "neither arm has a variance within the horizon" });
    }
    let z = normal_quantile(0.5 + 0.5 * level)?;
    let interval = |lower, upper| Interval { lower, upper, asked: level, achieved: None };
    let (difference, ratio) = (first.mean - second.mean, first.mean / second.mean);
    let log_error = sqrt((first.std_error / first.mean).powi(2) + (second.std_error / second.mean).powi(2));
    Ok(RestrictedMeanContrast {
        first,
        second,
        difference,
        std_error,
        difference_interval: interval(difference - z * std_error, difference + z * std_error),
        p_value: 2.0 * normal_sf(difference.abs() / std_error),
        ratio,
        ratio_interval: interval(ratio * exp(-z * log_error), ratio * exp(z * log_error)),
        ratio_p_value: 2.0 * normal_sf(log(ratio).abs() / log_error),
    })
}
