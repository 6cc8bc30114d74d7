//! How many subjects a prior is worth: two measures, named by their method.

use libm::log;

use super::beta::Beta;
use super::mixture::{Component, Mixture};
use super::normal::{Normal, scale};
use crate::StatError;
use crate::dist::beta::{Tail, from_logit, logit_slope, quantile};
use crate::quadrature::{Accuracy, adaptive};

/// Probability left out beyond each end of the range of integration.
const TAIL: f64 = 1e-18;

mod sealed {
    /// Keeps [`super::EffectiveSize`] to the kinds of this crate.
    pub trait Sealed {}
    impl Sealed for super::Beta {}
    impl Sealed for super::Normal {}
}

/// A kind of part for which an effective sample size is defined.
pub trait EffectiveSize: Component + sealed::Sealed {
    /// The size of the conjugate prior with this mean and variance; `sd` is that of one subject (unused for proportions).
    fn matched(mean: f64, variance: f64, sd: f64) -> f64;
    /// The expected local-information-ratio.
    fn expected_ratio(mixture: &Mixture<Self>, sd: f64) -> Result<f64, StatError>;
    /// Refuses an `sd` the kind cannot use.
    fn check_sd(sd: f64) -> Result<(), StatError>;
}

impl EffectiveSize for Beta {
    fn matched(mean: f64, variance: f64, _: f64) -> f64 {
        mean * (1.0 - mean) / variance - 1.0
    }

    fn expected_ratio(mixture: &Mixture<Beta>, _: f64) -> Result<f64, StatError> {
        if let [(_, part)] = mixture.parts() {
            return Ok(part.a + part.b);
        }
        let diffuse = |v: f64| v < 1.0 || (v > 1.0 && v < 1.05);
        if mixture.parts().iter().any(|(_, part)| diffuse(part.a) || diffuse(part.b)) {
            let reason = "the ratio has no finite mean with a shape below 1 (or its tail is too heavy, below 1.05)";
            return Err(StatError::NotEstimable { reason });
        }
        let logit = |x: f64| log(x.max(1e-320)) - log(1.0 - x);
        let ends = mixture.parts().iter().map(|(_, part)| {
            let upper = quantile(TAIL, part.b, part.a, Tail::Lower);
            (logit(quantile(TAIL, part.a, part.b, Tail::Lower)), -logit(upper))
        });
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), (a, b)| (l.min(a), h.max(b)));
        let mut cuts: Vec<f64> = mixture.parts().iter().map(|(_, part)| log(part.a / part.b)).collect();
        // twice as far: the ratio decays more slowly than the density
        cuts.extend([2.0 * low - high, low, high, 2.0 * high - low]);
        piecewise(|u| beta_information(mixture, u), cuts)
    }

    fn check_sd(_: f64) -> Result<(), StatError> {
        Ok(())
    }
}

/// Local information of a beta mixture over that of one subject, times the density, on the logit scale.
fn beta_information(mixture: &Mixture<Beta>, u: f64) -> f64 {
    let (x, y) = from_logit(u);
    let (mut density, mut first, mut second) = (0.0, 0.0, 0.0);
    for (weight, part) in mixture.parts() {
        let slope = weight * logit_slope(part.a, part.b, x, y);
        let (a, b) = (part.a - 1.0, part.b - 1.0);
        // x y times the derivative of the part's log density, and (x y)² times what its second derivative adds
        let score = a * y - b * x;
        density += slope;
        first += slope * score;
        second += slope * (score * score - a * y * y - b * x * x);
    }
    if density <= 0.0 {
        return 0.0;
    }
    (first * (first / density) - second) / (x * y)
}

impl EffectiveSize for Normal {
    fn matched(_: f64, variance: f64, sd: f64) -> f64 {
        sd * sd / variance
    }

    fn expected_ratio(mixture: &Mixture<Normal>, sd: f64) -> Result<f64, StatError> {
        if let [(_, part)] = mixture.parts() {
            return Ok(sd / part.sd * (sd / part.sd));
        }
        // the mean of minus the second derivative of the log density is that of the squared first derivative
        let information = |x: f64| {
            let slope = mixture.sum(|part| part.density(x) * (part.mean - x) / part.sd / part.sd);
            let density = mixture.density_at(x);
            if density > 0.0 { slope * (slope / density) * sd * sd } else { 0.0 }
        };
        let far = |(_, part): &(f64, Normal)| [-9.0, -3.0, 0.0, 3.0, 9.0].map(|k| part.mean + k * part.sd);
        piecewise(information, mixture.parts().iter().flat_map(far).collect())
    }

    fn check_sd(sd: f64) -> Result<(), StatError> {
        scale("sd", sd)
    }
}

/// Integrates between the smallest and the largest cut, piece by piece.
fn piecewise(f: impl Fn(f64) -> f64, mut cuts: Vec<f64>) -> Result<f64, StatError> {
    cuts.sort_by(f64::total_cmp);
    let accuracy = Accuracy { absolute: 1e-10, relative: 1e-10, evaluations: 200_000 };
    let mut sum = 0.0;
    for pair in cuts.windows(2) {
        if let [low, high] = pair {
            sum += adaptive(&f, *low, *high, accuracy)?.value;
        }
    }
    Ok(sum)
}

/// Effective sample size of a prior by the expected local-information-ratio (ELIR).
///
/// # Arguments
/// `prior`: a mixture of [`Beta`] or [`Normal`] parts. `sd`: standard deviation of one subject's value, for normal parts;
/// not used for beta parts.
/// # Returns
/// The prior mean of `-(ln prior)'' / information of one subject`, in subjects. For one beta part the conjugate value
/// `a + b`; for one normal part `(sd / prior sd)²`.
/// # Assumptions and small samples
/// Predictively consistent: the mean ESS after `n` subjects is the prior's plus `n`, which other measures do not hold.
/// For a beta mixture every shape must be 1 or at least 1.05: below, the mean does not exist or is not computed.
/// # Numerics
/// Adaptive integration, error below 1e-9.
/// # Errors
/// [`StatError::NotEstimable`], [`StatError::InvalidParameter`] (`sd`), [`StatError::NotConverged`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Beta, Mixture, elir, moment_ess};
/// let prior = Mixture::single(Beta { a: 4.0, b: 16.0 })?;
/// assert_eq!(elir(&prior, 1.0)?, 20.0);
/// // a vague part of weight one fifth costs more than a fifth
/// let robust = prior.robustified(Beta { a: 1.0, b: 1.0 }, 0.2)?;
/// assert!(elir(&robust, 1.0)? < 16.0 && moment_ess(&robust, 1.0)? < 16.0);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/ess`, R 4.2.2: `integrate` of numerical derivatives worked out apart; iterative.
/// # References
/// Neuenschwander B, Weber S, Schmidli H, O'Hagan A. Predictively consistent prior effective sample sizes. Biometrics
/// 2020;76:578-87. doi:10.1111/biom.13252
pub fn elir<C: EffectiveSize>(prior: &Mixture<C>, sd: f64) -> Result<f64, StatError> {
    C::check_sd(sd)?;
    let size = C::expected_ratio(prior, sd)?;
    if size.is_finite() { Ok(size) } else { Err(StatError::InvalidParameter { name: "sd", found: sd }) }
}

/// Effective sample size of a prior by matching moments: that of the conjugate prior with the same mean and variance.
///
/// # Arguments
/// As [`elir`].
/// # Returns
/// `mean (1 - mean) / variance - 1` for proportions, `sd² / variance` for means. May be below 0 for a U-shaped mixture.
/// # Assumptions and small samples
/// Not predictively consistent; a vague part pulls it down strongly.
/// # Errors
/// [`StatError::InvalidParameter`] (`sd`), [`StatError::ConstantData`] when the variance underflows.
/// # Validation
/// `bayes/ess`, the formulas in R 4.2.2, closed_form.
/// # References
/// Neuenschwander B, Weber S, Schmidli H, O'Hagan A. Biometrics 2020;76:578-87. doi:10.1111/biom.13252
pub fn moment_ess<C: EffectiveSize>(prior: &Mixture<C>, sd: f64) -> Result<f64, StatError> {
    C::check_sd(sd)?;
    let spread = prior.sd().filter(|s| *s > 0.0).ok_or(StatError::ConstantData)?;
    let size = C::matched(prior.mean(), spread * spread, sd);
    if size.is_finite() { Ok(size) } else { Err(StatError::ConstantData) }
}
