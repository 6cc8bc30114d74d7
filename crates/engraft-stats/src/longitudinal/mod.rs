//! Repeated measurements of the same subjects: models for means over time.
//!
//! - [`mmrm()`]: mixed model for repeated measures at planned visits (REML or ML), with a ladder of covariance structures;
//! - [`random_effects()`]: random intercept and slope over time;
//! - [`gee()`]: generalised estimating equations with corrections of the sandwich for few subjects.

mod covariance;
pub mod gee;
mod marginal;
pub mod mixed;
pub mod mmrm;

pub use covariance::Covariance;
pub use gee::{Correction, Gee, GeeCoefficient, GeeData, GeeFamily, WorkingCorrelation, gee};
pub use marginal::{DegreesOfFreedom, Estimate, Estimation, FTest, Information};
pub use mixed::{MixedData, MixedFit, RandomEffects, random_effects};
pub use mmrm::{
    Attempt, BaselineTerm, CovarianceGroup, LADDER, MmrmData, MmrmFit, MmrmOptions, TrialModel, TrialRow, mmrm,
};
