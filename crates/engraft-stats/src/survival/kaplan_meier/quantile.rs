//! Median and other quantiles of a Kaplan-Meier curve, with intervals.

use super::{ConfidenceMethod, KaplanMeier};
use crate::{StatError, check};

/// Distance within which the curve counts as equal to the level sought: its product carries rounding error.
const FLAT_WIDTH: f64 = 1e-9;

const NOT_REACHED: StatError = StatError::NotEstimable { reason: "the curve does not fall to this level" };
const FLAT_TO_END: StatError =
    StatError::NotEstimable { reason: "the curve stays exactly at this level to its last time, which is censored" };

/// What a quantile is when the curve runs exactly at the level sought between two times.
///
/// Both take the middle of the flat stretch when an event ends it. They differ when it runs to a last, censored time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Convention {
    /// The middle of the stretch up to the last time (R's `survfit`).
    R,
    /// Not estimable (SAS `PROC LIFETEST` as documented).
    Sas,
}

/// A quantile of the time to event.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SurvivalQuantile {
    /// The probability of having had the event: 0.5 for the median.
    pub probability: f64,
    /// The time at which the curve falls to `1 - probability`, or why there is none.
    pub estimate: Result<f64, StatError>,
    /// Time at which the lower band falls to that level, or why it does not.
    pub lower: Result<f64, StatError>,
    /// Time at which the upper band falls to that level, or why it does not (no upper bound).
    pub upper: Result<f64, StatError>,
    /// The level asked.
    pub level: f64,
}

/// Time at which a falling step function reaches `goal`.
fn crossing(
    points: impl Iterator<Item = (f64, f64)>,
    goal: f64,
    last_time: f64,
    convention: Convention,
) -> Result<f64, StatError> {
    let mut flat_from = None;
    for (time, value) in points {
        match flat_from {
            None if value < goal - FLAT_WIDTH => return Ok(time),
            None if value <= goal + FLAT_WIDTH => flat_from = Some(time),
            Some(start) if value < goal - FLAT_WIDTH => return Ok(0.5 * (start + time)),
            _ => {}
        }
    }
    match (flat_from, convention) {
        (None, _) => Err(NOT_REACHED),
        // a curve that ends at 0 stays there: nothing is censored
        (Some(start), _) if goal <= FLAT_WIDTH => Ok(start),
        (Some(start), Convention::R) => Ok(0.5 * (start + last_time)),
        (Some(_), Convention::Sas) => Err(FLAT_TO_END),
    }
}

impl KaplanMeier {
    /// A quantile of the time to event with the interval that inverts the band of the curve.
    ///
    /// # Arguments
    /// `probability`: in (0, 1], of having had the event; 0.5 for the median. `level`: in (0, 1). `method`: the band that is
    /// inverted. `convention`: see [`Convention`].
    /// # Returns
    /// A [`SurvivalQuantile`] on the scale of time; an end that the band does not reach carries its reason, which for the
    /// upper end means that nothing bounds it.
    /// # Assumptions and small samples
    /// The interval is as good as the band; below about 20 events prefer [`ConfidenceMethod::BetaProduct`].
    /// # Numerics
    /// The curve counts as equal to the level within 1e-9.
    /// # Errors
    /// [`StatError::LevelOutOfRange`], [`StatError::ProbabilityOutOfRange`].
    /// # Examples
    /// ```
    /// use engraft_stats::survival::{ConfidenceMethod, Convention, FollowUp, kaplan_meier};
    /// // flat at 0.5 from time 2 to the last, censored time 4
    /// let curve = kaplan_meier(&FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, true, false, false]))?;
    /// let median = |convention| curve.quantile(0.5, 0.95, ConfidenceMethod::Log, convention);
    /// assert_eq!(median(Convention::R)?.estimate, Ok(3.0));
    /// assert!(median(Convention::Sas)?.estimate.is_err());
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    /// # Validation
    /// `survival/kaplan-meier`, R survival 3.5-3 `quantile(survfit)`, closed_form. The SAS convention follows the
    /// documentation of LIFETEST and has not been run against SAS.
    /// # References
    /// Brookmeyer R, Crowley J. A confidence interval for the median survival time. Biometrics 1982;38:29-41.
    /// doi:10.2307/2530286.
    pub fn quantile(
        &self,
        probability: f64,
        level: f64,
        method: ConfidenceMethod,
        convention: Convention,
    ) -> Result<SurvivalQuantile, StatError> {
        check::level(level)?;
        if !(probability > 0.0 && probability <= 1.0) {
            return Err(StatError::ProbabilityOutOfRange { found: probability });
        }
        let goal = 1.0 - probability;
        let last = self.last_time();
        let curve = self.steps.iter().map(|step| (step.time, step.survival));
        let bands = self.bands(level, method, self.steps.len());
        let times = || std::iter::once(0.0).chain(self.steps.iter().map(|step| step.time));
        let end = |pick: fn(&crate::Interval) -> f64| {
            let points = times().zip(&bands).filter_map(|(time, band)| Some((time, pick(band.as_ref().ok()?))));
            crossing(points, goal, last, convention)
        };
        Ok(SurvivalQuantile {
            probability,
            estimate: crossing(curve, goal, last, convention),
            lower: end(|band| band.lower),
            upper: end(|band| band.upper),
            level,
        })
    }

    /// The median time to event: [`KaplanMeier::quantile`] at 0.5.
    pub fn median(
        &self,
        level: f64,
        method: ConfidenceMethod,
        convention: Convention,
    ) -> Result<SurvivalQuantile, StatError> {
        self.quantile(0.5, level, method, convention)
    }
}
