//! The rows of the data: subjects, design, response, and which subjects share a covariance matrix.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use crate::linalg::{Qr, design_matrix};
use crate::{StatError, check};

/// Part of a column's length below which it counts as a combination of the others.
const ALIASED: f64 = 1e-9;

/// Subjects whose measurements have the same covariance matrix: for each the rows, in the order of the matrix.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// One entry per subject; all of the same length.
    pub(crate) subjects: Vec<Vec<usize>>,
}

/// A response with an orthonormal design, both ready for the likelihood.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// Factors of the design given.
    pub(crate) qr: Qr,
    /// Orthonormal columns spanning the design, n × rank.
    pub(crate) q: DMatrix<f64>,
    /// Ordinary least squares residuals over `scale`.
    pub(crate) residuals: DVector<f64>,
    /// The part of the response on each orthonormal column.
    pub(crate) effects: DVector<f64>,
    /// Residual standard deviation of ordinary least squares.
    pub(crate) scale: f64,
}

impl Rows {
    /// Prepares response and design.
    pub(crate) fn new(response: &[f64], columns: &[Vec<f64>]) -> Result<Rows, StatError> {
        check::finite(response)?;
        let n = response.len();
        check::at_least(response, 2)?;
        let x = design_matrix(columns, n)?;
        let qr = Qr::new(&x, ALIASED);
        if qr.rank() == 0 {
            return Err(StatError::NotEstimable { reason: "every column of the design is zero" });
        }
        if n <= qr.rank() {
            return Err(StatError::TooFew { needed: qr.rank() + 1, found: n });
        }
        let y = DVector::from_row_slice(response);
        let (effects, rss) = qr.effects(&y);
        let scale = sqrt(rss / (n - qr.rank()) as f64);
        if scale.is_nan() || scale <= 1e-13 * y.amax() {
            return Err(StatError::ConstantData);
        }
        let residuals = qr.residuals(&y) / scale;
        let q = qr.q();
        Ok(Rows { qr, q, residuals, effects, scale })
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.residuals.len()
    }
}
