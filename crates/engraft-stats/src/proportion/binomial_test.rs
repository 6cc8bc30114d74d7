//! The exact binomial test of one proportion.

use super::check_counts;
use super::exact::least_likely;
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
    /// Two-sided exact p-value.
    pub p_value: f64,
}

/// Tests whether a proportion equals `null`, exactly and two-sided.
///
/// # Arguments
/// `x`: subjects with the event, at most `n`. `n`: subjects, at least 1. `null`: proportion in [0, 1].
/// # Returns
/// A [`BinomialTest`]; p is the total probability of the outcomes no likelier than `x` ("minlike", as R's
/// `binom.test`; other programs double the smaller tail).
/// # Assumptions and small samples
/// Exact for independent subjects with one probability. May disagree with the Clopper-Pearson interval, which inverts
/// two one-sided tests.
/// # Numerics
/// Sum over all outcomes; outcomes within 1e-7 relative of the observed probability count as equally likely.
/// # Errors
/// [`StatError::TooFew`] for n = 0, [`StatError::InvalidCount`], [`StatError::ProbabilityOutOfRange`],
/// [`StatError::TooLarge`] above a million.
/// # Examples
/// ```
/// use engraft_stats::{StatError, binomial_test};
/// assert!((binomial_test(3, 9, 0.5)?.p_value - 0.507_812_5).abs() < 1e-14);
/// assert_eq!(binomial_test(0, 9, 0.0)?.p_value, 1.0);
/// assert_eq!(binomial_test(0, 0, 0.5), Err(StatError::TooFew { needed: 1, found: 0 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `proportion/table` and `dastmalchi-2008-iim/responders`, R 4.2.2 `binom.test`, closed_form.
/// # References
/// Clopper CJ, Pearson ES. Biometrika 1934;26:404-13. doi:10.1093/biomet/26.4.404
pub fn binomial_test(x: u64, n: u64, null: f64) -> Result<BinomialTest, StatError> {
    check_counts(x, n)?;
    check::probability(null)?;
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    Ok(BinomialTest { x, n, proportion: x as f64 / n as f64, null, p_value: least_likely(x, n, null) })
}
