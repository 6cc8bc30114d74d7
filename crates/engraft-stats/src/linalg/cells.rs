//! Reading and writing single cells without a way to panic: outside the matrix there is nothing to read or write.

use nalgebra::{DMatrix, DVector};

/// Cells of a matrix.
pub(crate) trait Cells {
    /// The cell in row `i`, column `j`; zero outside.
    fn cell(&self, i: usize, j: usize) -> f64;
    /// Sets a cell.
    fn put(&mut self, i: usize, j: usize, value: f64);
    /// Adds to a cell.
    fn increase_cell(&mut self, i: usize, j: usize, value: f64);
}

impl Cells for DMatrix<f64> {
    fn cell(&self, i: usize, j: usize) -> f64 {
        self.get((i, j)).copied().unwrap_or(0.0)
    }

    fn put(&mut self, i: usize, j: usize, value: f64) {
        if let Some(slot) = self.get_mut((i, j)) {
            *slot = value;
        }
    }

    fn increase_cell(&mut self, i: usize, j: usize, value: f64) {
        if let Some(slot) = self.get_mut((i, j)) {
            *slot += value;
        }
    }
}

/// Entries of a vector.
pub(crate) trait Entries {
    /// The entry at `i`; zero outside.
    fn entry(&self, i: usize) -> f64;
    /// Sets an entry.
    fn set(&mut self, i: usize, value: f64);
    /// Adds to an entry.
    fn increase(&mut self, i: usize, value: f64);
}

impl Entries for DVector<f64> {
    fn entry(&self, i: usize) -> f64 {
        self.get(i).copied().unwrap_or(0.0)
    }

    fn set(&mut self, i: usize, value: f64) {
        if let Some(slot) = self.get_mut(i) {
            *slot = value;
        }
    }

    fn increase(&mut self, i: usize, value: f64) {
        if let Some(slot) = self.get_mut(i) {
            *slot += value;
        }
    }
}
