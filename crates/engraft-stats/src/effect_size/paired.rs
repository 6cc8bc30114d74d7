//! Standardised mean of paired differences.

use super::two_groups::{BEYOND, LARGEST};
use super::{EffectSize, assembled};
use crate::{StatError, paired_t};

/// Standardised mean difference of paired values, by the SD of the differences (d_z).
///
/// # Arguments
/// `differences`: after minus before, at least 3 finite values. `level`: in (0, 1).
/// # Returns
/// An [`EffectSize`] without unit. Not comparable with the d of two groups: the SD of differences falls with the
/// correlation of the pairs.
/// # Assumptions and small samples
/// Independent normal differences; the interval is then exact.
/// # Numerics
/// As [`effect_size`](super::effect_size()); large-sample variance `1/n + g²/(2n)`.
/// # Errors
/// Those of [`paired_t`](crate::paired_t()); [`StatError::TooFew`] below 3 values; [`StatError::NotEstimable`] for a mean
/// above a million SDs.
/// # Examples
/// ```
/// use engraft_stats::effect_size::paired_effect_size;
/// let e = paired_effect_size(&[1.0, 2.0, 3.0], 0.95)?;
/// assert!((e.d - 2.0).abs() < 1e-14 && e.interval.contains(2.0));
/// assert!(paired_effect_size(&[1.0, 2.0], 0.95).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `two-sample/means-and-effects`, metafor 3.8-1 `escalc("SMCC")` for g and its variance; `uniroot` over `pt(ncp)`, R 4.2.2,
/// for the interval; iterative.
/// # References
/// Gibbons RD, Hedeker DR, Davis JM. Estimation of effect size from a series of experiments involving paired comparisons.
/// J Educ Stat 1993;18:271-9. doi:10.3102/10769986018003271
pub fn paired_effect_size(differences: &[f64], level: f64) -> Result<EffectSize, StatError> {
    let t = paired_t(differences, level)?;
    if t.df < 2.0 {
        return Err(StatError::TooFew { needed: 3, found: differences.len() });
    }
    let n = differences.len() as f64;
    let d = t.mean / t.sd;
    if d.abs() > LARGEST {
        return Err(BEYOND);
    }
    Ok(assembled(d, t.df, libm::sqrt(n), |g| 1.0 / n + g * g / (2.0 * n), level))
}
