//! The upper triangle of an orthonormalised design, and which columns it stands for.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use super::cells::{Cells, Entries};

/// `R` of `X = Q R` for the columns that are linearly independent of those before them.
#[derive(Clone, Debug)]
pub(crate) struct Triangle {
    /// Upper triangle, kept × kept.
    pub(crate) r: DMatrix<f64>,
    /// Columns kept, in their order.
    pub(crate) kept: Vec<usize>,
    /// Columns that are combinations of earlier kept ones, in their order.
    pub(crate) aliased: Vec<usize>,
    /// Kept × aliased: `X_aliased = X_kept * relation`.
    pub(crate) relation: DMatrix<f64>,
}

/// Length of a vector, without overflow.
pub(crate) fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    largest * sqrt(values.iter().map(|v| (v / largest) * (v / largest)).sum())
}

impl Triangle {
    /// From the parts of each kept column on the orthonormal ones up to its own (`upper`), and of each aliased column
    /// on those before it (`beyond`).
    pub(crate) fn new(
        upper: &[DVector<f64>],
        beyond: &[DVector<f64>],
        kept: Vec<usize>,
        aliased: Vec<usize>,
    ) -> Triangle {
        let rank = kept.len();
        let r =
            DMatrix::from_fn(rank, rank, |i, j| if i <= j { upper.get(j).map_or(0.0, |c| c.entry(i)) } else { 0.0 });
        let mut triangle = Triangle { r, kept, aliased, relation: DMatrix::zeros(rank, beyond.len()) };
        for (j, top) in beyond.iter().enumerate() {
            // an aliased column lies in the span of the kept columns before it
            let known = top.nrows();
            let full = DVector::from_fn(rank, |i, _| if i < known { top.entry(i) } else { 0.0 });
            let solved = triangle.back_solve(&full);
            triangle.relation.set_column(j, &solved);
        }
        triangle
    }

    /// Number of independent columns.
    pub(crate) fn rank(&self) -> usize {
        self.kept.len()
    }

    /// Solution of `R x = b`.
    pub(crate) fn back_solve(&self, b: &DVector<f64>) -> DVector<f64> {
        let mut x = b.clone();
        for i in (0..self.rank()).rev() {
            let known: f64 = (i + 1..self.rank()).map(|j| self.r.cell(i, j) * x.entry(j)).sum();
            x.set(i, (x.entry(i) - known) / self.r.cell(i, i));
        }
        x
    }

    /// Solution of `R' x = b`.
    pub(crate) fn forward_solve(&self, b: &DVector<f64>) -> DVector<f64> {
        let mut x = b.clone();
        for i in 0..self.rank() {
            let known: f64 = (0..i).map(|j| self.r.cell(j, i) * x.entry(j)).sum();
            x.set(i, (x.entry(i) - known) / self.r.cell(i, i));
        }
        x
    }

    /// `inv(R) M inv(R)'` for a symmetric `M`.
    pub(crate) fn spread(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let rank = self.rank();
        let mut half = DMatrix::zeros(rank, rank);
        for j in 0..rank {
            half.set_column(j, &self.back_solve(&m.column(j).into_owned()));
        }
        let turned = half.transpose();
        for j in 0..rank {
            half.set_column(j, &self.back_solve(&turned.column(j).into_owned()));
        }
        0.5 * (&half + half.transpose())
    }

    /// The part of the combination `l` on the kept columns, or `None` when `l` times the coefficients is not
    /// estimable (it leaves the row space of the design).
    pub(crate) fn estimable(&self, l: &[f64]) -> Option<DVector<f64>> {
        let pick = |places: &[usize]| -> Vec<f64> { places.iter().filter_map(|i| l.get(*i).copied()).collect() };
        let kept = DVector::from_vec(pick(&self.kept));
        if kept.len() != self.rank() {
            return None;
        }
        let size = l.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        let sound = pick(&self.aliased).iter().enumerate().all(|(j, value)| {
            let column = self.relation.column(j);
            let span = column.iter().fold(1.0_f64, |m, v| m.max(v.abs()));
            (value - column.dot(&kept)).abs() <= 1e-8 * size * span
        });
        sound.then_some(kept)
    }
}
