//! The standard normal distribution.

use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2};

use libm::{erf, erfc, exp, log};
use statrs::function::erf::erfc_inv;

use super::solve::increasing_root;
use crate::{StatError, check};

/// Probability that a standard normal variable is at most `x`.
///
/// # Arguments
/// `x`: any number; infinities give 0 and 1.
/// # Returns
/// A probability, accurate in the lower tail to about 1e-15 relative down to 1e-300.
/// # Numerics
/// Half the complementary error function of libm. A NaN in gives a NaN out: check the values first.
/// # Validation
/// `dist/golden-points`, R 4.2.2 `pnorm`, closed_form.
/// # References
/// Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 7.1.2 and 26.2.29. NBS, 1964.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * erfc(-x * FRAC_1_SQRT_2)
}

/// Probability that a standard normal variable is above `x`.
///
/// See [`normal_cdf`]; the upper tail is computed directly, not as one minus the lower.
pub fn normal_sf(x: f64) -> f64 {
    0.5 * erfc(x * FRAC_1_SQRT_2)
}

/// Standard normal density.
pub(crate) fn density(x: f64) -> f64 {
    0.398_942_280_401_432_7 * exp(-0.5 * x * x)
}

/// The value below which a standard normal variable falls with probability `p`.
///
/// # Arguments
/// `p`: probability in [0, 1]; 0 and 1 give the infinities.
/// # Returns
/// The quantile, accurate to about 1e-15 relative, far tails included.
/// # Numerics
/// Start from the inverse error function of statrs, then Newton steps on the logarithm of the tail (on the central
/// probability when `p` is within 0.25 of one half), at most 140 evaluations.
/// # Errors
/// [`StatError::ProbabilityOutOfRange`] for `p` outside [0, 1] or NaN.
/// # Examples
/// ```
/// use engraft_stats::{StatError, dist::normal_quantile};
/// assert!((normal_quantile(0.975)? - 1.959_963_984_540_054).abs() < 1e-15);
/// assert_eq!(normal_quantile(0.0)?, f64::NEG_INFINITY);
/// assert!(normal_quantile(-0.1).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dist/golden-points`, R 4.2.2 `qnorm`, closed_form.
pub fn normal_quantile(p: f64) -> Result<f64, StatError> {
    check::probability(p)?;
    Ok(if p == 0.5 {
        0.0
    } else if p < 0.5 {
        -upper_quantile(p)
    } else {
        upper_quantile(1.0 - p)
    })
}

/// The positive value exceeded with probability `q` in [0, 0.5).
fn upper_quantile(q: f64) -> f64 {
    if q == 0.0 {
        return f64::INFINITY;
    }
    let start = SQRT_2 * erfc_inv(2.0 * q);
    if q > 0.25 {
        let central = 0.5 - q;
        return increasing_root(|z| (0.5 * erf(z * FRAC_1_SQRT_2) - central, density(z)), 0.0, 1.0, start);
    }
    let goal = log(q);
    let excess = |z: f64| {
        let tail = normal_sf(z);
        (goal - log(tail), density(z) / tail)
    };
    increasing_root(excess, 0.0, 39.0, start)
}

/// Two-sided standard normal critical value: exceeded in absolute value with probability `1 - level`.
pub(crate) fn two_sided_critical(level: f64) -> f64 {
    upper_quantile(0.5 * (1.0 - level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_tails_mirror_each_other() {
        for x in [0.0, 0.3, 1.0, 2.5, 8.0, 30.0] {
            assert_eq!(normal_cdf(-x), normal_sf(x));
        }
    }

    #[test]
    fn the_quantile_undoes_the_probability() {
        for p in [1e-300, 1e-100, 1e-20, 1e-5, 0.025, 0.2, 0.3, 0.499_999, 0.6, 0.9] {
            let z = normal_quantile(p).unwrap();
            assert!((normal_cdf(z) / p - 1.0).abs() < 1e-12, "{p}: {z}");
        }
        assert_eq!(normal_quantile(0.0), Ok(f64::NEG_INFINITY));
        assert_eq!(normal_quantile(1.0), Ok(f64::INFINITY));
        assert!(normal_quantile(1.5).is_err());
        assert!(normal_quantile(f64::NAN).is_err());
    }

    #[test]
    fn the_density_at_zero_is_one_over_root_two_pi() {
        assert!((density(0.0) - 1.0 / libm::sqrt(2.0 * std::f64::consts::PI)).abs() < 1e-16);
    }
}
