//! Time to event: curves, comparisons, regression, competing risks, recurrent events.
//!
//! | Module | What |
//! |---|---|
//! | [`kaplan_meier`](mod@kaplan_meier) | curve, counts at risk, intervals (beta product for small samples), quantiles, landmarks, restricted mean |
//! | [`log_rank`](mod@log_rank) | weighted, stratified, k groups, exact by permutation |
//! | [`cox`] | proportional hazards model, Firth's likelihood, test of proportionality, predicted curves |
//! | [`competing`] | cumulative incidence, Gray's test, Fine-Gray model |
//! | [`recurrent`] | mean cumulative function |
//!
//! All take columns ([`FollowUp`]): times, events, entry times where rows come under observation late. Times within 1e-10
//! of the largest tie. An event precedes a censoring at the same time.

mod chi_squared;
pub mod competing;
pub mod cox;
mod follow_up;
pub mod kaplan_meier;
pub mod log_rank;
pub mod recurrent;
mod timeline;

pub use chi_squared::ChiSquaredTest;
pub use competing::*;
pub use cox::*;
pub use follow_up::FollowUp;
pub use kaplan_meier::restricted_mean::{
    RestrictedMean, RestrictedMeanContrast, restricted_mean, restricted_mean_contrast,
};
pub use kaplan_meier::{
    ConfidenceMethod, Convention, KaplanMeier, KaplanMeierStep, Landmark, SurvivalQuantile, kaplan_meier,
};
pub use log_rank::{
    LogRank, LogRankGroup, PermutationDepth, PermutationLogRank, PermutationMethod, Weight, log_rank,
    permutation_log_rank,
};
pub use recurrent::*;
