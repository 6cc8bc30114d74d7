//! The gamma distribution: both tails of the regularised incomplete gamma function, and its quantile.

use std::f64::consts::PI;

use libm::{exp, log, log1p, sqrt};

use super::beta::Tail;
use super::binomial::{deviance, stirling_error};
use super::solve::increasing_root;
use crate::{StatError, check};

/// Terms of the series or the fraction: enough for shapes up to ten million.
const TERMS: u32 = 100_000;
/// Smallest denominator of the continued fraction (modified Lentz).
const TINY: f64 = 1e-300;
/// Largest shape accepted.
const LARGEST_SHAPE: f64 = 1e7;
/// The logarithm of a quantile is sought within these bounds.
const LOG_BOUND: f64 = 690.0;

/// `x^a exp(-x) / Γ(a + 1)` for `a, x > 0`: the Poisson probability continued to non-integer counts (Loader 2000).
pub(crate) fn smooth_poisson(a: f64, x: f64) -> f64 {
    exp(-stirling_error(a) - deviance(a, x)) / sqrt(2.0 * PI * a)
}

/// Probability below and above `x` for shape `a` and rate 1, unchecked.
pub(crate) fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let prefactor = smooth_poisson(a, x);
    if x < a + 1.0 {
        // Abramowitz and Stegun 6.5.29
        let (mut term, mut sum) = (1.0, 1.0);
        for n in 1..TERMS {
            term *= x / (a + f64::from(n));
            sum += term;
            if term <= sum * 1e-17 {
                break;
            }
        }
        let lower = (prefactor * sum).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (prefactor * a * continued_fraction(a, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// Continued fraction of the upper tail (Abramowitz and Stegun 6.5.31, even part) by the modified Lentz method.
fn continued_fraction(a: f64, x: f64) -> f64 {
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / guard(b);
    let mut h = d;
    for i in 1..TERMS {
        let i = f64::from(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = 1.0 / guard(numerator * d + b);
        c = guard(b + numerator / c);
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    h
}

/// The `x` that leaves probability `p` in the named tail for shape `a` and rate 1, unchecked.
pub(crate) fn quantile(p: f64, a: f64, tail: Tail) -> f64 {
    match (tail, p <= 0.0, p >= 1.0) {
        (Tail::Lower, true, _) | (Tail::Upper, _, true) => return 0.0,
        (Tail::Lower, _, true) | (Tail::Upper, true, _) => return f64::INFINITY,
        _ => {}
    }
    // solved on the smaller tail, whose logarithm keeps its digits
    let (goal, side) = match (tail, p > 0.5) {
        (t, false) => (log(p), t),
        (Tail::Lower, true) => (log1p(-p), Tail::Upper),
        (Tail::Upper, true) => (log1p(-p), Tail::Lower),
    };
    let excess = |u: f64| {
        let x = exp(u);
        let (lower, upper) = gamma_tails(a, x);
        let slope = smooth_poisson(a, x) * a;
        match side {
            Tail::Lower => (log(lower) - goal, slope / lower),
            Tail::Upper => (goal - log(upper), slope / upper),
        }
    };
    exp(increasing_root(excess, -LOG_BOUND, LOG_BOUND, log(a)))
}

fn checked(shape: f64, rate: f64) -> Result<(), StatError> {
    if !(shape > 0.0 && shape <= LARGEST_SHAPE) {
        return Err(StatError::InvalidParameter { name: "shape", found: shape });
    }
    if rate > 0.0 && rate <= 1e150 { Ok(()) } else { Err(StatError::InvalidParameter { name: "rate", found: rate }) }
}

fn checked_point(x: f64, shape: f64, rate: f64) -> Result<(), StatError> {
    check::finite(&[x])?;
    checked(shape, rate)?;
    if x >= 0.0 { Ok(()) } else { Err(StatError::InvalidParameter { name: "x", found: x }) }
}

/// Probability that a gamma variable is at most `x`.
///
/// # Arguments
/// `x`: finite, at least 0. `shape`: above 0, at most 1e7. `rate`: above 0 (one over the scale).
/// # Returns
/// A probability; the smaller tail is computed directly.
/// # Numerics
/// Series below the mean, continued fraction above; prefactor by Loader's saddle-point form. Relative error about 1e-14.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
/// # Validation
/// `dist/noncentral`, mpmath 1.3.0, closed_form.
/// # References
/// Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 6.5.29 and 6.5.31. NBS, 1964.
pub fn gamma_cdf(x: f64, shape: f64, rate: f64) -> Result<f64, StatError> {
    checked_point(x, shape, rate)?;
    Ok(gamma_tails(shape, x * rate).0)
}

/// Probability that a gamma variable is above `x`; see [`gamma_cdf`].
pub fn gamma_sf(x: f64, shape: f64, rate: f64) -> Result<f64, StatError> {
    checked_point(x, shape, rate)?;
    Ok(gamma_tails(shape, x * rate).1)
}

/// The value below which a gamma variable falls with probability `p`.
///
/// # Arguments
/// `p`: in [0, 1]; 0 gives 0 and 1 infinity. `shape`, `rate`: as in [`gamma_cdf`].
/// # Returns
/// The quantile; below 1e-299 / rate it is given as that.
/// # Errors
/// [`StatError::ProbabilityOutOfRange`], [`StatError::InvalidParameter`].
/// # Validation
/// `rate/poisson`, through Garwood's interval, R 4.2.2 `poisson.test`, closed_form.
pub fn gamma_quantile(p: f64, shape: f64, rate: f64) -> Result<f64, StatError> {
    check::probability(p)?;
    checked(shape, rate)?;
    Ok(quantile(p, shape, Tail::Lower) / rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_one_is_exponential_and_shape_two_closed() {
        for x in [1e-9, 0.1, 1.0, 2.0, 7.0, 300.0] {
            assert!((gamma_sf(x, 1.0, 1.0).unwrap() / exp(-x) - 1.0).abs() < 1e-13, "{x}");
            assert!((gamma_sf(x, 2.0, 1.0).unwrap() / ((1.0 + x) * exp(-x)) - 1.0).abs() < 1e-13, "{x}");
            assert!((gamma_cdf(x, 1.0, 1.0).unwrap() / -libm::expm1(-x) - 1.0).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn the_quantile_undoes_the_probability() {
        for shape in [0.3, 1.0, 4.0, 60.5, 1e5] {
            for p in [1e-12, 0.025, 0.4, 0.6, 0.975] {
                let x = gamma_quantile(p, shape, 2.0).unwrap();
                assert!((gamma_cdf(x, shape, 2.0).unwrap() / p - 1.0).abs() < 1e-11, "{shape} {p} {x}");
            }
        }
        assert_eq!(gamma_quantile(1.0, 2.0, 1.0), Ok(f64::INFINITY));
        assert!(gamma_quantile(0.5, 0.0, 1.0).is_err() && gamma_cdf(-1.0, 1.0, 1.0).is_err());
        assert!(gamma_cdf(f64::NAN, 1.0, 1.0).is_err() && gamma_sf(1.0, f64::NAN, 1.0).is_err());
    }
}
