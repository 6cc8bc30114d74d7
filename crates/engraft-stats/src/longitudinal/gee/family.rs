//! Mean and variance of one measurement.

use libm::{exp, log};

use crate::StatError;

/// Distribution family with its canonical link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeeFamily {
    /// Constant variance, identity link.
    Gaussian,
    /// Responses 0 and 1 (or proportions between), logit link.
    Binomial,
    /// Counts, log link.
    Poisson,
}

/// Linear predictors beyond this have no use: the mean has reached its limit.
const LARGEST_PREDICTOR: f64 = 30.0;

impl GeeFamily {
    /// Mean at a linear predictor.
    pub(crate) fn mean(self, eta: f64) -> f64 {
        match self {
            GeeFamily::Gaussian => eta,
            GeeFamily::Binomial => 1.0 / (1.0 + exp(-eta)),
            GeeFamily::Poisson => exp(eta),
        }
    }

    /// Variance at a mean; with canonical links also the slope of the mean in the predictor.
    pub(crate) fn variance(self, mean: f64) -> f64 {
        match self {
            GeeFamily::Gaussian => 1.0,
            GeeFamily::Binomial => mean * (1.0 - mean),
            GeeFamily::Poisson => mean,
        }
    }

    /// A predictor near the response, to start from.
    pub(crate) fn start(self, y: f64) -> f64 {
        match self {
            GeeFamily::Gaussian => y,
            GeeFamily::Binomial => {
                let p = (y + 0.5) / 2.0;
                log(p / (1.0 - p))
            }
            GeeFamily::Poisson => log(y + 0.1),
        }
    }

    /// Refuses a predictor at which the mean has run to its limit.
    pub(crate) fn check_predictor(self, eta: f64) -> Result<(), StatError> {
        let bound = match self {
            GeeFamily::Gaussian => f64::INFINITY,
            GeeFamily::Binomial | GeeFamily::Poisson => LARGEST_PREDICTOR,
        };
        if eta.abs() < bound {
            return Ok(());
        }
        Err(StatError::NotEstimable {
            reason: "fitted means run to their limit: separation, or a group without events",
        })
    }

    /// Refuses a response the family cannot have.
    pub(crate) fn check_response(self, y: &[f64]) -> Result<(), StatError> {
        let wrong = |v: &f64| match self {
            GeeFamily::Gaussian => false,
            GeeFamily::Binomial => !(0.0..=1.0).contains(v),
            GeeFamily::Poisson => *v < 0.0,
        };
        match y.iter().copied().find(|v| wrong(v)) {
            Some(found) => Err(StatError::InvalidParameter { name: "response", found }),
            None => Ok(()),
        }
    }
}
