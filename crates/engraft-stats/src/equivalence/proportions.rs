//! Equivalence of two proportions by inclusion of Newcombe's interval.

use super::{Margins, check_alpha};
use crate::{ProportionDifference, StatError, newcombe_difference};

/// Position of the interval of a difference of proportions within margins.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ProportionEquivalence {
    /// The difference with Newcombe's interval of level `1 - 2 alpha`.
    pub difference: ProportionDifference,
    /// Whether the interval lies above the lower margin: non-inferior when more events are better.
    pub above_lower: bool,
    /// Whether the interval lies below the upper margin: non-inferior when fewer events are better.
    pub below_upper: bool,
    /// Whether the interval lies inside both margins.
    pub equivalent: bool,
}

/// Equivalence or non-inferiority of two proportions: whether Newcombe's interval lies inside the margins.
///
/// # Arguments
/// `first`, `second`: events and subjects of each group, at least 1 subject. `margins`: of the difference first less
/// second, inside [-1, 1]. `alpha`: one-sided, in (0, 0.5).
/// # Returns
/// A [`ProportionEquivalence`]; no p-value: the interval decides.
/// # Assumptions and small samples
/// The interval of level `1 - 2 alpha` holds its level on average, not for every pair of proportions.
/// # Errors
/// Those of [`newcombe_difference`](crate::newcombe_difference); [`StatError::InvalidParameter`] for `alpha`, margins out
/// of order or beyond 1.
/// # Examples
/// ```
/// use engraft_stats::equivalence::{Margins, proportion_equivalence};
/// let r = proportion_equivalence((18, 20), (17, 20), Margins { lower: -0.2, upper: 0.3 }, 0.05)?;
/// assert!(r.above_lower && r.equivalent);
/// assert!(proportion_equivalence((1, 0), (1, 2), Margins { lower: -0.2, upper: 0.2 }, 0.05).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// The interval: `two-sample/small`. The decision: by hand.
/// # References
/// Newcombe RG. Stat Med 1998;17:873-90. doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
pub fn proportion_equivalence(
    first: (u64, u64),
    second: (u64, u64),
    margins: Margins,
    alpha: f64,
) -> Result<ProportionEquivalence, StatError> {
    check_alpha(alpha)?;
    margins.check()?;
    for (name, margin) in [("lower margin", margins.lower), ("upper margin", margins.upper)] {
        if margin.abs() > 1.0 {
            return Err(StatError::InvalidParameter { name, found: margin });
        }
    }
    let difference = newcombe_difference(first.0, first.1, second.0, second.1, 1.0 - 2.0 * alpha)?;
    let above_lower = difference.interval.lower > margins.lower;
    let below_upper = difference.interval.upper < margins.upper;
    Ok(ProportionEquivalence { difference, above_lower, below_upper, equivalent: above_lower && below_upper })
}
