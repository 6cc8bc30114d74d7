//! Bayesian estimation without sampling: conjugate and mixture priors, predictive probabilities, priors from past
//! studies.
//!
//! Every distribution here is a [`Mixture`] of parts of one kind: [`Beta`] for a proportion, [`Normal`] for a mean with
//! known standard error, [`NormalInverseGamma`] for a mean with unknown variance. A mixture of one part is the plain
//! conjugate prior. The posterior of a mixture is a mixture with the same number of parts.
//!
//! | What | Where |
//! |---|---|
//! | mean, SD, quantile, intervals, probability beyond a threshold | methods of [`Mixture`] |
//! | difference of two proportions or means | [`proportions_differ`], [`proportion_difference_interval`], [`means_differ`] |
//! | future responders, probability of success | [`predictive`] |
//! | prior from past studies, robust | [`map`] |
//! | effective sample size | [`elir`], [`moment_ess`] |

mod beta;
mod difference;
mod effective;
pub mod map;
mod mixture;
mod normal;
mod normal_inverse_gamma;
pub mod predictive;

pub use beta::Beta;
pub use difference::{means_differ, proportion_difference_interval, proportions_differ};
pub use effective::{EffectiveSize, elir, moment_ess};
pub use mixture::{Component, Mixture, Symmetric};
pub use normal::Normal;
pub use normal_inverse_gamma::NormalInverseGamma;

#[cfg(test)]
mod tests;
