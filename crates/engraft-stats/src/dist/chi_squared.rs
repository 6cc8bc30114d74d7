//! The chi-squared distribution.

use statrs::function::gamma::{gamma_lr, gamma_ur};

use crate::{StatError, check};

fn checked(x: f64, df: f64) -> Result<(), StatError> {
    check::finite(&[x])?;
    if x < 0.0 {
        return Err(StatError::InvalidParameter { name: "x", found: x });
    }
    if df > 0.0 && df <= 1e6 { Ok(()) } else { Err(StatError::InvalidParameter { name: "df", found: df }) }
}

/// Probability that a chi-squared variable with `df` degrees of freedom is at most `x`.
///
/// # Arguments
/// `x`: finite, at least 0. `df`: above 0 and at most 1e6.
/// # Returns
/// A probability.
/// # Numerics
/// Regularised incomplete gamma function of statrs, which may leave [0, 1] by rounding: cut to it.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
/// # Validation
/// `dist/golden-points`, R 4.2.2 `pchisq`, iterative.
pub fn chi_squared_cdf(x: f64, df: f64) -> Result<f64, StatError> {
    checked(x, df)?;
    Ok(if x == 0.0 { 0.0 } else { gamma_lr(0.5 * df, 0.5 * x).clamp(0.0, 1.0) })
}

/// Probability that a chi-squared variable with `df` degrees of freedom is above `x`; see [`chi_squared_cdf`].
pub fn chi_squared_sf(x: f64, df: f64) -> Result<f64, StatError> {
    checked(x, df)?;
    Ok(if x == 0.0 { 1.0 } else { gamma_ur(0.5 * df, 0.5 * x).clamp(0.0, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_degrees_of_freedom_are_exponential() {
        for x in [0.1, 1.0, 5.0, 50.0, 300.0] {
            assert!((chi_squared_sf(x, 2.0).unwrap() / libm::exp(-0.5 * x) - 1.0).abs() < 1e-12, "{x}");
        }
        assert_eq!(chi_squared_cdf(0.0, 3.0), Ok(0.0));
        assert!(chi_squared_sf(-1.0, 3.0).is_err());
    }
}
