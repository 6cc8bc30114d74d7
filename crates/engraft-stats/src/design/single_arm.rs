//! Exact single-arm design: a number of responders that rejects a proportion too low to be of use.

use super::{alpha as checked_alpha, power as checked_power};
use crate::StatError;
use crate::dist::binomial::{pmf, tails};

/// Largest sample searched.
const LARGEST: u64 = 1_000;

/// An exact single-arm design.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SingleArm {
    /// Subjects.
    pub n: u64,
    /// Fewest responders that reject; `None` when no number of responders does.
    pub critical: Option<u64>,
    /// Probability of rejecting under the null proportion: at most alpha.
    pub alpha: f64,
    /// Probability of rejecting under the alternative.
    pub power: f64,
}

fn checked(null: f64, alternative: f64, alpha: f64) -> Result<(), StatError> {
    checked_alpha(alpha)?;
    crate::check::probability(null)?;
    crate::check::probability(alternative)?;
    if alternative > null {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "alternative", found: alternative })
    }
}

/// Probability of at least `r` of `n`.
fn at_least(r: u64, n: u64, p: f64) -> f64 {
    if r == 0 { 1.0 } else { tails(r - 1, n, p).1 }
}

/// Power of the exact one-sided test that a proportion exceeds `null`.
///
/// # Arguments
/// `n`: 1 to 1000 subjects. `null`, `alternative`: proportions, the second larger. `alpha`: in (0, 1), one-sided.
/// # Returns
/// A [`SingleArm`]: rejects from `critical` responders on.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::ProbabilityOutOfRange`],
/// [`StatError::InvalidParameter`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, design::single_arm_power};
/// let d = single_arm_power(10, 0.1, 0.4, 0.05)?;
/// assert_eq!(d.critical, Some(4));
/// assert!((d.power - 0.617_719).abs() < 1e-6 && (d.alpha - 0.012_795).abs() < 1e-6);
/// assert!(single_arm_power(10, 0.4, 0.1, 0.05).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `design/power`, R 4.2.2 `pbinom`, closed_form.
/// # References
/// A'Hern RP. Sample size tables for exact single-stage phase II designs. Stat Med 2001;20:859-66.
/// doi:10.1002/sim.721
pub fn single_arm_power(n: u64, null: f64, alternative: f64, alpha: f64) -> Result<SingleArm, StatError> {
    checked(null, alternative, alpha)?;
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if n > LARGEST {
        return Err(StatError::TooLarge { limit: LARGEST as usize, found: n as usize });
    }
    Ok(design(n, null, alternative, alpha))
}

fn design(n: u64, null: f64, alternative: f64, alpha: f64) -> SingleArm {
    // from all responders downwards, as long as the tail stays within alpha
    let mut tail = 0.0;
    let mut critical = None;
    for r in (0..=n).rev() {
        tail += pmf(r, n, null);
        if tail > alpha {
            break;
        }
        critical = Some(r);
    }
    match critical {
        Some(r) => SingleArm { n, critical, alpha: at_least(r, n, null), power: at_least(r, n, alternative) },
        None => SingleArm { n, critical, alpha: 0.0, power: 0.0 },
    }
}

/// Smallest single-arm trial with at least the power asked, and the size from which the power stays there.
///
/// The exact power goes up and down with n; the first design is the smallest that reaches the power, the second the
/// smallest from which every size up to 1000 does.
///
/// # Arguments
/// As [`single_arm_power`]; `power`: in (0, 1).
/// # Errors
/// As [`single_arm_power`]; [`StatError::TooLarge`] when 1000 subjects are not enough.
/// # Validation
/// `design/power`, R 4.2.2 `pbinom`, count.
pub fn single_arm_size(
    null: f64,
    alternative: f64,
    alpha: f64,
    power: f64,
) -> Result<(SingleArm, SingleArm), StatError> {
    checked(null, alternative, alpha)?;
    checked_power(power)?;
    let (mut first, mut steady) = (None, None);
    for n in 1..=LARGEST {
        let found = design(n, null, alternative, alpha);
        if found.power >= power {
            first = first.or(Some(found));
            steady = steady.or(Some(found));
        } else {
            steady = None;
        }
    }
    match (first, steady) {
        (Some(first), Some(steady)) => Ok((first, steady)),
        _ => Err(StatError::TooLarge { limit: LARGEST as usize, found: LARGEST as usize + 1 }),
    }
}
