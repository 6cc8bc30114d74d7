//! Decides, cell by cell, which shifts the rank-sum test rejects.
//!
//! Cells alternate: gap, point, gap, ..., point, gap, for m distinct differences 2m + 1 cells. Most cells are decided by
//! bounds that need no count; the rest by the exact tails, kept by rank pattern since shifts share patterns.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::moments::Sampling;
use super::pattern::Pattern;
use crate::two_sample::rank_tails::RankTails;

/// The cells of two groups.
pub(super) struct Scan {
    first: Vec<f64>,
    second: Vec<f64>,
    points: Vec<f64>,
    width: f64,
    alpha: f64,
    sampling: Sampling,
    store: BTreeMap<Vec<(u32, u32)>, RankTails>,
}

impl Scan {
    /// Lays out the cells; both groups ascending.
    pub fn new(first: Vec<f64>, second: Vec<f64>, width: f64, alpha: f64) -> Scan {
        let mut shifts: Vec<f64> = first.iter().flat_map(|a| second.iter().map(move |b| a - b)).collect();
        shifts.sort_unstable_by(f64::total_cmp);
        // twice the tie width apart: the middle of a gap then ties with neither neighbour
        let points = shifts.chunk_by(|a, b| b - a <= 2.0 * width).filter_map(|same| same.first().copied()).collect();
        let sampling = Sampling::new(first.len() + second.len(), first.len().min(second.len()));
        Scan { first, second, points, width, alpha, sampling, store: BTreeMap::new() }
    }

    /// Number of cells.
    fn cells(&self) -> usize {
        2 * self.points.len() + 1
    }

    /// A shift inside the cell: odd cells are differences, even cells the gaps around them.
    fn shift(&self, cell: usize) -> f64 {
        let after = self.points.get(cell / 2);
        let before = (cell / 2).checked_sub(1).and_then(|i| self.points.get(i));
        let span = self.points.last().unwrap_or(&0.0) - self.points.first().unwrap_or(&0.0);
        // a step that is visible beside the values themselves
        let step = span.max(1e6 * self.width).max(f64::MIN_POSITIVE);
        match (cell % 2, before, after) {
            (1, _, Some(point)) => *point,
            (_, Some(a), Some(b)) => 0.5 * a + 0.5 * b,
            (_, None, Some(b)) => b - step,
            (_, Some(a), None) => a + step,
            (_, None, None) => 0.0,
        }
    }

    fn pattern(&self, cell: usize) -> Pattern {
        Pattern::of(&self.first, &self.second, self.shift(cell), self.width)
    }

    fn p(&mut self, pattern: Pattern) -> f64 {
        let (size, sum) = (pattern.size, pattern.sum);
        let ranks = pattern.ranks();
        let tails = match self.store.entry(pattern.ties) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(RankTails::of(&ranks, size)),
        };
        tails.two_sided_p(u64::from(sum))
    }

    /// The larger p of the two unbounded gaps.
    pub fn outermost_p(&mut self) -> f64 {
        let (low, high) = (self.pattern(0), self.pattern(self.cells() - 1));
        self.p(low).max(self.p(high))
    }

    /// Whether both unbounded gaps are rejected.
    pub fn is_bounded(&mut self) -> bool {
        let known =
            [0, self.cells() - 1].iter().all(|cell| self.pattern(*cell).bounds(&self.sampling).upper <= self.alpha);
        known || self.outermost_p() <= self.alpha
    }

    /// Whether each cell is accepted (p above alpha), and the largest p among rejected gaps.
    pub fn decide(&mut self) -> (Vec<bool>, f64) {
        let mut largest = 0.0_f64;
        // rejected gaps whose p is known not to exceed some value only
        let mut bounded = Vec::new();
        let accepted = (0..self.cells())
            .map(|cell| {
                let pattern = self.pattern(cell);
                let bounds = pattern.bounds(&self.sampling);
                let is_gap = cell % 2 == 0;
                if bounds.lower > self.alpha {
                    return true;
                }
                if bounds.upper <= self.alpha {
                    bounded.extend(is_gap.then_some((bounds.upper, cell)));
                    return false;
                }
                let p = self.p(pattern);
                if p <= self.alpha && is_gap {
                    largest = largest.max(p);
                }
                p > self.alpha
            })
            .collect();
        bounded.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (bound, cell) in bounded {
            if bound <= largest {
                break;
            }
            let pattern = self.pattern(cell);
            largest = largest.max(self.p(pattern));
        }
        (accepted, largest)
    }

    /// Lower end of the hull when `cell` is the first accepted: the difference at or just below it.
    pub fn lower_end(&self, cell: usize) -> f64 {
        let index = if cell % 2 == 1 { Some(cell / 2) } else { (cell / 2).checked_sub(1) };
        index.and_then(|i| self.points.get(i)).copied().unwrap_or(f64::NEG_INFINITY)
    }

    /// Upper end of the hull when `cell` is the last accepted: the difference at or just above it.
    pub fn upper_end(&self, cell: usize) -> f64 {
        self.points.get(cell / 2).copied().unwrap_or(f64::INFINITY)
    }
}
