//! Fisher's exact test of two proportions.

use crate::StatError;
use crate::exact::{Family, TwoSided, p_values};
use crate::proportion::check_counts;

/// Result of Fisher's exact test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FisherTest {
    /// Proportion of the first group.
    pub proportion1: f64,
    /// Proportion of the second group.
    pub proportion2: f64,
    /// Exact two-sided p-value.
    pub p_value: f64,
}

/// Tests whether two independent proportions are equal, exactly given the number of events, two-sided.
///
/// # Arguments
/// `x1` of `n1`, `x2` of `n2`: events and subjects, each group at least 1 subject.
/// # Returns
/// A [`FisherTest`]; p is the total probability of the tables no likelier than the one seen, as R's `fisher.test`.
/// # Assumptions and small samples
/// Exact and conservative. No event at all, or all events, gives p = 1. With an odds ratio and an interval that agrees:
/// [`fisher_test`](crate::two_proportions::fisher_test).
/// # Numerics
/// Hypergeometric probabilities built outwards from the likeliest table; tables within 1e-7 relative count as equally likely.
/// # Errors
/// [`StatError::TooFew`] for an empty group, [`StatError::InvalidCount`], [`StatError::TooLarge`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, fisher_exact};
/// assert!((fisher_exact(3, 3, 0, 3)?.p_value - 0.1).abs() < 1e-14);
/// assert_eq!(fisher_exact(0, 4, 0, 5)?.p_value, 1.0);
/// assert_eq!(fisher_exact(5, 4, 0, 5), Err(StatError::InvalidCount { count: 5, total: 4 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-sample/small`, R 4.2.2 `fisher.test`, closed_form.
/// # References
/// Fisher RA. J R Stat Soc 1935;98:39-82. doi:10.2307/2342435
pub fn fisher_exact(x1: u64, n1: u64, x2: u64, n2: u64) -> Result<FisherTest, StatError> {
    for (x, n) in [(x1, n1), (x2, n2)] {
        check_counts(x, n)?;
        if n == 0 {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
    }
    let events = x1 + x2;
    let probabilities = Family::hypergeometric(n1, n2, events).probabilities(1.0);
    let seen = (x1 - events.saturating_sub(n2)) as usize;
    Ok(FisherTest {
        proportion1: x1 as f64 / n1 as f64,
        proportion2: x2 as f64 / n2 as f64,
        p_value: p_values(&probabilities, seen, TwoSided::MinimumLikelihood).two_sided,
    })
}
