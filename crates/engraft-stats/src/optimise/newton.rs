//! Newton's method with step halving; the information matrix takes over where the Hessian is not positive definite. Near
//! the minimum a Hessian serves for several steps.

use nalgebra::{DMatrix, DVector};

use crate::linalg::{Cells, Spd};

/// Most iterations.
const MOST_ITERATIONS: usize = 100;
/// Most halvings of one step.
const MOST_HALVINGS: usize = 30;
/// The expected decrease, half the Newton decrement, at which the iteration ends after one more step.
const SMALL_DECREMENT: f64 = 1e-11;
/// The same where not even that step is worth making: it would move the answer by some 1e-12 of its standard error.
const NO_DECREMENT: f64 = 1e-24;
/// A step with the Hessian of the point before is worth its gradient while it cuts the decrement to this part.
const WORTHWHILE: f64 = 0.05;

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
    /// The first derivatives at a point alone, which cost less; `None` outside the domain.
    fn gradient(&self, at: &DVector<f64>, point: &Self::Point) -> Option<DVector<f64>>;
    /// The derivatives found.
    fn derivatives<'a>(&self, state: &'a Self::State) -> Derivatives<'a>;
}

/// Where and how a minimisation ended.
#[derive(Clone, Debug)]
pub(crate) struct Minimum<S> {
    /// Where.
    pub(crate) at: DVector<f64>,
    /// The derivatives there.
    pub(crate) state: S,
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

/// The factored matrix whose inverse gives a descent direction, and whether it is the true Hessian.
fn curvature(d: Derivatives) -> Option<(Spd, bool)> {
    if let Some(h) = Spd::new(d.hessian) {
        return Some((h, true));
    }
    let size = d.information.diagonal().amax();
    let mut ridge = 0.0;
    for _ in 0..12 {
        let mut damped = d.information.clone();
        for i in 0..damped.nrows() {
            damped.increase_cell(i, i, ridge * damped.cell(i, i).max(1e-8 * size));
        }
        if let Some(h) = Spd::new(&damped) {
            return Some((h, false));
        }
        ridge = if ridge == 0.0 { 1e-6 } else { 10.0 * ridge };
    }
    None
}

/// Rounding of a value.
fn noise(value: f64) -> f64 {
    1e-11 * (1.0 + value.abs())
}

/// The first of the step and its halves that lowers the function as it should, with its part of the step.
fn shortened<O: Objective>(
    objective: &O,
    at: &DVector<f64>,
    value: f64,
    step: &DVector<f64>,
    decrement: f64,
) -> Option<(DVector<f64>, O::Point, f64)> {
    let mut scale = 1.0;
    for _ in 0..MOST_HALVINGS {
        let candidate = at + scale * step;
        let goal = value - 1e-4 * scale * decrement + noise(value);
        if let Some(found) = objective.point(&candidate).filter(|found| objective.value(found) <= goal) {
            return Some((candidate, found, scale));
        }
        scale *= 0.5;
    }
    None
}

/// More steps with the Hessian of an earlier point, as long as each is worth its gradient.
///
/// Source: Shamanskii VE. Ukr Math J 1967;19:118-22. doi:10.1007/BF01085184
fn chords<O: Objective>(
    objective: &O,
    hessian: &Spd,
    mut at: DVector<f64>,
    mut point: O::Point,
    mut last: f64,
) -> (DVector<f64>, O::Point) {
    while let Some(gradient) = objective.gradient(&at, &point) {
        let step = -hessian.solve(&gradient);
        let decrement = -step.dot(&gradient);
        if !(0.5 * decrement > NO_DECREMENT && decrement < WORTHWHILE * last) {
            break;
        }
        let candidate = &at + step;
        let goal = objective.value(&point) + noise(objective.value(&point));
        let Some(found) = objective.point(&candidate).filter(|found| objective.value(found) <= goal) else { break };
        (at, point, last) = (candidate, found, decrement);
    }
    (at, point)
}

/// Minimises from `start`. The answer has a positive definite Hessian.
pub(crate) fn newton<O: Objective>(objective: &O, start: DVector<f64>) -> Result<Minimum<O::State>, Failure> {
    let point = objective.point(&start).ok_or(Failure::Start)?;
    newton_from(objective, start, point)
}

/// Minimises from a point.
pub(crate) fn newton_from<O: Objective>(
    objective: &O,
    mut at: DVector<f64>,
    mut point: O::Point,
) -> Result<Minimum<O::State>, Failure> {
    let mut done = false;
    for iterations in 0..=MOST_ITERATIONS {
        let value = objective.value(&point);
        let lost = match iterations {
            0 => Failure::Start,
            _ if done => Failure::Flat { iterations },
            _ => Failure::Edge { iterations: iterations - 1 },
        };
        let state = objective.state(&at, point).ok_or(lost)?;
        if done {
            return Ok(Minimum { at, state, iterations });
        }
        let here = objective.derivatives(&state);
        let (hessian, exact) = curvature(here).ok_or(Failure::Flat { iterations })?;
        let step = -hessian.solve(here.gradient);
        let decrement = -step.dot(here.gradient);
        if exact && 0.5 * decrement <= NO_DECREMENT {
            return Ok(Minimum { at, state, iterations });
        }
        let (next, found, scale) =
            shortened(objective, &at, value, &step, decrement).ok_or(Failure::Edge { iterations })?;
        let whole = exact && scale == 1.0;
        done = whole && 0.5 * decrement <= SMALL_DECREMENT;
        (at, point) = if whole { chords(objective, &hessian, next, found, decrement) } else { (next, found) };
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
        fn gradient(&self, at: &DVector<f64>, point: &(f64, f64)) -> Option<DVector<f64>> {
            Some(DVector::from_vec(vec![point.0 - 2.0, at[1]]))
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
