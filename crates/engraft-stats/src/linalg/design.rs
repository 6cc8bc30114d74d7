//! A design given as columns.

use nalgebra::{DMatrix, DVector};

use crate::{StatError, check};

/// Refuses columns that are not finite or of another length, and a design without a column.
pub(crate) fn check_design(columns: &[Vec<f64>], rows: usize) -> Result<(), StatError> {
    for column in columns {
        check::finite(column)?;
        if column.len() != rows {
            return Err(StatError::LengthMismatch { left: rows, right: column.len() });
        }
    }
    if columns.is_empty() { Err(StatError::TooFew { needed: 1, found: 0 }) } else { Ok(()) }
}

/// The design as a matrix, checked.
pub(crate) fn design_matrix(columns: &[Vec<f64>], rows: usize) -> Result<DMatrix<f64>, StatError> {
    check_design(columns, rows)?;
    let vectors: Vec<DVector<f64>> = columns.iter().map(|c| DVector::from_row_slice(c)).collect();
    Ok(DMatrix::from_columns(&vectors))
}
