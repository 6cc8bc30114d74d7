//! Checks at the door, shared by the methods.

use crate::StatError;

/// Beyond this the square of a value, or a sum of squares, may overflow.
const LARGEST_VALUE: f64 = 1e150;

/// Refuses the first value that is NaN, infinite or so large that its square may overflow.
pub(crate) fn finite(values: &[f64]) -> Result<(), StatError> {
    match values.iter().position(|v| v.is_nan() || v.abs() > LARGEST_VALUE) {
        Some(index) => Err(StatError::NotFinite { index }),
        None => Ok(()),
    }
}

/// Refuses a slice shorter than `needed`.
pub(crate) fn at_least(values: &[f64], needed: usize) -> Result<(), StatError> {
    if values.len() < needed { Err(StatError::TooFew { needed, found: values.len() }) } else { Ok(()) }
}

/// Refuses a slice longer than `limit`.
pub(crate) fn at_most(values: &[f64], limit: usize) -> Result<(), StatError> {
    if values.len() > limit { Err(StatError::TooLarge { limit, found: values.len() }) } else { Ok(()) }
}

/// Refuses a level outside (0, 1).
pub(crate) fn level(level: f64) -> Result<(), StatError> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(StatError::LevelOutOfRange { found: level }) }
}

/// Refuses a probability outside [0, 1].
pub(crate) fn probability(p: f64) -> Result<(), StatError> {
    if (0.0..=1.0).contains(&p) { Ok(()) } else { Err(StatError::ProbabilityOutOfRange { found: p }) }
}

/// Refuses a part larger than its whole.
pub(crate) fn count(count: u64, total: u64) -> Result<(), StatError> {
    if count > total { Err(StatError::InvalidCount { count, total }) } else { Ok(()) }
}
