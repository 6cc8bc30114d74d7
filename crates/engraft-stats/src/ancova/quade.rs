//! Quade's rank analysis of covariance.

use super::residuals::residuals;
use crate::dist::f_sf;
use crate::two_sample::midranks;
use crate::{StatError, check};

/// Result of a rank analysis of covariance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RankAncova {
    /// Subjects of the first arm.
    pub n1: usize,
    /// Subjects of the second arm.
    pub n2: usize,
    /// Mean residual rank of the first arm less that of the second, in ranks.
    pub difference: f64,
    /// Variance ratio of the residuals between arms.
    pub f: f64,
    /// Its second degrees of freedom, n - 2; the first is 1.
    pub df: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// Compares two arms by residual ranks: Quade's analysis of covariance.
///
/// # Arguments
/// `outcome`, `first`, `covariates`: as in [`ancova`](crate::ancova()), at least one covariate (baseline).
/// # Returns
/// A [`RankAncova`]: outcome and covariates are ranked over both arms (midranks), the outcome's ranks are fitted by the
/// covariates' ranks without regard to arm, and the residuals are compared by the variance ratio.
/// # Assumptions and small samples
/// Covariates distributed alike in both arms (randomisation). Approximate: the F distribution is good from about 8 per
/// arm. An estimate on the scale of the outcome is not given: there is none.
/// # Numerics
/// Covariates redundant with others are passed over. Values within 1e-10 relative tie.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::TooLarge`]; [`StatError::TooFew`] for an empty
/// arm, fewer than 3 subjects, or no covariate; [`StatError::ConstantData`] when no residual differs from zero or the
/// arms do not vary within themselves.
/// # Examples
/// ```
/// use engraft_stats::{StatError, rank_ancova};
/// let outcome = [5.0, 6.0, 8.0, 9.0, 6.0, 9.0, 10.0, 13.0];
/// let first = [true, true, true, true, false, false, false, false];
/// let baseline = [4.0, 6.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0];
/// let r = rank_ancova(&outcome, &first, &[&baseline])?;
/// assert!(r.df == 6.0 && r.p_value < 0.05);
/// assert!(rank_ancova(&outcome, &first, &[&outcome]).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `ancova/two-arms`, R 4.2.2 `rank`, `lm` and `anova` of the residuals, closed_form.
/// # References
/// Quade D. Rank analysis of covariance. J Am Stat Assoc 1967;62:1187-200. doi:10.1080/01621459.1967.10500925
pub fn rank_ancova(outcome: &[f64], first: &[bool], covariates: &[&[f64]]) -> Result<RankAncova, StatError> {
    let (n1, n2) = super::checked(outcome, first, covariates)?;
    check::at_least(outcome, 3)?;
    if covariates.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let ranked: Vec<Vec<f64>> = covariates.iter().map(|c| midranks(c)).collect();
    let left = residuals(&midranks(outcome), &ranked);
    let total: f64 = left.iter().map(|e| e * e).sum();
    let sum: f64 = left.iter().zip(first).filter(|(_, f)| **f).map(|(e, _)| e).sum();
    // the residuals sum to zero: the arms' sums are the same but for the sign
    let (a, b) = (n1 as f64, n2 as f64);
    let between = sum * sum * (1.0 / a + 1.0 / b);
    let within = total - between;
    if within <= 1e-12 * total || total == 0.0 {
        return Err(StatError::ConstantData);
    }
    let df = a + b - 2.0;
    let f = between / (within / df);
    Ok(RankAncova { n1, n2, difference: sum / a + sum / b, f, df, p_value: f_sf(f, 1.0, df)? })
}
