//! The Kaplan-Meier estimate: curve, counts at risk, intervals, quantiles, landmarks, restricted mean.
//!
//! An event and a censoring at one time: the event comes first. Times within 1e-10 of the largest time of each other
//! tie. The curve holds no intervals; they are made on demand, by a method the caller names
//! ([`ConfidenceMethod`]).

mod beta_product;
mod confidence;
mod landmark;
mod quantile;
pub mod restricted_mean;

pub use confidence::ConfidenceMethod;
pub(crate) use confidence::greenwood_interval;
pub use landmark::Landmark;
pub use quantile::{Convention, SurvivalQuantile};

use super::follow_up::FollowUp;
use super::timeline::{Timeline, at};
use crate::StatError;

/// One distinct time of a Kaplan-Meier curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct KaplanMeierStep {
    /// The time, in the unit of the input.
    pub time: f64,
    /// Rows at risk just before this time.
    pub at_risk: usize,
    /// Events at this time.
    pub events: usize,
    /// Censorings at this time.
    pub censored: usize,
    /// Estimated probability of surviving beyond this time.
    pub survival: f64,
    /// Greenwood's sum of `d / (n (n - d))` to this time, without the steps at which all at risk have the event.
    pub(crate) greenwood: f64,
}

impl KaplanMeierStep {
    /// Standard error of `survival` by Greenwood's formula; refused where the curve is 0 (R prints NaN there).
    pub fn std_error(&self) -> Result<f64, StatError> {
        if self.survival > 0.0 {
            Ok(self.survival * libm::sqrt(self.greenwood))
        } else {
            Err(StatError::NotEstimable { reason: "the curve is 0: Greenwood's variance is undefined" })
        }
    }
}

/// A Kaplan-Meier curve.
#[derive(Clone, PartialEq, Debug)]
pub struct KaplanMeier {
    /// Rows given.
    pub n: usize,
    /// Rows with an event.
    pub events: usize,
    /// Rows censored.
    pub censored: usize,
    /// Distinct times (of events and of censorings), rising.
    pub steps: Vec<KaplanMeierStep>,
    /// Whether rows enter late (left truncation).
    pub late_entry: bool,
}

/// Estimates the survival function without a model (product-limit estimate).
///
/// # Arguments
/// `follow_up`: see [`FollowUp`]; at least one row.
/// # Returns
/// A [`KaplanMeier`] curve on the scale of probabilities, one step per distinct time.
/// # Assumptions and small samples
/// Censoring independent of the event. The curve itself has no small-sample trouble; its intervals do, see
/// [`ConfidenceMethod`]. With late entry the risk set may be small early, and the curve may reach 0 and stay there.
/// # Numerics
/// One sort, one pass; the product is taken in order of time.
/// # Errors
/// [`StatError::TooFew`], [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::InvalidParameter`] for a
/// negative time or an entry not before its time.
/// # Examples
/// ```
/// use engraft_stats::survival::{FollowUp, kaplan_meier};
/// let curve = kaplan_meier(&FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, false, true, true]))?;
/// let survival: Vec<f64> = curve.steps.iter().map(|step| step.survival).collect();
/// assert_eq!(survival, [0.75, 0.75, 0.375, 0.0]);
/// assert!(kaplan_meier(&FollowUp::new(&[], &[])).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/kaplan-meier`, R survival 3.5-3 `survfit`, closed_form.
/// # References
/// Kaplan EL, Meier P. Nonparametric estimation from incomplete observations. J Am Stat Assoc 1958;53:457-81.
/// doi:10.1080/01621459.1958.10501452.
pub fn kaplan_meier(follow_up: &FollowUp) -> Result<KaplanMeier, StatError> {
    follow_up.check()?;
    Ok(of_timeline(&Timeline::of_all(follow_up), follow_up))
}

/// The curve of the rows of a timeline.
pub(crate) fn of_timeline(timeline: &Timeline, follow_up: &FollowUp) -> KaplanMeier {
    let (mut survival, mut greenwood, mut all) = (1.0, 0.0, 0);
    let mut steps = Vec::with_capacity(timeline.moments.len());
    for (moment, start, rows) in timeline.walk() {
        let events = rows.iter().filter(|row| at(follow_up.events, **row)).count();
        let at_risk = moment.entered.saturating_sub(start);
        if events > 0 {
            let (n, d) = (at_risk as f64, events as f64);
            survival *= (n - d) / n;
            if events < at_risk {
                greenwood += d / (n * (n - d));
            }
        }
        all += events;
        steps.push(KaplanMeierStep {
            time: moment.time,
            at_risk,
            events,
            censored: rows.len() - events,
            survival,
            greenwood,
        });
    }
    let n = timeline.order.len();
    KaplanMeier { n, events: all, censored: n - all, steps, late_entry: follow_up.entry.is_some() }
}

impl KaplanMeier {
    /// Number of steps at or before a time.
    pub(crate) fn steps_to(&self, time: f64) -> usize {
        self.steps.partition_point(|step| step.time <= time)
    }

    /// The last time observed; 0 without steps.
    pub fn last_time(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.time)
    }

    /// Whether the curve ends at 0, so that it is known for all later times.
    pub(crate) fn ends_at_zero(&self) -> bool {
        self.steps.last().is_some_and(|step| step.survival <= 0.0)
    }
}

#[cfg(test)]
mod tests;
