//! Ratio of geometric means of paired values, for skewed measures such as creatine kinase.

use libm::{exp, log};

use crate::{Interval, StatError, check, paired_t};

/// Ratio of paired geometric means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GeometricRatio {
    /// Number of pairs.
    pub n: usize,
    /// Geometric mean of `after` over that of `before`; 0.5 means halved.
    pub ratio: f64,
    /// Standard error of the natural logarithm of the ratio.
    pub log_se: f64,
    /// t statistic of a ratio of one.
    pub t: f64,
    /// Degrees of freedom, `n - 1`.
    pub df: f64,
    /// Two-sided p-value of a ratio of one.
    pub p_value: f64,
    /// Interval of the ratio.
    pub interval: Interval,
}

/// Ratio of geometric means of paired values, by the paired t method on natural logarithms.
///
/// # Arguments
/// `before`, `after`: one pair per subject in the same order, at least 2, finite and above zero. `level`: in (0, 1).
/// # Returns
/// A [`GeometricRatio`], after over before; ratio and interval without unit, `log_se` on the log scale.
/// # Assumptions and small samples
/// Independent pairs with normal log ratios; exact then. A value below the detection limit must be replaced by a named
/// rule first ([`detection_limit`](crate::detection_limit)).
/// # Numerics
/// [`paired_t`](crate::paired_t()) on the differences of logarithms.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::TooFew`], [`StatError::NotFinite`] and [`StatError::NotPositive`] (index of
/// the pair), [`StatError::LevelOutOfRange`], [`StatError::ConstantData`] when all ratios are the same.
/// # Examples
/// ```
/// use engraft_stats::{StatError, geometric_ratio};
/// let r = geometric_ratio(&[800.0, 1000.0, 2000.0], &[400.0, 250.0, 250.0], 0.95)?;
/// assert!((r.ratio - 0.25).abs() < 1e-15 && r.interval.contains(0.25));
/// assert_eq!(geometric_ratio(&[1.0, 2.0], &[0.0, 1.0], 0.95), Err(StatError::NotPositive { index: 0 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `paired/log-t`, R 4.2.2 `t.test(log(after), log(before), paired = TRUE)`, closed_form.
/// # References
/// Bland JM, Altman DG. The use of transformation when comparing two means. BMJ 1996;312:1153.
/// doi:10.1136/bmj.312.7039.1153
pub fn geometric_ratio(before: &[f64], after: &[f64], level: f64) -> Result<GeometricRatio, StatError> {
    if before.len() != after.len() {
        return Err(StatError::LengthMismatch { left: before.len(), right: after.len() });
    }
    for side in [before, after] {
        check::finite(side)?;
        if let Some(index) = side.iter().position(|v| *v <= 0.0) {
            return Err(StatError::NotPositive { index });
        }
    }
    let logs: Vec<f64> = before.iter().zip(after).map(|(b, a)| log(a / b)).collect();
    // the same change in every subject leaves only the rounding of the quotient and its logarithm
    let spread = logs.iter().fold(0.0_f64, |m, l| m.max((l - logs.first().unwrap_or(&0.0)).abs()));
    if logs.len() > 1 && spread <= 100.0 * f64::EPSILON {
        return Err(StatError::ConstantData);
    }
    let r = paired_t(&logs, level)?;
    let interval = Interval { lower: exp(r.interval.lower), upper: exp(r.interval.upper), ..r.interval };
    if !(interval.lower > 0.0 && interval.upper.is_finite()) {
        return Err(StatError::NotEstimable { reason: "the interval of the ratio leaves the range of numbers" });
    }
    Ok(GeometricRatio { n: r.n, ratio: exp(r.mean), log_se: r.se, t: r.t, df: r.df, p_value: r.p_value, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_pairs_by_hand() {
        // ratios 1/2, 1/4, 1/8: logs -1, -2, -3 times ln 2: mean -2 ln 2, SD ln 2, t = -2 sqrt(3)
        let r = geometric_ratio(&[800.0, 1000.0, 2000.0], &[400.0, 250.0, 250.0], 0.95).unwrap();
        assert!((r.t + 2.0 * 3.0_f64.sqrt()).abs() < 1e-13);
        assert!((r.log_se - 2.0_f64.ln() / 3.0_f64.sqrt()).abs() < 1e-15);
        assert!((r.interval.lower * r.interval.upper - 0.0625).abs() < 1e-14);
    }

    #[test]
    fn exchange_inverts_and_units_cancel() {
        let (a, b) = ([3.0, 8.0, 1.5, 40.0], [2.0, 9.0, 0.5, 11.0]);
        let r = geometric_ratio(&a, &b, 0.9).unwrap();
        let s = geometric_ratio(&b.map(|v| 60.0 * v), &a.map(|v| 60.0 * v), 0.9).unwrap();
        assert!((r.ratio * s.ratio - 1.0).abs() < 1e-14);
        assert!((r.interval.lower * s.interval.upper - 1.0).abs() < 1e-13);
        assert!((r.p_value - s.p_value).abs() < 1e-13);
    }

    #[test]
    fn refusals_name_the_reason() {
        assert_eq!(geometric_ratio(&[1.0], &[1.0, 2.0], 0.9), Err(StatError::LengthMismatch { left: 1, right: 2 }));
        assert_eq!(geometric_ratio(&[1.0, 3.0], &[2.0, 6.0], 0.9), Err(StatError::ConstantData));
        assert_eq!(geometric_ratio(&[], &[], 0.9), Err(StatError::TooFew { needed: 2, found: 0 }));
        assert_eq!(geometric_ratio(&[1.0, f64::NAN], &[2.0, 6.0], 0.9), Err(StatError::NotFinite { index: 1 }));
        assert!(geometric_ratio(&[1e-150, 1e150], &[1e150, 1e-150], 0.99).is_err());
    }
}
