//! The F distribution.

use super::beta::beta_tails;
use crate::{StatError, check};

fn checked(x: f64, df1: f64, df2: f64) -> Result<(), StatError> {
    check::finite(&[x])?;
    for (name, df) in [("df1", df1), ("df2", df2)] {
        if !(df > 0.0 && df <= 1e7) {
            return Err(StatError::InvalidParameter { name, found: df });
        }
    }
    if x >= 0.0 { Ok(()) } else { Err(StatError::InvalidParameter { name: "x", found: x }) }
}

/// Lower and upper tail, through the beta distribution (Abramowitz and Stegun 26.6.2).
fn tails(x: f64, df1: f64, df2: f64) -> (f64, f64) {
    let whole = df1 * x + df2;
    let (upper, lower) = beta_tails(0.5 * df2, 0.5 * df1, df2 / whole, df1 * x / whole);
    (lower, upper)
}

/// Probability that an F variable with `df1` and `df2` degrees of freedom is at most `x`.
///
/// # Arguments
/// `x`: finite, at least 0. `df1`, `df2`: above 0, at most 1e7.
/// # Returns
/// A probability.
/// # Numerics
/// The incomplete beta function; each tail keeps its own digits.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
pub fn f_cdf(x: f64, df1: f64, df2: f64) -> Result<f64, StatError> {
    checked(x, df1, df2)?;
    Ok(tails(x, df1, df2).0)
}

/// Probability that an F variable is above `x`; see [`f_cdf`].
pub fn f_sf(x: f64, df1: f64, df2: f64) -> Result<f64, StatError> {
    checked(x, df1, df2)?;
    Ok(tails(x, df1, df2).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::student_sf;

    #[test]
    fn one_numerator_degree_is_a_squared_t() {
        for (t, df) in [(0.3, 2.0), (2.0, 7.5), (9.0, 30.0)] {
            let f = f_sf(t * t, 1.0, df).unwrap();
            assert!((f / (2.0 * student_sf(t, df).unwrap()) - 1.0).abs() < 1e-12, "{t} {df}");
        }
        assert_eq!(f_sf(0.0, 2.0, 3.0), Ok(1.0));
        assert!(f_cdf(1.0, 0.0, 3.0).is_err());
    }

    #[test]
    fn two_and_two_degrees_have_a_closed_form() {
        for x in [0.01, 1.0, 30.0] {
            assert!((f_cdf(x, 2.0, 2.0).unwrap() - x / (1.0 + x)).abs() < 1e-14);
        }
    }
}
