//! The normal-inverse-gamma distribution: prior of a mean and an unknown variance together.

use libm::{exp, lgamma, log, log1p, sqrt};

use super::mixture::{Component, Mixture};
use super::normal::{location, scale};
use crate::describe::mean_and_squares;
use crate::dist::student;
use crate::{StatError, check};

/// Normal-inverse-gamma distribution: `variance ~ inverse gamma(shape, rate)`, `mean | variance ~ normal(location,
/// variance / size)`.
///
/// As a [`Component`] it stands for the marginal distribution of the *mean*: Student's t with `2 shape` degrees of
/// freedom, location `location` and scale `sqrt(rate / (shape size))`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NormalInverseGamma {
    /// Prior guess of the mean.
    pub location: f64,
    /// How many subjects that guess is worth; above 0.
    pub size: f64,
    /// Half the degrees of freedom of the variance; at least 0.5.
    pub shape: f64,
    /// `shape` times a prior guess of the variance; above 0.
    pub rate: f64,
}

impl NormalInverseGamma {
    /// Degrees of freedom of the marginal t distribution of the mean.
    fn df(&self) -> f64 {
        2.0 * self.shape
    }

    /// Scale of the marginal t distribution of the mean.
    fn spread(&self) -> f64 {
        sqrt(self.rate / self.shape / self.size)
    }

    /// Posterior after `n` values with this mean and sum of squared deviations.
    fn after(&self, n: f64, mean: f64, squares: f64) -> NormalInverseGamma {
        let size = self.size + n;
        let off = mean - self.location;
        NormalInverseGamma {
            location: self.location + n / size * off,
            size,
            shape: self.shape + 0.5 * n,
            rate: self.rate + 0.5 * squares + 0.5 * self.size * n / size * off * off,
        }
    }

    /// Logarithm of the marginal density of the data, without what is common to all parts (Bernardo and Smith 1994,
    /// appendix A).
    fn log_marginal(&self, after: &NormalInverseGamma) -> f64 {
        let power = |part: &NormalInverseGamma| part.shape * log(part.rate) + 0.5 * log(part.size) - lgamma(part.shape);
        power(self) - power(after)
    }
}

impl Component for NormalInverseGamma {
    fn checked(&self) -> Result<(), StatError> {
        location("location", self.location)?;
        scale("size", self.size)?;
        scale("rate", self.rate)?;
        if !(0.5..=1e6).contains(&self.shape) {
            return Err(StatError::InvalidParameter { name: "shape", found: self.shape });
        }
        scale("rate / (shape size)", self.spread())
    }

    fn tails(&self, x: f64) -> (f64, f64) {
        let t = ((x - self.location) / self.spread()).clamp(-1e150, 1e150);
        (student::sf(-t, self.df()), student::sf(t, self.df()))
    }

    fn density(&self, x: f64) -> f64 {
        let (t, df) = ((x - self.location) / self.spread(), self.df());
        let constant = lgamma(0.5 * (df + 1.0)) - lgamma(0.5 * df) - 0.5 * log(df * std::f64::consts::PI);
        exp(constant - 0.5 * (df + 1.0) * log1p(t * t / df)) / self.spread()
    }

    fn quantile(&self, p: f64) -> f64 {
        // p is checked by the mixture; a tail below 1e-140 is taken as 1e-140
        let p = p.max(1e-140);
        self.location + self.spread() * student::student_quantile(p, self.df()).unwrap_or(0.0)
    }

    fn mean(&self) -> f64 {
        self.location
    }

    fn variance(&self) -> Option<f64> {
        (self.shape > 1.0).then(|| self.rate / (self.shape - 1.0) / self.size)
    }
}

impl Mixture<NormalInverseGamma> {
    /// Posterior of a mean with unknown variance after a sample.
    ///
    /// # Arguments
    /// `values`: the sample, finite, missing values already taken out; none gives the prior back.
    /// # Returns
    /// A mixture whose summaries are those of the *mean*; each weight is multiplied by the part's marginal density of the
    /// sample.
    /// # Assumptions and small samples
    /// Independent normal values. Right for few subjects, since the variance is not taken as known; with n under 10 the
    /// prior of the variance matters: show more than one.
    /// # Numerics
    /// Closed form; mean and squares in index order by two passes.
    /// # Errors
    /// [`StatError::NotFinite`], [`StatError::InvalidParameter`] when the posterior leaves the usable range.
    /// # Examples
    /// ```
    /// use engraft_stats::bayes::{Mixture, NormalInverseGamma};
    /// let prior = NormalInverseGamma { location: 0.0, size: 1.0, shape: 1.0, rate: 4.0 };
    /// let posterior = Mixture::single(prior)?.update(&[1.0, 2.0, 6.0])?;
    /// assert_eq!(posterior.mean(), 2.25);
    /// assert!(posterior.update(&[f64::NAN]).is_err());
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `bayes/normal`, R 4.2.2 by two-dimensional quadrature of likelihood times prior and `pt`; closed_form.
    /// # References
    /// Bernardo JM, Smith AFM. Bayesian Theory, section 5.2 and appendix A. Wiley, 1994. doi:10.1002/9780470316870
    pub fn update(&self, values: &[f64]) -> Result<Mixture<NormalInverseGamma>, StatError> {
        check::finite(values)?;
        if values.is_empty() {
            return Ok(self.clone());
        }
        let (mean, squares) = mean_and_squares(values);
        self.updated(|part| {
            let after = part.after(values.len() as f64, mean, squares);
            (part.log_marginal(&after), after)
        })
    }
}
