//! Events over exposure (Poisson): one rate, the ratio and the difference of two.
//!
//! A count of events of independent subjects over person-time. Repeated events of one subject make the count
//! more variable than Poisson; nothing here allows for that.

mod one;
mod two;

pub use one::{RateEstimate, RateMethod, rate_interval, rate_rule_of_three};
pub use two::{RateDifference, RateRatio, rate_difference, rate_ratio};

use crate::StatError;

/// Largest number of events accepted for one rate.
const LARGEST_COUNT: u64 = 1_000_000;

/// Refuses an exposure that is not above zero and finite, or too many events.
fn checked(events: u64, exposure: f64, limit: u64) -> Result<(), StatError> {
    if events > limit {
        return Err(StatError::TooLarge { limit: limit as usize, found: events as usize });
    }
    if (1e-100..=1e100).contains(&exposure) {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "exposure", found: exposure })
    }
}

#[cfg(test)]
mod tests;
