//! Covariates and risk sets laid out for passes from the latest time to the earliest.

use libm::sqrt;

use super::CoxData;
use crate::survival::follow_up::same_length;
use crate::survival::timeline::{Timeline, at, dense};
use crate::{StatError, check};

/// Most covariates accepted.
const MOST_COVARIATES: usize = 50;

/// Rows of one time, after those of all later times.
#[derive(Clone, Copy, Debug)]
pub(in crate::survival) struct Group {
    pub time: f64,
    /// End of its rows, in order of falling time.
    pub end: usize,
    /// Rows that are at risk only after this time or a later one, in order of falling entry.
    pub left: usize,
    pub events: usize,
}

/// One stratum, rows by falling time.
#[derive(Clone, Debug)]
pub(in crate::survival) struct Stratum {
    pub label: usize,
    /// Row of the input at each position.
    pub rows: Vec<u32>,
    /// Standardised covariates, position by position.
    pub x: Vec<f64>,
    pub events: Vec<bool>,
    pub groups: Vec<Group>,
    /// Positions by falling entry time; empty when all are at risk from the start.
    pub leaving: Vec<u32>,
}

/// The layout of all strata.
#[derive(Clone, Debug)]
pub(in crate::survival) struct Design {
    pub n: usize,
    pub p: usize,
    pub events: usize,
    /// Mean of each covariate, taken off.
    pub centre: Vec<f64>,
    /// Standard deviation of each covariate, divided by.
    pub scale: Vec<f64>,
    pub strata: Vec<Stratum>,
}

/// Mean and standard deviation (divisor n) of a column.
fn moments(column: &[f64]) -> (f64, f64) {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    (mean, sqrt(column.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n))
}

/// Refuses columns of other lengths, values that are not finite, no events, constant columns.
fn check(data: &CoxData) -> Result<(), StatError> {
    data.follow_up.check()?;
    for column in data.covariates {
        same_length(data.follow_up.times, column)?;
        check::finite(column)?;
    }
    for labels in [data.strata, data.clusters].into_iter().flatten() {
        same_length(data.follow_up.times, labels)?;
    }
    if data.covariates.is_empty() {
        return Err(StatError::NotEstimable { reason: "a Cox model needs a covariate" });
    }
    if data.covariates.len() > MOST_COVARIATES {
        return Err(StatError::TooLarge { limit: MOST_COVARIATES, found: data.covariates.len() });
    }
    if data.follow_up.event_count() == 0 {
        return Err(StatError::NotEstimable { reason: "no events: nothing to fit" });
    }
    Ok(())
}

impl Design {
    pub fn new(data: &CoxData) -> Result<Design, StatError> {
        check(data)?;
        let (n, p) = (data.follow_up.times.len(), data.covariates.len());
        let (centre, scale): (Vec<f64>, Vec<f64>) = data.covariates.iter().map(|column| moments(column)).unzip();
        if centre.iter().zip(&scale).any(|(centre, scale)| scale.is_nan() || *scale <= 1e-12 * centre.abs()) {
            return Err(StatError::NotEstimable { reason: "a covariate is the same for all: leave it out" });
        }
        let labels = data.strata.map_or(vec![0], |strata| dense(strata).1);
        let timelines = Timeline::by_stratum(&data.follow_up, data.strata);
        let mut design = Design { n, p, events: data.follow_up.event_count(), centre, scale, strata: Vec::new() };
        for (label, timeline) in labels.into_iter().zip(&timelines) {
            let stratum = design.lay_out(label, timeline, data);
            design.strata.push(stratum);
        }
        Ok(design)
    }

    fn lay_out(&self, label: usize, timeline: &Timeline, data: &CoxData) -> Stratum {
        let rows: Vec<u32> = timeline.order.iter().rev().copied().collect();
        let n = rows.len();
        let mut x = vec![0.0; n * self.p];
        for (k, (column, (centre, scale))) in
            data.covariates.iter().zip(self.centre.iter().zip(&self.scale)).enumerate()
        {
            for (slot, row) in x.iter_mut().skip(k).step_by(self.p).zip(&rows) {
                *slot = (at(column, *row) - centre) / scale;
            }
        }
        let mut groups: Vec<Group> = timeline
            .walk()
            .map(|(moment, start, rows)| Group {
                time: moment.time,
                end: n - start,
                left: n - moment.entered,
                events: rows.iter().filter(|row| at(data.follow_up.events, **row)).count(),
            })
            .collect();
        groups.reverse();
        let events = rows.iter().map(|row| at(data.follow_up.events, *row)).collect();
        let leaving = leaving(&rows, &timeline.entering, self.n);
        Stratum { label, rows, x, events, groups, leaving }
    }
}

/// Positions by falling entry time.
fn leaving(rows: &[u32], entering: &[u32], n: usize) -> Vec<u32> {
    if entering.is_empty() {
        return Vec::new();
    }
    let mut position = vec![0_u32; n];
    for (place, row) in rows.iter().enumerate() {
        position.get_mut(*row as usize).into_iter().for_each(|slot| *slot = place as u32);
    }
    entering.iter().rev().map(|row| at(&position, *row)).collect()
}

impl Stratum {
    /// Covariates at a position.
    pub fn covariates(&self, position: usize, p: usize) -> &[f64] {
        self.x.get(position * p..(position + 1) * p).unwrap_or_default()
    }

    /// Each group with the range of its positions and the positions that leave before it is counted.
    pub fn walk(&self) -> impl Iterator<Item = (&Group, std::ops::Range<usize>, &[u32])> {
        let starts = std::iter::once((0, 0)).chain(self.groups.iter().map(|group| (group.end, group.left)));
        self.groups.iter().zip(starts).map(|(group, (start, left))| {
            (group, start..group.end, self.leaving.get(left..group.left).unwrap_or_default())
        })
    }
}
