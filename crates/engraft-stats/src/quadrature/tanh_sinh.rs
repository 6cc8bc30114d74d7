//! Tanh-sinh integration: the trapezoidal rule after a change of variable that flattens both ends.

use std::f64::consts::FRAC_PI_2;

use libm::{cosh, exp, sinh};

use super::{Accuracy, Integral, NOT_FINITE};
use crate::StatError;

/// Beyond this the nodes lie within 1e-290 of an end, relative to the range.
const LARGEST_ABSCISSA: f64 = 6.05;
/// Halvings of the step.
const LEVELS: u32 = 11;

/// The term at abscissa `t`: weight times the integrand, which is given the distances from both ends.
fn term(f: &impl Fn(f64, f64, f64) -> f64, lower: f64, width: f64, t: f64) -> f64 {
    let s = FRAC_PI_2 * sinh(t.abs());
    // 1 - tanh(s), without cancellation
    let near = exp(-s) / cosh(s);
    let weight = FRAC_PI_2 * cosh(t) * near * (2.0 - near);
    let (close, far) = (0.5 * width * near, 0.5 * width * (2.0 - near));
    let (from_lower, from_upper) = if t < 0.0 { (close, far) } else { (far, close) };
    if weight == 0.0 || close == 0.0 {
        return 0.0;
    }
    0.5 * width * weight * f(lower + from_lower, from_lower, from_upper)
}

/// Integrates a function over a finite range by the tanh-sinh rule; integrable infinities at the ends are allowed.
///
/// # Arguments
/// `f`: the integrand of `(x, x - lower, upper - x)`; the two distances keep their digits where `x` rounds to an end.
/// `lower`, `upper`: the ends, finite, lower below upper. `accuracy`: see [`Accuracy`].
/// # Returns
/// An [`Integral`].
/// # Assumptions and small samples
/// Smooth inside the range; a kink inside makes it slow: split there, or use [`adaptive`](super::adaptive).
/// # Numerics
/// Step 1, halved up to 11 times until two sums differ by less than the accuracy; the estimated error is that
/// difference.
/// # Errors
/// [`StatError::NotEstimable`] when the integrand is not finite, [`StatError::NotConverged`] with the evaluations made,
/// [`StatError::InvalidParameter`] for ends or accuracy.
/// # Examples
/// ```
/// use engraft_stats::quadrature::{Accuracy, tanh_sinh};
/// // 1 / sqrt(x (1 - x)) is infinite at both ends; its integral is pi
/// let i = tanh_sinh(|_, left, right| 1.0 / libm::sqrt(left * right), 0.0, 1.0, Accuracy::default())?;
/// assert!((i.value - std::f64::consts::PI).abs() < 1e-12);
/// assert!(tanh_sinh(|x, _, _| 1.0 / (x - 0.5), 0.0, 1.0, Accuracy::default()).is_err());
/// assert!(tanh_sinh(|x, _, _| x, 1.0, 0.0, Accuracy::default()).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `quadrature/golden`, closed forms and R 4.2.2 `integrate`, closed_form.
/// # References
/// Takahasi H, Mori M. Double exponential formulas for numerical integration. Publ RIMS Kyoto Univ 1974;9:721-41.
/// doi:10.2977/prims/1195192451
pub fn tanh_sinh(
    f: impl Fn(f64, f64, f64) -> f64,
    lower: f64,
    upper: f64,
    accuracy: Accuracy,
) -> Result<Integral, StatError> {
    accuracy.checked()?;
    if !lower.is_finite() {
        return Err(StatError::InvalidParameter { name: "lower", found: lower });
    }
    let width = upper - lower;
    if !(width > 0.0 && width.is_finite()) {
        return Err(StatError::InvalidParameter { name: "upper", found: upper });
    }
    let mut step = 1.0;
    let mut sum: f64 = (-6..=6_i32).map(|k| term(&f, lower, width, f64::from(k))).sum();
    let (mut value, mut evaluations) = (sum, 13);
    for level in 1..=LEVELS {
        step *= 0.5;
        // only the new abscissas, the odd multiples of the step
        let count = (LARGEST_ABSCISSA / step) as i32;
        let odd = (-count..=count).filter(|k| k % 2 != 0);
        sum += odd.map(|k| term(&f, lower, width, f64::from(k) * step)).sum::<f64>();
        evaluations += count as usize;
        let next = sum * step;
        let error = (next - value).abs();
        value = next;
        if !value.is_finite() {
            return Err(NOT_FINITE);
        }
        // two coarse sums may agree by chance
        if level >= 3 && error <= accuracy.allowed(value) {
            return Ok(Integral { value, error, evaluations });
        }
        if evaluations > accuracy.evaluations {
            break;
        }
    }
    let advice = "split the range at kinks, or use the adaptive rule";
    Err(StatError::NotConverged { iterations: evaluations, advice })
}
