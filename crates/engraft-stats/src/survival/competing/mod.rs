//! Competing risks: cumulative incidence, Gray's test, the Fine-Gray model.
//!
//! Each row ends by one of several causes or is censored. An event of any cause precedes a censoring at the same time.
//! One less Kaplan-Meier of a single cause is not its probability: other causes take subjects away first.

mod fine_gray;
mod gray;
mod incidence;

pub use fine_gray::{CensoringTies, FineGrayCoefficient, FineGrayFit, fit_fine_gray};
pub use gray::{GrayGroup, GrayTest, gray_test};
pub use incidence::{CumulativeIncidence, IncidenceStep, IncidenceVariance, cumulative_incidence};

use super::follow_up::{FollowUp, check_times, same_length};
use super::timeline::Timeline;
use crate::StatError;

/// Times with the cause that ended them, one row per subject; all at risk from the start.
#[derive(Clone, Copy, Debug)]
pub struct CompetingRisks<'a> {
    /// Times of event or censoring, finite, at least 0.
    pub times: &'a [f64],
    /// Cause of the event, 1, 2, ...; 0 for a censoring.
    pub causes: &'a [usize],
}

impl CompetingRisks<'_> {
    /// Refuses columns of other lengths, times that are not finite or negative, and the cause 0.
    fn check(&self, cause: usize) -> Result<(), StatError> {
        same_length(self.times, self.causes)?;
        check_times(self.times)?;
        if cause == 0 { Err(StatError::InvalidParameter { name: "cause", found: 0.0 }) } else { Ok(()) }
    }

    /// One timeline per stratum.
    fn timelines(&self, strata: Option<&[usize]>) -> Vec<Timeline> {
        Timeline::by_stratum(&FollowUp::new(self.times, &[]), strata)
    }

    /// Numbers of events of the cause, of other causes, and of censorings.
    fn counts(&self, cause: usize) -> (usize, usize, usize) {
        let own = self.causes.iter().filter(|c| **c == cause).count();
        let censored = self.causes.iter().filter(|c| **c == 0).count();
        (own, self.causes.len() - own - censored, censored)
    }
}

#[cfg(test)]
mod tests;
