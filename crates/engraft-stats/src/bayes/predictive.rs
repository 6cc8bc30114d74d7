//! What future subjects will show, and whether the trial will succeed.
//!
//! Success is a statement about the *final* posterior, computed with the prior of the final analysis; the chance of each
//! future outcome comes from the *present* distribution. The two priors may differ (a sceptical analysis, an informed
//! forecast).

use libm::{exp, log, sqrt};

use super::beta::Beta;
use super::difference::proportions_differ;
use super::mixture::Mixture;
use super::normal::{Normal, location, scale};
use crate::proportion::check_counts;
use crate::{StatError, check};

/// Largest number of future subjects.
const LARGEST_FUTURE: u64 = 2_000;
/// Largest number of future subjects of one arm when two arms are compared.
const LARGEST_ARM: u64 = 60;
/// Points on which changes between success and failure are sought.
const SCAN: usize = 2_000;

/// Beta-binomial probabilities of 0 to `m` responders, for one part.
fn beta_binomial(part: &Beta, m: u64) -> Vec<f64> {
    let (a, b, total) = (part.a, part.b, part.a + part.b);
    let none: f64 = (0..m).map(|j| log((b + j as f64) / (total + j as f64))).sum();
    let mut log_p = none;
    let mut all = Vec::with_capacity(m as usize + 1);
    all.push(exp(log_p));
    for y in 0..m {
        let (seen, left) = (y as f64, (m - y) as f64);
        // P(y + 1) / P(y)
        log_p += log(left / (seen + 1.0) * (a + seen) / (b + left - 1.0));
        all.push(exp(log_p));
    }
    all
}

impl Mixture<Beta> {
    /// Predictive probabilities of 0, 1, ..., `m` responders among `m` future subjects (beta-binomial).
    ///
    /// # Arguments
    /// `m`: future subjects, at most 2000; 0 gives the single probability 1.
    /// # Returns
    /// `m + 1` probabilities that sum to 1.
    /// # Numerics
    /// The ratio of neighbours, in logarithms; relative error about `m` spacings of `f64`.
    /// # Errors
    /// [`StatError::TooLarge`].
    /// # Examples
    /// ```
    /// use engraft_stats::bayes::{Beta, Mixture};
    /// // a flat prior makes every number of responders equally likely
    /// let p = Mixture::single(Beta { a: 1.0, b: 1.0 })?.predictive(4)?;
    /// assert!(p.iter().all(|p| (p - 0.2).abs() < 1e-15));
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `bayes/beta`, R 4.2.2 `choose` and `lbeta`, closed_form.
    /// # References
    /// Spiegelhalter DJ, Abrams KR, Myles JP. Bayesian Approaches to Clinical Trials, section 3.13. Wiley, 2004.
    /// doi:10.1002/0470092602
    pub fn predictive(&self, m: u64) -> Result<Vec<f64>, StatError> {
        if m > LARGEST_FUTURE {
            return Err(StatError::TooLarge { limit: LARGEST_FUTURE as usize, found: m as usize });
        }
        let mut sums = vec![0.0; m as usize + 1];
        for (weight, part) in self.parts() {
            for (sum, p) in sums.iter_mut().zip(beta_binomial(part, m)) {
                *sum += weight * p;
            }
        }
        Ok(sums)
    }
}

/// When a posterior counts as success: the quantity exceeds `threshold` with probability at least `certainty`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Success {
    /// The value to be exceeded: a proportion, a difference of proportions, or a mean.
    pub threshold: f64,
    /// The posterior probability required, in (0, 1).
    pub certainty: f64,
}

impl Success {
    fn checked(&self) -> Result<(), StatError> {
        check::finite(&[self.threshold])?;
        if self.certainty > 0.0 && self.certainty < 1.0 {
            Ok(())
        } else {
            Err(StatError::ProbabilityOutOfRange { found: self.certainty })
        }
    }
}

/// One arm at an interim look.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Arm<'a> {
    /// Prior of the proportion in the final analysis.
    pub prior: &'a Mixture<Beta>,
    /// Responders seen.
    pub x: u64,
    /// Subjects seen.
    pub n: u64,
    /// Subjects still to come.
    pub future: u64,
}

/// Predictive probability that a single-arm trial with a binary response ends in success.
///
/// # Arguments
/// `present`: distribution of the proportion now, which forecasts the future subjects (usually the arm's posterior). `arm`:
/// the data so far and the analysis prior. `success`: on the proportion.
/// # Returns
/// The sum of the beta-binomial probabilities of the future outcomes whose final posterior is a success. With no future
/// subject it is 0 or 1.
/// # Assumptions and small samples
/// Exact. Complete enumeration of the future: no simulation.
/// # Errors
/// [`StatError::InvalidCount`], [`StatError::TooLarge`], [`StatError::ProbabilityOutOfRange`], [`StatError::NotFinite`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Beta, Mixture, predictive::{Arm, Success, predictive_success}};
/// // Lee and Liu 2008: 16 of 23 responders, 17 to come, prior beta(0.6, 0.4), success P(p > 0.6) >= 0.9
/// let prior = Mixture::single(Beta { a: 0.6, b: 0.4 })?;
/// let arm = Arm { prior: &prior, x: 16, n: 23, future: 17 };
/// let chance = predictive_success(&prior.update(16, 23)?, arm, Success { threshold: 0.6, certainty: 0.9 })?;
/// assert!((chance - 0.5656).abs() < 5e-5);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/beta`, R 4.2.2 enumeration with `pbeta` and `lbeta`, closed_form; the example above is quoted, not
/// checked against the print.
/// # References
/// Lee JJ, Liu DD. A predictive probability design for phase II cancer clinical trials. Clin Trials 2008;5:93-106.
/// doi:10.1177/1740774508089279
pub fn predictive_success(present: &Mixture<Beta>, arm: Arm, success: Success) -> Result<f64, StatError> {
    success.checked()?;
    check_counts(arm.x, arm.n)?;
    let mut sum = 0.0;
    for (y, p) in (0..=arm.future).zip(present.predictive(arm.future)?) {
        let last = arm.prior.update(arm.x + y, arm.n + arm.future)?;
        if last.probability_above(success.threshold)? >= success.certainty {
            sum += p;
        }
    }
    Ok(sum.min(1.0))
}

/// Predictive probability that a two-arm trial with a binary response ends in success.
///
/// # Arguments
/// `present`: the two distributions now, treated first. `arms`: treated and control, at most 60 future subjects each.
/// `success`: on the difference of proportions, treated less control.
/// # Returns
/// The sum over all pairs of future outcomes whose final posterior is a success.
/// # Assumptions and small samples
/// Independent arms; exact.
/// # Numerics
/// One integral for each pair of future outcomes: about a second for 30 and 30.
/// # Errors
/// As [`predictive_success`] and [`proportions_differ`].
/// # Validation
/// `bayes/difference`, R 4.2.2 enumeration with `integrate`, iterative.
/// # References
/// Spiegelhalter DJ, Abrams KR, Myles JP. Bayesian Approaches to Clinical Trials, section 6.6. Wiley, 2004.
pub fn predictive_success_two_arms(
    present: [&Mixture<Beta>; 2],
    arms: [Arm; 2],
    success: Success,
) -> Result<f64, StatError> {
    success.checked()?;
    let [treated, control] = arms;
    for arm in arms {
        check_counts(arm.x, arm.n)?;
        if arm.future > LARGEST_ARM {
            return Err(StatError::TooLarge { limit: LARGEST_ARM as usize, found: arm.future as usize });
        }
    }
    let posteriors = |arm: Arm| -> Result<Vec<Mixture<Beta>>, StatError> {
        (0..=arm.future).map(|y| arm.prior.update(arm.x + y, arm.n + arm.future)).collect()
    };
    let (first, second) = (posteriors(treated)?, posteriors(control)?);
    let [p, q] = present;
    let (p, q) = (p.predictive(treated.future)?, q.predictive(control.future)?);
    let mut sum = 0.0;
    for (one, p) in first.iter().zip(&p) {
        for (two, q) in second.iter().zip(&q) {
            if proportions_differ(one, two, success.threshold)? >= success.certainty {
                sum += p * q;
            }
        }
    }
    Ok(sum.min(1.0))
}

/// Predictive probability that a trial with a normal mean of known standard error ends in success.
///
/// # Arguments
/// `present`: distribution of the mean now, which forecasts. `analysis`: posterior of the final analysis given the data so
/// far (the same, unless its prior differs). `future_se`: standard error of the estimate from the subjects to come alone,
/// for `m` of them `sd / sqrt(m)`. `success`: on the mean.
/// # Returns
/// The predictive probability of the future estimates whose final posterior is a success.
/// # Assumptions and small samples
/// Normal estimates with known standard error; otherwise exact.
/// # Numerics
/// The future estimates at which success begins or ends are sought on 2001 points within 9 predictive SD of the parts, then
/// by halving; the predictive distribution between them is a normal mixture. A success region narrower than one
/// step of that grid would be missed.
/// # Errors
/// [`StatError::InvalidParameter`], [`StatError::ProbabilityOutOfRange`], [`StatError::NotFinite`].
/// # Examples
/// ```
/// use engraft_stats::bayes::{Mixture, Normal, predictive::{Success, predictive_success_mean}};
/// let now = Mixture::single(Normal { mean: 0.5, sd: 1.0 })?;
/// let p = predictive_success_mean(&now, &now, 1.0, Success { threshold: 0.0, certainty: 0.975 })?;
/// // success from an estimate of 2 z / sqrt(2) - 0.5 on, z the 0.975 quantile; forecasts are normal(0.5, 2)
/// let least = libm::sqrt(2.0) * 1.959_963_984_540_054 - 0.5;
/// let expected = engraft_stats::dist::normal_sf((least - 0.5) / libm::sqrt(2.0));
/// assert!((p - expected).abs() < 1e-14);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `bayes/normal`, closed form for one part and R 4.2.2 `integrate` for two; closed_form.
/// # References
/// Spiegelhalter DJ, Abrams KR, Myles JP. Bayesian Approaches to Clinical Trials, section 6.5. Wiley, 2004.
pub fn predictive_success_mean(
    present: &Mixture<Normal>,
    analysis: &Mixture<Normal>,
    future_se: f64,
    success: Success,
) -> Result<f64, StatError> {
    success.checked()?;
    location("threshold", success.threshold)?;
    scale("future_se", future_se)?;
    let widened = |(w, part): &(f64, Normal)| {
        (*w, Normal { mean: part.mean, sd: sqrt(part.sd * part.sd + future_se * future_se) })
    };
    let future = Mixture::new(&present.parts().iter().map(widened).collect::<Vec<_>>())?;
    let low = future.parts().iter().fold(f64::INFINITY, |m, (_, p)| m.min(p.mean - 9.0 * p.sd));
    let high = future.parts().iter().fold(f64::NEG_INFINITY, |m, (_, p)| m.max(p.mean + 9.0 * p.sd));
    let succeeds = |estimate: f64| -> Result<bool, StatError> {
        Ok(analysis.update(estimate, future_se)?.tails(success.threshold).1 >= success.certainty)
    };
    let mut before = (low, succeeds(low)?);
    let mut sum = if before.1 { future.tails(low).0 } else { 0.0 };
    for k in 1..=SCAN {
        let x = low + (high - low) * k as f64 / SCAN as f64;
        let now = (x, succeeds(x)?);
        sum += match (before.1, now.1) {
            (false, false) => 0.0,
            (true, true) => between(&future, before.0, x),
            (true, false) => between(&future, before.0, change(&succeeds, before.0, x)?),
            (false, true) => between(&future, change(&succeeds, before.0, x)?, x),
        };
        before = now;
    }
    sum += if before.1 { future.tails(high).1 } else { 0.0 };
    Ok(sum.min(1.0))
}

/// Probability between two values, from the smaller tails.
fn between(mixture: &Mixture<Normal>, low: f64, high: f64) -> f64 {
    let ((l1, u1), (l2, u2)) = (mixture.tails(low), mixture.tails(high));
    if l1 > 0.5 { u1 - u2 } else { l2 - l1 }
}

/// Where success changes between two values that differ in it.
fn change(succeeds: &impl Fn(f64) -> Result<bool, StatError>, low: f64, high: f64) -> Result<f64, StatError> {
    let (mut low, mut high) = (low, high);
    let at_low = succeeds(low)?;
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if succeeds(middle)? == at_low { low = middle } else { high = middle }
    }
    Ok(0.5 * (low + high))
}
