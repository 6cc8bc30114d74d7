//! Several hypotheses at once: adjusted p-values.
//!
//! A hypothesis is rejected at family-wise level alpha when its adjusted p is at most alpha (for Benjamini-Hochberg and
//! Benjamini-Yekutieli: at that false discovery rate).

mod adjust;
mod graph;

pub use adjust::{Adjustment, adjust_p_values, fixed_sequence};
pub use graph::{Graph, GraphResult};

use crate::StatError;

/// Refuses an empty list and anything that is not a probability.
fn checked(p_values: &[f64], limit: usize) -> Result<(), StatError> {
    crate::check::at_least(p_values, 1)?;
    crate::check::at_most(p_values, limit)?;
    p_values.iter().try_for_each(|p| crate::check::probability(*p))
}

#[cfg(test)]
mod tests;
