//! The normal distribution as a prior of a mean whose estimate has a known standard error.

use libm::{log, sqrt};

use super::mixture::{Component, Mixture};
use crate::dist::normal::{density, normal_cdf, normal_quantile, normal_sf};
use crate::{StatError, check};

/// A normal distribution of a mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Normal {
    /// Mean, within 1e100 of 0.
    pub mean: f64,
    /// Standard deviation, 1e-100 to 1e100.
    pub sd: f64,
}

/// Refuses a standard deviation or scale that is not positive or not of usable size.
pub(super) fn scale(name: &'static str, found: f64) -> Result<(), StatError> {
    if (1e-100..=1e100).contains(&found) { Ok(()) } else { Err(StatError::InvalidParameter { name, found }) }
}

/// Refuses a location that is not of usable size.
pub(super) fn location(name: &'static str, found: f64) -> Result<(), StatError> {
    if found.abs() <= 1e100 { Ok(()) } else { Err(StatError::InvalidParameter { name, found }) }
}

impl Component for Normal {
    fn checked(&self) -> Result<(), StatError> {
        location("mean", self.mean)?;
        scale("sd", self.sd)
    }

    fn tails(&self, x: f64) -> (f64, f64) {
        let z = (x - self.mean) / self.sd;
        (normal_cdf(z), normal_sf(z))
    }

    fn density(&self, x: f64) -> f64 {
        density((x - self.mean) / self.sd) / self.sd
    }

    fn quantile(&self, p: f64) -> f64 {
        // p is checked by the mixture
        self.mean + self.sd * normal_quantile(p).unwrap_or(0.0)
    }

    fn quantile_range(parts: &[(f64, Normal)], p: f64) -> (f64, f64) {
        // one standard normal quantile serves all parts: a MAP prior has thousands
        let z = normal_quantile(p).unwrap_or(0.0);
        let ends = parts.iter().map(|(_, part)| part.mean + part.sd * z);
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), q| (low.min(q), high.max(q)))
    }

    fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> Option<f64> {
        Some(self.sd * self.sd)
    }
}

impl Normal {
    /// Posterior after an estimate with a known standard error.
    pub(super) fn after(&self, estimate: f64, se: f64) -> Normal {
        // share of the estimate in the posterior mean: 1 / (1 + (se/sd)²)
        let ratio = se / self.sd;
        let share = 1.0 / (1.0 + ratio * ratio);
        Normal { mean: self.mean + share * (estimate - self.mean), sd: se * sqrt(share) }
    }

    /// Logarithm of the marginal density of the estimate, without the constant.
    pub(super) fn log_marginal(&self, estimate: f64, se: f64) -> f64 {
        let total = libm::hypot(self.sd, se);
        let z = (estimate - self.mean) / total;
        -0.5 * z * z - log(total)
    }
}

impl Mixture<Normal> {
    /// Posterior of a mean after an estimate with a known standard error.
    ///
    /// # Arguments
    /// `estimate`: the observed mean (or difference, or log ratio), within 1e100 of 0. `se`: its standard error, taken as
    /// known, 1e-100 to 1e100; for `n` values of known standard deviation `s` it is `s / sqrt(n)`.
    /// # Returns
    /// A mixture of normals; each weight is multiplied by the part's marginal density of the estimate.
    /// # Assumptions and small samples
    /// Normal estimate with known standard error. Under about 20 subjects the standard error is itself uncertain: use
    /// [`NormalInverseGamma`](super::NormalInverseGamma).
    /// # Numerics
    /// Closed form. A part whose weight underflows is dropped.
    /// # Errors
    /// [`StatError::InvalidParameter`], [`StatError::NotFinite`].
    /// # Examples
    /// ```
    /// use engraft_stats::bayes::{Mixture, Normal};
    /// let posterior = Mixture::single(Normal { mean: 0.0, sd: 2.0 })?.update(3.0, 1.0)?;
    /// assert!((posterior.mean() - 2.4).abs() < 1e-15);
    /// assert!(posterior.update(1.0, 0.0).is_err());
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `bayes/normal`, the formulas in R 4.2.2 with `dnorm`, `pnorm`, `uniroot`; closed_form.
    /// # References
    /// Gelman A, and others. Bayesian Data Analysis, 3rd edition, section 2.5. CRC Press, 2013.
    pub fn update(&self, estimate: f64, se: f64) -> Result<Mixture<Normal>, StatError> {
        check::finite(&[estimate])?;
        location("estimate", estimate)?;
        scale("se", se)?;
        self.updated(|part| (part.log_marginal(estimate, se), part.after(estimate, se)))
    }
}
