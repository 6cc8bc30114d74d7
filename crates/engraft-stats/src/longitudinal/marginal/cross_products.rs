//! What the data of one group of subjects contribute to the likelihood, summed over its subjects.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::stack::Stack;
use super::{Group, Rows};
use crate::linalg::{Cells, Entries, axpy, dot, packed_len};

/// Sums over the subjects of a group, for each pair `a <= b` of places in the covariance matrix.
///
/// With `x_a` the design row and `y_a` the response at place `a`: for `a = b` the sums of `x_a x_a'`, `x_a y_a`,
/// `y_a²`; for `a < b` those of `x_a x_b' + x_b x_a'`, `x_a y_b + x_b y_a`, `y_a y_b`. A design that separates the visits
/// leaves most cells of `x_a x_b'` zero: only the others are stored.
#[derive(Clone, Debug)]
pub(crate) struct CrossProducts {
    /// Number of subjects.
    pub(crate) subjects: f64,
    /// Number of places.
    pub(crate) places: usize,
    /// Number of design columns.
    columns: usize,
    /// Lists of places in a lower triangle.
    places_in: Vec<Vec<Place>>,
    /// Which of the lists holds for each pair: the cells outside it are zero.
    list: Vec<usize>,
    /// The cells of each pair, one list after the other.
    xx: Vec<f64>,
    /// One vector per pair, one after the other.
    xy: Vec<f64>,
    /// One number per pair.
    yy: Vec<f64>,
}

/// A place in the lower triangle of a symmetric matrix.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Row, not above the column.
    row: usize,
    column: usize,
    /// Place in the packed triangle.
    slot: usize,
}

/// Pairs `a <= b` in the order they are stored.
fn pairs(places: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..places).flat_map(|b| (0..=b).map(move |a| (a, b)))
}

/// Columns that are not zero at each place in some subject.
fn columns_in_use(rows: &Rows, group: &Group, places: usize) -> Vec<Vec<usize>> {
    let used = |place: usize, column: &[f64]| {
        let mut own = group.subjects.iter().filter_map(|subject| column.get(*subject.get(place)?));
        own.any(|v| *v != 0.0)
    };
    let of = |place| rows.design.iter().enumerate().filter(move |(_, c)| used(place, c)).map(|(k, _)| k);
    (0..places).map(|place| of(place).collect()).collect()
}

/// The places that `x_a x_b' + x_b x_a'` may fill.
fn places_of(left: &[usize], right: &[usize]) -> Vec<Place> {
    let mut places: Vec<(usize, usize)> =
        left.iter().flat_map(|i| right.iter().map(move |j| (*i.max(j), *i.min(j)))).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|(row, column)| Place { row, column, slot: packed_len(row) + column }).collect()
}

impl CrossProducts {
    /// Room for the sums over the subjects of `group`.
    fn empty(rows: &Rows, group: &Group) -> CrossProducts {
        let columns = rows.design.len();
        let places = group.subjects.first().map_or(0, Vec::len);
        let used = columns_in_use(rows, group, places);
        let mut known: BTreeMap<(&[usize], &[usize]), usize> = BTreeMap::new();
        let (mut places_in, mut list) = (Vec::new(), Vec::with_capacity(packed_len(places)));
        for (a, b) in pairs(places) {
            let of = |place: usize| used.get(place).map_or(&[][..], Vec::as_slice);
            let key = (of(a).min(of(b)), of(a).max(of(b)));
            list.push(*known.entry(key).or_insert_with(|| {
                places_in.push(places_of(key.0, key.1));
                places_in.len() - 1
            }));
        }
        let cells: usize = list.iter().filter_map(|at| places_in.get(*at)).map(Vec::len).sum();
        CrossProducts {
            subjects: group.subjects.len() as f64,
            places,
            columns,
            places_in,
            list,
            xx: vec![0.0; cells],
            xy: vec![0.0; packed_len(places) * columns],
            yy: vec![0.0; packed_len(places)],
        }
    }

    /// Sums the subjects of `group`.
    pub(crate) fn new(rows: &Rows, group: &Group) -> CrossProducts {
        let mut sums = CrossProducts::empty(rows, group);
        let columns = sums.columns;
        let mut design = vec![0.0; sums.places * columns];
        for subject in &group.subjects {
            for (to, row) in design.chunks_exact_mut(columns.max(1)).zip(subject) {
                to.iter_mut().zip(&rows.design).for_each(|(to, c)| *to = c.get(*row).copied().unwrap_or(0.0));
            }
            let response: Vec<f64> = subject.iter().map(|row| rows.residuals.entry(*row)).collect();
            sums.add_subject(&design, &response);
        }
        sums
    }

    fn add_subject(&mut self, design: &[f64], response: &[f64]) {
        let columns = self.columns.max(1);
        let mut rest = self.xx.as_mut_slice();
        let slots = self.list.iter().zip(self.xy.chunks_exact_mut(columns)).zip(&mut self.yy);
        for ((a, b), ((list, sum_xy), sum_yy)) in pairs(self.places).zip(slots) {
            let row = |place: usize| design.get(place * columns..(place + 1) * columns).unwrap_or_default();
            let value = |place: usize| response.get(place).copied().unwrap_or(0.0);
            let places = self.places_in.get(*list).map_or(&[][..], Vec::as_slice);
            let Some((cells, more)) = rest.split_at_mut_checked(places.len()) else { return };
            rest = more;
            add_outer(cells, places, row(a), row(b), a == b);
            axpy(sum_xy, value(b), row(a));
            if a != b {
                axpy(sum_xy, value(a), row(b));
            }
            *sum_yy += value(a) * value(b);
        }
    }

    /// For each pair its places and its cells.
    fn parts(&self) -> impl Iterator<Item = (&[Place], &[f64])> {
        let mut rest = self.xx.as_slice();
        self.list.iter().map_while(move |list| {
            let places = self.places_in.get(*list)?;
            let (cells, more) = rest.split_at_checked(places.len())?;
            rest = more;
            Some((places.as_slice(), cells))
        })
    }

    /// `to += sum of X' W X`, packed, for a symmetric `w`.
    pub(crate) fn add_xx(&self, to: &mut [f64], w: &DMatrix<f64>) {
        for ((a, b), (places, part)) in pairs(self.places).zip(self.parts()) {
            let factor = w.cell(a, b);
            for (place, value) in places.iter().zip(part) {
                if let Some(slot) = to.get_mut(place.slot) {
                    *slot += factor * value;
                }
            }
        }
    }

    /// `to += sum of X' W y` for a symmetric `w`.
    pub(crate) fn add_xy(&self, to: &mut [f64], w: &DMatrix<f64>) {
        for ((a, b), part) in pairs(self.places).zip(self.xy.chunks_exact(self.columns.max(1))) {
            axpy(to, w.cell(a, b), part);
        }
    }

    /// Adds `X' W X` for several symmetric `W` at once: for each pair as many factors as the stack is deep.
    pub(crate) fn add_slopes(&self, to: &mut Stack, factors: &[f64], depth: usize) {
        for (factors, (places, part)) in factors.chunks_exact(depth.max(1)).zip(self.parts()) {
            for (place, value) in places.iter().zip(part) {
                to.add(place.row, place.column, *value, factors);
            }
        }
    }

    /// Adds the sum over the pairs of a vector for each, weighted by several factors at once.
    pub(crate) fn add_scores(&self, to: &mut [f64], factors: &[f64], depth: usize, vectors: &[f64]) {
        for (factors, vector) in factors.chunks_exact(depth.max(1)).zip(vectors.chunks_exact(self.columns.max(1))) {
            for (to, value) in to.chunks_exact_mut(depth.max(1)).zip(vector).filter(|(_, value)| **value != 0.0) {
                axpy(to, *value, factors);
            }
        }
    }

    /// For each pair the sum of `x_a r_b + x_b r_a` (once for `a = b`) of the residuals `r = y - X b`, and the sum of `r r'`.
    pub(crate) fn residuals(&self, beta: &DVector<f64>) -> (Vec<f64>, DMatrix<f64>) {
        let mut beyond = self.xy.clone();
        let mut products = DMatrix::zeros(self.places, self.places);
        let beta = beta.as_slice();
        let parts = self.parts().zip(beyond.chunks_exact_mut(self.columns.max(1))).zip(&self.yy);
        for ((a, b), (((places, cells), vector), yy)) in pairs(self.places).zip(parts) {
            let cross = dot(vector, beta);
            for (place, value) in places.iter().zip(cells) {
                let at = |k: usize| beta.get(k).copied().unwrap_or(0.0);
                take(vector, place.row, value * at(place.column));
                if place.row != place.column {
                    take(vector, place.column, value * at(place.row));
                }
            }
            // b'(X'y - X'X b) off y'y - b'X'y; off the diagonal the stored sums hold both orders
            let rest = dot(vector, beta);
            let value = if a == b { yy - cross - rest } else { yy - 0.5 * (cross + rest) };
            products.put(a, b, value);
            products.put(b, a, value);
        }
        (beyond, products)
    }

    /// Sum of `X F X'` for a symmetric `f`.
    pub(crate) fn leverage(&self, f: &DMatrix<f64>) -> DMatrix<f64> {
        let mut m = DMatrix::zeros(self.places, self.places);
        let at = |p: &Place| f.as_slice().get(p.row * self.columns + p.column).copied().unwrap_or(0.0);
        for ((a, b), (places, cells)) in pairs(self.places).zip(self.parts()) {
            let both = |p: &Place| at(p) * if p.row == p.column { 1.0 } else { 2.0 };
            let sum: f64 = places.iter().zip(cells).map(|(place, value)| value * both(place)).sum();
            let value = if a == b { sum } else { 0.5 * sum };
            m.put(a, b, value);
            m.put(b, a, value);
        }
        m
    }
}

/// Subtracts a number from one entry.
fn take(from: &mut [f64], at: usize, value: f64) {
    if let Some(slot) = from.get_mut(at) {
        *slot -= value;
    }
}

/// `sum += left right' + right left'`, or once when both are the same.
fn add_outer(sum: &mut [f64], places: &[Place], left: &[f64], right: &[f64], same: bool) {
    let at = |row: &[f64], k: usize| row.get(k).copied().unwrap_or(0.0);
    for (slot, p) in sum.iter_mut().zip(places) {
        let once = at(left, p.row) * at(right, p.column);
        *slot += if same { once } else { once + at(right, p.row) * at(left, p.column) };
    }
}
