//! The exact binomial test of one proportion.

use super::check_counts;
use crate::exact::{Family, TwoSided, p_values};
use crate::{StatError, check};

/// Result of an exact binomial test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BinomialTest {
    /// Subjects with the event.
    pub x: u64,
    /// Subjects.
    pub n: u64,
    /// Observed proportion.
    pub proportion: f64,
    /// Proportion under the hypothesis.
    pub null: f64,
    /// Two-sided exact p-value by the convention asked.
    pub p_value: f64,
    /// What "two-sided" means.
    pub convention: TwoSided,
    /// One-sided p-value: probability of `x` or less.
    pub less: f64,
    /// One-sided p-value: probability of `x` or more.
    pub greater: f64,
}

/// Tests whether a proportion equals `null`, exactly and two-sided by minimum likelihood (R's convention).
///
/// The same as [`binomial_test_by`] with [`TwoSided::MinimumLikelihood`].
///
/// # Examples
/// ```
/// use engraft_stats::{StatError, binomial_test};
/// assert!((binomial_test(3, 9, 0.5)?.p_value - 0.507_812_5).abs() < 1e-14);
/// assert_eq!(binomial_test(0, 9, 0.0)?.p_value, 1.0);
/// assert_eq!(binomial_test(0, 0, 0.5), Err(StatError::TooFew { needed: 1, found: 0 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Errors
/// As [`binomial_test_by`].
pub fn binomial_test(x: u64, n: u64, null: f64) -> Result<BinomialTest, StatError> {
    binomial_test_by(x, n, null, TwoSided::MinimumLikelihood)
}

/// Tests whether a proportion equals `null`, exactly, by a named two-sided convention.
///
/// # Arguments
/// `x`: subjects with the event, at most `n`. `n`: subjects, at least 1. `null`: proportion in [0, 1]. `convention`:
/// [`TwoSided::MinimumLikelihood`] is that of R's `binom.test`, [`TwoSided::Central`] that of SAS (twice the smaller
/// tail).
/// # Returns
/// A [`BinomialTest`] with both one-sided p-values and the two-sided one.
/// # Assumptions and small samples
/// Exact for independent subjects with one probability (mid-P: only on average). The Clopper-Pearson interval agrees
/// with the central p, Blaker's with Blaker's p; R prints a minimum-likelihood p beside a Clopper-Pearson interval,
/// and the two can disagree.
/// # Numerics
/// Probabilities built outwards from the likeliest outcome; those within 1e-7 relative count as equally likely.
/// # Errors
/// [`StatError::TooFew`] for n = 0, [`StatError::InvalidCount`], [`StatError::ProbabilityOutOfRange`],
/// [`StatError::TooLarge`] above a million.
/// # Examples
/// ```
/// use engraft_stats::{StatError, exact::TwoSided, proportion::binomial_test_by};
/// let r = binomial_test_by(6, 8, 0.4, TwoSided::MinimumLikelihood)?;
/// let sas = binomial_test_by(6, 8, 0.4, TwoSided::Central)?;
/// assert!(r.p_value < sas.p_value && sas.p_value == 2.0 * sas.greater);
/// assert!(binomial_test_by(9, 8, 0.4, TwoSided::Blaker).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `proportion/table` and `dastmalchi-2008-iim/responders`, R 4.2.2 `binom.test`; `proportion/blaker-arcsine`, tails of
/// `pbinom` and Blaker's function in R 4.2.2; closed_form.
/// # References
/// Clopper CJ, Pearson ES. Biometrika 1934;26:404-13. doi:10.1093/biomet/26.4.404.
/// Blaker H. Can J Stat 2000;28:783-98. doi:10.2307/3315916
pub fn binomial_test_by(x: u64, n: u64, null: f64, convention: TwoSided) -> Result<BinomialTest, StatError> {
    check_counts(x, n)?;
    check::probability(null)?;
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let p = p_values(&Family::binomial(n).probabilities(null / (1.0 - null)), x as usize, convention);
    Ok(BinomialTest {
        x,
        n,
        proportion: x as f64 / n as f64,
        null,
        p_value: p.two_sided,
        convention,
        less: p.less,
        greater: p.greater,
    })
}
