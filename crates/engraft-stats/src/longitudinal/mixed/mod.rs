//! The linear mixed model with a random intercept, or a random intercept and slope over time.

mod fit;
mod structure;

pub use fit::{MixedData, MixedFit, random_effects};
pub use structure::RandomEffects;

#[cfg(test)]
mod tests;
