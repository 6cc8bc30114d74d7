//! Least squares by Householder reflections, with the rank found on the way.

use std::ops::Deref;

use nalgebra::{DMatrix, DVector};

use super::cells::Entries;
use super::triangle::{Triangle, norm};

/// The factors `X = Q R` of the columns that are linearly independent of those before them.
#[derive(Clone, Debug)]
pub(crate) struct Qr {
    /// Householder vectors, one per kept column, each of unit length and as long as a column.
    reflectors: Vec<DVector<f64>>,
    triangle: Triangle,
    rows: usize,
}

/// What is asked of `R` is asked of the factors.
impl Deref for Qr {
    type Target = Triangle;

    fn deref(&self) -> &Triangle {
        &self.triangle
    }
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
        Qr { reflectors, triangle: Triangle::new(&upper, &beyond, kept, aliased), rows }
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
