//! Difference of two proportions by Newcombe's hybrid score interval.

use libm::sqrt;

use crate::proportion::{check_counts, wilson};
use crate::{Interval, StatError, check};

/// Difference of two proportions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ProportionDifference {
    /// Proportion of the first group.
    pub proportion1: f64,
    /// Proportion of the second group.
    pub proportion2: f64,
    /// First less second.
    pub difference: f64,
    /// Newcombe's interval of the difference.
    pub interval: Interval,
}

/// Difference of two independent proportions with Newcombe's hybrid score interval (his method 10).
///
/// # Arguments
/// `x1` of `n1`, `x2` of `n2`: events and subjects, each group at least 1 subject. `level`: in (0, 1).
/// # Returns
/// A [`ProportionDifference`]: first less second, in [-1, 1]. `achieved` is `None`: the level holds on average.
/// # Assumptions and small samples
/// Independent subjects. Defined at 0 of n and n of n; never of zero width.
/// # Numerics
/// Closed form from two Wilson intervals without continuity correction.
/// # Errors
/// [`StatError::TooFew`] for an empty group, [`StatError::InvalidCount`], [`StatError::LevelOutOfRange`],
/// [`StatError::TooLarge`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, newcombe_difference};
/// let d = newcombe_difference(7, 7, 2, 9, 0.95)?;
/// assert!(d.interval.lower > 0.0);
/// // no event in either group still has a width
/// assert!(newcombe_difference(0, 5, 0, 7, 0.95)?.interval.width() > 0.5);
/// assert_eq!(newcombe_difference(0, 0, 1, 2, 0.95), Err(StatError::TooFew { needed: 1, found: 0 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-sample/small`, the formula in R 4.2.2 over `prop.test(correct = FALSE)`, closed_form.
/// # References
/// Newcombe RG. Interval estimation for the difference between independent proportions. Stat Med 1998;17:873-90.
/// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
pub fn newcombe_difference(x1: u64, n1: u64, x2: u64, n2: u64, level: f64) -> Result<ProportionDifference, StatError> {
    check::level(level)?;
    for (x, n) in [(x1, n1), (x2, n2)] {
        check_counts(x, n)?;
        if n == 0 {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
    }
    let (p1, p2) = (x1 as f64 / n1 as f64, x2 as f64 / n2 as f64);
    let ((l1, u1), (l2, u2)) = (wilson(x1, n1, level), wilson(x2, n2, level));
    let difference = p1 - p2;
    let reach = |a: f64, b: f64| sqrt(a * a + b * b);
    let interval = Interval {
        lower: difference - reach(p1 - l1, u2 - p2),
        upper: difference + reach(u1 - p1, p2 - l2),
        asked: level,
        achieved: None,
    };
    Ok(ProportionDifference { proportion1: p1, proportion2: p2, difference, interval })
}
