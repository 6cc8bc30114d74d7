//! The prior of tau, the SD between studies, and the nodes that integrate over it.

use std::f64::consts::FRAC_PI_2;

use libm::{asinh, cosh, exp, log, log1p, sinh};

use crate::StatError;
use crate::bayes::normal::scale;

/// Prior of the SD between studies; logit scale for proportions, the scale of the estimates for means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum TauPrior {
    /// Absolute value of a normal variable with mean 0 and SD `scale`. On the logit scale 1 is wide, 0.5 moderate.
    HalfNormal {
        /// SD of the normal variable, above 0.
        scale: f64,
    },
    /// Absolute value of a t variable with `df` degrees of freedom times `scale`; `df` 1 is the half-Cauchy.
    HalfT {
        /// Scale, above 0.
        scale: f64,
        /// Degrees of freedom, at least 1.
        df: f64,
    },
}

/// Upper tail of the prior left out.
const TAIL: f64 = 1e-15;

impl TauPrior {
    pub(super) fn checked(&self) -> Result<(), StatError> {
        let (size, df) = match *self {
            TauPrior::HalfNormal { scale } => (scale, 1.0),
            TauPrior::HalfT { scale, df } => (scale, df),
        };
        scale("scale", size)?;
        if !(1e-50..=1e50).contains(&size) {
            return Err(StatError::InvalidParameter { name: "scale", found: size });
        }
        if (1.0..=1e4).contains(&df) { Ok(()) } else { Err(StatError::InvalidParameter { name: "df", found: df }) }
    }

    /// Whether the prior has a mean.
    pub(super) fn has_mean(&self) -> bool {
        match *self {
            TauPrior::HalfNormal { .. } => true,
            TauPrior::HalfT { df, .. } => df > 1.0,
        }
    }

    fn scale(&self) -> f64 {
        match *self {
            TauPrior::HalfNormal { scale } | TauPrior::HalfT { scale, .. } => scale,
        }
    }

    /// Logarithm of the density of `tau / scale`, without the constant.
    fn log_density(&self, ratio: f64) -> f64 {
        match *self {
            TauPrior::HalfNormal { .. } => -0.5 * ratio * ratio,
            TauPrior::HalfT { df, .. } => -0.5 * (df + 1.0) * log1p(ratio * ratio / df),
        }
    }

    /// Nodes of `tau` with the logarithms of weight times density, by the exp-sinh rule with the given step,
    /// from the smallest ratio of `tau` to the scale up to where the tail is negligible.
    pub(super) fn nodes(&self, step: f64, least: f64) -> Vec<(f64, f64)> {
        // ratio = exp(pi/2 sinh u)
        let top = match *self {
            TauPrior::HalfNormal { .. } => log(9.0),
            TauPrior::HalfT { df, .. } => (-log(TAIL) / df).max(log(9.0)),
        };
        let (low, high) = (asinh(log(least) / FRAC_PI_2), asinh(top / FRAC_PI_2));
        let count = ((high - low) / step) as usize;
        (0..=count)
            .map(|k| {
                let u = low + step * k as f64;
                let log_ratio = FRAC_PI_2 * sinh(u);
                let ratio = exp(log_ratio);
                (self.scale() * ratio, self.log_density(ratio) + log_ratio + log(cosh(u)))
            })
            .collect()
    }
}
