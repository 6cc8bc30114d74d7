//! A design given as columns.

use nalgebra::{DMatrix, DVector};

use crate::{StatError, check};

/// The design as a matrix, checked.
pub(crate) fn design_matrix(columns: &[Vec<f64>], rows: usize) -> Result<DMatrix<f64>, StatError> {
    for column in columns {
        check::finite(column)?;
        if column.len() != rows {
            return Err(StatError::LengthMismatch { left: rows, right: column.len() });
        }
    }
    let vectors: Vec<DVector<f64>> = columns.iter().map(|c| DVector::from_row_slice(c)).collect();
    if vectors.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    Ok(DMatrix::from_columns(&vectors))
}
