//! Symmetric matrices as the rows of their lower triangle in one slice.

use nalgebra::DMatrix;

/// Length of the packed lower triangle of a `p × p` matrix.
pub(crate) fn packed_len(p: usize) -> usize {
    p * (p + 1) / 2
}

/// The full symmetric matrix of a packed lower triangle.
pub(crate) fn unpack(packed: &[f64], p: usize) -> DMatrix<f64> {
    let mut m = DMatrix::zeros(p, p);
    let cells = m.as_mut_slice();
    for (i, row) in packed_rows(packed).enumerate().take(p) {
        if let Some(to) = cells.get_mut(i * p..i * p + row.len()) {
            to.copy_from_slice(row);
        }
        for (to, value) in cells.iter_mut().skip(i).step_by(p).zip(row) {
            *to = *value;
        }
    }
    m
}

/// The lower triangle of a symmetric `m`, row by row.
pub(crate) fn pack(m: &DMatrix<f64>) -> impl Iterator<Item = f64> {
    let columns = m.as_slice().chunks_exact(m.nrows().max(1)).enumerate();
    columns.flat_map(|(i, column)| column.iter().take(i + 1)).copied()
}

/// The rows of a packed lower triangle: one of length 1, one of length 2, and so on.
pub(crate) fn packed_rows(packed: &[f64]) -> impl Iterator<Item = &[f64]> {
    let mut rest = packed;
    (1..).map_while(move |length| {
        let (row, more) = rest.split_at_checked(length)?;
        rest = more;
        Some(row)
    })
}

/// Sum of the products, in four sums of every fourth one.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let (left, left_rest) = left.as_chunks::<4>();
    let (right, right_rest) = right.as_chunks::<4>();
    let mut sums = [0.0_f64; 4];
    for (a, b) in left.iter().zip(right) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let [a, b, c, d] = sums;
    let rest: f64 = left_rest.iter().zip(right_rest).map(|(a, b)| a * b).sum();
    (a + b) + (c + d) + rest
}

/// `(u v' + v u') / 2` packed, with its off-diagonal elements doubled: its [`dot`] with a packed `M` is `u'Mv`.
pub(crate) fn packed_outer(u: &[f64], v: &[f64]) -> Vec<f64> {
    let mut packed = Vec::with_capacity(packed_len(u.len()));
    for (i, (ui, vi)) in u.iter().zip(v).enumerate() {
        packed.extend(u.iter().zip(v).take(i).map(|(uj, vj)| ui * vj + vi * uj));
        packed.push(ui * vi);
    }
    packed
}

/// `a b`, column by column.
pub(crate) fn product(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let (rows, inner) = (a.nrows(), b.nrows());
    let mut m = DMatrix::zeros(rows, b.ncols());
    let columns = m.as_mut_slice().chunks_exact_mut(rows.max(1));
    for (to, factors) in columns.zip(b.as_slice().chunks_exact(inner.max(1))) {
        for (factor, from) in factors.iter().zip(a.as_slice().chunks_exact(rows.max(1))) {
            axpy(to, *factor, from);
        }
    }
    m
}

/// `to += factor * from`.
pub(crate) fn axpy(to: &mut [f64], factor: f64, from: &[f64]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += factor * f;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_by_hand() {
        let m = DMatrix::from_row_slice(3, 3, &[1.0, 2.0, 4.0, 2.0, 3.0, 5.0, 4.0, 5.0, 6.0]);
        let packed = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(packed.len(), packed_len(3));
        assert_eq!(unpack(&packed, 3), m);
        assert!(pack(&m).eq(packed));
        let rows: Vec<&[f64]> = packed_rows(&packed).collect();
        assert_eq!(rows, [&packed[..1], &packed[1..3], &packed[3..]]);
        assert_eq!(dot(&packed, &packed), 91.0);
        assert_eq!(product(&m, &m), &m * &m);
        let (u, v) = ([1.0, -2.0, 3.0], [0.5, 4.0, -1.0]);
        let row = |x: &[f64; 3]| DMatrix::from_row_slice(1, 3, x);
        assert_eq!(dot(&packed_outer(&u, &v), &packed), (row(&u) * &m * row(&v).transpose())[(0, 0)]);
    }
}
