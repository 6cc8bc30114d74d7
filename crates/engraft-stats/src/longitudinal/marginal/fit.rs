//! Estimating the covariance parameters and the coefficients.

use std::sync::OnceLock;

use libm::log;
use nalgebra::{DMatrix, DVector};

use super::likelihood::{Likelihood, State, Structure};
use super::{Group, Rows};
use crate::StatError;
use crate::linalg::{Spd, Triangle};
use crate::optimise::{Failure, Objective, nelder_mead, newton, newton_from};

/// Largest number of stored cross-product cells (512 MB).
const LARGEST_STORE: usize = 1 << 26;

/// Steps of the EM algorithm before Newton's: each costs far less.
const EXPECTATION_STEPS: usize = 3;

/// Which likelihood is maximised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Estimation {
    /// Restricted maximum likelihood: variances free of the bias from estimating the coefficients.
    Reml,
    /// Maximum likelihood. Kenward-Roger is not defined for it.
    Ml,
}

/// A fitted normal model of correlated measurements.
#[derive(Clone, Debug)]
pub(crate) struct MarginalFit {
    /// The design given in terms of the orthonormal columns.
    pub(crate) triangle: Triangle,
    /// Residual standard deviation of ordinary least squares: the unit of the internal scale.
    pub(crate) scale: f64,
    /// Coefficients of the orthonormal columns, in the units of the response.
    pub(crate) effects: DVector<f64>,
    /// Everything at the estimate, on the internal scale.
    pub(crate) state: State,
    /// Estimates of the covariance parameters on the internal scale.
    pub(crate) theta: Vec<f64>,
    /// Inverse of the observed information.
    pub(crate) observed: DMatrix<f64>,
    /// Inverse of the expected information.
    pub(crate) expected: DMatrix<f64>,
    /// Second-order sums of the Kenward-Roger adjustment are made from these.
    pub(crate) sums: Vec<super::cross_products::CrossProducts>,
    /// Which likelihood.
    pub(crate) estimation: Estimation,
    /// Minus twice the log-likelihood, constant included.
    pub(crate) deviance: f64,
    /// Newton steps.
    pub(crate) iterations: usize,
    /// Adjusted matrices asked for so far.
    pub(crate) kept: Kept,
}

/// The adjusted covariance matrix of the coefficients for each kind, made when first asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) observed_linear: OnceLock<DMatrix<f64>>,
    pub(crate) observed_full: OnceLock<DMatrix<f64>>,
    pub(crate) expected_linear: OnceLock<DMatrix<f64>>,
    pub(crate) expected_full: OnceLock<DMatrix<f64>>,
}

fn refusal(failure: Failure) -> StatError {
    let (iterations, advice) = match failure {
        Failure::Start => (0, "the start values give no positive definite covariance matrix; use a simpler structure"),
        Failure::Edge { iterations } => {
            (iterations, "the estimate lies at the edge of the positive definite matrices; use a simpler structure")
        }
        Failure::Flat { iterations } => {
            (iterations, "the data do not determine all covariance parameters; use a simpler structure")
        }
        Failure::Iterations { iterations } => (iterations, "use a simpler covariance structure"),
    };
    StatError::NotConverged { iterations, advice }
}

fn check_size(rows: &Rows, groups: &[Group]) -> Result<(), StatError> {
    let columns = rows.design.len();
    let cells = groups.iter().map(|g| {
        let places = g.subjects.first().map_or(0, Vec::len);
        places.saturating_mul(places + 1).saturating_mul(columns).saturating_mul(columns + 1) / 4
    });
    let found = cells.fold(0_usize, usize::saturating_add);
    if found > LARGEST_STORE { Err(StatError::TooLarge { limit: LARGEST_STORE, found }) } else { Ok(()) }
}

/// Fits the model from `start` (on the scale of residuals with standard deviation 1).
pub(crate) fn fit_marginal<S: Structure>(
    rows: &Rows,
    groups: &[Group],
    structure: &S,
    estimation: Estimation,
    start: Vec<f64>,
) -> Result<MarginalFit, StatError> {
    check_size(rows, groups)?;
    let likelihood = Likelihood::new(rows, groups, structure, estimation);
    let start = DVector::from_vec(start);
    let from = |at: DVector<f64>| {
        let point = likelihood.point(&at).ok_or(Failure::Start)?;
        let (at, point) = likelihood.expected(at, point, EXPECTATION_STEPS);
        newton_from(&likelihood, at, point)
    };
    let minimum = from(start.clone()).or_else(|first| {
        // a simplex search may leave a bad region; Newton must still confirm the minimum
        if start.len() > 6 {
            return Err(first);
        }
        let objective = |at: &DVector<f64>| likelihood.point(at).map(|found| found.value);
        let step = start.map(|v| 0.1 * v.abs().max(0.1));
        newton(&likelihood, nelder_mead(objective, &start, &step, 500)).map_err(|_| first)
    });
    let minimum = minimum.map_err(refusal)?;
    let iterations = minimum.iterations;
    let flat = || refusal(Failure::Flat { iterations });
    let state = minimum.state;
    // minus twice the log-likelihood has twice the information as its Hessian
    let observed = Spd::new(&(0.5 * &state.hessian)).ok_or_else(flat)?.inverse();
    let expected = Spd::new(&(0.5 * &state.expected)).ok_or_else(flat)?.inverse();
    let n = rows.len() as f64;
    let rank = rows.design.len() as f64;
    let free = if estimation == Estimation::Reml { n - rank } else { n };
    let mut deviance = state.value + free * (log(2.0 * std::f64::consts::PI) + 2.0 * log(rows.scale));
    if estimation == Estimation::Reml {
        // |X'WX| of the design given: the orthonormal columns leave out |R|²
        deviance += 2.0 * rows.triangle.r.diagonal().iter().map(|v| log(v.abs())).sum::<f64>();
    }
    Ok(MarginalFit {
        triangle: rows.triangle.clone(),
        scale: rows.scale,
        effects: &rows.effects + rows.scale * &state.beta,
        theta: minimum.at.as_slice().to_vec(),
        observed,
        expected,
        sums: likelihood.sums,
        estimation,
        deviance,
        iterations,
        state,
        kept: Kept::default(),
    })
}

impl MarginalFit {
    /// Coefficients of the columns given; `None` for aliased ones.
    pub(crate) fn coefficients(&self) -> Vec<Option<f64>> {
        let kept = self.triangle.back_solve(&self.effects);
        let mut all = vec![None; self.triangle.kept.len() + self.triangle.aliased.len()];
        for (place, value) in self.triangle.kept.iter().zip(kept.iter()) {
            if let Some(slot) = all.get_mut(*place) {
                *slot = Some(*value);
            }
        }
        all
    }
}
