//! Symmetric matrices as the rows of their lower triangle in one slice.

use nalgebra::DMatrix;

use super::cells::Cells;

/// Length of the packed lower triangle of a `p × p` matrix.
pub(crate) fn packed_len(p: usize) -> usize {
    p * (p + 1) / 2
}

/// The lower triangle of `m`, row by row.
pub(crate) fn pack(m: &DMatrix<f64>) -> Vec<f64> {
    let p = m.nrows();
    (0..p).flat_map(|i| (0..=i).map(move |j| m.cell(i, j))).collect()
}

/// The full symmetric matrix of a packed lower triangle.
pub(crate) fn unpack(packed: &[f64], p: usize) -> DMatrix<f64> {
    let mut m = DMatrix::zeros(p, p);
    let places = (0..p).flat_map(|i| (0..=i).map(move |j| (i, j)));
    for ((i, j), v) in places.zip(packed) {
        m.put(i, j, *v);
        m.put(j, i, *v);
    }
    m
}

/// `to += factor * from`.
pub(crate) fn axpy(to: &mut [f64], factor: f64, from: &[f64]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += factor * f;
    }
}

/// Trace of the product of two symmetric matrices, the first packed with its off-diagonal elements doubled.
pub(crate) fn symmetric_dot(doubled: &[f64], packed: &[f64]) -> f64 {
    doubled.iter().zip(packed).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_is_undone() {
        let m = DMatrix::from_row_slice(3, 3, &[1.0, 2.0, 4.0, 2.0, 3.0, 5.0, 4.0, 5.0, 6.0]);
        let packed = pack(&m);
        assert_eq!(packed, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(packed.len(), packed_len(3));
        assert_eq!(unpack(&packed, 3), m);
        let doubled = [1.0, 4.0, 3.0, 8.0, 10.0, 6.0];
        assert_eq!(symmetric_dot(&doubled, &packed), (&m * &m).trace());
    }
}
