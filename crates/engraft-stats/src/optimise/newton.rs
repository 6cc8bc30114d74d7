//! Newton's method with step halving; the information matrix takes over where the Hessian is not positive definite.

use nalgebra::{DMatrix, DVector};

use crate::linalg::{Cells, Spd};

/// Most iterations.
const MOST_ITERATIONS: usize = 100;
/// Most halvings of one step.
const MOST_HALVINGS: usize = 30;
/// The expected decrease, half the Newton decrement, at which the iteration ends after one more step.
const SMALL_DECREMENT: f64 = 1e-11;

/// Slopes of the function at one point.
#[derive(Clone, Copy)]
pub(crate) struct Derivatives<'a> {
    /// First derivatives.
    pub(crate) gradient: &'a DVector<f64>,
    /// Second derivatives.
    pub(crate) hessian: &'a DMatrix<f64>,
    /// A positive semidefinite stand-in for the Hessian far from the minimum (average or expected information).
    pub(crate) information: &'a DMatrix<f64>,
}

/// A function to minimise. What the value needs is computed once and handed on to the derivatives.
pub(crate) trait Objective {
    /// A point with all that its value needs.
    type Point;
    /// A point with its derivatives.
    type State;
    /// The point, or `None` outside the domain.
    fn point(&self, at: &DVector<f64>) -> Option<Self::Point>;
    /// The value at a point.
    fn value(&self, point: &Self::Point) -> f64;
    /// The derivatives at a point, or `None` outside the domain.
    fn state(&self, at: &DVector<f64>, point: Self::Point) -> Option<Self::State>;
    /// The derivatives found.
    fn derivatives<'a>(&self, state: &'a Self::State) -> Derivatives<'a>;
}

/// Where and how a minimisation ended.
#[derive(Clone, Debug)]
pub(crate) struct Minimum<P> {
    /// Where.
    pub(crate) at: DVector<f64>,
    /// The point there.
    pub(crate) point: P,
    /// Newton steps made.
    pub(crate) iterations: usize,
}

/// Why a minimisation gave no answer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Failure {
    /// The function has no value at the start.
    Start,
    /// No step lowers the function: the minimum is at or beyond the edge of the domain.
    Edge {
        /// Steps made.
        iterations: usize,
    },
    /// Too many iterations.
    Iterations {
        /// Steps made.
        iterations: usize,
    },
    /// Flat in some direction: the parameters are not all determined.
    Flat {
        /// Steps made.
        iterations: usize,
    },
}

/// A descent direction and whether it came from the true Hessian.
fn direction(d: Derivatives) -> Option<(DVector<f64>, bool)> {
    if let Some(h) = Spd::new(d.hessian) {
        return Some((-h.solve(d.gradient), true));
    }
    let size = d.information.diagonal().amax();
    let mut ridge = 0.0;
    for _ in 0..12 {
        let mut damped = d.information.clone();
        for i in 0..damped.nrows() {
            damped.increase_cell(i, i, ridge * damped.cell(i, i).max(1e-8 * size));
        }
        if let Some(h) = Spd::new(&damped) {
            return Some((-h.solve(d.gradient), false));
        }
        ridge = if ridge == 0.0 { 1e-6 } else { 10.0 * ridge };
    }
    None
}

/// Minimises from `start`. The answer has a positive definite Hessian.
pub(crate) fn newton<O: Objective>(objective: &O, start: DVector<f64>) -> Result<Minimum<O::Point>, Failure> {
    let mut at = start;
    let mut point = objective.point(&at).ok_or(Failure::Start)?;
    for iterations in 0..MOST_ITERATIONS {
        let value = objective.value(&point);
        let lost = if iterations == 0 { Failure::Start } else { Failure::Edge { iterations: iterations - 1 } };
        let state = objective.state(&at, point).ok_or(lost)?;
        let here = objective.derivatives(&state);
        let (step, exact) = direction(here).ok_or(Failure::Flat { iterations })?;
        let decrement = -step.dot(here.gradient);
        let noise = 1e-11 * (1.0 + value.abs());
        let mut scale = 1.0;
        let mut next = None;
        for _ in 0..MOST_HALVINGS {
            let candidate = &at + scale * &step;
            let goal = value - 1e-4 * scale * decrement + noise;
            if let Some(found) = objective.point(&candidate).filter(|found| objective.value(found) <= goal) {
                next = Some((candidate, found));
                break;
            }
            scale *= 0.5;
        }
        (at, point) = next.ok_or(Failure::Edge { iterations })?;
        if exact && scale == 1.0 && 0.5 * decrement <= SMALL_DECREMENT {
            return Ok(Minimum { at, point, iterations: iterations + 1 });
        }
    }
    Err(Failure::Iterations { iterations: MOST_ITERATIONS })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `exp(x) - 2 x + y² / 2` for `y > -1`: minimum at `ln 2`, 0.
    struct Bowl;

    impl Objective for Bowl {
        /// `exp(x)` and the value.
        type Point = (f64, f64);
        type State = (DVector<f64>, DMatrix<f64>, DMatrix<f64>);

        fn point(&self, at: &DVector<f64>) -> Option<(f64, f64)> {
            let e = libm::exp(at[0]);
            (at[1] > -1.0).then(|| (e, e - 2.0 * at[0] + 0.5 * at[1] * at[1]))
        }
        fn value(&self, point: &(f64, f64)) -> f64 {
            point.1
        }
        fn state(&self, at: &DVector<f64>, point: (f64, f64)) -> Option<Self::State> {
            let hessian = DMatrix::from_row_slice(2, 2, &[point.0, 0.0, 0.0, 1.0]);
            Some((DVector::from_vec(vec![point.0 - 2.0, at[1]]), hessian, DMatrix::identity(2, 2)))
        }
        fn derivatives<'a>(&self, state: &'a Self::State) -> Derivatives<'a> {
            Derivatives { gradient: &state.0, hessian: &state.1, information: &state.2 }
        }
    }

    #[test]
    fn the_minimum_is_found_to_rounding() {
        let m = newton(&Bowl, DVector::from_vec(vec![3.0, 5.0])).unwrap();
        assert!((m.at[0] - libm::log(2.0)).abs() < 1e-12 && m.at[1].abs() < 1e-12);
        assert!(m.iterations < 12);
        assert_eq!(newton(&Bowl, DVector::from_vec(vec![0.0, -2.0])).unwrap_err(), Failure::Start);
    }
}
