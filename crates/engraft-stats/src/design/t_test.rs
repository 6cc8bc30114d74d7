//! Power and sample size of the paired and the two-group t test.

use libm::sqrt;

use super::{alpha as checked_alpha, power as checked_power};
use crate::StatError;
use crate::dist::{noncentral_t_cdf, noncentral_t_sf, student_quantile};

/// Largest group size searched.
const LARGEST: u64 = 100_000;

/// Sides of a test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sides {
    /// Only an effect in the direction planned counts.
    One,
    /// Either direction counts; the power includes rejections in the wrong direction (R's `strict = TRUE`).
    Two,
}

/// Power of a t test, or the size that reaches it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TDesign {
    /// Pairs, or subjects in each group.
    pub n: u64,
    /// Probability of rejecting.
    pub power: f64,
    /// Critical value of t.
    pub critical: f64,
    /// Noncentrality under the effect planned.
    pub noncentrality: f64,
}

/// Power at degrees of freedom and noncentrality.
fn t_power(n: u64, df: f64, noncentrality: f64, alpha: f64, sides: Sides) -> Result<TDesign, StatError> {
    let tail = if sides == Sides::Two { 0.5 * alpha } else { alpha };
    let critical = -student_quantile(tail, df)?;
    let planned = noncentrality.abs();
    // beyond a thousand standard errors the power is 1 to all digits
    let bounded = planned.min(900.0);
    let mut power = noncentral_t_sf(critical, df, bounded)?;
    if sides == Sides::Two {
        power += noncentral_t_cdf(-critical, df, bounded)?;
    }
    Ok(TDesign { n, power: power.min(1.0), critical, noncentrality: planned })
}

fn checked(effect: f64, alpha: f64) -> Result<(), StatError> {
    checked_alpha(alpha)?;
    if effect.abs() <= 1e6 { Ok(()) } else { Err(StatError::InvalidParameter { name: "effect", found: effect }) }
}

/// Power of the paired (or one-sample) t test.
///
/// # Arguments
/// `n`: pairs, at least 2. `effect`: mean difference over the standard deviation of the differences, at most 1e6; the
/// sign does not matter. `alpha`: in (0, 1), of the whole test. `sides`: see [`Sides`].
/// # Returns
/// A [`TDesign`].
/// # Assumptions and small samples
/// Normal differences whose standard deviation is known when planning; it never is: look at a range.
/// # Numerics
/// Noncentral t by quadrature, relative error about 1e-13.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::InvalidParameter`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, design::{Sides, paired_t_power}};
/// assert!((paired_t_power(10, 1.0, 0.05, Sides::Two)?.power - 0.803_1).abs() < 1e-4);
/// assert!((paired_t_power(10, 0.0, 0.05, Sides::Two)?.power - 0.05).abs() < 1e-12);
/// assert!(paired_t_power(1, 1.0, 0.05, Sides::Two).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `design/power`, R 4.2.2 `power.t.test(strict = TRUE)`, iterative.
/// # References
/// Cohen J. Statistical Power Analysis for the Behavioral Sciences, 2nd ed. Erlbaum, 1988.
pub fn paired_t_power(n: u64, effect: f64, alpha: f64, sides: Sides) -> Result<TDesign, StatError> {
    checked(effect, alpha)?;
    sized(n)?;
    t_power(n, n as f64 - 1.0, sqrt(n as f64) * effect, alpha, sides)
}

/// Power of the two-group t test with equal variances.
///
/// # Arguments
/// `n1`, `n2`: subjects of each group, at least 1 and together 3. `effect`: difference in means over the common standard
/// deviation. `alpha`, `sides`: as [`paired_t_power`].
/// # Returns
/// A [`TDesign`] whose `n` is `n1`.
/// # Errors
/// As [`paired_t_power`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, design::{Sides, two_group_t_power}};
/// assert!((two_group_t_power(20, 20, 1.0, 0.05, Sides::Two)?.power - 0.868_9).abs() < 1e-4);
/// assert!(two_group_t_power(1, 1, 1.0, 0.05, Sides::Two).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `design/power`, R 4.2.2 `power.t.test(strict = TRUE)`, iterative.
pub fn two_group_t_power(n1: u64, n2: u64, effect: f64, alpha: f64, sides: Sides) -> Result<TDesign, StatError> {
    checked(effect, alpha)?;
    if n1 == 0 || n2 == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    sized(n1)?;
    sized(n2)?;
    if n1 + n2 < 3 {
        return Err(StatError::TooFew { needed: 3, found: 2 });
    }
    let (a, b) = (n1 as f64, n2 as f64);
    t_power(n1, a + b - 2.0, effect * sqrt(a * b / (a + b)), alpha, sides)
}

fn sized(n: u64) -> Result<(), StatError> {
    if n > LARGEST { Err(StatError::TooLarge { limit: LARGEST as usize, found: n as usize }) } else { Ok(()) }
}

/// Smallest number of pairs with at least the power asked; arguments as [`paired_t_power`].
///
/// # Errors
/// As [`paired_t_power`]; [`StatError::NotEstimable`] for an effect of 0, [`StatError::TooLarge`] above 100 000.
pub fn paired_t_size(effect: f64, alpha: f64, sides: Sides, power: f64) -> Result<TDesign, StatError> {
    smallest(effect, power, |n| paired_t_power(n, effect, alpha, sides))
}

/// Smallest number of subjects in each of two equal groups with at least the power asked; arguments as
/// [`two_group_t_power`].
///
/// # Errors
/// As [`paired_t_size`].
pub fn two_group_t_size(effect: f64, alpha: f64, sides: Sides, power: f64) -> Result<TDesign, StatError> {
    smallest(effect, power, |n| two_group_t_power(n, n, effect, alpha, sides))
}

/// The power grows with n: double, then halve the bracket.
fn smallest(effect: f64, power: f64, design: impl Fn(u64) -> Result<TDesign, StatError>) -> Result<TDesign, StatError> {
    checked_power(power)?;
    let mut hi = 2;
    let mut found = design(hi)?;
    if effect == 0.0 {
        return Err(StatError::NotEstimable { reason: "no number of subjects shows an effect of zero" });
    }
    let mut lo = 1;
    while found.power < power {
        if hi == LARGEST {
            return Err(StatError::TooLarge { limit: LARGEST as usize, found: LARGEST as usize + 1 });
        }
        lo = hi;
        hi = (2 * hi).min(LARGEST);
        found = design(hi)?;
    }
    while hi - lo > 1 {
        let middle = lo + (hi - lo) / 2;
        let there = design(middle)?;
        if there.power >= power {
            (hi, found) = (middle, there);
        } else {
            lo = middle;
        }
    }
    Ok(found)
}
