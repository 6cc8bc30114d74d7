//! Noncentral chi-squared and F distributions, as Poisson mixtures of central ones.
//!
//! Every term is positive in either tail, so that both keep their relative accuracy down to about 1e-290; many programs
//! form the upper tail as one minus the lower and lose it below 1e-12.

use libm::floor;

use super::beta::beta_tails;
use super::gamma::{gamma_tails, smooth_poisson};
use crate::{StatError, check};

/// Largest noncentrality accepted.
const LARGEST_NONCENTRALITY: f64 = 1e5;
/// Terms that matter less than this, relative to the sum, end it.
const SMALL: f64 = 1e-18;

/// `sum_j Poisson(j; half) tail(j)`, from the middle of the Poisson weights outwards.
fn mixture(half: f64, tail: impl Fn(f64) -> f64) -> f64 {
    if half == 0.0 {
        return tail(0.0);
    }
    let weight = |j: f64| if j == 0.0 { libm::exp(-half) } else { smooth_poisson(j, half) };
    let middle = floor(half);
    let mut sum = 0.0;
    for upwards in [true, false] {
        let mut j = if upwards { middle } else { middle - 1.0 };
        let mut before = f64::INFINITY;
        while j >= 0.0 {
            let share = weight(j);
            let term = share * tail(j);
            sum += term;
            // past the peak of the products, which can lie far from that of the weights
            let past = sum > 0.0 && term <= SMALL * sum && term <= before;
            if past || share == 0.0 {
                break;
            }
            before = term;
            j += if upwards { 1.0 } else { -1.0 };
        }
    }
    f64::min(sum, 1.0)
}

fn checked(x: f64, df: &[(&'static str, f64)], noncentrality: f64) -> Result<(), StatError> {
    check::finite(&[x])?;
    if x < 0.0 {
        return Err(StatError::InvalidParameter { name: "x", found: x });
    }
    for (name, df) in df {
        if !(*df > 0.0 && *df <= 1e6) {
            return Err(StatError::InvalidParameter { name, found: *df });
        }
    }
    if (0.0..=LARGEST_NONCENTRALITY).contains(&noncentrality) {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "noncentrality", found: noncentrality })
    }
}

/// Probability that a noncentral chi-squared variable is at most `x`.
///
/// # Arguments
/// `x`: finite, at least 0. `df`: above 0, at most 1e6. `noncentrality`: λ, the sum of squared means (R's `ncp`), in
/// [0, 1e5].
/// # Returns
/// A probability; either tail has its own digits. Below about 1e-290 it may be 0.
/// # Numerics
/// `sum_j Poisson(j; λ/2) P(df/2 + j, x/2)`, ended when a term is below 1e-18 of the sum.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
/// # Validation
/// `dist/noncentral`, sums with 30 digits (mpmath 1.3.0), closed_form; R 4.2.2 `pchisq(ncp = )` where it keeps its digits.
/// # References
/// Johnson NL, Kotz S, Balakrishnan N. Continuous Univariate Distributions, vol. 2, 2nd ed., 29.2. Wiley, 1995.
pub fn noncentral_chi_squared_cdf(x: f64, df: f64, noncentrality: f64) -> Result<f64, StatError> {
    checked(x, &[("df", df)], noncentrality)?;
    Ok(mixture(0.5 * noncentrality, |j| gamma_tails(0.5 * df + j, 0.5 * x).0))
}

/// Probability that a noncentral chi-squared variable is above `x`; see [`noncentral_chi_squared_cdf`].
pub fn noncentral_chi_squared_sf(x: f64, df: f64, noncentrality: f64) -> Result<f64, StatError> {
    checked(x, &[("df", df)], noncentrality)?;
    Ok(mixture(0.5 * noncentrality, |j| gamma_tails(0.5 * df + j, 0.5 * x).1))
}

/// Probability that a noncentral F variable (noncentral numerator) is at most `x`.
///
/// # Arguments
/// `x`: finite, at least 0. `df1`, `df2`: above 0, at most 1e6. `noncentrality`: λ of the numerator (R's `ncp`), in
/// [0, 1e5].
/// # Returns
/// A probability; either tail has its own digits.
/// # Numerics
/// `sum_j Poisson(j; λ/2) I(df1/2 + j, df2/2)` at `df1 x / (df1 x + df2)`.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
/// # Validation
/// `dist/noncentral`, sums with 30 digits (mpmath 1.3.0), closed_form.
/// # References
/// Johnson NL, Kotz S, Balakrishnan N. Continuous Univariate Distributions, vol. 2, 2nd ed., 30.2. Wiley, 1995.
pub fn noncentral_f_cdf(x: f64, df1: f64, df2: f64, noncentrality: f64) -> Result<f64, StatError> {
    Ok(f_tails(x, df1, df2, noncentrality)?.0)
}

/// Probability that a noncentral F variable is above `x`; see [`noncentral_f_cdf`].
pub fn noncentral_f_sf(x: f64, df1: f64, df2: f64, noncentrality: f64) -> Result<f64, StatError> {
    Ok(f_tails(x, df1, df2, noncentrality)?.1)
}

fn f_tails(x: f64, df1: f64, df2: f64, noncentrality: f64) -> Result<(f64, f64), StatError> {
    checked(x, &[("df1", df1), ("df2", df2)], noncentrality)?;
    let whole = df1 * x + df2;
    let (share, rest) = (df1 * x / whole, df2 / whole);
    let both = |j: f64| beta_tails(0.5 * df1 + j, 0.5 * df2, share, rest);
    let half = 0.5 * noncentrality;
    Ok((mixture(half, |j| both(j).0), mixture(half, |j| both(j).1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::{chi_squared_sf, f_sf, normal_cdf};

    #[test]
    fn without_noncentrality_they_are_central() {
        assert!(
            (noncentral_chi_squared_sf(3.0, 4.0, 0.0).unwrap() / chi_squared_sf(3.0, 4.0).unwrap() - 1.0).abs() < 1e-13
        );
        assert!((noncentral_f_sf(3.0, 4.0, 9.0, 0.0).unwrap() / f_sf(3.0, 4.0, 9.0).unwrap() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn one_degree_of_freedom_is_a_squared_shifted_normal() {
        for (x, mean) in [(0.5, 1.0), (4.0, 2.0), (30.0, 3.0), (1.0, 10.0), (400.0, 10.0)] {
            let root = libm::sqrt(x);
            let above = normal_cdf(mean - root) + normal_cdf(-mean - root);
            let found = noncentral_chi_squared_sf(x, 1.0, mean * mean).unwrap();
            assert!((found / above - 1.0).abs() < 1e-12, "{x} {mean}: {found} {above}");
        }
    }

    #[test]
    fn the_tails_add_to_one_and_bad_input_is_refused() {
        let sum = noncentral_f_cdf(2.0, 3.0, 8.0, 5.0).unwrap() + noncentral_f_sf(2.0, 3.0, 8.0, 5.0).unwrap();
        assert!((sum - 1.0).abs() < 1e-14);
        assert!(noncentral_chi_squared_cdf(1.0, 1.0, -1.0).is_err());
        assert!(noncentral_chi_squared_cdf(-1.0, 1.0, 1.0).is_err());
        assert!(noncentral_f_cdf(1.0, f64::NAN, 1.0, 1.0).is_err());
        assert_eq!(noncentral_chi_squared_cdf(0.0, 2.0, 3.0), Ok(0.0));
        assert_eq!(noncentral_f_sf(0.0, 2.0, 3.0, 1.0), Ok(1.0));
    }
}
