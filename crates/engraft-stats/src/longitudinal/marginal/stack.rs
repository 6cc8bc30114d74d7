//! A symmetric matrix over the coefficients for each covariance parameter, all turned at once.

use nalgebra::DMatrix;

use crate::linalg::{axpy, packed_len, packed_rows};

/// Matrices of the same size, one for each parameter: cell by cell, the parameters of a cell side by side.
pub(crate) struct Stack {
    columns: usize,
    depth: usize,
    cells: Vec<f64>,
}

/// The entries of one cell.
fn block(cells: &[f64], at: usize, depth: usize) -> &[f64] {
    cells.get(at * depth..(at + 1) * depth).unwrap_or_default()
}

impl Stack {
    /// `depth` matrices of zeros, `columns` × `columns`.
    pub(crate) fn new(columns: usize, depth: usize) -> Stack {
        Stack { columns, depth, cells: vec![0.0; columns * columns * depth] }
    }

    /// Adds `factor` times `values`, one for each parameter, to the cell in the lower triangle.
    pub(crate) fn add(&mut self, row: usize, column: usize, factor: f64, values: &[f64]) {
        let start = (row * self.columns + column) * self.depth;
        if let Some(to) = self.cells.get_mut(start..start + self.depth) {
            axpy(to, factor, values);
        }
    }

    /// `inv(L) M inv(L)'` of each matrix, whose lower triangle counts, with `root` the packed `inv(L)`: the packed
    /// triangle cell by cell, the parameters of a cell side by side.
    pub(crate) fn turned(&self, root: &[f64]) -> Vec<f64> {
        let (n, depth) = (self.columns, self.depth.max(1));
        let mut whole = Vec::with_capacity(self.cells.len());
        for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))) {
            whole.extend_from_slice(block(&self.cells, i.max(j) * n + i.min(j), depth));
        }
        let mut turned = Vec::with_capacity(packed_len(n) * depth);
        let mut half = vec![0.0; n * depth];
        for (i, factors) in packed_rows(root).enumerate() {
            let Some(half) = half.get_mut(..(i + 1) * depth) else { continue };
            half.fill(0.0);
            for (factor, from) in factors.iter().zip(whole.chunks_exact(n * depth)) {
                axpy(half, *factor, from);
            }
            for others in packed_rows(root).take(i + 1) {
                let start = turned.len();
                turned.resize(start + depth, 0.0);
                let Some(to) = turned.get_mut(start..) else { continue };
                for (factor, from) in others.iter().zip(half.chunks_exact(depth)) {
                    axpy(to, *factor, from);
                }
            }
        }
        turned
    }
}

/// `inv(L)` times a vector for each parameter; entry by entry, the parameters of an entry side by side.
pub(crate) fn turned_vectors(root: &[f64], vectors: &[f64], depth: usize) -> Vec<f64> {
    let mut product = vec![0.0; vectors.len()];
    let depth = depth.max(1);
    for (to, factors) in product.chunks_exact_mut(depth).zip(packed_rows(root)) {
        for (factor, from) in factors.iter().zip(vectors.chunks_exact(depth)) {
            axpy(to, *factor, from);
        }
    }
    product
}

/// The sum over cells of a weight times the cell, for each parameter.
pub(crate) fn over_cells(weights: &[f64], cells: &[f64], depth: usize) -> Vec<f64> {
    let mut sum = vec![0.0; depth];
    for (weight, cell) in weights.iter().zip(cells.chunks_exact(depth.max(1))) {
        axpy(&mut sum, *weight, cell);
    }
    sum
}

/// `to += factor z z'` for the entries `z` of a cell, on and above the diagonal.
pub(crate) fn add_square(to: &mut DMatrix<f64>, factor: f64, z: &[f64]) {
    let size = to.nrows().max(1);
    for (l, (to, value)) in to.as_mut_slice().chunks_exact_mut(size).zip(z).enumerate() {
        if let (Some(to), Some(z)) = (to.get_mut(..=l), z.get(..=l)) {
            axpy(to, factor * value, z);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::unpack;

    #[test]
    fn each_matrix_is_turned() {
        let root = [2.0, -1.0, 0.5, 3.0, 1.0, 4.0];
        let lower = DMatrix::from_row_slice(3, 3, &[2.0, 0.0, 0.0, -1.0, 0.5, 0.0, 3.0, 1.0, 4.0]);
        let (one, two) = ([1.0, 2.0, -3.0, 4.0, 0.0, 6.0], [0.0, 1.0, 5.0, -2.0, 7.0, 1.0]);
        let mut stack = Stack::new(3, 2);
        for (slot, (i, j)) in [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)].into_iter().enumerate() {
            stack.add(i, j, 1.0, &[one[slot], two[slot]]);
        }
        let turned = stack.turned(&root);
        for (k, m) in [one, two].iter().enumerate() {
            let own: Vec<f64> = turned.iter().skip(k).step_by(2).copied().collect();
            assert_eq!(unpack(&own, 3), &lower * unpack(m, 3) * lower.transpose());
        }
        let vectors = turned_vectors(&root, &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0], 2);
        assert_eq!(vectors, [2.0, 8.0, 0.0, -1.5, 17.0, 41.0]);
        assert_eq!(over_cells(&[1.0, 0.0, 2.0], &vectors, 2), [36.0, 90.0]);
        let mut square = DMatrix::zeros(2, 2);
        add_square(&mut square, 2.0, &[3.0, -1.0]);
        assert_eq!(square.as_slice(), [18.0, 0.0, -6.0, 2.0]);
    }
}
