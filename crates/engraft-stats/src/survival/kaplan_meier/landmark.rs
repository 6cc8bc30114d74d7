//! The survival probability at a time fixed beforehand.

use super::{ConfidenceMethod, KaplanMeier};
use crate::{Interval, StatError, check};

/// A survival probability at a landmark time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Landmark {
    /// The time asked.
    pub time: f64,
    /// Estimated probability of surviving beyond it.
    pub survival: f64,
    /// Greenwood's standard error; refused where the curve is 0.
    pub std_error: Result<f64, StatError>,
    /// Rows at risk just before the time.
    pub at_risk: usize,
    /// Events at or before the time.
    pub events: usize,
    /// Censorings before the time.
    pub censored: usize,
    /// Pointwise interval, or why there is none.
    pub interval: Result<Interval, StatError>,
}

impl KaplanMeier {
    /// Rows at risk just before a time, without late entry: all that are not yet through.
    fn at_risk(&self, time: f64) -> usize {
        let earlier = self.steps.partition_point(|step| step.time < time);
        self.n - self.steps.iter().take(earlier).map(|step| step.events + step.censored).sum::<usize>().min(self.n)
    }

    /// The survival probability at a time, with its interval.
    ///
    /// # Arguments
    /// `time`: at least 0, finite, in the unit of the curve. `level`: in (0, 1). `method`: see [`ConfidenceMethod`].
    /// # Returns
    /// A [`Landmark`] on the scale of probabilities.
    /// # Errors
    /// [`StatError::NotEstimable`] beyond the last time when that is censored: the curve is not known there.
    /// [`StatError::NotFinite`], [`StatError::InvalidParameter`] (negative time), [`StatError::LevelOutOfRange`].
    /// With late entry `at_risk` is counted at the next observed time.
    /// # Examples
    /// ```
    /// use engraft_stats::survival::{ConfidenceMethod, FollowUp, kaplan_meier};
    /// let curve = kaplan_meier(&FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, false, true, false]))?;
    /// let at = curve.landmark(3.5, 0.95, ConfidenceMethod::LogLog)?;
    /// assert_eq!((at.survival, at.at_risk, at.events, at.censored), (0.375, 1, 2, 1));
    /// assert!(curve.landmark(5.0, 0.95, ConfidenceMethod::LogLog).is_err());
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `survival/kaplan-meier`, R survival 3.5-3 `summary(survfit, times)`, closed_form.
    pub fn landmark(&self, time: f64, level: f64, method: ConfidenceMethod) -> Result<Landmark, StatError> {
        check::level(level)?;
        check::finite(&[time])?;
        if time < 0.0 {
            return Err(StatError::InvalidParameter { name: "time", found: time });
        }
        if time > self.last_time() && !self.ends_at_zero() {
            return Err(StatError::NotEstimable {
                reason: "the time lies beyond the last observation, which is censored: the curve is not known there",
            });
        }
        let count = self.steps_to(time);
        let last = count.checked_sub(1).and_then(|index| self.steps.get(index));
        let next = self.steps.get(self.steps.partition_point(|step| step.time < time));
        let interval = self.bands(level, method, count).pop().unwrap_or(Err(StatError::TooFew { needed: 1, found: 0 }));
        let before = self.steps.iter().take(count);
        Ok(Landmark {
            time,
            survival: last.map_or(1.0, |step| step.survival),
            std_error: last.map_or(Ok(0.0), |step| step.std_error()),
            at_risk: if self.late_entry { next.map_or(0, |step| step.at_risk) } else { self.at_risk(time) },
            events: before.clone().map(|step| step.events).sum(),
            censored: before.filter(|step| step.time < time).map(|step| step.censored).sum(),
            interval,
        })
    }
}
