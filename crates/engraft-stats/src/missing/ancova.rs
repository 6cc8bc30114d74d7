//! The analysis of one completed set: difference of two arms at a visit, adjusted for an earlier visit or not.

use nalgebra::{DMatrix, DVector};

use super::data::Completed;
use crate::StatError;

/// An estimate with its variance, from one completed set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The estimate.
    pub estimate: f64,
    /// Its squared standard error.
    pub variance: f64,
    /// Residual degrees of freedom, had nothing been missing.
    pub df: f64,
}

/// Difference of two arms at one visit by least squares (analysis of covariance when adjusted).
///
/// # Arguments
/// `set`: a completed set. `treated`, `reference`: numbers of the arms; other arms are left out. `visit`: number of the visit
/// from 0. `adjust`: number of an earlier visit (baseline) to adjust for, or `None`.
/// # Returns
/// An [`Estimate`]: treated less reference, with the common residual variance.
/// # Assumptions and small samples
/// Normal residuals of one variance; the same slope in both arms when adjusted.
/// # Numerics
/// Least squares by QR.
/// # Errors
/// [`StatError::InvalidParameter`] (visit), [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::NotEstimable`] (an
/// arm without subjects, a constant covariate), [`StatError::ConstantData`] (no residual variance).
/// # Validation
/// `missing/imputation`, R 4.2.2 `lm` on complete data, closed_form.
pub fn difference_at_visit(
    set: &Completed,
    treated: usize,
    reference: usize,
    visit: usize,
    adjust: Option<usize>,
) -> Result<Estimate, StatError> {
    let chosen = set.arms.iter().zip(&set.values).filter(|(arm, _)| **arm == treated || **arm == reference);
    let mut rows: Vec<(f64, f64, f64)> = Vec::new();
    for (arm, values) in chosen {
        let bad = |index: usize| StatError::InvalidParameter { name: "visit", found: index as f64 };
        let y = *values.get(visit).ok_or(bad(visit))?;
        let x = match adjust {
            Some(index) => *values.get(index).ok_or(bad(index))?,
            None => 0.0,
        };
        rows.push((f64::from(u8::from(*arm == treated)), x, y));
    }
    crate::check::finite(&rows.iter().flat_map(|(_, x, y)| [*x, *y]).collect::<Vec<_>>())?;
    let columns = if adjust.is_some() { 3 } else { 2 };
    let n = rows.len();
    if n <= columns {
        return Err(StatError::TooFew { needed: columns + 1, found: n });
    }
    let centre = rows.iter().map(|(_, x, _)| x).sum::<f64>() / n as f64;
    let design = DMatrix::from_fn(n, columns, |r, c| {
        let (arm, x, _) = rows.get(r).copied().unwrap_or((0.0, 0.0, 0.0));
        match c {
            0 => 1.0,
            1 => arm,
            _ => x - centre,
        }
    });
    solve(design, DVector::from_iterator(n, rows.iter().map(|(_, _, y)| *y)))
}

/// Second coefficient of a least squares fit, with its variance.
fn solve(design: DMatrix<f64>, response: DVector<f64>) -> Result<Estimate, StatError> {
    let (n, columns) = (design.nrows(), design.ncols());
    let qr = design.clone().qr();
    let r = qr.r();
    let sizes: Vec<f64> = (0..columns).map(|c| design.column(c).norm()).collect();
    let lost = StatError::NotEstimable { reason: "an arm has no subjects, or the covariate does not vary within arms" };
    if r.diagonal().iter().zip(&sizes).any(|(d, size)| d.abs() <= 1e-10 * size) {
        return Err(lost);
    }
    let coefficients = r.solve_upper_triangular(&(qr.q().transpose() * &response)).ok_or(lost)?;
    let residual = &response - &design * &coefficients;
    let squares = residual.dot(&residual);
    if squares <= 1e-24 * response.dot(&response) {
        return Err(StatError::ConstantData);
    }
    let df = (n - columns) as f64;
    // row of the inverse of R for the second coefficient: its squared length is the unscaled variance
    let inverse = r.solve_upper_triangular(&DMatrix::identity(columns, columns)).ok_or(lost)?;
    let unscaled: f64 = inverse.row(1).iter().map(|v| v * v).sum();
    let estimate = coefficients.get(1).copied().ok_or(lost)?;
    Ok(Estimate { estimate, variance: squares / df * unscaled, df })
}
