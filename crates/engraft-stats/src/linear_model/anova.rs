//! One-way analysis of variance.

use libm::sqrt;

use crate::dist::f_sf;
use crate::{StatError, check};

/// A one-way analysis of variance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OneWayAnova {
    /// Degrees of freedom between groups.
    pub between_df: usize,
    /// Degrees of freedom within groups.
    pub within_df: usize,
    /// Sum of squares between groups.
    pub between_squares: f64,
    /// Sum of squares within groups.
    pub within_squares: f64,
    /// F statistic.
    pub f: f64,
    /// Part of the total sum of squares between groups.
    pub r_squared: f64,
    /// Residual standard deviation.
    pub residual_sd: f64,
    /// p-value of equal means.
    pub p_value: f64,
}

/// Sum and its rounding error (Neumaier).
fn exact_sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for v in values {
        let next = sum + v;
        lost += if sum.abs() >= v.abs() { (sum - next) + v } else { (v - next) + sum };
        sum = next;
    }
    sum + lost
}

/// Tests whether the means of groups are equal, under normal values with one variance.
///
/// # Arguments
/// `groups`: at least 2, each at least 1 finite value, more values than groups.
/// # Returns
/// A [`OneWayAnova`].
/// # Assumptions and small samples
/// Exact under normality and equal variances at any size; sensitive to unequal variances with unequal sizes.
/// # Numerics
/// Differences from the first value, compensated sums in index order, two passes.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`] (index within its group), [`StatError::ConstantData`] when no group varies.
/// # Examples
/// ```
/// use engraft_stats::linear_model::one_way_anova;
/// // means 2, 3, 7; between 28 on 2, within 4 on 3 degrees of freedom
/// let r = one_way_anova(&[&[1.0, 3.0], &[3.0, 3.0], &[6.0, 8.0]])?;
/// assert!((r.f - 10.5).abs() < 1e-12);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `linear-model/nist-anova`: certified values of the NIST Statistical Reference Datasets.
/// # References
/// Fisher RA. Statistical Methods for Research Workers. Oliver and Boyd, 1925.
pub fn one_way_anova(groups: &[&[f64]]) -> Result<OneWayAnova, StatError> {
    if groups.len() < 2 {
        return Err(StatError::TooFew { needed: 2, found: groups.len() });
    }
    for group in groups {
        check::finite(group)?;
        check::at_least(group, 1)?;
    }
    let total: usize = groups.iter().map(|g| g.len()).sum();
    let (between_df, within_df) = (groups.len() - 1, total - groups.len());
    if within_df == 0 {
        return Err(StatError::TooFew { needed: groups.len() + 1, found: total });
    }
    // differences from one value are exact where the leading digits agree
    let origin = groups.first().and_then(|g| g.first()).copied().unwrap_or(0.0);
    let moved: Vec<Vec<f64>> = groups.iter().map(|g| g.iter().map(|v| v - origin).collect()).collect();
    let grand = exact_sum(moved.iter().flatten().copied()) / total as f64;
    let means: Vec<f64> = moved.iter().map(|g| exact_sum(g.iter().copied()) / g.len() as f64).collect();
    let between_squares = exact_sum(moved.iter().zip(&means).map(|(g, m)| g.len() as f64 * (m - grand) * (m - grand)));
    let within_squares =
        exact_sum(moved.iter().zip(&means).flat_map(|(g, m)| g.iter().map(move |v| (v - m) * (v - m))));
    let size = groups.iter().flat_map(|g| g.iter()).fold(0.0_f64, |m, v| m.max(v.abs()));
    let variance = within_squares / within_df as f64;
    if variance.is_nan() || sqrt(variance) <= f64::EPSILON * size {
        return Err(StatError::ConstantData);
    }
    let f = between_squares / between_df as f64 / variance;
    Ok(OneWayAnova {
        between_df,
        within_df,
        between_squares,
        within_squares,
        f,
        r_squared: between_squares / (between_squares + within_squares),
        residual_sd: sqrt(variance),
        p_value: f_sf(f, between_df as f64, within_df as f64)?,
    })
}
