//! Missing visits: multiple imputation, reference-based imputation, Rubin's rules, tipping point.
//!
//! The path: [`Responses`] (subjects by visits, with gaps) -> [`impute`] under a [`Strategy`] -> an analysis of each
//! completed set, for example [`difference_at_visit`] -> [`pool`]. [`tipping_point`] asks how much worse the missing values
//! must be before the conclusion turns. Every imputation has its own random stream, so that the result does not depend
//! on the number of threads.
//!
//! **Model.** A multivariate normal distribution over the visits of each arm, with its own covariance or one shared by all arms
//! ([`Covariance`]). Put the baseline first: it is then a visit that is never missing. The parameters are drawn from their
//! posterior as a sequence of regressions of each visit on those before (prior `1 / variance` in each), which is exact when
//! gaps are trailing only. Gaps between observed visits are filled by data augmentation: draw parameters, draw the gaps given all
//! that was observed, and again.
//!
//! [`locf`] and [`non_responder`] are single imputations: they invent certainty, and say so.

mod ancova;
mod conditional;
mod data;
mod impute;
mod rubin;
mod sequential;
mod single;
mod strategy;
mod tipping;

pub use ancova::{Estimate, difference_at_visit};
pub use data::{Completed, Gap, Responses};
pub use impute::{Imputations, Plan, impute};
pub use rubin::{Pooled, pool};
pub use sequential::Covariance;
pub use single::{locf, non_responder};
pub use strategy::Strategy;
pub use tipping::{TippingPoint, TippingStep, tipping_point};

#[cfg(test)]
mod tests;
