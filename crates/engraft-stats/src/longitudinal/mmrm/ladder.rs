//! Which covariance structures are tried, in which order, and why one is given up.

use super::fit::{MmrmData, MmrmOptions};
use super::structure::{Patterns, VisitStructure};
use crate::StatError;
use crate::linalg::{Cells, Spd};
use crate::longitudinal::covariance::{shape, start_values};
use crate::longitudinal::marginal::{MarginalFit, Rows, fit_marginal};
use crate::longitudinal::{Covariance, Estimation};

/// The usual ladder, from no assumption to one variance and one correlation. No rung leaves out the correlation
/// within a subject.
pub const LADDER: [Covariance; 5] = [
    Covariance::Unstructured,
    Covariance::ToeplitzHeterogeneous,
    Covariance::Ar1Heterogeneous,
    Covariance::CompoundSymmetryHeterogeneous,
    Covariance::CompoundSymmetry,
];

/// A structure tried and given up.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Attempt {
    /// The structure.
    pub structure: Covariance,
    /// Why it gave no answer.
    pub reason: StatError,
}

/// Fails fast where the data cannot determine the structure.
fn determined(structure: Covariance, patterns: &Patterns) -> Result<(), StatError> {
    let heterogeneous = matches!(
        structure,
        Covariance::Unstructured
            | Covariance::ToeplitzHeterogeneous
            | Covariance::Ar1Heterogeneous
            | Covariance::CompoundSymmetryHeterogeneous
            | Covariance::Diagonal
    );
    let toeplitz = matches!(structure, Covariance::Toeplitz | Covariance::ToeplitzHeterogeneous);
    for group in 0..patterns.covariance_groups {
        let pairs = patterns.pairs(group);
        let v = patterns.visits;
        if heterogeneous && (0..v).any(|i| pairs.cell(i, i) < 2.0) {
            return Err(StatError::NotEstimable { reason: "a visit has fewer than two observed subjects" });
        }
        if structure == Covariance::Unstructured && pairs.iter().any(|n| *n < 2.0) {
            return Err(StatError::NotEstimable { reason: "two visits share fewer than two subjects" });
        }
        if toeplitz && (1..v).any(|d| (0..v - d).map(|i| pairs.cell(i, i + d)).sum::<f64>() < 1.0) {
            return Err(StatError::NotEstimable { reason: "no subject has two visits at one of the distances" });
        }
        let repeated = (0..v).any(|i| (0..i).any(|j| pairs.cell(i, j) > 0.0));
        let correlated = !matches!(structure, Covariance::Diagonal | Covariance::Independent);
        if correlated && v > 1 && !repeated {
            return Err(StatError::NotEstimable { reason: "no subject has two visits: no correlation to estimate" });
        }
    }
    Ok(())
}

fn attempt(
    structure: Covariance,
    rows: &Rows,
    patterns: &Patterns,
    options: &MmrmOptions,
) -> Result<MarginalFit, StatError> {
    determined(structure, patterns)?;
    // least squares residuals fall short by the columns fitted, which the restricted likelihood makes up for
    let spread = match options.estimation {
        Estimation::Reml => rows.len() as f64 / (rows.len() - rows.design.len()) as f64,
        Estimation::Ml => 1.0,
    };
    let start: Vec<f64> = (0..patterns.covariance_groups)
        .flat_map(|group| start_values(structure, &(patterns.moments(group, &rows.residuals) * spread)))
        .collect();
    let visits = VisitStructure::new(structure, patterns);
    let fit = fit_marginal(rows, &patterns.groups, &visits, options.estimation, start)?;
    // patterns may all be sound where the matrix of all visits is not
    for part in fit.theta.chunks(structure.parameters(patterns.visits)) {
        if shape(structure, patterns.visits, part, false).and_then(|s| Spd::new(&s.sigma)).is_none() {
            return Err(StatError::NotEstimable {
                reason: "the covariance matrix of all visits is not positive definite",
            });
        }
    }
    Ok(fit)
}

/// Goes down the ladder until a structure gives an answer.
pub(crate) fn climb_down(
    data: &MmrmData,
    options: &MmrmOptions,
    rows: &Rows,
    patterns: &Patterns,
) -> Result<(Covariance, MarginalFit, Vec<Attempt>), StatError> {
    let mut attempts: Vec<Attempt> = Vec::new();
    let mut last = StatError::NotEstimable { reason: "no covariance structure was given" };
    if data.visits == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    for structure in options.structures {
        match attempt(*structure, rows, patterns, options) {
            Ok(fit) => return Ok((*structure, fit, attempts)),
            Err(reason) => {
                last = reason;
                attempts.push(Attempt { structure: *structure, reason });
            }
        }
    }
    Err(last)
}
