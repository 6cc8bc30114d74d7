//! Symmetric positive definite matrices through Cholesky.

use libm::log;
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// A pivot below this part of its diagonal element counts as zero.
const SMALLEST_PIVOT: f64 = 1e-13;

/// A factored symmetric positive definite matrix.
#[derive(Clone, Debug)]
pub(crate) struct Spd {
    factor: Cholesky<f64, Dyn>,
}

impl Spd {
    /// Factors `m`, or `None` when it is not finite or not positive definite to working precision.
    pub(crate) fn new(m: DMatrix<f64>) -> Option<Spd> {
        let diagonal: Vec<f64> = m.diagonal().iter().copied().collect();
        if m.iter().any(|v| !v.is_finite()) {
            return None;
        }
        let factor = Cholesky::new(m)?;
        let sound =
            factor.l_dirty().diagonal().iter().zip(&diagonal).all(|(l, d)| l.is_finite() && l * l > SMALLEST_PIVOT * d);
        sound.then_some(Spd { factor })
    }

    /// Logarithm of the determinant.
    pub(crate) fn log_determinant(&self) -> f64 {
        2.0 * self.factor.l_dirty().diagonal().iter().map(|v| log(*v)).sum::<f64>()
    }

    /// The inverse, symmetric to the last bit.
    pub(crate) fn inverse(&self) -> DMatrix<f64> {
        let inverse = self.factor.inverse();
        0.5 * (&inverse + inverse.transpose())
    }

    /// Solution of `m x = b`.
    pub(crate) fn solve(&self, b: &DVector<f64>) -> DVector<f64> {
        self.factor.solve(b)
    }

    /// Solution of `m X = B`.
    pub(crate) fn solve_matrix(&self, b: &DMatrix<f64>) -> DMatrix<f64> {
        self.factor.solve(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_by_two_by_hand() {
        // [[4, 2], [2, 3]]: determinant 8, inverse [[3, -2], [-2, 4]] / 8
        let s = Spd::new(DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 3.0])).unwrap();
        assert!((s.log_determinant() - 8.0_f64.ln()).abs() < 1e-15);
        let inverse = s.inverse();
        assert!((inverse[(0, 0)] - 0.375).abs() < 1e-16 && (inverse[(0, 1)] + 0.25).abs() < 1e-16);
        let x = s.solve(&DVector::from_vec(vec![8.0, 8.0]));
        assert!((x[0] - 1.0).abs() < 1e-15 && (x[1] - 2.0).abs() < 1e-15);
        assert_eq!(s.solve_matrix(&DMatrix::identity(2, 2)).nrows(), 2);
    }

    #[test]
    fn singular_and_indefinite_are_refused() {
        assert!(Spd::new(DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 1.0, 1.0])).is_none());
        assert!(Spd::new(DMatrix::from_row_slice(2, 2, &[1.0, 2.0, 2.0, 1.0])).is_none());
        assert!(Spd::new(DMatrix::from_element(1, 1, f64::NAN)).is_none());
    }
}
