//! The Poisson distribution.

use libm::exp;

use super::gamma::{gamma_tails, smooth_poisson};
use crate::StatError;

/// Largest mean accepted.
const LARGEST_MEAN: f64 = 1e7;

/// Probability of exactly `x` events, unchecked.
pub(crate) fn pmf(x: u64, mean: f64) -> f64 {
    match (x == 0, mean == 0.0) {
        (true, _) => exp(-mean),
        (false, true) => 0.0,
        (false, false) => smooth_poisson(x as f64, mean),
    }
}

fn checked(x: u64, mean: f64) -> Result<(), StatError> {
    if x as f64 >= LARGEST_MEAN {
        return Err(StatError::TooLarge { limit: LARGEST_MEAN as usize, found: x as usize });
    }
    if (0.0..=LARGEST_MEAN).contains(&mean) {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "mean", found: mean })
    }
}

/// Probability of exactly `x` events when `mean` are expected.
///
/// # Arguments
/// `x`: events, below 1e7. `mean`: in [0, 1e7].
/// # Returns
/// A probability.
/// # Numerics
/// Loader's saddle-point form, relative error about 1e-15 for means up to some thousands.
/// # Errors
/// [`StatError::InvalidParameter`], [`StatError::TooLarge`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, dist::poisson_pmf};
/// assert!((poisson_pmf(2, 1.0)? - 0.5 * (-1.0_f64).exp()).abs() < 1e-16);
/// assert_eq!(poisson_pmf(0, 0.0)?, 1.0);
/// assert!(poisson_pmf(1, -1.0).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dist/noncentral`, mpmath 1.3.0, closed_form.
/// # References
/// Loader C. Fast and Accurate Computation of Binomial Probabilities, 2000.
pub fn poisson_pmf(x: u64, mean: f64) -> Result<f64, StatError> {
    checked(x, mean)?;
    Ok(pmf(x, mean))
}

/// Probability of at most `x` events; arguments and errors as [`poisson_pmf`].
///
/// From the incomplete gamma function (Abramowitz and Stegun 26.4.21); oracle `dist/noncentral`.
pub fn poisson_cdf(x: u64, mean: f64) -> Result<f64, StatError> {
    checked(x, mean)?;
    Ok(gamma_tails(x as f64 + 1.0, mean).1)
}

/// Probability of more than `x` events, computed directly; arguments and errors as [`poisson_pmf`].
pub fn poisson_sf(x: u64, mean: f64) -> Result<f64, StatError> {
    checked(x, mean)?;
    Ok(gamma_tails(x as f64 + 1.0, mean).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_one_is_one_over_factorials() {
        let e = exp(-1.0);
        for (x, factorial) in (0_u64..).zip([1.0, 1.0, 2.0, 6.0, 24.0, 120.0]) {
            assert!((poisson_pmf(x, 1.0).unwrap() * factorial / e - 1.0).abs() < 1e-14);
        }
        assert!((poisson_cdf(1, 1.0).unwrap() - 2.0 * e).abs() < 1e-15);
        assert!((poisson_sf(0, 1.0).unwrap() - (1.0 - e)).abs() < 1e-15);
    }

    #[test]
    fn a_mean_of_zero_gives_no_event() {
        assert_eq!((poisson_pmf(3, 0.0), poisson_cdf(0, 0.0), poisson_sf(0, 0.0)), (Ok(0.0), Ok(1.0), Ok(0.0)));
        assert!(poisson_cdf(1, f64::NAN).is_err() && poisson_cdf(1, f64::INFINITY).is_err());
    }
}
