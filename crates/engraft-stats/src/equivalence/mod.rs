//! Equivalence and non-inferiority: two one-sided tests of any estimate with a t distribution, and inclusion of the
//! interval of a difference of proportions.

mod one_sided;
mod proportions;

pub use one_sided::{Better, NonInferiority, Tost, noninferiority, tost, welch_tost};
pub use proportions::{ProportionEquivalence, proportion_equivalence};

use crate::{StatError, check};

/// Margins of equivalence, on the scale of the estimate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Margins {
    /// Lower margin.
    pub lower: f64,
    /// Upper margin, above the lower.
    pub upper: f64,
}

impl Margins {
    fn check(self) -> Result<(), StatError> {
        check::finite(&[self.lower, self.upper])?;
        if self.lower < self.upper {
            Ok(())
        } else {
            Err(StatError::InvalidParameter { name: "upper margin", found: self.upper })
        }
    }
}

/// Refuses a one-sided significance level outside (0, 0.5).
fn check_alpha(alpha: f64) -> Result<(), StatError> {
    if alpha > 0.0 && alpha < 0.5 { Ok(()) } else { Err(StatError::InvalidParameter { name: "alpha", found: alpha }) }
}

#[cfg(test)]
mod tests;
