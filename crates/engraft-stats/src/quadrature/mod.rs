//! Integrals of one variable to a stated accuracy, the same on every run: adaptive Gauss-Kronrod and tanh-sinh.
//!
//! [`adaptive`] is for integrands that are smooth or have kinks; [`tanh_sinh`] for integrands that are smooth inside
//! but infinite or steep at an end. Both refuse an integrand that is not finite, and an accuracy not reached.

mod gauss_kronrod;
mod tanh_sinh;

pub use gauss_kronrod::adaptive;
pub use tanh_sinh::tanh_sinh;

use crate::StatError;

/// A definite integral with the error the rule estimates for it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Integral {
    /// The value.
    pub value: f64,
    /// Estimated absolute error: far larger than the true one for a smooth integrand; at a kink the true one may be a few
    /// times larger.
    pub error: f64,
    /// Evaluations of the integrand.
    pub evaluations: usize,
}

/// The accuracy asked of an integral: met when either bound is met.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Accuracy {
    /// Absolute error allowed, at least 0.
    pub absolute: f64,
    /// Error allowed relative to the value, at least 0.
    pub relative: f64,
    /// Evaluations of the integrand allowed.
    pub evaluations: usize,
}

impl Default for Accuracy {
    /// 1e-13 absolute, 1e-12 relative, 100 000 evaluations.
    fn default() -> Accuracy {
        Accuracy { absolute: 1e-13, relative: 1e-12, evaluations: 100_000 }
    }
}

impl Accuracy {
    /// Refuses bounds that are negative or not a number.
    fn checked(&self) -> Result<(), StatError> {
        for (name, found) in [("absolute", self.absolute), ("relative", self.relative)] {
            if !(found >= 0.0 && found.is_finite()) {
                return Err(StatError::InvalidParameter { name, found });
            }
        }
        Ok(())
    }

    /// The absolute error allowed for an integral of this value.
    fn allowed(&self, value: f64) -> f64 {
        self.absolute.max(self.relative * value.abs())
    }
}

/// The refusal for an integrand that is NaN or infinite where it is evaluated.
const NOT_FINITE: StatError = StatError::NotEstimable { reason: "the integrand is not finite inside the range" };

#[cfg(test)]
mod tests;
