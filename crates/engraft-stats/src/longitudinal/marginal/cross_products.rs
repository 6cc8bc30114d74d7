//! What the data of one group of subjects contribute to the likelihood, summed over its subjects.

use nalgebra::{DMatrix, DVector};

use super::{Group, Rows};
use crate::linalg::{Cells, Entries, axpy, packed_len};

/// Sums over the subjects of a group, for each pair `a <= b` of places in the covariance matrix.
///
/// With `x_a` the design row and `y_a` the response at place `a`: for `a = b` the sums of `x_a x_a'`, `x_a y_a`,
/// `y_a²`; for `a < b` those of `x_a x_b' + x_b x_a'`, `x_a y_b + x_b y_a`, `y_a y_b`.
#[derive(Clone, Debug)]
pub(crate) struct CrossProducts {
    /// Number of subjects.
    pub(crate) subjects: f64,
    /// Number of places.
    pub(crate) places: usize,
    /// Number of design columns.
    columns: usize,
    /// Packed lower triangles, one per pair.
    xx: Vec<f64>,
    /// One vector per pair.
    xy: Vec<f64>,
    /// One number per pair.
    yy: Vec<f64>,
}

/// Pairs `a <= b` in the order they are stored.
fn pairs(places: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..places).flat_map(|b| (0..=b).map(move |a| (a, b)))
}

impl CrossProducts {
    /// Sums the subjects of `group`.
    pub(crate) fn new(rows: &Rows, group: &Group) -> CrossProducts {
        let columns = rows.q.ncols();
        let places = group.subjects.first().map_or(0, Vec::len);
        let count = packed_len(places);
        let mut xx = vec![0.0; count * packed_len(columns)];
        let mut xy = vec![0.0; count * columns];
        let mut yy = vec![0.0; count];
        for subject in &group.subjects {
            let design: Vec<Vec<f64>> = subject.iter().map(|r| rows.q.row(*r).iter().copied().collect()).collect();
            let response: Vec<f64> = subject.iter().map(|r| rows.residuals.entry(*r)).collect();
            let places = pairs(design.len()).filter_map(|(a, b)| {
                Some((design.get(a)?, design.get(b)?, *response.get(a)?, *response.get(b)?, a == b))
            });
            let slots = xx.chunks_mut(packed_len(columns)).zip(xy.chunks_mut(columns)).zip(&mut yy);
            for ((left, right, y_left, y_right, same), ((sum_xx, sum_xy), sum_yy)) in places.zip(slots) {
                add_outer(sum_xx, left, right, same);
                axpy(sum_xy, y_right, left);
                if !same {
                    axpy(sum_xy, y_left, right);
                }
                *sum_yy += y_left * y_right;
            }
        }
        CrossProducts { subjects: group.subjects.len() as f64, places, columns, xx, xy, yy }
    }

    /// `to += sum of X' W X`, packed, for a symmetric `w`.
    pub(crate) fn add_xx(&self, to: &mut [f64], w: &DMatrix<f64>) {
        for ((a, b), part) in pairs(self.places).zip(self.xx.chunks(packed_len(self.columns))) {
            axpy(to, w.cell(a, b), part);
        }
    }

    /// `to += sum of X' W (y - X b)` for a symmetric `w`.
    pub(crate) fn add_xr(&self, to: &mut [f64], w: &DMatrix<f64>, beyond: &[DVector<f64>]) {
        for ((a, b), part) in pairs(self.places).zip(beyond) {
            axpy(to, w.cell(a, b), part.as_slice());
        }
    }

    /// For each pair the sum of `x_a y_b + x_b y_a` (once for `a = b`).
    pub(crate) fn xy(&self) -> Vec<DVector<f64>> {
        self.xy.chunks(self.columns).map(DVector::from_row_slice).collect()
    }

    /// For each pair the product of the summed `x_a x_b' + x_b x_a'` with `b`.
    pub(crate) fn xx_times(&self, beta: &DVector<f64>) -> Vec<DVector<f64>> {
        self.xx
            .chunks(packed_len(self.columns))
            .map(|part| {
                let mut product = DVector::zeros(self.columns);
                let mut cells = part.iter();
                for i in 0..self.columns {
                    for (j, v) in (0..=i).zip(&mut cells) {
                        product.increase(i, v * beta.entry(j));
                        if j < i {
                            product.increase(j, v * beta.entry(i));
                        }
                    }
                }
                product
            })
            .collect()
    }

    /// Sum of `r r'` for the residuals `r = y - X b`, given [`Self::xy`] and [`Self::xx_times`] of `b`.
    pub(crate) fn residual_products(&self, beta: &DVector<f64>, xx_beta: &[DVector<f64>]) -> DMatrix<f64> {
        let mut m = DMatrix::zeros(self.places, self.places);
        let parts = self.yy.iter().zip(self.xy.chunks(self.columns)).zip(xx_beta);
        for ((a, b), ((yy, xy), xx)) in pairs(self.places).zip(parts) {
            let cross: f64 = xy.iter().zip(beta.iter()).map(|(x, v)| x * v).sum();
            let square = beta.dot(xx);
            // off the diagonal the stored sums hold both orders
            let value = if a == b { yy - 2.0 * cross + square } else { yy - cross + 0.5 * square };
            m.put(a, b, value);
            m.put(b, a, value);
        }
        m
    }

    /// Sum of `X F X'` for a symmetric `f`, given packed with its off-diagonal elements doubled.
    pub(crate) fn leverage(&self, doubled: &[f64]) -> DMatrix<f64> {
        let mut m = DMatrix::zeros(self.places, self.places);
        for ((a, b), part) in pairs(self.places).zip(self.xx.chunks(packed_len(self.columns))) {
            let value = crate::linalg::symmetric_dot(doubled, part) * if a == b { 1.0 } else { 0.5 };
            m.put(a, b, value);
            m.put(b, a, value);
        }
        m
    }
}

/// `sum += left right' + right left'` packed, or once when both are the same.
fn add_outer(sum: &mut [f64], left: &[f64], right: &[f64], same: bool) {
    let mut slots = sum.iter_mut();
    for (i, (li, ri)) in left.iter().zip(right).enumerate() {
        for ((lj, rj), slot) in left.iter().zip(right).take(i + 1).zip(&mut slots) {
            *slot += if same { li * lj } else { li * rj + ri * lj };
        }
    }
}
