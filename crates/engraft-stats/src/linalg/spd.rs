//! Symmetric positive definite matrices through Cholesky.

use libm::{log, sqrt};
use nalgebra::{DMatrix, DVector};

use super::packed::{axpy, dot, packed_len, packed_rows};

/// A pivot below this part of its diagonal element counts as zero.
const SMALLEST_PIVOT: f64 = 1e-13;

/// A factored symmetric positive definite matrix.
#[derive(Clone, Debug)]
pub(crate) struct Spd {
    size: usize,
    /// Lower triangle `L` of `m = L L'`, packed.
    lower: Vec<f64>,
}

impl Spd {
    /// Factors `m`, or `None` when it is not finite or not positive definite to working precision.
    pub(crate) fn new(m: &DMatrix<f64>) -> Option<Spd> {
        let size = m.nrows();
        let mut lower = vec![0.0; packed_len(size)];
        let mut done = 0;
        for (i, column) in m.as_slice().chunks_exact(size.max(1)).enumerate() {
            if column.iter().any(|v| !v.is_finite()) {
                return None;
            }
            let (above, below) = lower.split_at_mut(done);
            let row = below.get_mut(..=i)?;
            for (k, (other, value)) in packed_rows(above).zip(column).enumerate() {
                let (pivot, before) = other.split_last()?;
                let (known, rest) = row.split_at_mut_checked(k)?;
                *rest.first_mut()? = (value - dot(before, known)) / pivot;
            }
            let (own, known) = row.split_last_mut()?;
            let diagonal = *column.get(i)?;
            let rest = diagonal - dot(known, known);
            if !(rest > SMALLEST_PIVOT * diagonal && rest.is_finite()) {
                return None;
            }
            *own = sqrt(rest);
            done += i + 1;
        }
        Some(Spd { size, lower })
    }

    /// Logarithm of the determinant.
    pub(crate) fn log_determinant(&self) -> f64 {
        2.0 * packed_rows(&self.lower).filter_map(|row| row.last()).map(|v| log(*v)).sum::<f64>()
    }

    /// `inv(L)`, packed.
    pub(crate) fn inverse_root(&self) -> Vec<f64> {
        let mut inverse = vec![0.0; self.lower.len()];
        let mut done = 0;
        for (i, row) in packed_rows(&self.lower).enumerate() {
            let (above, below) = inverse.split_at_mut(done);
            let Some((pivot, before)) = row.split_last() else { continue };
            let Some(to) = below.get_mut(..row.len()) else { continue };
            for (factor, from) in before.iter().zip(packed_rows(above)) {
                axpy(to, -factor, from);
            }
            if let Some(own) = to.get_mut(i) {
                *own = 1.0;
            }
            to.iter_mut().for_each(|v| *v /= pivot);
            done += row.len();
        }
        inverse
    }

    /// The inverse, symmetric to the last bit.
    pub(crate) fn inverse(&self) -> DMatrix<f64> {
        let mut inverse = DMatrix::zeros(self.size, self.size);
        // inv(L)' inv(L), row of inv(L) by row
        for row in packed_rows(&self.inverse_root()) {
            for (to, factor) in inverse.as_mut_slice().chunks_exact_mut(self.size.max(1)).zip(row) {
                axpy(to, *factor, row);
            }
        }
        inverse
    }

    /// Solution of `m x = b`.
    pub(crate) fn solve(&self, b: &DVector<f64>) -> DVector<f64> {
        let mut x: Vec<f64> = Vec::with_capacity(self.size);
        for (row, value) in packed_rows(&self.lower).zip(b.iter()) {
            let Some((pivot, before)) = row.split_last() else { continue };
            x.push((value - dot(before, &x)) / pivot);
        }
        for (i, row) in packed_rows(&self.lower).enumerate().collect::<Vec<_>>().into_iter().rev() {
            let Some((pivot, before)) = row.split_last() else { continue };
            if let Some((own, rest)) = x.get_mut(..=i).and_then(|x| x.split_last_mut()) {
                *own /= pivot;
                axpy(rest, -*own, before);
            }
        }
        DVector::from_vec(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_by_two_by_hand() {
        // [[4, 2], [2, 3]]: determinant 8, inverse [[3, -2], [-2, 4]] / 8
        let s = Spd::new(&DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 3.0])).unwrap();
        assert!((s.log_determinant() - 8.0_f64.ln()).abs() < 1e-15);
        let inverse = s.inverse();
        assert!((inverse[(0, 0)] - 0.375).abs() < 1e-16 && (inverse[(0, 1)] + 0.25).abs() < 1e-16);
        let x = s.solve(&DVector::from_vec(vec![8.0, 8.0]));
        assert!((x[0] - 1.0).abs() < 1e-15 && (x[1] - 2.0).abs() < 1e-15);
    }

    #[test]
    fn a_larger_inverse_undoes_the_matrix() {
        let m = DMatrix::from_fn(9, 9, |i, j| 0.7_f64.powi(i.abs_diff(j) as i32) + f64::from(u8::from(i == j)));
        let s = Spd::new(&m).unwrap();
        assert!((&m * s.inverse() - DMatrix::identity(9, 9)).amax() < 1e-14);
        assert_eq!(s.inverse(), s.inverse().transpose());
        let b = DVector::from_fn(9, |i, _| i as f64 - 3.0);
        assert!((&m * s.solve(&b) - b).amax() < 1e-13);
    }

    #[test]
    fn singular_and_indefinite_are_refused() {
        assert!(Spd::new(&DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 1.0, 1.0])).is_none());
        assert!(Spd::new(&DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 2.0, 1.0])).is_none());
        assert!(Spd::new(&DMatrix::from_element(1, 1, f64::NAN)).is_none());
    }
}
