//! One-sided tests of an estimate against margins.

use super::{Margins, check_alpha};
use crate::dist::{normal_quantile, normal_sf, student, student_quantile};
use crate::{Interval, StatError, check, welch_t};

/// Result of two one-sided tests.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tost {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// Degrees of freedom; infinite for the normal distribution.
    pub df: f64,
    /// Statistic against the lower margin, `(estimate - lower) / se`.
    pub t_lower: f64,
    /// One-sided p-value of "at or below the lower margin".
    pub p_lower: f64,
    /// Statistic against the upper margin, `(estimate - upper) / se`.
    pub t_upper: f64,
    /// One-sided p-value of "at or above the upper margin".
    pub p_upper: f64,
    /// The larger of the two: p-value of "not equivalent".
    pub p_value: f64,
    /// Interval of level `1 - 2 alpha`; inside the margins exactly when both tests reject.
    pub interval: Interval,
    /// Whether `p_value` is at most alpha.
    pub equivalent: bool,
}

/// Which direction of the estimate is good for the subject, and how much worse (above 0) is still accepted.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Better {
    /// Larger is better: the estimate must lie above minus the margin.
    Higher {
        /// The margin, above 0.
        margin: f64,
    },
    /// Smaller is better: the estimate must lie below the margin.
    Lower {
        /// The margin, above 0.
        margin: f64,
    },
}

/// Result of a test of non-inferiority.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NonInferiority {
    /// The estimate, new less control.
    pub estimate: f64,
    /// The one-sided confidence bound of level `1 - alpha`: lower when higher is better, else upper.
    pub bound: f64,
    /// Statistic against the margin.
    pub t: f64,
    /// One-sided p-value of "inferior by the margin or more".
    pub p_value: f64,
    /// Whether `p_value` is at most alpha.
    pub non_inferior: bool,
}

fn checked(estimate: f64, se: f64, df: f64, alpha: f64) -> Result<(), StatError> {
    check_alpha(alpha)?;
    check::finite(&[estimate, se])?;
    if se <= 0.0 {
        return Err(StatError::InvalidParameter { name: "se", found: se });
    }
    if (1.0..=1e7).contains(&df) || df == f64::INFINITY {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "df", found: df })
    }
}

/// Chance of a value above `t`.
fn above(t: f64, df: f64) -> f64 {
    if df.is_finite() { student::sf(t, df) } else { normal_sf(t) }
}

/// Critical value that leaves `alpha` above it: from alpha itself, since `1 - 2 alpha` would lose a small one.
fn critical(alpha: f64, df: f64) -> Result<f64, StatError> {
    Ok(-if df.is_finite() { student_quantile(alpha, df)? } else { normal_quantile(alpha)? })
}

/// Two one-sided tests of equivalence for any estimate with a t or normal distribution.
///
/// # Arguments
/// `estimate`, `se`: on one scale (the logarithm for a ratio), `se` above 0. `df`: at least 1 and at most 1e7, or infinite for
/// the normal distribution. `margins`: on the same scale. `alpha`: one-sided, in (0, 0.5), for example 0.05.
/// # Returns
/// A [`Tost`]. Equivalence at alpha means that the interval of level `1 - 2 alpha` (0.90 for 0.05) lies inside.
/// # Assumptions and small samples
/// Exact when the estimate's t distribution is. Margins must come from the protocol. With few subjects no result, however
/// close to zero, can show equivalence within narrow margins.
/// # Numerics
/// Tails computed directly.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`] for `se`, `df`, `alpha` or margins out of order.
/// # Examples
/// ```
/// use engraft_stats::equivalence::{Margins, tost};
/// let r = tost(0.1, 0.2, 10.0, Margins { lower: -0.5, upper: 0.5 }, 0.05)?;
/// assert!((r.t_lower - 3.0).abs() < 1e-14 && r.p_value > 0.03 && r.equivalent);
/// assert!(tost(0.1, 0.0, 10.0, Margins { lower: -0.5, upper: 0.5 }, 0.05).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `two-sample/means-and-effects`, R 4.2.2 `t.test(mu, alternative)` twice, closed_form.
/// # References
/// Schuirmann DJ. A comparison of the two one-sided tests procedure and the power approach for assessing the
/// equivalence of average bioavailability. J Pharmacokinet Biopharm 1987;15:657-80. doi:10.1007/BF01068419
pub fn tost(estimate: f64, se: f64, df: f64, margins: Margins, alpha: f64) -> Result<Tost, StatError> {
    checked(estimate, se, df, alpha)?;
    margins.check()?;
    let (t_lower, t_upper) = ((estimate - margins.lower) / se, (estimate - margins.upper) / se);
    check::finite(&[t_lower, t_upper])?;
    let (p_lower, p_upper) = (above(t_lower, df), above(-t_upper, df));
    let level = 1.0 - 2.0 * alpha;
    let half = critical(alpha, df)? * se;
    let p_value = p_lower.max(p_upper);
    Ok(Tost {
        estimate,
        se,
        df,
        t_lower,
        p_lower,
        t_upper,
        p_upper,
        p_value,
        interval: Interval { lower: estimate - half, upper: estimate + half, asked: level, achieved: Some(level) },
        equivalent: p_value <= alpha,
    })
}

/// [`tost`] on the difference of two means by Welch's t: first less second, within the margins or not.
///
/// # Errors
/// Those of [`welch_t`](crate::welch_t) and [`tost`].
/// # Validation
/// `two-sample/means-and-effects`, R 4.2.2 `t.test`, closed_form.
pub fn welch_tost(first: &[f64], second: &[f64], margins: Margins, alpha: f64) -> Result<Tost, StatError> {
    check_alpha(alpha)?;
    let w = welch_t(first, second, 1.0 - 2.0 * alpha)?;
    let r = tost(w.difference, w.se, w.df, margins, alpha)?;
    Ok(Tost { interval: Interval { achieved: None, ..r.interval }, ..r })
}

/// One-sided test of non-inferiority for any estimate with a t or normal distribution.
///
/// # Arguments
/// `estimate`, `se`, `df`, `alpha`: as in [`tost`]; the estimate is new less control. `better`: the good direction and the
/// margin.
/// # Returns
/// A [`NonInferiority`].
/// # Assumptions and small samples
/// As [`tost`]; alpha is one-sided, 0.025 in confirmatory trials.
/// # Errors
/// As [`tost`]; [`StatError::InvalidParameter`] for a margin not above 0.
/// # Examples
/// ```
/// use engraft_stats::equivalence::{Better, noninferiority};
/// let r = noninferiority(-0.1, 0.2, 20.0, Better::Higher { margin: 0.6 }, 0.025)?;
/// assert!((r.t - 2.5).abs() < 1e-14 && r.non_inferior && r.bound > -0.6);
/// assert!(!noninferiority(-0.4, 0.2, 20.0, Better::Higher { margin: 0.6 }, 0.025)?.non_inferior);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `two-sample/means-and-effects`, R 4.2.2 `t.test(mu, alternative)`, closed_form.
pub fn noninferiority(
    estimate: f64,
    se: f64,
    df: f64,
    better: Better,
    alpha: f64,
) -> Result<NonInferiority, StatError> {
    checked(estimate, se, df, alpha)?;
    let (Better::Higher { margin } | Better::Lower { margin }) = better;
    check::finite(&[margin])?;
    if margin <= 0.0 {
        return Err(StatError::InvalidParameter { name: "margin", found: margin });
    }
    let half = critical(alpha, df)? * se;
    let (t, bound) = match better {
        Better::Higher { .. } => ((estimate + margin) / se, estimate - half),
        Better::Lower { .. } => ((margin - estimate) / se, estimate + half),
    };
    check::finite(&[t])?;
    let p_value = above(t, df);
    Ok(NonInferiority { estimate, bound, t, p_value, non_inferior: p_value <= alpha })
}
