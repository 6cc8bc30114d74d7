//! The derivative of a covariance matrix in one parameter, short where most of it is zero.

use nalgebra::DMatrix;

use crate::linalg::{Cells, axpy, product};

/// A symmetric matrix.
#[derive(Clone, Debug)]
pub(crate) enum Slope {
    /// `(i, j, value)` with `i <= j` where it is not zero; at most two for each place.
    Few(Vec<(usize, usize, f64)>),
    /// All of it.
    Whole(DMatrix<f64>),
}

/// Derivatives of the covariance matrix of a group.
#[derive(Clone, Debug)]
pub(crate) struct Slopes {
    /// `(parameter, first derivative)` for the parameters that matter to this group.
    pub(crate) first: Vec<(usize, Slope)>,
    /// `(k, l, second derivative)` with `k <= l` where it is not zero.
    pub(crate) second: Vec<(usize, usize, Slope)>,
}

/// Column `j` of a matrix of `size` rows; empty outside.
fn column(m: &DMatrix<f64>, j: usize) -> &[f64] {
    let size = m.nrows();
    m.as_slice().get(j * size..(j + 1) * size).unwrap_or_default()
}

impl Slope {
    /// A symmetric matrix; `None` where it is zero.
    pub(crate) fn new(m: DMatrix<f64>) -> Option<Slope> {
        Slope::from_cells(m.nrows(), |i, j| m.cell(i, j))
    }

    /// A symmetric matrix from its cells; `None` where it is zero.
    pub(crate) fn from_cells(size: usize, cell: impl Fn(usize, usize) -> f64) -> Option<Slope> {
        let upper = (0..size).flat_map(|j| (0..=j).map(move |i| (i, j)));
        let few: Vec<_> = upper.map(|(i, j)| (i, j, cell(i, j))).filter(|(_, _, v)| *v != 0.0).collect();
        match few.len() {
            0 => None,
            cells if cells <= 2 * size => Some(Slope::Few(few)),
            _ => Some(Slope::Whole(DMatrix::from_fn(size, size, cell))),
        }
    }

    /// Trace of the product with `m`.
    pub(crate) fn dot(&self, m: &DMatrix<f64>) -> f64 {
        match self {
            Slope::Few(cells) => {
                let (size, entries) = (m.nrows(), m.as_slice());
                let at = |i: usize, j: usize| entries.get(j * size + i).copied().unwrap_or(0.0);
                cells.iter().map(|(i, j, v)| v * if i == j { at(*i, *i) } else { at(*i, *j) + at(*j, *i) }).sum()
            }
            Slope::Whole(whole) => crate::linalg::dot(whole.as_slice(), m.as_slice()),
        }
    }

    /// `to += factor S`.
    pub(crate) fn add_to(&self, factor: f64, to: &mut DMatrix<f64>) {
        match self {
            Slope::Few(cells) => {
                for (i, j, v) in cells {
                    to.increase_cell(*i, *j, factor * v);
                    if i != j {
                        to.increase_cell(*j, *i, factor * v);
                    }
                }
            }
            Slope::Whole(whole) => axpy(to.as_mut_slice(), factor, whole.as_slice()),
        }
    }

    /// `to += S right`.
    pub(crate) fn add_product(&self, right: &DMatrix<f64>, to: &mut DMatrix<f64>) {
        match self {
            Slope::Few(cells) => {
                let size = right.nrows().max(1);
                for (to, from) in to.as_mut_slice().chunks_exact_mut(size).zip(right.as_slice().chunks_exact(size)) {
                    for (i, j, v) in cells {
                        increase(to, *i, v * from.get(*j).copied().unwrap_or(0.0));
                        if i != j {
                            increase(to, *j, v * from.get(*i).copied().unwrap_or(0.0));
                        }
                    }
                }
            }
            Slope::Whole(whole) => *to += product(whole, right),
        }
    }

    /// `left S right` into `to`, for symmetric `left` and `right`.
    pub(crate) fn sandwich(&self, left: &DMatrix<f64>, right: &DMatrix<f64>, to: &mut DMatrix<f64>) {
        match self {
            Slope::Few(cells) => {
                to.fill(0.0);
                for (i, j, v) in cells {
                    add_outer(to, *v, column(left, *i), column(right, *j));
                    if i != j {
                        add_outer(to, *v, column(left, *j), column(right, *i));
                    }
                }
            }
            Slope::Whole(whole) => *to = product(left, &product(whole, right)),
        }
    }
}

/// Adds to one entry.
fn increase(to: &mut [f64], at: usize, value: f64) {
    if let Some(slot) = to.get_mut(at) {
        *slot += value;
    }
}

/// `to += factor left right'`.
fn add_outer(to: &mut DMatrix<f64>, factor: f64, left: &[f64], right: &[f64]) {
    let columns = to.as_mut_slice().chunks_exact_mut(left.len().max(1));
    for (to, value) in columns.zip(right) {
        axpy(to, factor * value, left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_whole_agree() {
        let mut s = DMatrix::zeros(3, 3);
        for (i, j, v) in [(0, 1, 2.0), (1, 0, 2.0), (2, 2, -1.5)] {
            s[(i, j)] = v;
        }
        let few = Slope::new(s.clone()).unwrap();
        assert!(matches!(&few, Slope::Few(cells) if cells.len() == 2));
        assert!(Slope::new(DMatrix::zeros(3, 3)).is_none());
        assert!(matches!(Slope::new(DMatrix::from_element(4, 4, 1.0)), Some(Slope::Whole(_))));
        let whole = Slope::Whole(s.clone());
        let left = DMatrix::from_fn(3, 3, |i, j| (i + j) as f64 + 1.0);
        let right = DMatrix::from_fn(3, 3, |i, j| (i * j) as f64 - 1.0);
        let skew = DMatrix::from_fn(3, 3, |i, j| (2 * i + j) as f64);
        for slope in [few, whole] {
            let mut to = DMatrix::from_element(3, 3, 9.0);
            slope.sandwich(&left, &right, &mut to);
            assert_eq!(to, &left * &s * &right);
            assert_eq!(slope.dot(&skew), (&s * &skew).trace());
            let mut sum = left.clone();
            slope.add_to(0.5, &mut sum);
            assert_eq!(sum, &left + &s * 0.5);
            slope.add_product(&skew, &mut sum);
            assert_eq!(sum, &left + &s * 0.5 + &s * &skew);
        }
    }
}
