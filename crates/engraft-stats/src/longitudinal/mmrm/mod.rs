//! The mixed model for repeated measures: an unrestricted mean at each visit, correlated errors, no random effects.

mod fit;
mod ladder;
mod structure;
mod trial;

pub use fit::{CovarianceGroup, MmrmData, MmrmFit, MmrmOptions, mmrm};
pub use ladder::{Attempt, LADDER};
pub use trial::{BaselineTerm, TrialModel, TrialRow};

#[cfg(test)]
mod tests;
