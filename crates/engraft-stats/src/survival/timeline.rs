//! Rows in order of time, tied times joined: the one sort every method of the family starts from.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::follow_up::{FollowUp, tie_width};

/// A distinct time and the end of its rows in the order of time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Moment {
    /// The time (the smallest of those that tie).
    pub time: f64,
    /// Rows with this time or an earlier one.
    pub end: usize,
    /// Rows that entered before this time.
    pub entered: usize,
}

/// The rows of one sample (or one stratum) in order of time.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Timeline {
    /// Rows by time; rows of one time in their own order.
    pub order: Vec<u32>,
    /// Distinct times, rising.
    pub moments: Vec<Moment>,
    /// Rows by entry time; empty when all are at risk from the start.
    pub entering: Vec<u32>,
}

/// Rows in order of a non-negative key; ties keep the order of rows, so the result does not depend on threads.
fn sorted(rows: &[u32], key: &[f64]) -> Vec<(u64, u32)> {
    // the bits of non-negative numbers are ordered as the numbers; adding 0 turns -0 into 0
    let mut pairs: Vec<(u64, u32)> =
        rows.iter().map(|row| (key.get(*row as usize).map_or(0, |v| (v + 0.0).to_bits()), *row)).collect();
    pairs.par_sort_unstable();
    pairs
}

impl Timeline {
    /// The timeline of the rows named; `follow_up` has been checked.
    pub fn of_rows(follow_up: &FollowUp, rows: &[u32], width: f64) -> Timeline {
        let pairs = sorted(rows, follow_up.times);
        let mut moments: Vec<Moment> = Vec::new();
        let mut last = f64::NEG_INFINITY;
        for (position, (bits, _)) in pairs.iter().enumerate() {
            let time = f64::from_bits(*bits);
            match moments.last_mut() {
                Some(moment) if time - last <= width => moment.end = position + 1,
                _ => moments.push(Moment { time, end: position + 1, entered: rows.len() }),
            }
            last = time;
        }
        let mut timeline =
            Timeline { order: pairs.into_iter().map(|pair| pair.1).collect(), moments, entering: vec![] };
        if let Some(entry) = follow_up.entry {
            timeline.count_entries(rows, entry, width);
        }
        timeline
    }

    fn count_entries(&mut self, rows: &[u32], entry: &[f64], width: f64) {
        let pairs = sorted(rows, entry);
        let mut entered = 0;
        for moment in &mut self.moments {
            // an entry that ties with the time is not yet at risk
            while pairs.get(entered).is_some_and(|pair| f64::from_bits(pair.0) < moment.time - width) {
                entered += 1;
            }
            moment.entered = entered;
        }
        self.entering = pairs.into_iter().map(|pair| pair.1).collect();
    }

    /// The timeline of all rows.
    pub fn of_all(follow_up: &FollowUp) -> Timeline {
        let rows: Vec<u32> = (0..follow_up.times.len() as u32).collect();
        Timeline::of_rows(follow_up, &rows, tie_width(follow_up.times))
    }

    /// One timeline per stratum, in order of the strata's labels.
    pub fn by_stratum(follow_up: &FollowUp, strata: Option<&[usize]>) -> Vec<Timeline> {
        let Some(strata) = strata else { return vec![Timeline::of_all(follow_up)] };
        let mut rows: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (row, stratum) in strata.iter().enumerate() {
            rows.entry(*stratum).or_default().push(row as u32);
        }
        let width = tie_width(follow_up.times);
        rows.values().map(|rows| Timeline::of_rows(follow_up, rows, width)).collect()
    }

    /// Each distinct time with the start of its rows in `order` and the rows themselves.
    pub fn walk(&self) -> impl Iterator<Item = (&Moment, usize, &[u32])> {
        let starts = std::iter::once(0).chain(self.moments.iter().map(|moment| moment.end));
        self.moments
            .iter()
            .zip(starts)
            .map(|(moment, start)| (moment, start, self.order.get(start..moment.end).unwrap_or_default()))
    }

    /// Rows that entered between two counts of entered rows.
    pub fn entries(&self, from: usize, to: usize) -> &[u32] {
        self.entering.get(from..to).unwrap_or_default()
    }
}

/// The value of a column at a row.
pub(crate) fn at<T: Copy + Default>(column: &[T], row: u32) -> T {
    column.get(row as usize).copied().unwrap_or_default()
}

/// Dense labels 0, 1, ... in order of the labels given, and the labels themselves.
pub(crate) fn dense(labels: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut distinct = labels.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let place = labels.iter().map(|label| distinct.binary_search(label).unwrap_or_default()).collect();
    (place, distinct)
}
