//! Rank analysis of covariance within strata (Koch and others).

use super::residuals::residuals;
use crate::StatError;
use crate::dist::chi_squared_sf;
use crate::two_sample::midranks;

/// Result of a stratified rank analysis of covariance.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct StratifiedRankAncova {
    /// Subjects of the first arm.
    pub n1: usize,
    /// Subjects of the second arm.
    pub n2: usize,
    /// Strata that hold both arms and residuals other than zero.
    pub informative_strata: usize,
    /// Mantel-Haenszel mean score statistic.
    pub chi_squared: f64,
    /// Two-sided p-value, one degree of freedom.
    pub p_value: f64,
}

/// Compares two arms by residual standardised ranks within strata, joined by the Mantel-Haenszel mean score test.
///
/// # Arguments
/// `outcome`, `first`, `covariates`: as in [`ancova`](crate::ancova()), at least one covariate. `strata`: stratum of each
/// subject, any numbers.
/// # Returns
/// A [`StratifiedRankAncova`]: within each stratum of size m, outcome and covariates become midranks over `m + 1`, the
/// outcome's are fitted by the covariates', and the residuals are scores of the test.
/// # Assumptions and small samples
/// Allocation at random within strata. Approximate (chi-squared); strata with one arm, or with as few subjects as
/// covariates and intercept, carry nothing and are counted out.
/// # Numerics
/// Variance of a sum of scores under allocation at random within each stratum.
/// # Errors
/// As [`rank_ancova`](crate::rank_ancova); [`StatError::LengthMismatch`] for the strata; [`StatError::NotEstimable`] when
/// no stratum carries information.
/// # Examples
/// ```
/// use engraft_stats::{StatError, stratified_rank_ancova};
/// let outcome = [5.0, 6.0, 8.0, 9.0, 6.0, 9.0, 10.0, 13.0];
/// let first = [true, true, true, true, false, false, false, false];
/// let baseline = [4.0, 6.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0];
/// let strata = [0, 0, 1, 1, 0, 0, 1, 1];
/// let r = stratified_rank_ancova(&outcome, &first, &[&baseline], &strata)?;
/// assert!(r.informative_strata == 2 && r.p_value < 0.1);
/// let alone = [0, 1, 2, 3, 4, 5, 6, 7];
/// assert!(stratified_rank_ancova(&outcome, &first, &[&baseline], &alone).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `ancova/two-arms`, coin 1.4-2 `oneway_test(residual ~ arm | stratum)`, closed_form.
/// # References
/// Koch GG, Amara IA, Davis GW, Gillings DB. A review of some statistical methods for covariance analysis of categorical
/// data. Biometrics 1982;38:563-95. doi:10.2307/2530042.
/// Stokes ME, Davis CS, Koch GG. Categorical Data Analysis Using SAS, 3rd ed., section 7.7. SAS Institute, 2012.
pub fn stratified_rank_ancova(
    outcome: &[f64],
    first: &[bool],
    covariates: &[&[f64]],
    strata: &[usize],
) -> Result<StratifiedRankAncova, StatError> {
    let (n1, n2) = super::checked(outcome, first, covariates)?;
    if covariates.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if strata.len() != outcome.len() {
        return Err(StatError::LengthMismatch { left: outcome.len(), right: strata.len() });
    }
    let mut labels = strata.to_vec();
    labels.sort_unstable();
    labels.dedup();
    let (mut sum, mut variance, mut informative_strata) = (0.0, 0.0, 0);
    for label in labels {
        let inside = |column: &[f64]| -> Vec<f64> {
            column.iter().zip(strata).filter(|(_, s)| **s == label).map(|(v, _)| *v).collect()
        };
        let arm: Vec<bool> = first.iter().zip(strata).filter(|(_, s)| **s == label).map(|(f, _)| *f).collect();
        let (own, spread) = stratum(&inside(outcome), &covariates.iter().map(|c| inside(c)).collect::<Vec<_>>(), &arm);
        sum += own;
        variance += spread;
        informative_strata += usize::from(spread > 0.0);
    }
    if variance <= 0.0 {
        return Err(StatError::NotEstimable { reason: "no stratum holds both arms and residual ranks that differ" });
    }
    let chi_squared = sum * sum / variance;
    Ok(StratifiedRankAncova { n1, n2, informative_strata, chi_squared, p_value: chi_squared_sf(chi_squared, 1.0)? })
}

/// Sum of the first arm's scores in one stratum, and its variance over allocations.
fn stratum(outcome: &[f64], covariates: &[Vec<f64>], first: &[bool]) -> (f64, f64) {
    let m = outcome.len() as f64;
    let n1 = first.iter().filter(|f| **f).count() as f64;
    if n1 == 0.0 || n1 == m {
        return (0.0, 0.0);
    }
    let ranked: Vec<Vec<f64>> = covariates.iter().map(|c| midranks(c)).collect();
    let scores: Vec<f64> = residuals(&midranks(outcome), &ranked).iter().map(|e| e / (m + 1.0)).collect();
    let squares: f64 = scores.iter().map(|e| e * e).sum();
    let sum = scores.iter().zip(first).filter(|(_, f)| **f).map(|(e, _)| e).sum();
    (sum, n1 * (m - n1) / (m * (m - 1.0)) * squares)
}
