//! The beta product confidence procedure (BPCP) by the method of moments.
//!
//! With `n_i` at risk and `d_i` events at the times up to t, the upper end of S(t) is a quantile of the product of
//! independent beta(`n_i - d_i + 1`, `d_i`) variables; the lower end that of the same product times beta(`n`, 1), where `n`
//! remain at risk just after t. Each product is replaced by the beta variable of the same mean and variance. Without
//! censoring the product is itself beta, and the interval is that of Clopper and Pearson.

use libm::{expm1, log, log1p};

use crate::dist::beta_quantile;
use crate::{Interval, StatError};

/// The product so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct BetaProduct {
    /// Rows at risk just after the last step.
    remaining: usize,
    /// Logarithm of the mean of the product.
    log_mean: f64,
    /// Logarithm of its mean square over its squared mean.
    log_spread: f64,
    /// Whether an event has come.
    any_event: bool,
    /// Upper end at the last level asked since the last event: a censoring does not move it.
    upper: Option<(f64, f64)>,
}

/// Shapes of the beta variable with this log mean and log (mean square / squared mean).
fn shapes(log_mean: f64, log_spread: f64) -> (f64, f64) {
    let a = -expm1(log_mean + log_spread) / expm1(log_spread);
    (a, a * expm1(-log_mean))
}

impl BetaProduct {
    pub fn new(n: usize) -> BetaProduct {
        BetaProduct { remaining: n, log_mean: 0.0, log_spread: 0.0, any_event: false, upper: None }
    }

    fn multiply(&mut self, a: f64, b: f64) {
        self.log_mean -= log1p(b / a);
        self.log_spread += log1p(b / (a * (a + b + 1.0)));
    }

    /// Takes the next time into the product.
    pub fn step(&mut self, at_risk: usize, events: usize, censored: usize) {
        self.remaining = at_risk.saturating_sub(events + censored);
        if events > 0 {
            self.any_event = true;
            self.upper = None;
            self.multiply(at_risk.saturating_sub(events) as f64 + 1.0, events as f64);
        }
    }

    /// The upper end just after the last step, where an event has come.
    fn upper(&mut self, level: f64) -> Result<f64, StatError> {
        if let Some((_, end)) = self.upper.filter(|known| known.0 == level) {
            return Ok(end);
        }
        let (a, b) = shapes(self.log_mean, self.log_spread);
        let end = beta_quantile(1.0 - 0.5 * (1.0 - level), a, b)?;
        self.upper = Some((level, end));
        Ok(end)
    }

    /// The interval just after the last step.
    pub fn interval(&mut self, level: f64) -> Result<Interval, StatError> {
        let tail = 0.5 * (1.0 - level);
        let upper = if self.any_event { self.upper(level)? } else { 1.0 };
        let lower = if self.remaining == 0 {
            0.0
        } else if self.any_event {
            let mut product = *self;
            product.multiply(self.remaining as f64, 1.0);
            let (a, b) = shapes(product.log_mean, product.log_spread);
            beta_quantile(tail, a, b)?
        } else {
            libm::exp(log(tail) / self.remaining as f64)
        };
        Ok(Interval { lower, upper, asked: level, achieved: None })
    }
}
