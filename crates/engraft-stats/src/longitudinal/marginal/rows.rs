//! The rows of the data: subjects, design, response, and which subjects share a covariance matrix.

use libm::sqrt;
use nalgebra::DVector;

use crate::linalg::{Orthonormal, Triangle, check_design, dot};
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
    /// The design given in terms of the orthonormal columns.
    pub(crate) triangle: Triangle,
    /// Orthonormal columns spanning the design.
    pub(crate) design: Vec<Vec<f64>>,
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
        check_design(columns, n)?;
        let design = Orthonormal::new(columns, ALIASED);
        let rank = design.columns.len();
        if rank == 0 {
            return Err(StatError::NotEstimable { reason: "every column of the design is zero" });
        }
        if n <= rank {
            return Err(StatError::TooFew { needed: rank + 1, found: n });
        }
        let (effects, rest) = design.project(response);
        let scale = sqrt(dot(&rest, &rest) / (n - rank) as f64);
        if scale.is_nan() || scale <= 1e-13 * response.iter().fold(0.0_f64, |m, v| m.max(v.abs())) {
            return Err(StatError::ConstantData);
        }
        let residuals = DVector::from_vec(rest) / scale;
        Ok(Rows { triangle: design.triangle, design: design.columns, residuals, effects, scale })
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.residuals.len()
    }
}
