//! Covariance of the measurements of a subject under random effects: `Z G Z' + s² I`.

use std::collections::BTreeMap;
use std::sync::Arc;

use nalgebra::DMatrix;

use super::fit::MixedData;
use crate::StatError;
use crate::longitudinal::marginal::{Group, Slope, Slopes, Structure};

/// Random effects of a subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RandomEffects {
    /// An intercept.
    Intercept,
    /// An intercept and a slope over time, correlated.
    InterceptSlope,
}

impl RandomEffects {
    /// Number of variances and covariances of the random effects.
    pub(crate) fn parameters(self) -> usize {
        match self {
            RandomEffects::Intercept => 1,
            RandomEffects::InterceptSlope => 3,
        }
    }
}

/// Subjects by their times.
pub(crate) struct TimeStructure {
    pub(crate) effects: RandomEffects,
    /// Measurements of a subject in each group, and the derivatives of their matrix: it is linear in the parameters.
    slopes: Vec<(usize, Arc<Slopes>)>,
}

/// Most measurements of one subject.
const MOST_ROWS: usize = 500;

/// Times of a group, and the rows of its subjects.
type Members = (Vec<f64>, Vec<Vec<usize>>);

/// Subjects with the same times share a group.
pub(crate) fn by_times(data: &MixedData, effects: RandomEffects) -> Result<(TimeStructure, Vec<Group>), StatError> {
    let n = data.response.len();
    for found in [data.subject.len(), data.time.len()] {
        if found != n {
            return Err(StatError::LengthMismatch { left: n, right: found });
        }
    }
    crate::check::finite(data.time)?;
    let mut subjects: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for (row, (subject, time)) in data.subject.iter().zip(data.time).enumerate() {
        subjects.entry(*subject).or_default().push((*time, row));
    }
    let mut groups: BTreeMap<Vec<u64>, Members> = BTreeMap::new();
    for mut rows in subjects.into_values() {
        if rows.len() > MOST_ROWS {
            return Err(StatError::TooLarge { limit: MOST_ROWS, found: rows.len() });
        }
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let times: Vec<f64> = rows.iter().map(|(t, _)| *t).collect();
        // a random intercept does not look at the times
        let key = match effects {
            RandomEffects::Intercept => vec![times.len() as u64],
            RandomEffects::InterceptSlope => times.iter().map(|t| t.to_bits()).collect(),
        };
        groups.entry(key).or_insert((times, Vec::new())).1.push(rows.iter().map(|(_, r)| *r).collect());
    }
    let mut slopes = Vec::new();
    let mut members = Vec::new();
    for (times, subjects) in groups.into_values() {
        let m = times.len();
        let time = |i: usize| times.get(i).copied().unwrap_or(0.0);
        let mut parts = vec![DMatrix::from_element(m, m, 1.0)];
        if effects == RandomEffects::InterceptSlope {
            parts.push(DMatrix::from_fn(m, m, |i, j| time(i) + time(j)));
            parts.push(DMatrix::from_fn(m, m, |i, j| time(i) * time(j)));
        }
        parts.push(DMatrix::identity(m, m));
        let first = parts.into_iter().enumerate().filter_map(|(k, part)| Some((k, Slope::new(part)?))).collect();
        slopes.push((m, Arc::new(Slopes { first, second: Vec::new() })));
        members.push(Group { subjects });
    }
    Ok((TimeStructure { effects, slopes }, members))
}

impl Structure for TimeStructure {
    fn parameters(&self) -> usize {
        self.effects.parameters() + 1
    }

    fn matrices(&self, theta: &[f64]) -> Option<Vec<DMatrix<f64>>> {
        let sum = |(size, slopes): &(usize, Arc<Slopes>)| {
            let mut sigma = DMatrix::zeros(*size, *size);
            for (k, part) in &slopes.first {
                part.add_to(theta.get(*k).copied().unwrap_or(0.0), &mut sigma);
            }
            sigma
        };
        Some(self.slopes.iter().map(sum).collect())
    }

    fn slopes(&self, _: &[f64]) -> Option<Vec<Arc<Slopes>>> {
        Some(self.slopes.iter().map(|(_, slopes)| Arc::clone(slopes)).collect())
    }
}
