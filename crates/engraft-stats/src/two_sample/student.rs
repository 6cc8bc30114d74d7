//! Difference of two means with one common variance.

use libm::sqrt;

use crate::describe::{mean_and_squares, t_interval};
use crate::dist::student;
use crate::{Interval, StatError, check};

/// Result of Student's t test of two groups.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StudentT {
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
    /// Pooled standard deviation.
    pub sd: f64,
    /// Standard error of the difference.
    pub se: f64,
    /// t statistic.
    pub t: f64,
    /// Degrees of freedom, `n1 + n2 - 2`.
    pub df: f64,
    /// Two-sided p-value of no difference.
    pub p_value: f64,
    /// Interval of the difference.
    pub interval: Interval,
}

/// Tests and estimates the difference of two means, under independent normal values with one common variance.
///
/// # Arguments
/// `first`, `second`: the groups, each at least 1 finite value, at least 3 together. `level`: in (0, 1).
/// # Returns
/// A [`StudentT`]: first less second, two-sided; `achieved` equals `asked`, exact under the model.
/// # Assumptions and small samples
/// Exact for normal values of equal variance. With unequal variances and unequal sizes the level is off in either
/// direction: [`welch_t`](crate::welch_t) is the safer default.
/// # Numerics
/// Two passes in index order.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`] (index within its own group), [`StatError::LevelOutOfRange`],
/// [`StatError::ConstantData`] when both groups are constant.
/// # Examples
/// ```
/// use engraft_stats::{StatError, student_t};
/// let r = student_t(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0, 8.0], 0.95)?;
/// assert!(r.difference == -3.0 && r.df == 5.0);
/// assert_eq!(student_t(&[1.0, 1.0], &[2.0, 2.0], 0.95), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-sample/means-and-effects`, R 4.2.2 `t.test(var.equal = TRUE)`, closed_form.
/// # References
/// Student. The probable error of a mean. Biometrika 1908;6:1-25. doi:10.1093/biomet/6.1.1
pub fn student_t(first: &[f64], second: &[f64], level: f64) -> Result<StudentT, StatError> {
    check::level(level)?;
    for group in [first, second] {
        check::finite(group)?;
        check::at_least(group, 1)?;
    }
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    if first.len() + second.len() < 3 {
        return Err(StatError::TooFew { needed: 3, found: first.len() + second.len() });
    }
    let (mean1, squares1) = mean_and_squares(first);
    let (mean2, squares2) = mean_and_squares(second);
    let df = n1 + n2 - 2.0;
    let sd = sqrt((squares1 + squares2) / df);
    let se = sd * sqrt(1.0 / n1 + 1.0 / n2);
    if se <= 10.0 * f64::EPSILON * mean1.abs().max(mean2.abs()) {
        return Err(StatError::ConstantData);
    }
    let difference = mean1 - mean2;
    let t = difference / se;
    Ok(StudentT {
        n1: first.len(),
        n2: second.len(),
        mean1,
        mean2,
        difference,
        sd,
        se,
        t,
        df,
        p_value: student::two_sided_p(t, df),
        interval: t_interval(difference, se, df, level),
    })
}
