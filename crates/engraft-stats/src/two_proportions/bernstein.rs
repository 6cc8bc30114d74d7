//! The largest value of a polynomial in Bernstein form on [0, 1], with a bound that proves it.
//!
//! A polynomial lies within the range of its Bernstein coefficients on any interval. Cutting an interval in two by de
//! Casteljau's scheme, always the one with the largest bound, brings bound and attained value together. No grid is
//! involved, so no narrow peak can be missed.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Bound and attained value agree to this relative width at the end.
const GAP: f64 = 1e-12;
/// Cuts before the bound is given as it stands.
const MOST_CUTS: usize = 20_000;

/// A piece of [0, 1] with the coefficients of the polynomial on it.
struct Piece {
    bound: f64,
    lo: f64,
    hi: f64,
    coefficients: Vec<f64>,
}

impl PartialEq for Piece {
    fn eq(&self, other: &Piece) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Piece {}
impl PartialOrd for Piece {
    fn partial_cmp(&self, other: &Piece) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Piece {
    fn cmp(&self, other: &Piece) -> Ordering {
        self.bound.total_cmp(&other.bound).then(other.lo.total_cmp(&self.lo))
    }
}

/// The supremum of a polynomial and where it is attained.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Supremum {
    /// Proven upper bound, within 1e-12 relative of an attained value.
    pub value: f64,
    /// Where the attained value lies.
    pub at: f64,
}

/// Largest value on [0, 1] of `sum_m c_m C(N, m) p^m (1 - p)^(N - m)`, for coefficients not below zero.
pub(super) fn supremum(coefficients: &[f64]) -> Supremum {
    let end = |c: Option<&f64>| c.copied().unwrap_or(0.0);
    let (first, last) = (end(coefficients.first()), end(coefficients.last()));
    let mut best = if first >= last { Supremum { value: first, at: 0.0 } } else { Supremum { value: last, at: 1.0 } };
    let mut heap = BinaryHeap::new();
    heap.push(Piece { bound: largest(coefficients), lo: 0.0, hi: 1.0, coefficients: coefficients.to_vec() });
    for _ in 0..MOST_CUTS {
        let Some(piece) = heap.pop() else { break };
        if piece.bound <= best.value * (1.0 + GAP) {
            return Supremum { value: piece.bound.max(best.value), at: best.at };
        }
        let middle = 0.5 * (piece.lo + piece.hi);
        let (left, right) = cut(piece.coefficients);
        let value = end(right.first());
        if value > best.value {
            best = Supremum { value, at: middle };
        }
        for (lo, hi, coefficients) in [(piece.lo, middle, left), (middle, piece.hi, right)] {
            let bound = largest(&coefficients);
            if bound > best.value {
                heap.push(Piece { bound, lo, hi, coefficients });
            }
        }
    }
    // the bound still holds: p is too large rather than too small
    Supremum { value: heap.pop().map_or(best.value, |piece| piece.bound.max(best.value)), at: best.at }
}

fn largest(coefficients: &[f64]) -> f64 {
    coefficients.iter().fold(0.0, |most, c| most.max(*c))
}

/// Coefficients on the two halves, by repeated averages of neighbours.
fn cut(mut right: Vec<f64>) -> (Vec<f64>, Vec<f64>) {
    let mut left = Vec::with_capacity(right.len());
    let cells = Cell::from_mut(right.as_mut_slice()).as_slice_of_cells();
    for length in (1..=cells.len()).rev() {
        left.push(cells.first().map_or(0.0, Cell::get));
        for pair in cells.get(..length).unwrap_or_default().windows(2) {
            if let [a, b] = pair {
                a.set(0.5 * (a.get() + b.get()));
            }
        }
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_keeps_the_polynomial() {
        // p^2 has coefficients 0 0 1; on [0, 1/2] 0 0 1/4, on [1/2, 1] 1/4 1/2 1
        assert_eq!(cut(vec![0.0, 0.0, 1.0]), (vec![0.0, 0.0, 0.25], vec![0.25, 0.5, 1.0]));
    }

    #[test]
    fn the_peak_of_one_binomial_probability_is_found() {
        // C(7, 2) p^2 (1 - p)^5 is largest at 2/7
        let found = supremum(&[0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let p: f64 = 2.0 / 7.0;
        assert!((found.value / (21.0 * p.powi(2) * (1.0 - p).powi(5)) - 1.0).abs() < 1e-12);
        assert!((found.at - p).abs() < 1e-5);
    }

    #[test]
    fn constants_and_ends_are_immediate() {
        assert_eq!(supremum(&[1.0; 30]), Supremum { value: 1.0, at: 0.0 });
        assert_eq!(supremum(&[0.0, 0.1, 0.4]).at, 1.0);
        assert_eq!(supremum(&[0.0; 5]).value, 0.0);
    }

    #[test]
    fn a_narrow_peak_beside_a_broad_one_is_found() {
        let mut c = vec![0.0; 401];
        c[3] = 1.0;
        for place in c.iter_mut().skip(190).take(9) {
            *place = 0.9;
        }
        let found = supremum(&c);
        // C(400, 3) p^3 (1 - p)^397 at 3/400 is 0.2245; the broad one holds at most 0.9 * 0.32
        assert!(found.at > 0.4 && found.value > 0.3);
    }
}
