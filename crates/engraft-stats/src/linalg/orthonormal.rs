//! Orthonormal columns that keep the zeros of the design.

use nalgebra::DVector;

use super::packed::{axpy, dot};
use super::triangle::{Triangle, norm};

/// `X = Q R` by the modified method of Gram and Schmidt, each column twice, so that `Q` is orthonormal to rounding.
///
/// Unlike Householder's reflections it leaves a row of zeros zero: columns that belong to different visits never mix,
/// and sums over rows may leave the zeros out.
/// Source: Giraud L et al. Numer Math 2005;101:87-100. doi:10.1007/s00211-005-0615-4 (twice is enough).
#[derive(Clone, Debug)]
pub(crate) struct Orthonormal {
    /// `R`.
    pub(crate) triangle: Triangle,
    /// The columns of `Q`.
    pub(crate) columns: Vec<Vec<f64>>,
    supports: Vec<Vec<u64>>,
}

/// The rows in which a column is not zero, a bit each.
fn support(column: &[f64]) -> Vec<u64> {
    column.chunks(64).map(|part| part.iter().rev().fold(0, |bits, v| (bits << 1) | u64::from(*v != 0.0))).collect()
}

fn disjoint(left: &[u64], right: &[u64]) -> bool {
    left.iter().zip(right).all(|(a, b)| a & b == 0)
}

impl Orthonormal {
    /// Orthonormalises `columns` (all as long, finite). A column whose part beyond the earlier ones is below
    /// `tolerance` of its length is set aside as aliased.
    pub(crate) fn new(columns: &[Vec<f64>], tolerance: f64) -> Orthonormal {
        let (mut kept, mut aliased, mut upper, mut beyond) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut q: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        let mut supports: Vec<Vec<u64>> = Vec::with_capacity(columns.len());
        for (index, column) in columns.iter().enumerate() {
            let whole = norm(column);
            let unit = if whole > 0.0 { whole } else { 1.0 };
            let mut rest: Vec<f64> = column.iter().map(|v| v / unit).collect();
            let mut parts = take_out(&q, &supports, &mut rest);
            let length = norm(&rest);
            if length <= tolerance {
                aliased.push(index);
                beyond.push(DVector::from_vec(parts) * unit);
                continue;
            }
            rest.iter_mut().for_each(|v| *v /= length);
            parts.push(length);
            upper.push(DVector::from_vec(parts) * unit);
            kept.push(index);
            supports.push(support(&rest));
            q.push(rest);
        }
        Orthonormal { triangle: Triangle::new(&upper, &beyond, kept, aliased), columns: q, supports }
    }

    /// The parts of `y` on the columns, and what is left of it.
    pub(crate) fn project(&self, y: &[f64]) -> (DVector<f64>, Vec<f64>) {
        let length = norm(y);
        let unit = if length > 0.0 { length } else { 1.0 };
        let mut rest: Vec<f64> = y.iter().map(|v| v / unit).collect();
        let parts = take_out(&self.columns, &self.supports, &mut rest);
        rest.iter_mut().for_each(|v| *v *= unit);
        (DVector::from_vec(parts) * unit, rest)
    }
}

/// Subtracts from `rest` its parts on the columns, twice, and returns them.
fn take_out(columns: &[Vec<f64>], supports: &[Vec<u64>], rest: &mut [f64]) -> Vec<f64> {
    let mut parts = vec![0.0; columns.len()];
    for _ in 0..2 {
        let mut own = support(rest);
        for ((slot, q), rows) in parts.iter_mut().zip(columns).zip(supports) {
            if disjoint(&own, rows) {
                continue;
            }
            let part = dot(q, rest);
            axpy(rest, -part, q);
            own.iter_mut().zip(rows).for_each(|(own, more)| *own |= more);
            *slot += part;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::Qr;
    use nalgebra::DMatrix;

    #[test]
    fn as_householder_but_for_signs_also_for_nearly_dependent_columns() {
        let n = 20;
        let base: Vec<f64> = (0..n).map(|i| f64::from(i * i % 7) + 1e6).collect();
        let near: Vec<f64> = base.iter().enumerate().map(|(i, v)| v + 1e-2 * f64::from(i as u32 % 3)).collect();
        let sum: Vec<f64> = base.iter().zip(&near).map(|(a, b)| a - 2.0 * b).collect();
        let columns = [vec![1.0; n as usize], base, near, sum, vec![0.0; n as usize]];
        let ours = Orthonormal::new(&columns, 1e-10);
        let vectors: Vec<DVector<f64>> = columns.iter().map(|c| DVector::from_row_slice(c)).collect();
        let qr = Qr::new(&DMatrix::from_columns(&vectors), 1e-10);
        assert_eq!(ours.triangle.aliased, [3, 4]);
        assert_eq!(ours.triangle.aliased, qr.aliased);
        for (i, a) in ours.columns.iter().enumerate() {
            for (j, b) in ours.columns.iter().enumerate() {
                assert!((dot(a, b) - f64::from(u8::from(i == j))).abs() < 1e-14);
            }
        }
        // the coefficients are ill determined, what they add up to is not
        let kept = DMatrix::from_columns(vectors.get(..3).unwrap());
        assert!((&kept * ours.triangle.relation.column(0) - &vectors[3]).amax() < 1e-14 * vectors[3].norm());
        let y: Vec<f64> = (0..n).map(|i| f64::from(i * 5 % 11)).collect();
        let (effects, rest) = ours.project(&y);
        let (theirs, rss) = qr.effects(&DVector::from_row_slice(&y));
        // the third direction is known to rounding times the condition of the columns, 1e6 / 1e-2
        assert!((dot(&rest, &rest) / rss - 1.0).abs() < 1e-6);
        assert!(effects.iter().zip(theirs.iter()).all(|(a, b)| (a.abs() - b.abs()).abs() < 1e-6));
    }

    #[test]
    fn columns_of_different_rows_stay_apart() {
        let columns = [vec![1.0, 0.0, 1.0, 0.0], vec![0.0, 1.0, 0.0, 1.0], vec![0.3, 0.0, -0.7, 0.0]];
        let ours = Orthonormal::new(&columns, 1e-10);
        assert_eq!(ours.columns[2][1], 0.0);
        assert_eq!(ours.columns[2][3], 0.0);
        assert_eq!(ours.triangle.r[(1, 2)], 0.0);
    }
}
