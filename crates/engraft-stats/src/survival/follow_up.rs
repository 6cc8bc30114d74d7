//! The input of the family: how long each subject was followed, and whether the event came.

use crate::{StatError, check};

/// Largest number of rows: positions are kept in 32 bits.
const LARGEST_ROWS: usize = u32::MAX as usize;

/// Follow-up times as columns, one row per subject (or per interval of a subject in counting-process form).
///
/// Row `i` is at risk on `(entry, times]`: open on the left, closed on the right. Without entry times all rows are at
/// risk from the start. All columns have one length; no value is missing (drop such rows first, and say so).
#[derive(Clone, Copy, Debug)]
pub struct FollowUp<'a> {
    /// Times at which rows come under observation (left truncation, or `start` of an interval), below `times`.
    pub entry: Option<&'a [f64]>,
    /// Times of event or censoring, finite, at least 0, in any one unit.
    pub times: &'a [f64],
    /// Whether `times` is an event (`true`) or a censoring (`false`).
    pub events: &'a [bool],
}

impl<'a> FollowUp<'a> {
    /// Rows at risk from the start.
    pub fn new(times: &'a [f64], events: &'a [bool]) -> FollowUp<'a> {
        FollowUp { entry: None, times, events }
    }

    /// The same rows, each at risk only after its entry time.
    pub fn entering(self, entry: &'a [f64]) -> FollowUp<'a> {
        FollowUp { entry: Some(entry), ..self }
    }

    /// Number of rows with an event.
    pub(crate) fn event_count(&self) -> usize {
        self.events.iter().filter(|event| **event).count()
    }

    /// Refuses columns of other lengths, no rows, times that are not finite or negative, entry not before time.
    pub(crate) fn check(&self) -> Result<(), StatError> {
        same_length(self.times, self.events)?;
        check_times(self.times)?;
        let Some(entry) = self.entry else { return Ok(()) };
        same_length(self.times, entry)?;
        check::finite(entry)?;
        let width = tie_width(self.times);
        match entry.iter().zip(self.times).find(|(entry, time)| **entry < 0.0 || **time - **entry <= width) {
            Some((found, _)) => Err(StatError::InvalidParameter { name: "entry", found: *found }),
            None => Ok(()),
        }
    }
}

/// Refuses no times, times that are not finite, and times below zero.
pub(crate) fn check_times(times: &[f64]) -> Result<(), StatError> {
    check::at_least(times, 1)?;
    check::at_most(times, LARGEST_ROWS)?;
    check::finite(times)?;
    match times.iter().find(|time| **time < 0.0) {
        Some(found) => Err(StatError::InvalidParameter { name: "times", found: *found }),
        None => Ok(()),
    }
}

/// Refuses two columns of different lengths.
pub(crate) fn same_length<A, B>(left: &[A], right: &[B]) -> Result<(), StatError> {
    if left.len() == right.len() {
        Ok(())
    } else {
        Err(StatError::LengthMismatch { left: left.len(), right: right.len() })
    }
}

/// Width within which two times tie, so that 0.1 + 0.2 and 0.3 do: 1e-10 of the largest time.
pub(crate) fn tie_width(times: &[f64]) -> f64 {
    1e-10 * times.iter().fold(0.0_f64, |largest, time| largest.max(time.abs()))
}
