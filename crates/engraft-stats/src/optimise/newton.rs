//! Newton's method with step halving; the information matrix takes over where the Hessian is not positive definite.

use nalgebra::{DMatrix, DVector};

use crate::linalg::{Cells, Spd};

/// Most iterations.
const MOST_ITERATIONS: usize = 100;
/// Most halvings of one step.
const MOST_HALVINGS: usize = 30;
/// The expected decrease, half the Newton decrement, at which the iteration ends after one more step.
const SMALL_DECREMENT: f64 = 1e-11;

/// Value and slopes of the function at one point.
pub(crate) struct Derivatives {
    /// Value of the function.
    pub(crate) value: f64,
    /// First derivatives.
    pub(crate) gradient: DVector<f64>,
    /// Second derivatives.
    pub(crate) hessian: DMatrix<f64>,
    /// A positive semidefinite stand-in for the Hessian far from the minimum (average or expected information).
    pub(crate) information: DMatrix<f64>,
}

/// A function to minimise.
pub(crate) trait Objective {
    /// The value, or `None` outside the domain.
    fn value(&self, at: &DVector<f64>) -> Option<f64>;
    /// Value and derivatives, or `None` outside the domain.
    fn derivatives(&self, at: &DVector<f64>) -> Option<Derivatives>;
}

/// Where and how a minimisation ended.
#[derive(Clone, Debug)]
pub(crate) struct Minimum {
    /// The point.
    pub(crate) at: DVector<f64>,
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
fn direction(d: &Derivatives) -> Option<(DVector<f64>, bool)> {
    if let Some(h) = Spd::new(d.hessian.clone()) {
        return Some((-h.solve(&d.gradient), true));
    }
    let size = d.information.diagonal().amax();
    let mut ridge = 0.0;
    for _ in 0..12 {
        let mut damped = d.information.clone();
        for i in 0..damped.nrows() {
            damped.increase_cell(i, i, ridge * damped.cell(i, i).max(1e-8 * size));
        }
        if let Some(h) = Spd::new(damped) {
            return Some((-h.solve(&d.gradient), false));
        }
        ridge = if ridge == 0.0 { 1e-6 } else { 10.0 * ridge };
    }
    None
}

/// Minimises from `start`. The answer has a positive definite Hessian.
pub(crate) fn newton(objective: &impl Objective, start: DVector<f64>) -> Result<Minimum, Failure> {
    let mut at = start;
    let mut here = objective.derivatives(&at).ok_or(Failure::Start)?;
    for iterations in 0..MOST_ITERATIONS {
        let (step, exact) = direction(&here).ok_or(Failure::Flat { iterations })?;
        let decrement = -step.dot(&here.gradient);
        let noise = 1e-11 * (1.0 + here.value.abs());
        let mut scale = 1.0;
        let mut next = None;
        for _ in 0..MOST_HALVINGS {
            let candidate = &at + scale * &step;
            let goal = here.value - 1e-4 * scale * decrement + noise;
            if objective.value(&candidate).is_some_and(|v| v <= goal) {
                next = Some(candidate);
                break;
            }
            scale *= 0.5;
        }
        let Some(candidate) = next else {
            return Err(Failure::Edge { iterations });
        };
        at = candidate;
        if exact && scale == 1.0 && 0.5 * decrement <= SMALL_DECREMENT {
            return Ok(Minimum { at, iterations: iterations + 1 });
        }
        here = objective.derivatives(&at).ok_or(Failure::Edge { iterations })?;
    }
    Err(Failure::Iterations { iterations: MOST_ITERATIONS })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `exp(x) - 2 x + y² / 2` for `y > -1`: minimum at `ln 2`, 0.
    struct Bowl;

    impl Objective for Bowl {
        fn value(&self, at: &DVector<f64>) -> Option<f64> {
            (at[1] > -1.0).then(|| libm::exp(at[0]) - 2.0 * at[0] + 0.5 * at[1] * at[1])
        }
        fn derivatives(&self, at: &DVector<f64>) -> Option<Derivatives> {
            let e = libm::exp(at[0]);
            Some(Derivatives {
                value: self.value(at)?,
                gradient: DVector::from_vec(vec![e - 2.0, at[1]]),
                hessian: DMatrix::from_row_slice(2, 2, &[e, 0.0, 0.0, 1.0]),
                information: DMatrix::identity(2, 2),
            })
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
