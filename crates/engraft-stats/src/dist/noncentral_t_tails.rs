//! The noncentral t distribution, by integrating the normal probability over the standard deviation.
//!
//! With `U = sqrt(χ²/df)` and `s = ln U`, `P(T <= t) = ∫ g(s) Φ(t e^s - δ) ds` with
//! `g(s) ∝ exp(-(df/2)(e^{2s} - 1 - 2s))`. The integrand is positive and analytic: the trapezoid rule converges
//! faster than any power of its step, and either tail keeps its relative accuracy, the one on the wrong side of δ too.

use std::f64::consts::PI;

use libm::{exp, expm1, log, sqrt};

use super::binomial::stirling_error;
use super::normal::normal_cdf;
use crate::{StatError, check};

/// Largest noncentrality accepted, in absolute value.
const LARGEST_NONCENTRALITY: f64 = 1000.0;
/// Exponents below minus this are left out.
const DEEPEST: f64 = 745.0;

/// `∫ g(s) Φ(sign (t e^s - δ)) ds`.
fn integral(t: f64, df: f64, delta: f64, sign: f64) -> f64 {
    let a = 0.5 * df;
    // where g underflows: y - 1 - ln y = DEEPEST / a with y = e^{2s}
    let depth = DEEPEST / a;
    let right = 0.5 * log(1.0 + depth + 2.0 * sqrt(depth));
    let left = if depth < 0.3 { 0.5 * log(1.0 - sqrt(2.0 * depth)) } else { -0.5 * (depth + 1.0) };
    // a normal peak of this curvature is integrated to rounding error
    let step = f64::min(0.06, 0.4 / sqrt(2.0 * df + delta * delta));
    let count = libm::ceil((right - left) / step) as u64;
    let mut sum = 0.0;
    for i in 0..=count {
        let s = left + step * i as f64;
        sum += exp(-a * excess(2.0 * s)) * normal_cdf(sign * (t * exp(s) - delta));
    }
    // 2 (a/e)^a / Γ(a)
    let constant = 2.0 * a * exp(-stirling_error(a)) / sqrt(2.0 * PI * a);
    f64::min(constant * step * sum, 1.0)
}

/// `e^y - 1 - y`, without cancellation near 0.
fn excess(y: f64) -> f64 {
    if y.abs() > 0.5 {
        return expm1(y) - y;
    }
    let tail = (3..=18).rev().fold(1.0, |sum, k| 1.0 + y / f64::from(k) * sum);
    0.5 * y * y * tail
}

fn checked(t: f64, df: f64, noncentrality: f64) -> Result<(), StatError> {
    check::finite(&[t])?;
    if !(0.5..=1e7).contains(&df) {
        return Err(StatError::InvalidParameter { name: "df", found: df });
    }
    if noncentrality.abs() <= LARGEST_NONCENTRALITY {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "noncentrality", found: noncentrality })
    }
}

/// Probability that a noncentral t variable is at most `t`.
///
/// # Arguments
/// `t`: finite. `df`: 0.5 to 1e7. `noncentrality`: δ (R's `ncp`), at most 1000 in absolute value.
/// # Returns
/// A probability; either tail has its own digits down to about 1e-290.
/// # Numerics
/// Trapezoid rule on the logarithm of the standard deviation, step at most 0.06 and `0.4 / sqrt(2 df + δ²)`; relative error
/// about 1e-13.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
/// # Validation
/// `dist/noncentral`, the integral with 30 digits (mpmath 1.3.0), closed_form. R 4.2.2 `pt(ncp = )` agrees to its own
/// accuracy, which is absolute (about 1e-12).
/// # References
/// Johnson NL, Kotz S, Balakrishnan N. Continuous Univariate Distributions, vol. 2, 2nd ed., 31.5. Wiley, 1995.
pub fn noncentral_t_cdf(t: f64, df: f64, noncentrality: f64) -> Result<f64, StatError> {
    checked(t, df, noncentrality)?;
    Ok(integral(t, df, noncentrality, 1.0))
}

/// Probability that a noncentral t variable is above `t`; see [`noncentral_t_cdf`].
pub fn noncentral_t_sf(t: f64, df: f64, noncentrality: f64) -> Result<f64, StatError> {
    checked(t, df, noncentrality)?;
    Ok(integral(t, df, noncentrality, -1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{noncentral_f_sf, student_sf};

    #[test]
    fn without_noncentrality_it_is_student() {
        for (t, df) in [(0.3, 1.0), (2.0, 4.0), (-1.5, 29.0), (40.0, 12.0)] {
            let found = noncentral_t_sf(t, df, 0.0).unwrap();
            assert!((found / student_sf(t, df).unwrap() - 1.0).abs() < 1e-12, "{t} {df} {found}");
        }
        // many degrees of freedom: value with 30 digits (mpmath)
        let found = noncentral_t_sf(3.0, 1e5, 0.0).unwrap();
        assert!((found / 0.001_350_230_442_032_359_6 - 1.0).abs() < 1e-13, "{found}");
    }

    #[test]
    fn its_square_is_a_noncentral_f() {
        for (t, df, delta) in [(2.0, 7.0, 1.5), (1.0, 3.0, -4.0), (5.0, 20.0, 0.4), (2.1, 58.0, 3.0)] {
            let both = noncentral_t_sf(t, df, delta).unwrap() + noncentral_t_cdf(-t, df, delta).unwrap();
            let found = noncentral_f_sf(t * t, 1.0, df, delta * delta).unwrap();
            assert!((both / found - 1.0).abs() < 1e-12, "{t} {df} {delta}: {both} {found}");
        }
    }

    #[test]
    fn zero_is_passed_with_a_normal_probability() {
        for delta in [-8.0, -1.0, 0.0, 2.0, 30.0] {
            let found = noncentral_t_cdf(0.0, 5.0, delta).unwrap();
            assert!((found / normal_cdf(-delta) - 1.0).abs() < 1e-13, "{delta}");
        }
        assert!(noncentral_t_cdf(f64::NAN, 5.0, 0.0).is_err() && noncentral_t_cdf(0.0, 0.0, 0.0).is_err());
        assert!(noncentral_t_cdf(0.0, 5.0, f64::INFINITY).is_err());
    }
}
