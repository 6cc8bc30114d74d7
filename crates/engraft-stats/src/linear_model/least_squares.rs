//! Ordinary least squares with classical or heteroscedasticity-consistent standard errors.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use crate::describe::t_interval;
use crate::dist::{f_sf, student};
use crate::linalg::{Cells, Entries, Qr, design_matrix};
use crate::{Interval, StatError, check};

/// Part of a column's length beyond the earlier columns below which it counts as their combination.
const ALIASED: f64 = 1e-11;

/// How standard errors are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandardErrors {
    /// One variance for all rows.
    Classical,
    /// White's sandwich: squared residuals.
    Hc0,
    /// Times `n / (n - p)`.
    Hc1,
    /// Over `1 - leverage`.
    Hc2,
    /// Over `(1 - leverage)²`: the choice below 250 rows.
    Hc3,
}

/// One coefficient.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LeastSquaresCoefficient {
    /// Estimate.
    pub value: f64,
    /// Standard error.
    pub se: f64,
    /// `value / se`; infinite, with a p of 0, when a perfect fit leaves a standard error of zero.
    pub t: f64,
    /// Two-sided p-value from t with the residual degrees of freedom.
    pub p_value: f64,
    /// Interval from the same t.
    pub interval: Interval,
}

/// A fitted line, plane or more.
#[derive(Clone, PartialEq, Debug)]
pub struct LeastSquares {
    /// Coefficients in the order of the columns; `None` where not estimable.
    pub coefficients: Vec<Option<LeastSquaresCoefficient>>,
    /// Columns (from 0) that are combinations of earlier ones.
    pub aliased: Vec<usize>,
    /// Covariance matrix of the estimable coefficients, row by row.
    pub covariance: Vec<Vec<f64>>,
    /// Residuals.
    pub residuals: Vec<f64>,
    /// Residual sum of squares.
    pub residual_squares: f64,
    /// Residual degrees of freedom.
    pub df: usize,
    /// Residual standard deviation.
    pub residual_sd: f64,
    /// Part of the sum of squares explained: about the mean when the columns span a constant, about zero otherwise.
    pub r_squared: f64,
    /// F statistic that all coefficients but the constant are zero (classical); `None` for a constant alone.
    pub f: Option<f64>,
    /// p-value of `f`.
    pub f_p_value: Option<f64>,
}

/// Fits a linear model by least squares.
///
/// # Arguments
/// `response`: n finite values. `columns`: the design, each column of n finite values; a constant must be given as a column of ones.
/// `errors`: kind of standard error. `level`: of the intervals.
/// # Returns
/// A [`LeastSquares`]. A column that combines earlier ones is named in `aliased` and has no coefficient.
/// # Assumptions and small samples
/// Classical errors are exact under normal values with one variance. HC errors hold for large n; HC3 is the least
/// optimistic below 250 rows.
/// # Numerics
/// Householder QR, columns in order; a column whose part beyond the earlier ones is below 1e-11 of its length is aliased.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::LengthMismatch`], [`StatError::LevelOutOfRange`];
/// [`StatError::NotEstimable`] for HC2 and HC3 with a row of leverage 1, no column other than zero, or columns so much smaller than the
/// response that a coefficient overflows.
/// # Examples
/// ```
/// use engraft_stats::linear_model::{StandardErrors, least_squares};
/// // y = 1, 2, 4 at x = 0, 1, 2: slope 3/2
/// let r = least_squares(&[1.0, 2.0, 4.0], &[vec![1.0; 3], vec![0.0, 1.0, 2.0]], StandardErrors::Classical, 0.95)?;
/// assert!(r.coefficients[1].is_some_and(|c| (c.value - 1.5).abs() < 1e-14));
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `linear-model/nist-regression`: certified values of the NIST Statistical Reference Datasets; `linear-model/hc`: R 4.2.2
/// `lm` and sandwich 3.0-2.
/// # References
/// MacKinnon JG, White H. J Econom 1985;29:305-25. doi:10.1016/0304-4076(85)90158-7
pub fn least_squares(
    response: &[f64],
    columns: &[Vec<f64>],
    errors: StandardErrors,
    level: f64,
) -> Result<LeastSquares, StatError> {
    check::level(level)?;
    check::finite(response)?;
    let n = response.len();
    let x = design_matrix(columns, n)?;
    let qr = Qr::new(&x, ALIASED);
    let rank = qr.rank();
    if rank == 0 {
        return Err(StatError::NotEstimable { reason: "every column of the design is zero" });
    }
    if n <= rank {
        return Err(StatError::TooFew { needed: rank + 1, found: n });
    }
    let y = DVector::from_row_slice(response);
    let (effects, residual_squares) = qr.effects(&y);
    let residuals = qr.residuals(&y);
    let df = n - rank;
    let variance = residual_squares / df as f64;
    let covariance = match errors {
        StandardErrors::Classical => qr.spread(&DMatrix::identity(rank, rank)) * variance,
        _ => qr.spread(&meat(&qr, &residuals, errors)?),
    };
    let values = qr.back_solve(&effects);
    if values.iter().chain(covariance.iter()).any(|v| !v.is_finite()) {
        return Err(StatError::NotEstimable {
            reason: "a coefficient or its variance is too large for a number: rescale the columns",
        });
    }
    let mut coefficients = vec![None; columns.len()];
    for (i, place) in qr.kept.iter().enumerate() {
        if let Some(slot) = coefficients.get_mut(*place) {
            *slot = Some(coefficient(values.entry(i), sqrt(covariance.cell(i, i)), df as f64, level));
        }
    }
    let (total, without) = total_squares(&qr, &y);
    let explained = rank - without;
    let f = (explained > 0 && variance > 0.0).then(|| (total - residual_squares) / explained as f64 / variance);
    Ok(LeastSquares {
        coefficients,
        aliased: qr.aliased.clone(),
        covariance: covariance.row_iter().map(|r| r.iter().copied().collect()).collect(),
        residuals: residuals.iter().copied().collect(),
        residual_squares,
        df,
        residual_sd: sqrt(variance),
        r_squared: if total > 0.0 { (1.0 - residual_squares / total).max(0.0) } else { 0.0 },
        f,
        f_p_value: f.map(|f| f_sf(f.max(0.0), explained as f64, df as f64)).transpose()?,
    })
}

/// A perfect fit has a standard error of zero: p is then 0 (or 1 for an estimate of zero), the interval a point.
fn coefficient(value: f64, se: f64, df: f64, level: f64) -> LeastSquaresCoefficient {
    let t = if se > 0.0 {
        value / se
    } else if value == 0.0 {
        0.0
    } else {
        f64::INFINITY.copysign(value)
    };
    LeastSquaresCoefficient {
        value,
        se,
        t,
        p_value: if t.is_finite() { student::two_sided_p(t, df) } else { 0.0 },
        interval: t_interval(value, se, df, level),
    }
}

/// Total sum of squares, about the mean when the design spans a constant, and 1 or 0 for whether it does.
fn total_squares(qr: &Qr, y: &DVector<f64>) -> (f64, usize) {
    let ones = DVector::from_element(y.len(), 1.0);
    let constant = qr.residuals(&ones).norm() <= 1e-8 * ones.norm();
    let centre = if constant { y.mean() } else { 0.0 };
    (y.iter().map(|v| (v - centre) * (v - centre)).sum(), usize::from(constant))
}

/// `Q' diag(w) Q` with the squared residuals weighted as the kind says.
fn meat(qr: &Qr, residuals: &DVector<f64>, errors: StandardErrors) -> Result<DMatrix<f64>, StatError> {
    let q = qr.q();
    let (n, rank) = (q.nrows() as f64, q.ncols());
    let mut sum = DMatrix::zeros(rank, rank);
    for (row, r) in q.row_iter().zip(residuals.iter()) {
        let rest = 1.0 - row.norm_squared();
        let weight = match errors {
            StandardErrors::Classical | StandardErrors::Hc0 => 1.0,
            StandardErrors::Hc1 => n / (n - rank as f64),
            _ if rest <= 1e-10 => {
                return Err(StatError::NotEstimable { reason: "a row has leverage 1: HC2 and HC3 have no value" });
            }
            StandardErrors::Hc2 => 1.0 / rest,
            StandardErrors::Hc3 => 1.0 / (rest * rest),
        };
        sum += row.transpose() * row * (weight * r * r);
    }
    Ok(sum)
}
