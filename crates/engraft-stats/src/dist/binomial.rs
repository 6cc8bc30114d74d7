//! The binomial distribution, by the saddle-point form that keeps full accuracy for any n.

use std::f64::consts::PI;

use libm::{exp, log, log1p, sqrt};

use super::beta::beta_tails;
use crate::{StatError, check};

/// Above this the asymptotic series of the Stirling error is exact to rounding.
const SERIES_FROM: f64 = 15.0;

/// Error of Stirling's formula: `ln Γ(z+1) - (z + 1/2) ln z + z - ln(2π)/2`, for `z > 0`.
///
/// Series above 15 (Loader 2000, section 2); below, the recursion from `z` to `z + 1`.
pub(crate) fn stirling_error(z: f64) -> f64 {
    let mut shift = 0.0;
    let mut top = z;
    while top < SERIES_FROM {
        shift += (top + 0.5) * log1p(1.0 / top) - 1.0;
        top += 1.0;
    }
    let inverse_square = 1.0 / (top * top);
    let coefficients = [-691.0 / 360_360.0, 1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];
    let series = coefficients.iter().fold(0.0, |sum, c| sum * inverse_square + c);
    shift + series / top
}

/// Deviance part `x ln(x/m) + m - x`, without cancellation when `x` is near `m` (Loader 2000, section 2).
pub(crate) fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * log(x / m) + m - x;
    }
    let v = (x - m) / (x + m);
    let mut power = 2.0 * x * v;
    let mut sum = (x - m) * v;
    for j in 1..1000 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// `Γ(a+b+1) / (Γ(a+1) Γ(b+1)) p^a q^b` for `a, b > 0` and `p + q = 1`: the binomial probability continued to
/// non-integer counts, at any number of probabilities for one pair of counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SmoothPmf {
    a: f64,
    b: f64,
    /// What the probability does not change: the Stirling errors and the leading factor.
    stirling: f64,
    factor: f64,
}

impl SmoothPmf {
    pub fn new(a: f64, b: f64) -> SmoothPmf {
        let n = a + b;
        let stirling = stirling_error(n) - stirling_error(a) - stirling_error(b);
        SmoothPmf { a, b, stirling, factor: sqrt(n / (2.0 * PI * a * b)) }
    }

    pub fn at(&self, p: f64, q: f64) -> f64 {
        let n = self.a + self.b;
        exp(self.stirling - deviance(self.a, n * p) - deviance(self.b, n * q)) * self.factor
    }
}

/// [`SmoothPmf`] at one probability.
pub(crate) fn smooth_pmf(a: f64, b: f64, p: f64, q: f64) -> f64 {
    SmoothPmf::new(a, b).at(p, q)
}

/// Probability of exactly `x` of `n` when each happens with probability `p`, unchecked.
pub(crate) fn pmf(x: u64, n: u64, p: f64) -> f64 {
    let q = 1.0 - p;
    let (a, b) = (x as f64, n.saturating_sub(x) as f64);
    match (x == 0, x >= n) {
        (true, true) => 1.0,
        _ if p <= 0.0 => f64::from(u8::from(x == 0)),
        _ if q <= 0.0 => f64::from(u8::from(x == n)),
        (true, false) => exp(b * log1p(-p)),
        (false, true) => exp(a * log(p)),
        (false, false) => smooth_pmf(a, b, p, q),
    }
}

/// Probability of at most `x`, and of more than `x`, of `n`, unchecked.
pub(crate) fn tails(x: u64, n: u64, p: f64) -> (f64, f64) {
    if x >= n {
        return (1.0, 0.0);
    }
    let (upper, lower) = beta_tails(x as f64 + 1.0, (n - x) as f64, p, 1.0 - p);
    (lower, upper)
}

fn checked(x: u64, n: u64, p: f64) -> Result<(), StatError> {
    check::count(x, n)?;
    check::probability(p)
}

/// Probability of exactly `x` events among `n` independent trials of probability `p`.
///
/// # Arguments
/// `x`: events, at most `n`. `n`: trials. `p`: probability in [0, 1].
/// # Returns
/// A probability; 1 for 0 of 0.
/// # Numerics
/// Loader's saddle-point form; relative error about 1e-15 for n up to some thousands.
/// # Errors
/// [`StatError::InvalidCount`] when `x > n`, [`StatError::ProbabilityOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, dist::binomial_pmf};
/// assert!((binomial_pmf(1, 4, 0.5)? - 0.25).abs() < 1e-15);
/// assert_eq!(binomial_pmf(0, 0, 0.3)?, 1.0);
/// assert_eq!(binomial_pmf(3, 2, 0.5), Err(StatError::InvalidCount { count: 3, total: 2 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dist/golden-points`, R 4.2.2 `dbinom`, closed_form.
/// # References
/// Loader C. Fast and Accurate Computation of Binomial Probabilities, 2000.
pub fn binomial_pmf(x: u64, n: u64, p: f64) -> Result<f64, StatError> {
    checked(x, n, p)?;
    Ok(pmf(x, n, p))
}

/// Probability of at most `x` events among `n`; arguments, numerics and errors as [`binomial_pmf`].
///
/// Computed from the incomplete beta function (Abramowitz and Stegun 26.5.24); oracle `dist/golden-points`.
pub fn binomial_cdf(x: u64, n: u64, p: f64) -> Result<f64, StatError> {
    checked(x, n, p)?;
    Ok(tails(x, n, p).0)
}

/// Probability of more than `x` events among `n`; arguments, numerics and errors as [`binomial_pmf`].
///
/// Computed directly, not as one minus [`binomial_cdf`]; oracle `dist/golden-points`.
pub fn binomial_sf(x: u64, n: u64, p: f64) -> Result<f64, StatError> {
    checked(x, n, p)?;
    Ok(tails(x, n, p).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_trials_at_one_half_are_sixteenths() {
        let sixteenths = [1.0, 4.0, 6.0, 4.0, 1.0];
        for (x, count) in (0_u64..).zip(sixteenths) {
            assert!((binomial_pmf(x, 4, 0.5).unwrap() * 16.0 - count).abs() < 1e-13);
        }
        assert!((binomial_cdf(1, 4, 0.5).unwrap() * 16.0 - 5.0).abs() < 1e-13);
        assert!((binomial_sf(1, 4, 0.5).unwrap() * 16.0 - 11.0).abs() < 1e-13);
    }

    #[test]
    fn certain_and_impossible_events_are_exact() {
        assert_eq!(binomial_pmf(0, 0, 0.3), Ok(1.0));
        assert_eq!(binomial_pmf(0, 5, 0.0), Ok(1.0));
        assert_eq!(binomial_pmf(1, 5, 0.0), Ok(0.0));
        assert_eq!(binomial_pmf(5, 5, 1.0), Ok(1.0));
        assert_eq!(binomial_pmf(4, 5, 1.0), Ok(0.0));
        assert_eq!(binomial_cdf(5, 5, 0.2), Ok(1.0));
        assert_eq!(binomial_cdf(2, 5, 0.0), Ok(1.0));
        assert_eq!(binomial_sf(2, 5, 1.0), Ok(1.0));
    }

    #[test]
    fn counts_and_probabilities_out_of_range_are_refused() {
        assert_eq!(binomial_pmf(3, 2, 0.5), Err(StatError::InvalidCount { count: 3, total: 2 }));
        assert!(binomial_cdf(1, 2, -0.1).is_err());
    }

    #[test]
    fn the_stirling_error_matches_small_factorials() {
        // ln 2! = 2.5 ln 2 - 2 + ln(2π)/2 + error
        let expected = log(2.0) - (2.5 * log(2.0) - 2.0 + 0.5 * log(2.0 * PI));
        assert!((stirling_error(2.0) - expected).abs() < 1e-15);
    }
}
