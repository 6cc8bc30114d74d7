//! A statistic referred to a chi-squared distribution.

use nalgebra::{DMatrix, DVector};

use crate::StatError;
use crate::dist::chi_squared_sf;

/// A chi-squared statistic with its degrees of freedom and upper tail.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ChiSquaredTest {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// Probability of a larger statistic under the null hypothesis, by the chi-squared approximation.
    pub p_value: f64,
}

impl ChiSquaredTest {
    pub(crate) fn new(statistic: f64, df: usize) -> Result<ChiSquaredTest, StatError> {
        if !statistic.is_finite() {
            return Err(StatError::NotEstimable { reason: "the test statistic is not finite" });
        }
        // rounding may leave a statistic of zero just below it
        let statistic = statistic.max(0.0);
        Ok(ChiSquaredTest { statistic, df, p_value: chi_squared_sf(statistic, df as f64)? })
    }

    /// `u' V^-1 u` on as many degrees of freedom as `u` has entries.
    pub(crate) fn quadratic(u: &DVector<f64>, v: &DMatrix<f64>) -> Result<ChiSquaredTest, StatError> {
        let inverse =
            inverse(v).ok_or(StatError::NotEstimable { reason: "the variance of the statistic is singular" })?;
        ChiSquaredTest::new(u.dot(&(inverse * u)), u.len())
    }
}

/// Smallest pivot, after scaling to a unit diagonal, of a matrix taken as of full rank.
const SMALLEST_PIVOT: f64 = 1e-10;

/// Inverse of a symmetric positive definite matrix; `None` when it is singular to rounding.
///
/// The matrix is scaled to a unit diagonal first, so that the units of the covariates do not matter.
pub(crate) fn inverse(v: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let scale = v.diagonal().map(libm::sqrt);
    if scale.iter().any(|s| !s.is_finite() || *s <= 0.0) {
        return None;
    }
    let unit =
        DMatrix::from_fn(v.nrows(), v.ncols(), |i, j| entry(v, i, j) / (scale_at(&scale, i) * scale_at(&scale, j)));
    let factor = unit.cholesky()?;
    if factor.l_dirty().diagonal().iter().any(|pivot| pivot.is_nan() || pivot * pivot <= SMALLEST_PIVOT) {
        return None;
    }
    let inverse = factor.inverse();
    Some(DMatrix::from_fn(v.nrows(), v.ncols(), |i, j| {
        // the mean of both halves keeps the result symmetric
        let middle = 0.5 * (entry(&inverse, i, j) + entry(&inverse, j, i));
        middle / (scale_at(&scale, i) * scale_at(&scale, j))
    }))
}

/// An entry of a matrix; 0 outside it.
pub(crate) fn entry(v: &DMatrix<f64>, i: usize, j: usize) -> f64 {
    v.get((i, j)).copied().unwrap_or(0.0)
}

fn scale_at(scale: &DVector<f64>, i: usize) -> f64 {
    scale.get(i).copied().unwrap_or(1.0)
}
