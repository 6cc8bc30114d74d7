//! What no event among n subjects allows: the exact upper bound and its rule of thumb.

use libm::{expm1, log, log1p};

use super::check_counts;
use crate::{StatError, check};

/// Upper bounds of a proportion, or of a rate, of which no event was seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ZeroEvents {
    /// Exact one-sided upper bound.
    pub exact: f64,
    /// The rule of thumb `-ln(1 - level) / n`, which is 3/n at level 0.95 (2.996/n before rounding); may exceed 1.
    pub rule: f64,
    /// One-sided level.
    pub level: f64,
}

/// Upper bound of a proportion after no event among `n` subjects.
///
/// # Arguments
/// `n`: subjects without the event, at least 1 (n in the paper). `level`: one-sided, in (0, 1).
/// # Returns
/// A [`ZeroEvents`]: the exact bound `1 - (1 - level)^(1/n)` and the rule of three, which is never below it. Both are
/// one-sided: the upper end of the two-sided Clopper-Pearson interval of level 0.95 is the exact bound of level 0.975.
/// # Assumptions and small samples
/// Independent subjects with one probability. Under n = 30 the rule is too large; use the exact bound.
/// # Numerics
/// Closed form, without cancellation for large n.
/// # Errors
/// [`StatError::TooFew`] for n = 0, [`StatError::LevelOutOfRange`], [`StatError::TooLarge`] above a million.
/// # Examples
/// ```
/// use engraft_stats::{StatError, proportion::rule_of_three};
/// let bound = rule_of_three(20, 0.95)?;
/// assert!((bound.exact - 0.139_108).abs() < 1e-6 && (bound.rule - 0.149_787).abs() < 1e-6);
/// assert_eq!(rule_of_three(0, 0.95), Err(StatError::TooFew { needed: 1, found: 0 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `proportion/blaker-arcsine`, R 4.2.2 `binom.test(alternative = "less")`, closed_form.
/// # References
/// Hanley JA, Lippman-Hand A. If nothing goes wrong, is everything all right? JAMA 1983;249:1743-5.
/// doi:10.1001/jama.1983.03330370053031
pub fn rule_of_three(n: u64, level: f64) -> Result<ZeroEvents, StatError> {
    check_counts(0, n)?;
    check::level(level)?;
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let log_alpha = log1p(-level);
    let n = n as f64;
    Ok(ZeroEvents { exact: -expm1(log_alpha / n), rule: -log_alpha / n, level })
}

/// Smallest number of subjects, none with the event, whose exact upper bound is at most `proportion`.
///
/// # Errors
/// [`StatError::LevelOutOfRange`]; [`StatError::ProbabilityOutOfRange`] unless `proportion` is in (0, 1);
/// [`StatError::TooLarge`] above a million subjects.
pub fn subjects_to_exclude(proportion: f64, level: f64) -> Result<u64, StatError> {
    check::level(level)?;
    if !(proportion > 0.0 && proportion < 1.0) {
        return Err(StatError::ProbabilityOutOfRange { found: proportion });
    }
    let limit = 1_000_000_u64;
    let needed = libm::ceil(log(1.0 - level) / log1p(-proportion) * (1.0 - 1e-12));
    if needed > limit as f64 {
        return Err(StatError::TooLarge { limit: limit as usize, found: needed.min(1e18) as usize });
    }
    Ok((needed as u64).max(1))
}
