//! Rubin's rules: one result from the analyses of many completed sets.

use libm::sqrt;

use crate::dist::{normal, student};
use crate::{Interval, StatError, check};

/// Pooled result of multiple imputation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pooled {
    /// Completed sets, m.
    pub imputations: usize,
    /// Mean of the estimates.
    pub estimate: f64,
    /// Mean of the variances within sets.
    pub within: f64,
    /// Variance of the estimates between sets, divisor m - 1.
    pub between: f64,
    /// Total variance `within + (1 + 1/m) between`.
    pub total: f64,
    /// Standard error, root of `total`.
    pub se: f64,
    /// Relative increase in variance `(1 + 1/m) between / within`; `None` when `within` is 0.
    pub increase: Option<f64>,
    /// Share of the total variance that is between sets, `(1 + 1/m) between / total`.
    pub lambda: f64,
    /// Degrees of freedom (Barnard and Rubin); `None` for infinite, when the normal distribution is used.
    pub df: Option<f64>,
    /// Statistic `estimate / se`.
    pub statistic: f64,
    /// Two-sided p-value of zero.
    pub p_value: f64,
    /// Interval of the estimate; with fewer than one degree of freedom an end may be infinite.
    pub interval: Interval,
}

/// Degrees of freedom by Barnard and Rubin (1999), equations 3 and 4.
fn degrees(imputations: f64, lambda: f64, complete: Option<f64>) -> Option<f64> {
    let old = (lambda > 0.0).then(|| (imputations - 1.0) / (lambda * lambda));
    let observed = complete.map(|df| (df + 1.0) / (df + 3.0) * df * (1.0 - lambda));
    match (old, observed) {
        (Some(old), Some(observed)) => Some(1.0 / (1.0 / old + 1.0 / observed)),
        (old, observed) => old.or(observed),
    }
    .filter(|df| *df < 1e7)
}

/// Pools the estimates of the completed sets by Rubin's rules.
///
/// # Arguments
/// `estimates`: one for each set, at least 2. `variances`: the squared standard error of each, at least 0. `complete_df`:
/// degrees of freedom the analysis would have without any gap, `None` for a large-sample analysis. `level`: in (0, 1).
/// # Returns
/// A [`Pooled`]; `achieved` is `None`.
/// # Assumptions and small samples
/// Estimates about normal on the scale given (logarithms of ratios). Always give `complete_df` in a small trial: without
/// it the degrees of freedom may exceed those of the complete data. All between sets (`within` 0) is refused with `complete_df`.
/// # Numerics
/// Sums in index order.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::InvalidParameter`]
/// (negative variance, df not above 0 or above 1e7), [`StatError::LevelOutOfRange`], [`StatError::ConstantData`] when the
/// total variance is 0.
/// # Examples
/// ```
/// use engraft_stats::missing::pool;
/// let r = pool(&[1.0, 2.0, 3.0], &[1.0, 1.0, 1.0], Some(20.0), 0.95)?;
/// assert!((r.estimate - 2.0).abs() < 1e-15 && (r.total - (1.0 + 4.0 / 3.0)).abs() < 1e-15);
/// assert!(r.df.is_some_and(|df| df < 5.0));
/// assert!(pool(&[1.0], &[1.0], None, 0.95).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `missing/rubin`, the published formulas in R 4.2.2 with `mean`, `var`, `pt`, `qt`; closed_form.
/// # References
/// Rubin DB. Multiple Imputation for Nonresponse in Surveys, chapter 3. Wiley, 1987. doi:10.1002/9780470316696.
/// Barnard J, Rubin DB. Small-sample degrees of freedom with multiple imputation. Biometrika 1999;86:948-55.
/// doi:10.1093/biomet/86.4.948
pub fn pool(estimates: &[f64], variances: &[f64], complete_df: Option<f64>, level: f64) -> Result<Pooled, StatError> {
    check::level(level)?;
    if estimates.len() != variances.len() {
        return Err(StatError::LengthMismatch { left: estimates.len(), right: variances.len() });
    }
    check::finite(estimates)?;
    check::finite(variances)?;
    check::at_least(estimates, 2)?;
    if let Some(found) = variances.iter().copied().find(|v| *v < 0.0) {
        return Err(StatError::InvalidParameter { name: "variances", found });
    }
    if let Some(found) = complete_df.filter(|df| !(*df > 0.0 && *df <= 1e7)) {
        return Err(StatError::InvalidParameter { name: "complete_df", found });
    }
    let m = estimates.len() as f64;
    let (estimate, squares) = crate::describe::mean_and_squares(estimates);
    let within = variances.iter().sum::<f64>() / m;
    let between = squares / (m - 1.0);
    let extra = (1.0 + 1.0 / m) * between;
    let total = within + extra;
    if !(total > 0.0 && total.is_finite()) || (within == 0.0 && complete_df.is_some()) {
        return Err(StatError::ConstantData);
    }
    let (se, lambda) = (sqrt(total), extra / total);
    let df = degrees(m, lambda, complete_df);
    if df.is_some_and(|df| df < 1e-3) {
        let reason = "next to no degrees of freedom: nearly all variance is between the completed sets";
        return Err(StatError::NotEstimable { reason });
    }
    let statistic = estimate / se;
    let (p_value, critical) = match df {
        Some(df) => (student::two_sided_p(statistic, df), student::two_sided_critical(level, df)),
        None => ((2.0 * normal::normal_sf(statistic.abs())).min(1.0), normal::two_sided_critical(level)),
    };
    let half = critical * se;
    Ok(Pooled {
        imputations: estimates.len(),
        estimate,
        within,
        between,
        total,
        se,
        increase: (within > 0.0).then(|| extra / within).filter(|r| r.is_finite()),
        lambda,
        df,
        statistic,
        p_value,
        interval: Interval { lower: estimate - half, upper: estimate + half, asked: level, achieved: None },
    })
}
