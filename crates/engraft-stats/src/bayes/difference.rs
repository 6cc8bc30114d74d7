//! Probability that one group exceeds the other by a margin, by integration over both posteriors.

use libm::log;

use super::beta::Beta;
use super::mixture::{Mixture, Symmetric};
use super::normal::location;
use crate::dist::beta::{Tail, beta_tails, from_logit, logit_slope, quantile};
use crate::quadrature::{Accuracy, adaptive};
use crate::{Interval, StatError, check};

/// Probability left out beyond each end of the range of integration.
const TAIL: f64 = 1e-18;
/// Smallest shape whose density is integrated on the logit without loss in the far tail.
const SMALLEST_SHAPE: f64 = 0.06;
/// Halvings that solve for an end of the interval.
const HALVINGS: usize = 60;

/// Accuracy of the integrals: absolute, for they are probabilities.
fn accuracy() -> Accuracy {
    Accuracy { absolute: 1e-13, relative: 0.0, evaluations: 200_000 }
}

/// Probability that a variable of the mixture is above `x`, where `y = 1 - x` is given apart.
fn above(group: &Mixture<Beta>, x: f64, y: f64) -> f64 {
    group.sum(|part| beta_tails(part.a, part.b, x, y).1)
}

/// Logit of the ends between which a beta part has all but a negligible probability.
fn logit_range(part: &Beta) -> (f64, f64) {
    let end = |a: f64, b: f64| {
        let x = quantile(TAIL, a, b, Tail::Lower).max(1e-320);
        log(x) - log(1.0 - x)
    };
    (end(part.a, part.b), -end(part.b, part.a))
}

/// Integral over one part of the second group of the probability that the first is above it by the margin.
fn exceeds_part(first: &Mixture<Beta>, part: &Beta, margin: f64) -> Result<f64, StatError> {
    let (low, high) = logit_range(part);
    let integrand = |u: f64| {
        let (x, y) = from_logit(u);
        logit_slope(part.a, part.b, x, y) * above(first, x + margin, y - margin)
    };
    // where the shifted proportion reaches 0 or 1 the integrand has a corner
    let corner = if margin < 0.0 { -margin } else { 1.0 - margin };
    let split = log(corner) - log(1.0 - corner);
    let split = if split.is_finite() { split.clamp(low, high) } else { low };
    let left = adaptive(integrand, low, split, accuracy())?.value;
    let right = adaptive(integrand, split, high, accuracy())?.value;
    Ok(left + right)
}

/// Refuses a margin outside [-1, 1], and shapes too small to integrate.
fn checked(first: &Mixture<Beta>, second: &Mixture<Beta>) -> Result<(), StatError> {
    let small = |(_, part): &(f64, Beta)| part.a.min(part.b) < SMALLEST_SHAPE;
    if first.parts().iter().any(small) || second.parts().iter().any(small) {
        let reason = "a beta part has a shape below 0.06: use a prior with larger shapes";
        return Err(StatError::NotEstimable { reason });
    }
    Ok(())
}

/// The same probability, unchecked arguments.
fn exceeds(first: &Mixture<Beta>, second: &Mixture<Beta>, margin: f64) -> Result<f64, StatError> {
    let mut sum = 0.0;
    for (weight, part) in second.parts() {
        sum += weight * exceeds_part(first, part, margin)?;
    }
    Ok(sum.clamp(0.0, 1.0))
}

/// Probability that the first proportion exceeds the second by more than a margin: `P(p1 > p2 + margin)`.
///
/// # Arguments
/// `first`, `second`: independent posteriors. `margin`: in [-1, 1]; 0 asks which is larger, a negative one is
/// non-inferiority.
/// # Returns
/// A probability.
/// # Assumptions and small samples
/// Independent groups; exact for any n given the priors.
/// # Numerics
/// One-dimensional adaptive integration on the logit of the second proportion, absolute error below 1e-12.
/// # Errors
/// [`StatError::InvalidParameter`] for the margin, [`StatError::NotEstimable`] for a shape below 0.06,
/// [`StatError::NotConverged`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Beta, Mixture, proportions_differ};
/// let flat = Mixture::single(Beta { a: 1.0, b: 1.0 })?;
/// assert!((proportions_differ(&flat, &flat, 0.0)? - 0.5).abs() < 1e-12);
/// // triangle: (1 - margin)² / 2
/// assert!((proportions_differ(&flat, &flat, 0.2)? - 0.32).abs() < 1e-12);
/// assert!(proportions_differ(&flat, &flat, 1.5).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/difference`, R 4.2.2: exact finite sums for whole shapes and `integrate` otherwise; closed_form.
/// # References
/// Altham PME. Exact Bayesian analysis of a 2 × 2 contingency table. J R Stat Soc B 1969;31:261-9.
/// doi:10.1111/j.2517-6161.1969.tb00786.x
pub fn proportions_differ(first: &Mixture<Beta>, second: &Mixture<Beta>, margin: f64) -> Result<f64, StatError> {
    if !(-1.0..=1.0).contains(&margin) {
        return Err(StatError::InvalidParameter { name: "margin", found: margin });
    }
    checked(first, second)?;
    exceeds(first, second, margin)
}

/// Equal-tailed credible interval of the difference of two proportions, first less second.
///
/// # Arguments
/// `first`, `second`: independent posteriors. `level`: in (0, 1).
/// # Returns
/// An [`Interval`] within [-1, 1]; `achieved` equals `asked`.
/// # Assumptions and small samples
/// As [`proportions_differ`].
/// # Numerics
/// Sixty halvings of [-1, 1] on [`proportions_differ`]: ends to about 1e-12.
/// # Errors
/// [`StatError::LevelOutOfRange`], and as [`proportions_differ`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Beta, Mixture, proportion_difference_interval};
/// let flat = Mixture::single(Beta { a: 1.0, b: 1.0 })?;
/// // triangle: (1 - d)² / 2 = 0.025
/// let i = proportion_difference_interval(&flat, &flat, 0.95)?;
/// assert!((i.upper - (1.0 - libm::sqrt(0.05))).abs() < 1e-11);
/// assert!(proportion_difference_interval(&flat, &flat, 1.0).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/difference`, R 4.2.2 `integrate` and `uniroot`, iterative.
pub fn proportion_difference_interval(
    first: &Mixture<Beta>,
    second: &Mixture<Beta>,
    level: f64,
) -> Result<Interval, StatError> {
    check::level(level)?;
    checked(first, second)?;
    let half = 0.5 * (1.0 - level);
    let solve = |goal: f64| -> Result<f64, StatError> {
        let (mut low, mut high) = (-1.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if high - low < 1e-14 {
                break;
            }
            if exceeds(first, second, middle)? > goal { low = middle } else { high = middle }
        }
        Ok(0.5 * (low + high))
    };
    Ok(Interval { lower: solve(1.0 - half)?, upper: solve(half)?, asked: level, achieved: Some(level) })
}

/// Probability that the mean of the first group exceeds that of the second by more than a margin.
///
/// # Arguments
/// `first`, `second`: independent posteriors, both [`Normal`](super::Normal) or both
/// [`NormalInverseGamma`](super::NormalInverseGamma). `margin`: on the scale of the means, any sign.
/// # Returns
/// `P(m1 > m2 + margin)`.
/// # Assumptions and small samples
/// Independent groups with their own variances (no pooling).
/// # Numerics
/// Adaptive integration over each part of the second group on the scale of its probability; absolute error below 1e-12.
/// # Errors
/// [`StatError::InvalidParameter`], [`StatError::NotConverged`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Mixture, Normal, means_differ};
/// let (a, b) = (Mixture::single(Normal { mean: 3.0, sd: 3.0 })?, Mixture::single(Normal { mean: 0.0, sd: 4.0 })?);
/// // the difference is normal with mean 3 and SD 5
/// let expected = engraft_stats::dist::normal_cdf(0.4);
/// assert!((means_differ(&a, &b, 1.0)? - expected).abs() < 1e-12);
/// assert!(means_differ(&a, &b, f64::NAN).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/normal`, closed form (normal) and R 4.2.2 `integrate` (t); closed_form.
pub fn means_differ<C: Symmetric>(first: &Mixture<C>, second: &Mixture<C>, margin: f64) -> Result<f64, StatError> {
    location("margin", margin)?;
    let mut sum = 0.0;
    for (weight, part) in second.parts() {
        sum += weight * mean_exceeds_part(first, part, margin)?;
    }
    Ok(sum.clamp(0.0, 1.0))
}

/// Integral over the probability scale of one part: `∫ P(m1 > Q(v) + margin) dv`, its ends flattened.
fn mean_exceeds_part<C: Symmetric>(first: &Mixture<C>, part: &C, margin: f64) -> Result<f64, StatError> {
    // both halves are measured from their own end, the upper one by symmetry, so that neither tail loses digits
    let half = |upper: bool| {
        let centre = 2.0 * part.mean();
        adaptive(
            |r: f64| {
                // tail = r⁴/2 makes the steep quantile mild at r = 0
                let lower = part.quantile(0.5 * r * r * r * r);
                let x = if upper { centre - lower } else { lower };
                2.0 * r * r * r * first.tails(x + margin).1
            },
            0.0,
            1.0,
            accuracy(),
        )
    };
    Ok(half(false)?.value + half(true)?.value)
}
