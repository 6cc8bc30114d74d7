//! Arithmetic of designs: power and sample size of t tests, of two proportions, of one proportion in one or two stages.
//!
//! Exact where the data are counts: the power is the sum of the probabilities of the outcomes that reject, not an
//! approximation of it. Exact power is not monotone in the sample size; each function says what it searches for.

mod simon;
mod single_arm;
mod t_test;
mod two_proportions;

pub use simon::{SimonDesign, SimonRule, simon_characteristics, simon_two_stage};
pub use single_arm::{SingleArm, single_arm_power, single_arm_size};
pub use t_test::{Sides, TDesign, paired_t_power, paired_t_size, two_group_t_power, two_group_t_size};
pub use two_proportions::{ProportionTest, TwoProportionPower, two_proportion_power, two_proportion_size};

use crate::StatError;

/// Refuses an alpha outside (0, 1).
fn alpha(alpha: f64) -> Result<(), StatError> {
    if alpha > 0.0 && alpha < 1.0 { Ok(()) } else { Err(StatError::InvalidParameter { name: "alpha", found: alpha }) }
}

/// Refuses a power asked outside (0, 1).
fn power(power: f64) -> Result<(), StatError> {
    if power > 0.0 && power < 1.0 { Ok(()) } else { Err(StatError::InvalidParameter { name: "power", found: power }) }
}

#[cfg(test)]
mod tests;
