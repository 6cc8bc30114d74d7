//! The beta distribution: both tails of the regularised incomplete beta function, and its quantile.

use libm::{exp, log, log1p, sqrt};

use super::binomial::SmoothPmf;
use super::solve::increasing_root_by_bend;
use crate::{StatError, check};

/// Terms of the continued fraction: enough for parameters up to ten million.
const FRACTION_TERMS: u32 = 20_000;
/// Smallest denominator of the continued fraction (modified Lentz).
const TINY: f64 = 1e-300;
/// First shape from which the classical fraction would lose more than a digit or two.
const CANCELLATION_FROM: f64 = 50.0;
/// Largest shape parameter accepted.
const LARGEST_SHAPE: f64 = 1e7;
/// The logit of a probability is sought within these bounds.
const LOGIT_BOUND: f64 = 740.0;

/// Continued fraction of the incomplete beta function by the modified Lentz method
/// (Abramowitz and Stegun 26.5.8).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..FRACTION_TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    h
}

/// Continued fraction of the incomplete beta function in a form without cancellation, where `distance` is
/// `a - (a + b) x` (DiDonato and Morris 1992, equation 9): `I_x(a, b)` is this times `x^a y^b / B(a, b)`.
///
/// The classical fraction begins with `1 - (a + b) x / (a + 1)`, which loses the digits of `a` when `x` is near 1, as
/// for a t variable with many degrees of freedom.
fn distance_fraction(a: f64, b: f64, x: f64, y: f64, distance: f64) -> f64 {
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let denominator = |n: f64| {
        n + n * (b - n) * x / (a + 2.0 * n - 1.0) + (a + n) / (a + 2.0 * n + 1.0) * (distance + 1.0 + n * (1.0 + y))
    };
    let mut h = guard(a / (a + 1.0) * (distance + 1.0));
    let (mut c, mut d) = (h, 0.0);
    for n in 1..FRACTION_TERMS {
        let n = f64::from(n);
        let step = a + 2.0 * n - 1.0;
        let numerator = (a + n - 1.0) / step * ((a + b + n - 1.0) / step) * n * (b - n) * x * x;
        let here = denominator(n);
        d = 1.0 / guard(here + numerator * d);
        c = guard(here + numerator / c);
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    1.0 / h
}

/// `I_x(a, b)` over `x^a y^b / B(a, b)`.
fn fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if a > CANCELLATION_FROM && x > y {
        // a - (a + b) x
        distance_fraction(a, b, x, y, (a + b) * y - b)
    } else {
        continued_fraction(a, b, x) / a
    }
}

/// Probability below and above `x` for beta(a, b), where `y = 1 - x` is given apart so that neither loses digits.
pub(crate) fn beta_tails(a: f64, b: f64, x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if y <= 0.0 {
        return (1.0, 0.0);
    }
    tails_from((a, b), x, y, logit_slope(a, b, x, y))
}

/// The same for x strictly between 0 and 1, from `x^a y^b / B(a, b)`.
pub(crate) fn tails_from((a, b): (f64, f64), x: f64, y: f64, prefactor: f64) -> (f64, f64) {
    if x < (a + 1.0) / (a + b + 2.0) {
        let lower = (prefactor * fraction(a, b, x, y)).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (prefactor * fraction(b, a, y, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// `x^a y^b / B(a, b)`, through the binomial probability continued to non-integer counts: the density times `x (1 - x)`,
/// which is the slope of the probability in the logit of `x`.
pub(crate) fn logit_slope(a: f64, b: f64, x: f64, y: f64) -> f64 {
    slope_from(&SmoothPmf::new(a, b), (a, b), x, y)
}

/// The same from the probability already prepared for the shapes.
pub(crate) fn slope_from(pmf: &SmoothPmf, (a, b): (f64, f64), x: f64, y: f64) -> f64 {
    pmf.at(x, y) * a * b / (a + b)
}

/// `x` and `1 - x` from the logit of `x`, each to full relative accuracy.
pub(crate) fn from_logit(u: f64) -> (f64, f64) {
    if u < 0.0 {
        let odds = exp(u);
        (odds / (1.0 + odds), 1.0 / (1.0 + odds))
    } else {
        let odds = exp(-u);
        (1.0 / (1.0 + odds), odds / (1.0 + odds))
    }
}

/// Which tail of a distribution a probability is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tail {
    Lower,
    Upper,
}

/// The `x` that leaves probability `p` in the named tail of beta(a, b), unchecked.
pub(crate) fn quantile(p: f64, a: f64, b: f64, tail: Tail) -> f64 {
    match (tail, p <= 0.0, p >= 1.0) {
        (Tail::Lower, true, _) | (Tail::Upper, _, true) => return 0.0,
        (Tail::Lower, _, true) | (Tail::Upper, true, _) => return 1.0,
        _ => {}
    }
    // Solve on the smaller tail: its logarithm is nearly straight in the logit.
    let (goal, side) = match (tail, p > 0.5) {
        (t, false) => (log(p), t),
        (Tail::Lower, true) => (log1p(-p), Tail::Upper),
        (Tail::Upper, true) => (log1p(-p), Tail::Lower),
    };
    let pmf = SmoothPmf::new(a, b);
    let excess = |u: f64| {
        let (x, y) = from_logit(u);
        let slope = slope_from(&pmf, (a, b), x, y);
        let (lower, upper) = tails_from((a, b), x, y, slope);
        // the slope of the probability itself rises by this share
        let bend = a * y - b * x;
        match side {
            Tail::Lower => (log(lower) - goal, slope / lower, bend - slope / lower),
            Tail::Upper => (goal - log(upper), slope / upper, bend + slope / upper),
        }
    };
    let start = match side {
        Tail::Lower => start(goal, a, b),
        Tail::Upper => -start(goal, b, a),
    };
    from_logit(increasing_root_by_bend(excess, (-LOGIT_BOUND, LOGIT_BOUND), start, logit_scale(a, b))).0
}

/// About the standard deviation of the logit of a beta(a, b) variable, at most 1.
pub(crate) fn logit_scale(a: f64, b: f64) -> f64 {
    sqrt(1.0 / a + 1.0 / b).min(1.0)
}

/// Logit of about the lower quantile of beta(a, b) for the logarithm of a probability up to one half.
///
/// Abramowitz and Stegun 26.5.22 over 26.2.23. For a shape below 1 the power of `x` that the lower tail begins as, or
/// the middle where that leads beyond it.
pub(crate) fn start(log_p: f64, a: f64, b: f64) -> f64 {
    if a.min(b) < 1.0 {
        // I_x is about x^a / (a B(a, b)), and x^a y^b / B is known at the middle
        let (x, y) = (a / (a + b), b / (a + b));
        let log_x = log(x) + (log_p - log(SmoothPmf::new(a, b).at(x, y) * y) + b * log(y)) / a;
        return if log_x < log(x) { log_x - log1p(-exp(log_x)) } else { log(a / b) };
    }
    let t = sqrt(-2.0 * log_p);
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let z = t - above / below;
    let (lambda, over_a, over_b) = ((z * z - 3.0) / 6.0, 1.0 / (2.0 * a - 1.0), 1.0 / (2.0 * b - 1.0));
    let h = 2.0 / (over_a + over_b);
    let w = z * sqrt(h + lambda) / h - (over_b - over_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
    log(a / b) - 2.0 * w
}

fn checked(a: f64, b: f64) -> Result<(), StatError> {
    for (name, found) in [("a", a), ("b", b)] {
        if !(found > 0.0 && found <= LARGEST_SHAPE) {
            return Err(StatError::InvalidParameter { name, found });
        }
    }
    Ok(())
}

/// Probability that a beta(a, b) variable is at most `x`.
///
/// # Arguments
/// `x`: in [0, 1]. `a`, `b`: shapes, above 0 and at most 1e7.
/// # Returns
/// The regularised incomplete beta function; the smaller tail is computed directly.
/// # Numerics
/// Continued fraction by the modified Lentz method, at most 20 000 terms (far more than the shapes allowed need), for a
/// shape above 50 in a form without cancellation; relative error about 1e-14.
/// # Errors
/// [`StatError::ProbabilityOutOfRange`] for `x`, [`StatError::InvalidParameter`] for the shapes.
/// # Validation
/// `dist/golden-points`, R 4.2.2 `pbeta`; `dist/many-degrees`, mpmath 1.3.0; closed_form.
/// # References
/// Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 26.5.8. NBS, 1964.
/// DiDonato AR, Morris AH. Significant digit computation of the incomplete beta function ratios. ACM Trans Math Softw
/// 1992;18:360-73. doi:10.1145/131766.131776
pub fn beta_cdf(x: f64, a: f64, b: f64) -> Result<f64, StatError> {
    check::probability(x)?;
    checked(a, b)?;
    Ok(beta_tails(a, b, x, 1.0 - x).0)
}

/// Probability that a beta(a, b) variable is above `x`; see [`beta_cdf`].
pub fn beta_sf(x: f64, a: f64, b: f64) -> Result<f64, StatError> {
    check::probability(x)?;
    checked(a, b)?;
    Ok(beta_tails(a, b, x, 1.0 - x).1)
}

/// The value below which a beta(a, b) variable falls with probability `p`.
///
/// # Arguments
/// `p`: in [0, 1]; 0 and 1 give 0 and 1. `a`, `b`: shapes, above 0 and at most 1e7.
/// # Returns
/// The quantile in [0, 1], with relative error about 1e-14.
/// # Numerics
/// Halley steps on the logarithm of the smaller tail against the logit of `x`, inside a bracket, from a normal
/// approximation: mostly 3 or 4 evaluations; at most 140, the last 80 of which halve the bracket, so the search always
/// ends.
/// # Errors
/// As [`beta_cdf`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, dist::beta_quantile};
/// assert!((beta_quantile(0.25, 1.0, 1.0)? - 0.25).abs() < 1e-15);
/// assert_eq!(beta_quantile(1.0, 3.0, 11.0)?, 1.0);
/// assert!(beta_quantile(0.5, 0.0, 1.0).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dist/golden-points`, R 4.2.2 `qbeta`, closed_form.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> Result<f64, StatError> {
    check::probability(p)?;
    checked(a, b)?;
    Ok(quantile(p, a, b, Tail::Lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uniform_and_the_power_cases_are_closed() {
        for x in [1e-9, 0.1, 0.5, 0.77, 0.999] {
            assert!((beta_cdf(x, 1.0, 1.0).unwrap() / x - 1.0).abs() < 1e-14);
            assert!((beta_cdf(x, 3.0, 1.0).unwrap() / (x * x * x) - 1.0).abs() < 1e-14);
            let y = 1.0 - x;
            assert!((beta_sf(x, 1.0, 2.0).unwrap() / (y * y) - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn the_quantile_undoes_the_probability() {
        for (a, b) in [(0.5, 0.5), (0.5, 60.5), (1.0, 13.0), (4.0, 10.0), (60.0, 1.0), (30.5, 0.5)] {
            for p in [1e-10, 0.005, 0.025, 0.4, 0.6, 0.975, 0.995] {
                let x = beta_quantile(p, a, b).unwrap();
                assert!((beta_cdf(x, a, b).unwrap() / p - 1.0).abs() < 1e-11, "{a} {b} {p}: {x}");
            }
        }
    }

    #[test]
    fn parameters_out_of_range_are_refused() {
        assert_eq!(beta_cdf(0.5, 0.0, 1.0), Err(StatError::InvalidParameter { name: "a", found: 0.0 }));
        assert!(beta_quantile(1.1, 1.0, 1.0).is_err());
        assert!(beta_sf(0.5, 1.0, f64::NAN).is_err());
    }
}
