//! The exact sign test of paired differences.

use crate::dist::binomial;
use crate::signed_rank::tie_width;
use crate::{StatError, check};

/// Result of a sign test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SignTest {
    /// Number of differences given.
    pub n: usize,
    /// Differences above zero.
    pub positive: usize,
    /// Differences below zero.
    pub negative: usize,
    /// Differences equal to zero, set aside.
    pub n_zero: usize,
    /// Exact two-sided p-value of as many positive as negative differences.
    pub p_value: f64,
}

/// Tests whether positive and negative differences are equally likely, zeros set aside.
///
/// # Arguments
/// `differences`: after minus before, finite. A difference within 1e-10 of zero, relative to the largest absolute
/// difference, counts as zero, as in [`signed_rank`](crate::signed_rank()).
/// # Returns
/// A [`SignTest`]; the p-value is twice the smaller binomial tail, at most 1.
/// # Assumptions and small samples
/// Exact for any continuous distribution. The smallest p with n differences is `2^(1-n)`: 5 subjects cannot reach 0.05.
/// # Numerics
/// Binomial probabilities at one half.
/// # Errors
/// [`StatError::TooFew`] for none, [`StatError::NotFinite`], [`StatError::AllZeroDifferences`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, sign_test};
/// let r = sign_test(&[1.0, 2.0, 0.0, 3.0, -1.0])?;
/// assert_eq!((r.positive, r.negative, r.n_zero), (3, 1, 1));
/// assert!((r.p_value - 0.625).abs() < 1e-14);
/// assert_eq!(sign_test(&[0.0]), Err(StatError::AllZeroDifferences));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dastmalchi-2008-iim/paired`, R 4.2.2 `binom.test`, closed_form.
/// # References
/// Dixon WJ, Mood AM. The statistical sign test. J Am Stat Assoc 1946;41:557-66. doi:10.1080/01621459.1946.10501898
pub fn sign_test(differences: &[f64]) -> Result<SignTest, StatError> {
    check::finite(differences)?;
    check::at_least(differences, 1)?;
    let width = tie_width(differences);
    let positive = differences.iter().filter(|d| **d > width).count();
    let negative = differences.iter().filter(|d| **d < -width).count();
    let used = positive + negative;
    if used == 0 {
        return Err(StatError::AllZeroDifferences);
    }
    let (lower, _) = binomial::tails(positive.min(negative) as u64, used as u64, 0.5);
    Ok(SignTest {
        n: differences.len(),
        positive,
        negative,
        n_zero: differences.len() - used,
        p_value: (2.0 * lower).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_of_five_reach_one_in_sixteen() {
        let r = sign_test(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
        assert!((r.p_value - 0.0625).abs() < 1e-15);
    }

    #[test]
    fn equal_numbers_give_one() {
        assert_eq!(sign_test(&[1.0, -2.0]).unwrap().p_value, 1.0);
    }

    #[test]
    fn rounding_dust_is_a_zero() {
        let r = sign_test(&[0.3 - (0.1 + 0.2), 1.0, -1.0, 2.0]).unwrap();
        assert_eq!((r.positive, r.negative, r.n_zero), (2, 1, 1));
    }
}
