//! Least squares by Householder reflections, with the rank found on the way.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use super::cells::{Cells, Entries};

/// The factors `X = Q R` of the columns that are linearly independent of those before them.
#[derive(Clone, Debug)]
pub(crate) struct Qr {
    /// Householder vectors, one per kept column, each of unit length and as long as a column.
    reflectors: Vec<DVector<f64>>,
    /// Upper triangle, kept × kept.
    pub(crate) r: DMatrix<f64>,
    /// Columns kept, in their order.
    pub(crate) kept: Vec<usize>,
    /// Columns that are combinations of earlier kept ones, in their order.
    pub(crate) aliased: Vec<usize>,
    /// Kept × aliased: `X_aliased = X_kept * relation`.
    pub(crate) relation: DMatrix<f64>,
    rows: usize,
}

fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    largest * sqrt(values.iter().map(|v| (v / largest) * (v / largest)).sum())
}

/// `column -= 2 v (v · column)`.
fn reflect(v: &DVector<f64>, column: &mut DVector<f64>) {
    let twice = 2.0 * v.dot(column);
    column.axpy(-twice, v, 1.0);
}

impl Qr {
    /// Factors the columns of `x`. A column whose part beyond the earlier ones is below `tolerance` of its length is
    /// set aside as aliased.
    pub(crate) fn new(x: &DMatrix<f64>, tolerance: f64) -> Qr {
        let rows = x.nrows();
        let mut reflectors: Vec<DVector<f64>> = Vec::new();
        let (mut kept, mut aliased) = (Vec::new(), Vec::new());
        let (mut upper, mut beyond): (Vec<DVector<f64>>, Vec<DVector<f64>>) = (Vec::new(), Vec::new());
        for index in 0..x.ncols() {
            let mut column: DVector<f64> = x.column(index).into_owned();
            let whole = norm(column.as_slice());
            for v in &reflectors {
                reflect(v, &mut column);
            }
            let done = reflectors.len();
            let rest = norm(column.as_slice().get(done..).unwrap_or_default());
            if rest <= tolerance * whole {
                aliased.push(index);
                beyond.push(column.rows(0, done).into_owned());
                continue;
            }
            let mut v = column.clone();
            v.rows_mut(0, done).fill(0.0);
            let diagonal = if v.entry(done) > 0.0 { -rest } else { rest };
            v.increase(done, -diagonal);
            let length = norm(v.as_slice());
            v /= length;
            reflectors.push(v);
            kept.push(index);
            let mut top = column.rows(0, done + 1).into_owned();
            top.set(done, diagonal);
            upper.push(top);
        }
        let rank = kept.len();
        let r =
            DMatrix::from_fn(rank, rank, |i, j| if i <= j { upper.get(j).map_or(0.0, |c| c.entry(i)) } else { 0.0 });
        let mut qr = Qr { reflectors, r, kept, aliased, relation: DMatrix::zeros(rank, beyond.len()), rows };
        for (j, top) in beyond.iter().enumerate() {
            // an aliased column lies in the span of the kept columns before it
            let known = top.nrows();
            let full = DVector::from_fn(rank, |i, _| if i < known { top.entry(i) } else { 0.0 });
            let solved = qr.back_solve(&full);
            qr.relation.set_column(j, &solved);
        }
        qr
    }

    /// Number of independent columns.
    pub(crate) fn rank(&self) -> usize {
        self.kept.len()
    }

    /// The first `rank` elements of `Q' y` and the sum of squares of the others.
    pub(crate) fn effects(&self, y: &DVector<f64>) -> (DVector<f64>, f64) {
        let mut turned = y.clone();
        for v in &self.reflectors {
            reflect(v, &mut turned);
        }
        let rank = self.rank();
        let rest = turned.as_slice().get(rank..).unwrap_or_default();
        (turned.rows(0, rank).into_owned(), rest.iter().map(|v| v * v).sum())
    }

    /// Residuals of `y` on the columns.
    pub(crate) fn residuals(&self, y: &DVector<f64>) -> DVector<f64> {
        let mut turned = y.clone();
        for v in &self.reflectors {
            reflect(v, &mut turned);
        }
        turned.rows_mut(0, self.rank()).fill(0.0);
        for v in self.reflectors.iter().rev() {
            reflect(v, &mut turned);
        }
        turned
    }

    /// The orthonormal columns, rows × rank.
    pub(crate) fn q(&self) -> DMatrix<f64> {
        let rank = self.rank();
        let mut q = DMatrix::zeros(self.rows, rank);
        for j in 0..rank {
            let mut column = DVector::zeros(self.rows);
            column.set(j, 1.0);
            for v in self.reflectors.iter().rev() {
                reflect(v, &mut column);
            }
            q.set_column(j, &column);
        }
        q
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_through_three_points_by_hand() {
        // y = 1, 2, 4 at x = 0, 1, 2: slope 3/2, intercept 5/6, residual sum of squares 1/6
        let x = DMatrix::from_row_slice(3, 2, &[1.0, 0.0, 1.0, 1.0, 1.0, 2.0]);
        let y = DVector::from_vec(vec![1.0, 2.0, 4.0]);
        let qr = Qr::new(&x, 1e-10);
        let (effects, rss) = qr.effects(&y);
        let b = qr.back_solve(&effects);
        assert!((b[0] - 5.0 / 6.0).abs() < 1e-15 && (b[1] - 1.5).abs() < 1e-15);
        assert!((rss - 1.0 / 6.0).abs() < 1e-15);
        let expected = [1.0 / 6.0, -1.0 / 3.0, 1.0 / 6.0];
        assert!(qr.residuals(&y).iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15));
        assert!((&qr.q() * &qr.r - &x).amax() < 1e-15);
        // (X'X)^-1 = [[5, -3], [-3, 3]] / 6
        let inverse = qr.spread(&DMatrix::identity(2, 2));
        assert!((inverse[(0, 0)] - 5.0 / 6.0).abs() < 1e-15 && (inverse[(0, 1)] + 0.5).abs() < 1e-15);
    }

    #[test]
    fn a_dependent_column_is_set_aside_and_its_relation_kept() {
        // third column = first + 2 second; fourth free; fifth zero
        let x = DMatrix::from_row_slice(
            4,
            5,
            &[1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 3.0, 0.0, 0.0, 1.0, 2.0, 5.0, 5.0, 0.0, 1.0, 3.0, 7.0, 1.0, 0.0],
        );
        let qr = Qr::new(&x, 1e-10);
        assert_eq!((qr.kept.clone(), qr.aliased.clone()), (vec![0, 1, 3], vec![2, 4]));
        let relation = qr.relation.column(0);
        assert!((relation[0] - 1.0).abs() < 1e-14 && (relation[1] - 2.0).abs() < 1e-14 && relation[2].abs() < 1e-14);
        assert!(qr.estimable(&[1.0, 2.0, 5.0, 0.0, 0.0]).is_some());
        assert!(qr.estimable(&[0.0, 0.0, 1.0, 0.0, 0.0]).is_none());
        assert!(qr.estimable(&[1.0, 0.0]).is_none());
    }
}
