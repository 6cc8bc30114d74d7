//! Two arms compared with adjustment for baseline: linear analysis of covariance, Quade's rank analysis of covariance,
//! and rank analysis of covariance within strata.

mod linear;
mod quade;
mod residuals;
mod stratified;

pub use linear::{AdjustedMean, Ancova, ancova};
pub use quade::{RankAncova, rank_ancova};
pub use stratified::{StratifiedRankAncova, stratified_rank_ancova};

use crate::{StatError, check};

/// Largest number of subjects.
const LARGEST_TOTAL: usize = 10_000;

/// Checks the columns of an analysis and returns the numbers of the two arms.
fn checked(outcome: &[f64], first: &[bool], covariates: &[&[f64]]) -> Result<(usize, usize), StatError> {
    check::at_most(outcome, LARGEST_TOTAL)?;
    if first.len() != outcome.len() {
        return Err(StatError::LengthMismatch { left: outcome.len(), right: first.len() });
    }
    check::finite(outcome)?;
    for column in covariates {
        if column.len() != outcome.len() {
            return Err(StatError::LengthMismatch { left: outcome.len(), right: column.len() });
        }
        check::finite(column)?;
    }
    let n1 = first.iter().filter(|f| **f).count();
    let n2 = first.len() - n1;
    if n1 == 0 || n2 == 0 { Err(StatError::TooFew { needed: 1, found: 0 }) } else { Ok((n1, n2)) }
}

#[cfg(test)]
mod tests;
