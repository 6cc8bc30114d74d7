//! Difference of two means with unequal variances.

use libm::sqrt;

use crate::describe::{mean_and_squares, t_interval};
use crate::dist::student;
use crate::{Interval, StatError, check};

/// Result of a Welch t test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WelchT {
    /// Size of the first group.
    pub n1: usize,
    /// Size of the second group.
    pub n2: usize,
    /// Mean of the first group.
    pub mean1: f64,
    /// Mean of the second group.
    pub mean2: f64,
    /// First mean less second mean.
    pub difference: f64,
    /// Standard error of the difference.
    pub se: f64,
    /// t statistic.
    pub t: f64,
    /// Welch-Satterthwaite degrees of freedom.
    pub df: f64,
    /// Two-sided p-value of no difference.
    pub p_value: f64,
    /// Interval of the difference.
    pub interval: Interval,
}

/// Tests and estimates the difference of two means, under independent normal values with unequal variances.
///
/// # Arguments
/// `first`, `second`: the groups, each at least 2 finite values. `level`: in (0, 1).
/// # Returns
/// A [`WelchT`]: first less second, two-sided. `achieved` is `None`: Welch's level is approximate.
/// # Assumptions and small samples
/// Approximate by its degrees of freedom; good to about 5 per group under normality, poor with outliers.
/// # Numerics
/// Two passes in index order.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`] (index within its own group), [`StatError::LevelOutOfRange`],
/// [`StatError::ConstantData`] when both groups are constant.
/// # Examples
/// ```
/// use engraft_stats::{StatError, welch_t};
/// let r = welch_t(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0, 8.0], 0.95)?;
/// assert!(r.difference == -3.0 && (r.df - 216.0 / 53.0).abs() < 1e-13);
/// assert_eq!(welch_t(&[1.0, 1.0], &[2.0, 2.0], 0.95), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-sample/small`, R 4.2.2 `t.test`, closed_form.
/// # References
/// Welch BL. Biometrika 1947;34:28-35. doi:10.1093/biomet/34.1-2.28
pub fn welch_t(first: &[f64], second: &[f64], level: f64) -> Result<WelchT, StatError> {
    check::level(level)?;
    for group in [first, second] {
        check::finite(group)?;
        check::at_least(group, 2)?;
    }
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let (mean1, squares1) = mean_and_squares(first);
    let (mean2, squares2) = mean_and_squares(second);
    let (v1, v2) = (squares1 / (n1 - 1.0) / n1, squares2 / (n2 - 1.0) / n2);
    let se = sqrt(v1 + v2);
    if se <= 10.0 * f64::EPSILON * mean1.abs().max(mean2.abs()) {
        return Err(StatError::ConstantData);
    }
    // shares of the variance: their squares neither overflow nor underflow
    let (share1, share2) = (v1 / (v1 + v2), v2 / (v1 + v2));
    let df = 1.0 / (share1 * share1 / (n1 - 1.0) + share2 * share2 / (n2 - 1.0));
    let difference = mean1 - mean2;
    let t = difference / se;
    let interval = Interval { achieved: None, ..t_interval(difference, se, df, level) };
    Ok(WelchT {
        n1: first.len(),
        n2: second.len(),
        mean1,
        mean2,
        difference,
        se,
        t,
        df,
        p_value: student::two_sided_p(t, df),
        interval,
    })
}
