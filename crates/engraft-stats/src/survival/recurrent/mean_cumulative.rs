//! The mean number of events per subject over time, with a variance robust to dependence within subjects.

use libm::{exp, sqrt};

use crate::dist::normal_quantile;
use crate::survival::follow_up::{FollowUp, same_length, tie_width};
use crate::survival::timeline::{Timeline, at, dense};
use crate::{Interval, StatError, check};

/// One distinct time of a mean cumulative function.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MeanCumulativeStep {
    /// The time.
    pub time: f64,
    /// Subjects under observation just before.
    pub at_risk: usize,
    /// Events at this time.
    pub events: usize,
    /// Mean number of events per subject up to and with this time.
    pub mean: f64,
    /// Robust standard error.
    pub std_error: f64,
}

/// A mean cumulative function.
#[derive(Clone, PartialEq, Debug)]
pub struct MeanCumulative {
    /// Subjects.
    pub subjects: usize,
    /// Rows.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Distinct times (ends of rows), rising.
    pub steps: Vec<MeanCumulativeStep>,
}

/// The influence of each subject on the estimate, with their sum of squares kept up to date in constant time per change.
struct Influences {
    /// Influence of each subject while not under observation, or when observation began.
    base: Vec<f64>,
    /// The drift when observation began; `None` while not under observation.
    since: Vec<Option<f64>>,
    /// Drift common to all under observation.
    drift: f64,
    active: f64,
    sum_active: f64,
    sum_squares: f64,
}

impl Influences {
    fn now(&self, subject: usize) -> f64 {
        let base = self.base.get(subject).copied().unwrap_or(0.0);
        match self.since.get(subject).copied().flatten() {
            Some(since) => base - (self.drift - since),
            None => base,
        }
    }

    fn enter(&mut self, subject: usize) -> Result<(), StatError> {
        let drift = self.drift;
        match self.since.get_mut(subject) {
            Some(slot @ None) => *slot = Some(drift),
            _ => return Err(StatError::InvalidParameter { name: "subjects", found: subject as f64 }),
        }
        self.active += 1.0;
        self.sum_active += self.now(subject);
        Ok(())
    }

    fn leave(&mut self, subject: usize) {
        let now = self.now(subject);
        self.base.get_mut(subject).into_iter().for_each(|slot| *slot = now);
        self.since.get_mut(subject).into_iter().for_each(|slot| *slot = None);
        self.active -= 1.0;
        self.sum_active -= now;
    }

    /// All under observation lose `by`.
    fn drift(&mut self, by: f64) {
        self.sum_squares += by * (self.active * by - 2.0 * self.sum_active);
        self.sum_active -= self.active * by;
        self.drift += by;
    }

    /// One subject gains `by`.
    fn gain(&mut self, subject: usize, by: f64) {
        self.sum_squares += by * (by + 2.0 * self.now(subject));
        self.sum_active += by;
        self.base.get_mut(subject).into_iter().for_each(|slot| *slot += by);
    }
}

/// Estimates the mean number of events per subject (Nelson's mean cumulative function).
///
/// # Arguments
/// `follow_up`: rows `(entry, time]`, each ending in an event or in the end of observation. Without entry times each
/// subject has one row from 0. `subjects`: a label per row; rows of one subject must not overlap.
/// # Returns
/// A [`MeanCumulative`]. The standard error allows for dependence of a subject's events (Lawless and Nadeau).
/// # Assumptions and small samples
/// Observation ends independently of the events; death, which ends them, is not accounted for. The variance is too small
/// below about 20 subjects.
/// # Numerics
/// One pass; the sum of squared influences is updated in constant time per row.
/// # Errors
/// Those of [`FollowUp`]; [`StatError::LengthMismatch`]; [`StatError::InvalidParameter`] when rows of one subject overlap
/// (the subject's place among the labels).
/// # Examples
/// ```
/// use engraft_stats::survival::{FollowUp, mean_cumulative};
/// // subject 1 relapses at 2 and is followed to 4, subject 2 is followed to 3
/// let rows = FollowUp::new(&[2.0, 4.0, 3.0], &[true, false, false]).entering(&[0.0, 2.0, 0.0]);
/// let curve = mean_cumulative(&rows, &[1, 1, 2])?;
/// assert_eq!((curve.steps[0].at_risk, curve.steps[0].mean), (2, 0.5));
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/recurrent`, R survival 3.5-3 `survfit(Surv(start, stop, event) ~ 1, id)`, closed_form.
/// # References
/// Nelson W. Graphical analysis of system repair data. J Qual Technol 1988;20:24-35. Lawless JF, Nadeau C. Some simple
/// robust methods for the analysis of recurrent events. Technometrics 1995;37:158-68. doi:10.1080/00401706.1995.10484300.
pub fn mean_cumulative(follow_up: &FollowUp, subjects: &[usize]) -> Result<MeanCumulative, StatError> {
    follow_up.check()?;
    same_length(follow_up.times, subjects)?;
    let (place, labels) = dense(subjects);
    let start = vec![0.0; follow_up.times.len()];
    let rows = FollowUp { entry: follow_up.entry.or(Some(&start)), ..*follow_up };
    let timeline = Timeline::of_all(&rows);
    let width = tie_width(follow_up.times);
    let mut influences = Influences {
        base: vec![0.0; labels.len()],
        since: vec![None; labels.len()],
        drift: 0.0,
        active: 0.0,
        sum_active: 0.0,
        sum_squares: 0.0,
    };
    let (mut mean, mut entered, mut steps) = (0.0, 0, Vec::new());
    for (moment, _, members) in timeline.walk() {
        if moment.time <= width {
            return Err(StatError::NotPositive { index: members.first().map_or(0, |row| *row as usize) });
        }
        for row in timeline.entries(entered, moment.entered) {
            influences.enter(at(&place, *row))?;
        }
        entered = moment.entered;
        let at_risk = influences.active;
        let events = members.iter().filter(|row| at(follow_up.events, **row)).count();
        if events > 0 {
            let rate = events as f64 / at_risk;
            mean += rate;
            influences.drift(rate / at_risk);
            for row in members.iter().filter(|row| at(follow_up.events, **row)) {
                influences.gain(at(&place, *row), 1.0 / at_risk);
            }
        }
        members.iter().for_each(|row| influences.leave(at(&place, *row)));
        let std_error = sqrt(influences.sum_squares.max(0.0));
        steps.push(MeanCumulativeStep { time: moment.time, at_risk: at_risk as usize, events, mean, std_error });
    }
    Ok(MeanCumulative { subjects: labels.len(), n: subjects.len(), events: follow_up.event_count(), steps })
}

impl MeanCumulativeStep {
    /// Pointwise interval on the scale of the logarithm.
    ///
    /// # Errors
    /// [`StatError::LevelOutOfRange`]; [`StatError::NotEstimable`] before the first event or without variance.
    pub fn interval(&self, level: f64) -> Result<Interval, StatError> {
        check::level(level)?;
        if self.mean <= 0.0 || self.std_error <= 0.0 {
            return Err(StatError::NotEstimable { reason: "no event by this time, or no variance between subjects" });
        }
        let factor = exp(normal_quantile(0.5 + 0.5 * level)? * self.std_error / self.mean);
        Ok(Interval { lower: self.mean / factor, upper: self.mean * factor, asked: level, achieved: None })
    }
}
