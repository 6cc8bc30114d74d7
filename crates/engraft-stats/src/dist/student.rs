//! Student's t distribution.

use libm::{exp, log, sqrt};

use super::beta::{beta_tails, slope_from, tails_from};
use super::binomial::SmoothPmf;
use super::solve::increasing_root_by_bend;
use crate::{StatError, check};

/// Smallest tail probability whose quantile is computed (other than 0).
const SMALLEST_TAIL: f64 = 1e-140;
/// Largest degrees of freedom accepted.
const LARGEST_DF: f64 = 1e7;

/// `df / (df + t²)` and `t² / (df + t²)`.
fn shares(t: f64, df: f64) -> (f64, f64) {
    if t * t < df {
        let r = t * t / df;
        (1.0 / (1.0 + r), r / (1.0 + r))
    } else {
        let r = df / t / t;
        (r / (1.0 + r), 1.0 / (1.0 + r))
    }
}

/// Upper tail beyond `t >= 0`, and probability between 0 and `t`.
fn halves(t: f64, df: f64) -> (f64, f64) {
    let (x, y) = shares(t, df);
    let (tail, central) = beta_tails(0.5 * df, 0.5, x, y);
    (0.5 * tail, 0.5 * central)
}

/// Upper tail beyond any `t`, unchecked.
pub(crate) fn sf(t: f64, df: f64) -> f64 {
    let (tail, central) = halves(t.abs(), df);
    if t >= 0.0 { tail } else { 0.5 + central }
}

/// Two-sided p-value of a t statistic, unchecked.
pub(crate) fn two_sided_p(t: f64, df: f64) -> f64 {
    (2.0 * halves(t.abs(), df).0).min(1.0)
}

/// The length in `ln t` over which the logarithm of a tail bends.
const BEND: f64 = 0.3;

/// The positive `t` exceeded with probability `q` in [0, 0.5), unchecked.
fn upper_quantile(q: f64, df: f64) -> f64 {
    if q == 0.0 {
        return f64::INFINITY;
    }
    let shape = (0.5 * df, 0.5);
    let pmf = SmoothPmf::new(shape.0, shape.1);
    let near = q > 0.25;
    let goal = log(if near { 0.5 - q } else { q });
    let excess = |u: f64| {
        let (x, y) = shares(exp(u), df);
        if x <= 0.0 {
            return (f64::INFINITY, 0.0, 0.0);
        }
        if y <= 0.0 {
            return (f64::NEG_INFINITY, 0.0, 0.0);
        }
        // density times t: the slope of the probability in ln t, which itself rises by a share of `bend`
        let slope = slope_from(&pmf, shape, x, y);
        let (tail, central) = tails_from(shape, x, y, slope);
        let (tail, central) = (0.5 * tail, 0.5 * central);
        let bend = 1.0 - (df + 1.0) * y;
        if near {
            (log(central) - goal, slope / central, bend - slope / central)
        } else {
            (goal - log(tail), slope / tail, bend + slope / tail)
        }
    };
    exp(increasing_root_by_bend(excess, (-60.0, 340.0), log(start(q, df)), BEND))
}

/// Start of the search: Fisher's expansion in the inverse of the degrees of freedom where it holds (Abramowitz and
/// Stegun 26.7.5), the larger of the normal quantile and the power law of the far tail elsewhere.
fn start(q: f64, df: f64) -> f64 {
    let z = normal_start(q);
    if z * z < df {
        let (s, over) = (z * z, 1.0 / (4.0 * df));
        let third = ((3.0 * s + 19.0) * s + 17.0) * s - 15.0;
        let second = (5.0 * s + 16.0) * s + 3.0;
        return (z * (1.0 + over * (s + 1.0 + over * (second / 6.0 + over * third / 6.0)))).max(1e-20);
    }
    // P(T > t) tends to C t^-df; at t = sqrt(df) the tail is near 0.2, so extend from there by the power law
    let power = sqrt(df) * exp(-log(4.0 * q) / df);
    if q < 0.01 && df < 30.0 { z.max(power) } else { z.max(1e-20) }
}

/// The normal quantile to three or four digits (Abramowitz and Stegun 26.2.23), near the middle from the density there.
fn normal_start(q: f64) -> f64 {
    if q > 0.4 {
        return 2.507 * (0.5 - q);
    }
    let t = sqrt(-2.0 * log(q));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    t - above / below
}

/// Two-sided critical value of t: exceeded in absolute value with probability `1 - level`, unchecked.
pub(crate) fn two_sided_critical(level: f64, df: f64) -> f64 {
    upper_quantile(0.5 * (1.0 - level), df)
}

fn checked(df: f64) -> Result<(), StatError> {
    if df > 0.0 && df <= LARGEST_DF { Ok(()) } else { Err(StatError::InvalidParameter { name: "df", found: df }) }
}

/// Probability that a t variable with `df` degrees of freedom is at most `t`.
///
/// # Arguments
/// `t`: finite. `df`: degrees of freedom, above 0 and at most 1e7, need not be whole.
/// # Returns
/// A probability; the smaller tail is computed directly.
/// # Numerics
/// Incomplete beta function of `df / (df + t²)`, with its complement computed apart; relative error about 2e-14, up to ten
/// million degrees of freedom.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::InvalidParameter`].
/// # Validation
/// `dist/golden-points`, R 4.2.2 `pt`; `dist/many-degrees`, mpmath 1.3.0; closed_form.
/// # References
/// Abramowitz M, Stegun IA. Handbook of Mathematical Functions, 26.7.1. NBS, 1964.
pub fn student_cdf(t: f64, df: f64) -> Result<f64, StatError> {
    student_sf(-t, df)
}

/// Probability that a t variable with `df` degrees of freedom is above `t`; see [`student_cdf`].
pub fn student_sf(t: f64, df: f64) -> Result<f64, StatError> {
    check::finite(&[t])?;
    checked(df)?;
    Ok(sf(t, df))
}

/// The value below which a t variable with `df` degrees of freedom falls with probability `p`.
///
/// # Arguments
/// `p`: probability in [0, 1], 0 and 1 giving the infinities. `df`: at least 1 and at most 1e7.
/// # Returns
/// The quantile, with relative error about 1e-14, far tails included (the quantile of 1e-12 for one degree of
/// freedom is -3.18e11).
/// # Numerics
/// Start from an expansion about the normal quantile or, far out, from the power law of the tail; then Halley's steps on
/// the logarithm of the tail against `ln t`, inside a bracket, at most 140 evaluations.
/// # Errors
/// [`StatError::ProbabilityOutOfRange`]; [`StatError::InvalidParameter`] for `df`, or for a tail other than zero that
/// is below 1e-140.
/// # Examples
/// ```
/// use engraft_stats::{StatError, dist::student_quantile};
/// assert!((student_quantile(0.975, 8.0)? - 2.306_004_135).abs() < 1e-8);
/// assert_eq!(student_quantile(0.5, 8.0)?, 0.0);
/// assert!(student_quantile(1.2, 8.0).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `dist/golden-points`, R 4.2.2 `qt`, closed_form.
pub fn student_quantile(p: f64, df: f64) -> Result<f64, StatError> {
    check::probability(p)?;
    checked(df)?;
    if df < 1.0 {
        return Err(StatError::InvalidParameter { name: "df", found: df });
    }
    let tail = p.min(1.0 - p);
    if tail > 0.0 && tail < SMALLEST_TAIL {
        return Err(StatError::InvalidParameter { name: "p", found: p });
    }
    Ok(if p == 0.5 {
        0.0
    } else if p < 0.5 {
        -upper_quantile(tail, df)
    } else {
        upper_quantile(tail, df)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_degree_of_freedom_is_the_cauchy_distribution() {
        for t in [1e-8, 0.2, 1.0, 7.0, 1e6, 1e11] {
            let expected = libm::atan(1.0 / t) / std::f64::consts::PI;
            assert!((student_sf(t, 1.0).unwrap() / expected - 1.0).abs() < 1e-13, "{t}");
        }
        let far = student_quantile(1e-12, 1.0).unwrap();
        assert!((far / -318_309_886_183.790_7 - 1.0).abs() < 1e-13, "{far}");
    }

    #[test]
    fn two_degrees_of_freedom_have_a_closed_quantile() {
        for p in [1e-100, 1e-6, 0.025, 0.3, 0.49, 0.500_001, 0.9, 0.999] {
            let expected = (2.0 * p - 1.0) / sqrt(2.0 * p * (1.0 - p));
            let found = student_quantile(p, 2.0).unwrap();
            assert!((found / expected - 1.0).abs() < 1e-12, "{p}: {found} {expected}");
        }
    }

    #[test]
    fn edges_and_refusals() {
        assert_eq!(student_quantile(0.5, 3.0), Ok(0.0));
        assert_eq!(student_quantile(0.0, 3.0), Ok(f64::NEG_INFINITY));
        assert_eq!(student_quantile(1.0, 3.0), Ok(f64::INFINITY));
        assert!(student_quantile(1e-200, 3.0).is_err());
        assert!(student_quantile(0.1, 0.5).is_err());
        assert!(student_cdf(f64::NAN, 3.0).is_err());
        assert_eq!(student_cdf(0.0, 3.0), Ok(0.5));
    }
}
