//! The penalised likelihood and its maximum, one coefficient held fixed or none.

use libm::log;
use nalgebra::{DMatrix, DVector};

use super::super::Ties;
use super::super::design::Design;
use super::super::likelihood::{Moments, Tilt, tilts};
use super::super::newton::symmetric;
use super::super::risk::visit;
use crate::StatError;
use crate::survival::chi_squared::entry;

/// Steps before giving up.
const MOST_ITERATIONS: usize = 500;
/// A step below which the maximum is reached.
const SMALL_STEP: f64 = 1e-10;
/// Longest step of a coefficient, in standard deviations of the covariate.
const LONGEST_STEP: f64 = 2.0;

/// The penalised log likelihood at a point.
#[derive(Clone, Debug)]
pub(super) struct Penalised {
    pub objective: f64,
    pub score: DVector<f64>,
    pub information: DMatrix<f64>,
}

/// A maximum.
#[derive(Clone, Debug)]
pub(super) struct Peak {
    pub beta: DVector<f64>,
    pub objective: f64,
    pub covariance: DMatrix<f64>,
    pub iterations: usize,
}

/// Place of a pair in a lower triangle, and of a triple in the table of third moments.
fn place2(a: usize, b: usize) -> usize {
    let (high, low) = (a.max(b), a.min(b));
    high * (high + 1) / 2 + low
}

fn place3(a: usize, b: usize, c: usize) -> usize {
    let mut sorted = [a, b, c];
    sorted.sort_unstable();
    let [low, middle, high] = sorted;
    high * (high + 1) * (high + 2) / 6 + middle * (middle + 1) / 2 + low
}

/// Adds the third central moments of the covariates: the derivatives of their covariance.
fn add_third(tilt: &Tilt, target: &mut [f64]) {
    let mut slots = target.iter_mut().zip(&tilt.third);
    let second = |a: usize, b: usize| tilt.second.get(place2(a, b)).copied().unwrap_or(0.0);
    for (a, ma) in tilt.mean.iter().enumerate() {
        for (b, mb) in tilt.mean.iter().enumerate().take(a + 1) {
            for ((c, mc), (slot, third)) in tilt.mean.iter().enumerate().take(b + 1).zip(slots.by_ref()) {
                let products = second(a, b) * mc + second(a, c) * mb + second(b, c) * ma;
                *slot += tilt.count * (third - products + 2.0 * ma * mb * mc);
            }
        }
    }
}

/// The penalised likelihood at `beta` (standardised scale); `None` where the information is singular or overflows.
pub(super) fn penalised(design: &Design, beta: &DVector<f64>, ties: Ties) -> Option<Penalised> {
    let p = design.p;
    let mut sums = Moments::new(p);
    let mut third = vec![0.0; p * (p + 1) * (p + 2) / 6];
    let mut tilt = Tilt::default();
    visit(design, beta.as_slice(), 3, |risk| {
        sums.log_likelihood += risk.dead_eta;
        sums.score.iter_mut().zip(risk.dead_x).for_each(|(slot, x)| *slot += x);
        tilts(risk, ties, &mut tilt, |tilt| {
            sums.log_likelihood -= tilt.count * log(tilt.denominator);
            sums.score.iter_mut().zip(&tilt.mean).for_each(|(slot, mean)| *slot -= tilt.count * mean);
            tilt.add_covariance(tilt.count, &mut sums.information);
            add_third(tilt, &mut third);
        });
    });
    if !sums.is_finite() {
        return None;
    }
    let information = symmetric(&sums.information, p);
    let factor = information.clone().cholesky()?;
    let half_log_determinant: f64 = factor.l_dirty().diagonal().iter().map(|pivot| log(*pivot)).sum();
    let inverse = factor.inverse();
    let trace = |c: usize| {
        let pairs = (0..p).flat_map(|a| (0..p).map(move |b| (a, b)));
        pairs.map(|(a, b)| entry(&inverse, a, b) * third.get(place3(a, b, c)).copied().unwrap_or(0.0)).sum::<f64>()
    };
    let score = DVector::from_iterator(p, sums.score.iter().enumerate().map(|(c, u)| u + 0.5 * trace(c)));
    let objective = sums.log_likelihood + half_log_determinant;
    (objective.is_finite() && score.iter().all(|u| u.is_finite())).then_some(Penalised {
        objective,
        score,
        information,
    })
}

/// Scoring step of the coefficients that are free.
fn step(at: &Penalised, fixed: Option<usize>) -> Option<DVector<f64>> {
    let p = at.score.len();
    let free: Vec<usize> = (0..p).filter(|k| Some(*k) != fixed).collect();
    let place = |i: usize| free.get(i).copied().unwrap_or(0);
    let block = DMatrix::from_fn(free.len(), free.len(), |i, j| entry(&at.information, place(i), place(j)));
    let score = DVector::from_iterator(free.len(), free.iter().map(|k| at.score.get(*k).copied().unwrap_or(0.0)));
    let solved = block.cholesky()?.solve(&score);
    let mut step = DVector::zeros(p);
    for (k, value) in free.iter().zip(solved.iter()) {
        step.get_mut(*k).into_iter().for_each(|slot| *slot = *value);
    }
    let longest = step.amax();
    Some(if longest > LONGEST_STEP { step * (LONGEST_STEP / longest) } else { step })
}

/// Maximises the penalised likelihood from a start, one coefficient held fixed or none.
pub(super) fn climb(design: &Design, start: DVector<f64>, ties: Ties, fixed: Option<usize>) -> Result<Peak, StatError> {
    let singular = StatError::NotEstimable { reason: "the information is singular on the way: rescale the covariates" };
    let mut beta = start;
    let mut here = penalised(design, &beta, ties).ok_or(singular)?;
    for iterations in 0..MOST_ITERATIONS {
        let mut step = step(&here, fixed).ok_or(singular)?;
        let mut moved = false;
        if step.amax() > SMALL_STEP {
            for _ in 0..40 {
                let next = &beta + &step;
                let there = penalised(design, &next, ties);
                if let Some(there) =
                    there.filter(|there| there.objective >= here.objective - 1e-13 * here.objective.abs())
                {
                    (beta, here, moved) = (next, there, true);
                    break;
                }
                step *= 0.5;
            }
        }
        if !moved {
            let covariance = here.information.clone().cholesky().ok_or(singular)?.inverse();
            return Ok(Peak { beta, objective: here.objective, covariance, iterations });
        }
    }
    Err(StatError::NotConverged {
        iterations: MOST_ITERATIONS,
        advice: "leave a covariate out or rescale the covariates",
    })
}
