//! The paired t test: the one-sample t test of within-subject differences.

use crate::describe::{moments, t_interval};
use crate::dist::student;
use crate::{Interval, StatError, check};

/// Result of a paired t test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PairedT {
    /// Number of differences.
    pub n: usize,
    /// Mean difference.
    pub mean: f64,
    /// Standard deviation of the differences, divisor n - 1.
    pub sd: f64,
    /// Standard error of the mean difference.
    pub se: f64,
    /// t statistic, mean over standard error.
    pub t: f64,
    /// Degrees of freedom, n - 1.
    pub df: f64,
    /// Two-sided p-value of no difference.
    pub p_value: f64,
    /// Interval of the mean difference.
    pub interval: Interval,
}

/// Tests and estimates the mean of paired differences, under independent normal differences.
///
/// # Arguments
/// `differences`: after minus before, one per subject, finite, at least 2; subjects with one side missing already
/// taken out. `level`: in (0, 1).
/// # Returns
/// A [`PairedT`]; two-sided, on the scale of the differences.
/// # Assumptions and small samples
/// Exact for normal differences. With n under 10 one outlier rules both mean and SD: read it with the
/// [signed-rank test](crate::signed_rank()).
/// # Numerics
/// Two passes in index order; p and quantile from the incomplete beta function.
/// # Errors
/// [`StatError::TooFew`] below 2, [`StatError::NotFinite`], [`StatError::LevelOutOfRange`],
/// [`StatError::ConstantData`] when all differences are the same, zero or not (t would be infinite or undefined).
/// # Examples
/// ```
/// use engraft_stats::{StatError, paired_t};
/// let r = paired_t(&[4.0, 7.0, 1.0, -1.0, 8.0], 0.95)?;
/// assert!((r.t - 2.216_21).abs() < 1e-5);
/// assert_eq!(paired_t(&[1.0], 0.95), Err(StatError::TooFew { needed: 2, found: 1 }));
/// assert_eq!(paired_t(&[1.0, 1.0], 0.95), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dastmalchi-2008-iim/paired`, R 4.2.2 `t.test`, closed_form.
/// # References
/// Student. The probable error of a mean. Biometrika 1908;6:1-25. doi:10.1093/biomet/6.1.1
pub fn paired_t(differences: &[f64], level: f64) -> Result<PairedT, StatError> {
    check::level(level)?;
    let m = moments(differences)?;
    let n = differences.len();
    let df = n as f64 - 1.0;
    let t = m.mean / m.se;
    Ok(PairedT {
        n,
        mean: m.mean,
        sd: m.sd,
        se: m.se,
        t,
        df,
        p_value: student::two_sided_p(t, df),
        interval: t_interval(m.mean, m.se, df, level),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_differences_by_hand() {
        // 1, 2, 6: mean 3, squares 4 + 1 + 9 = 14, variance 7, se = sqrt(7/3), t = 3 / sqrt(7/3), df 2;
        // for df 2: p = 1 - t / sqrt(t² + 2)
        let r = paired_t(&[1.0, 2.0, 6.0], 0.95).unwrap();
        let t = 3.0 / (7.0_f64 / 3.0).sqrt();
        assert_eq!((r.n, r.mean, r.df), (3, 3.0, 2.0));
        assert!((r.sd - 7.0_f64.sqrt()).abs() < 1e-15);
        assert!((r.t - t).abs() < 1e-14);
        assert!((r.p_value - (1.0 - t / (t * t + 2.0).sqrt())).abs() < 1e-14);
        // quantile of df 2 at 0.975: 0.95 / sqrt(2 * 0.975 * 0.025)
        let half = 0.95 / (2.0_f64 * 0.975 * 0.025).sqrt() * r.se;
        assert!((r.interval.lower - (3.0 - half)).abs() < 1e-12);
        assert!((r.interval.upper - (3.0 + half)).abs() < 1e-12);
    }

    #[test]
    fn constant_and_missing_differences_are_refused() {
        assert_eq!(paired_t(&[0.0, 0.0, 0.0], 0.95), Err(StatError::ConstantData));
        assert_eq!(paired_t(&[2.5, 2.5], 0.95), Err(StatError::ConstantData));
        assert_eq!(paired_t(&[], 0.95), Err(StatError::TooFew { needed: 2, found: 0 }));
        assert_eq!(paired_t(&[1.0, f64::INFINITY], 0.95), Err(StatError::NotFinite { index: 1 }));
        assert_eq!(paired_t(&[1.0, 2.0], 95.0), Err(StatError::LevelOutOfRange { found: 95.0 }));
    }

    proptest! {
        #[test]
        fn p_below_alpha_means_zero_outside_and_scale_is_free(
            values in prop::collection::vec(-40..60_i32, 3..25), scale in 1..7_i32,
        ) {
            let d: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            let e: Vec<f64> = values.iter().map(|v| f64::from(-scale * v)).collect();
            if let Ok(r) = paired_t(&d, 0.95) {
                let s = paired_t(&e, 0.95).unwrap();
                prop_assert!((r.p_value - s.p_value).abs() < 1e-10);
                prop_assert!(r.interval.contains(r.mean));
                if (r.p_value - 0.05).abs() > 1e-9 {
                    prop_assert_eq!(r.p_value > 0.05, r.interval.contains(0.0));
                }
            }
        }
    }
}
