//! Responses of subjects over visits, with gaps, and completed sets.

use crate::{StatError, check};

/// Largest number of visits, baseline included.
const LARGEST_VISITS: usize = 50;
/// Largest number of subjects.
const LARGEST_SUBJECTS: usize = 5_000;
/// Largest number of arms.
const LARGEST_ARMS: usize = 20;

/// Responses of all subjects over all visits.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Responses<'a> {
    /// Arm of each subject, numbered from 0 without a gap.
    pub arms: &'a [usize],
    /// One row for each subject: the value at each visit in order of time, `None` where missing. All rows have the same
    /// length. A baseline that is always observed is best put first.
    pub values: &'a [Vec<Option<f64>>],
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// Observed.
    Observed,
    /// Missing before a later observed value; always imputed as missing at random.
    Intermittent,
    /// Missing after the last observed value; imputed by the strategy of the plan.
    Trailing,
}

/// One completed set of responses.
#[derive(Clone, PartialEq, Debug)]
pub struct Completed {
    /// Arm of each subject.
    pub arms: Vec<usize>,
    /// One row for each subject, one value for each visit.
    pub values: Vec<Vec<f64>>,
}

/// Number of visits up to and including the last observed one.
pub(super) fn observed_length(row: &[Option<f64>]) -> usize {
    row.iter().rposition(Option::is_some).map_or(0, |last| last + 1)
}

impl Responses<'_> {
    /// Number of arms.
    pub(super) fn arm_count(&self) -> usize {
        self.arms.iter().max().map_or(0, |m| m + 1)
    }

    /// Number of visits.
    pub(super) fn visit_count(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// What each value is.
    pub(super) fn gaps(&self) -> Vec<Vec<Gap>> {
        let kind = |length: usize, visit: usize, value: &Option<f64>| match value {
            Some(_) => Gap::Observed,
            None if visit < length => Gap::Intermittent,
            None => Gap::Trailing,
        };
        self.values
            .iter()
            .map(|row| {
                let length = observed_length(row);
                row.iter().enumerate().map(|(visit, value)| kind(length, visit, value)).collect()
            })
            .collect()
    }

    /// Refuses shapes and values that cannot be used.
    pub(super) fn checked(&self) -> Result<(), StatError> {
        if self.arms.len() != self.values.len() {
            return Err(StatError::LengthMismatch { left: self.arms.len(), right: self.values.len() });
        }
        if self.arms.len() > LARGEST_SUBJECTS {
            return Err(StatError::TooLarge { limit: LARGEST_SUBJECTS, found: self.arms.len() });
        }
        let visits = self.visit_count();
        if visits == 0 {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
        if visits > LARGEST_VISITS {
            return Err(StatError::TooLarge { limit: LARGEST_VISITS, found: visits });
        }
        for row in self.values {
            if row.len() != visits {
                return Err(StatError::LengthMismatch { left: visits, right: row.len() });
            }
            check::finite(&row.iter().flatten().copied().collect::<Vec<_>>())?;
        }
        let found = self.arms.iter().max().copied().unwrap_or(0);
        if found >= LARGEST_ARMS {
            return Err(StatError::TooLarge { limit: LARGEST_ARMS, found: found + 1 });
        }
        for arm in 0..=found {
            if !self.arms.contains(&arm) {
                return Err(StatError::NotEstimable { reason: "an arm has no subject: number the arms from 0" });
            }
        }
        Ok(())
    }
}
