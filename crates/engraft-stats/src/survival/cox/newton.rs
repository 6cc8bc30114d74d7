//! Newton's method on the partial likelihood, and the two ways it can fail to have a maximum.

use nalgebra::{DMatrix, DVector};

use super::likelihood::Moments;
use crate::StatError;
use crate::survival::chi_squared::inverse;

/// Newton steps before giving up.
const MOST_ITERATIONS: usize = 100;
/// A step (in standard deviations of the covariates) below which the maximum is reached.
const SMALL_STEP: f64 = 1e-11;
/// Gain in log likelihood below which a long step means that the likelihood is flat.
const FLAT_GAIN: f64 = 1e-8;
/// A step that is long when nothing is gained by it.
const LONG_STEP: f64 = 1e-2;

/// The covariates do not determine the coefficients.
pub(in crate::survival) const COLLINEAR: StatError = StatError::NotEstimable {
    reason: "a covariate does not vary among those at risk at the event times, or is a combination of the others: leave it out",
};
/// The likelihood rises for ever along some direction.
pub(in crate::survival) const MONOTONE: StatError = StatError::NotEstimable {
    reason: "monotone likelihood: the covariates separate those with the event from the others at risk, a coefficient runs to infinity; use Firth's penalised likelihood or leave the covariate out",
};

/// A maximum of the likelihood, on the standardised scale.
#[derive(Clone, Debug)]
pub(in crate::survival) struct Maximum {
    pub beta: DVector<f64>,
    pub log_likelihood_null: f64,
    pub log_likelihood: f64,
    /// Score test of all coefficients at 0.
    pub score_statistic: f64,
    /// Inverse information at the maximum.
    pub covariance: DMatrix<f64>,
    pub iterations: usize,
}

/// The symmetric matrix of a lower triangle.
pub(in crate::survival) fn symmetric(lower: &[f64], p: usize) -> DMatrix<f64> {
    DMatrix::from_fn(p, p, |i, j| {
        let (row, column) = (i.max(j), i.min(j));
        lower.get(row * (row + 1) / 2 + column).copied().unwrap_or(0.0)
    })
}

/// Goes along a step, halving it until the likelihood does not fall; `None` when no part of it helps.
fn climb(
    beta: &DVector<f64>,
    step: &DVector<f64>,
    now: f64,
    evaluate: &impl Fn(&[f64]) -> Option<Moments>,
) -> Option<(DVector<f64>, Moments)> {
    // rounding of a long sum may hide a tiny gain
    let floor = now - 1e-12 * now.abs();
    let mut share = 1.0;
    for _ in 0..40 {
        let next = beta + step * share;
        match evaluate(next.as_slice()) {
            Some(moments) if moments.log_likelihood >= floor => return Some((next, moments)),
            _ => share *= 0.5,
        }
    }
    None
}

/// Maximises a partial likelihood of `p` coefficients from 0.
pub(in crate::survival) fn maximise(
    p: usize,
    evaluate: impl Fn(&[f64]) -> Option<Moments>,
) -> Result<Maximum, StatError> {
    let mut beta = DVector::zeros(p);
    let mut moments =
        evaluate(beta.as_slice()).ok_or(StatError::NotEstimable { reason: "the likelihood overflows" })?;
    let log_likelihood_null = moments.log_likelihood;
    let (mut score_statistic, mut previous) = (0.0, f64::INFINITY);
    for iterations in 0..MOST_ITERATIONS {
        let failure = if iterations == 0 { COLLINEAR } else { MONOTONE };
        let covariance = inverse(&symmetric(&moments.information, p)).ok_or(failure)?;
        let score = DVector::from_column_slice(&moments.score);
        let step = &covariance * &score;
        let gain = score.dot(&step);
        if iterations == 0 {
            score_statistic = gain;
        }
        let longest = step.amax();
        let found = |covariance| Maximum {
            beta: beta.clone(),
            log_likelihood_null,
            log_likelihood: moments.log_likelihood,
            score_statistic,
            covariance,
            iterations,
        };
        // nearly collinear covariates leave a step that rounding keeps from shrinking
        let stalled = longest > 0.5 * previous && gain.abs() <= 1e-13 * (1.0 + moments.log_likelihood.abs());
        if longest <= SMALL_STEP || (stalled && longest <= LONG_STEP) {
            return Ok(found(covariance));
        }
        if gain < FLAT_GAIN && longest > LONG_STEP {
            return Err(MONOTONE);
        }
        previous = longest;
        match climb(&beta, &step, moments.log_likelihood, &evaluate) {
            Some((next, there)) => (beta, moments) = (next, there),
            // at the limit of rounding no step can help
            None if gain < 1e-10 && longest < 1e-5 => return Ok(found(covariance)),
            None => break,
        }
    }
    Err(StatError::NotConverged {
        iterations: MOST_ITERATIONS,
        advice: "rescale the covariates or use Firth's penalised likelihood",
    })
}
