//! The beta distribution as a prior of a proportion, updated by x responders of n.

use libm::log;

use super::mixture::{Component, Mixture};
use crate::StatError;
use crate::dist::beta::{Tail, beta_tails, logit_slope, quantile};
use crate::proportion::check_counts;

/// Smallest shape accepted.
const SMALLEST_SHAPE: f64 = 0.01;
/// Largest shape accepted.
const LARGEST_SHAPE: f64 = 1e6;

/// A beta distribution of a proportion; `a + b` counts as that many subjects, `a` of them responders.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Beta {
    /// First shape, 0.01 to 1e6.
    pub a: f64,
    /// Second shape, 0.01 to 1e6.
    pub b: f64,
}

impl Component for Beta {
    fn checked(&self) -> Result<(), StatError> {
        for (name, found) in [("a", self.a), ("b", self.b)] {
            if !(SMALLEST_SHAPE..=LARGEST_SHAPE).contains(&found) {
                return Err(StatError::InvalidParameter { name, found });
            }
        }
        Ok(())
    }

    fn tails(&self, x: f64) -> (f64, f64) {
        beta_tails(self.a, self.b, x, 1.0 - x)
    }

    fn density(&self, x: f64) -> f64 {
        let y = 1.0 - x;
        if !(0.0..=1.0).contains(&x) {
            return 0.0;
        }
        if x == 0.0 || y == 0.0 {
            let (near, far) = if x == 0.0 { (self.a, self.b) } else { (self.b, self.a) };
            // limit at the end: 0, the other shape, or infinity
            return if near > 1.0 {
                0.0
            } else if near == 1.0 {
                far
            } else {
                f64::INFINITY
            };
        }
        logit_slope(self.a, self.b, x, y) / (x * y)
    }

    fn quantile(&self, p: f64) -> f64 {
        quantile(p, self.a, self.b, Tail::Lower)
    }

    fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    fn variance(&self) -> Option<f64> {
        let n = self.a + self.b;
        Some(self.a * self.b / (n * n * (n + 1.0)))
    }
}

/// `ln(rising factorial)` of `start` with `count` factors, each divided by the matching factor from `below`.
fn log_rising_ratio(start: f64, below: f64, count: u64) -> f64 {
    (0..count).map(|i| log((start + i as f64) / (below + i as f64))).sum()
}

impl Beta {
    /// Logarithm of the chance of one given sequence of `x` responders among `n`:
    /// `ln B(a + x, b + n - x) - ln B(a, b)`.
    ///
    /// As a sum over subjects: no difference of large log-gamma values.
    pub(super) fn log_marginal(&self, x: u64, n: u64) -> f64 {
        let total = self.a + self.b;
        log_rising_ratio(self.a, total, x) + log_rising_ratio(self.b, total + x as f64, n - x)
    }
}

impl Mixture<Beta> {
    /// Posterior of a proportion after `x` responders among `n` subjects.
    ///
    /// # Arguments
    /// `x`: subjects with the event, at most `n`. `n`: subjects, 0 allowed (the prior returns).
    /// # Returns
    /// A mixture of beta(a + x, b + n - x); each weight is multiplied by the part's marginal likelihood of the data.
    /// # Assumptions and small samples
    /// Independent subjects with one probability; exact for any n. With few subjects the prior decides: show the result
    /// under more than one.
    /// # Numerics
    /// Marginal likelihoods as sums of logarithms over subjects. A part whose weight underflows is dropped.
    /// # Errors
    /// [`StatError::InvalidCount`], [`StatError::TooLarge`] above a million.
    /// # Examples
    /// ```
    /// use engraft_stats::bayes::{Beta, Mixture};
    /// let posterior = Mixture::single(Beta { a: 1.0, b: 1.0 })?.update(7, 10)?;
    /// assert!((posterior.mean() - 8.0 / 12.0).abs() < 1e-15);
    /// // a prior in conflict with the data loses weight to the vague part
    /// let prior = Mixture::new(&[(0.9, Beta { a: 2.0, b: 38.0 }), (0.1, Beta { a: 1.0, b: 1.0 })])?;
    /// assert!(prior.update(7, 10)?.parts()[1].0 > 0.99);
    /// assert!(prior.update(11, 10).is_err());
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `bayes/beta`, R 4.2.2 `pbeta`, `qbeta`, `lbeta`, `uniroot`, `optimise`; closed_form, HPD iterative.
    /// # References
    /// Gelman A, and others. Bayesian Data Analysis, 3rd edition, section 2.4. CRC Press, 2013.
    pub fn update(&self, x: u64, n: u64) -> Result<Mixture<Beta>, StatError> {
        check_counts(x, n)?;
        self.updated(|part| (part.log_marginal(x, n), Beta { a: part.a + x as f64, b: part.b + (n - x) as f64 }))
    }
}
