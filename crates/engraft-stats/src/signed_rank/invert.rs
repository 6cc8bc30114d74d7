//! Decides, cell by cell, which shifts the signed-rank test rejects.
//!
//! Cells alternate: gap, point, gap, ..., point, gap, for m distinct Walsh averages 2m + 1 cells. Most cells are
//! decided by bounds that need no distribution; the rest by the exact tail, kept by rank pattern since shifts
//! share patterns.

use std::collections::BTreeMap;

use libm::exp;

use super::null::{LowerTail, two_sided};
use super::ranks::{Ranking, rank_shifted};
use super::{ZeroRule, tie_width};

/// Number of probabilities kept before the store is emptied (16 MB).
const STORE_LIMIT: usize = 2_000_000;

/// The cells of one sample.
pub(crate) struct Scan<'a> {
    differences: &'a [f64],
    points: Vec<f64>,
    width: f64,
    alpha: f64,
    rule: ZeroRule,
    store: Store,
}

impl<'a> Scan<'a> {
    /// Lays out the cells; `differences` and `walsh` ascending.
    pub fn new(differences: &'a [f64], walsh: &[f64], alpha: f64, rule: ZeroRule) -> Scan<'a> {
        let width = tie_width(differences);
        // twice the tie width apart: the middle of a gap then ties with neither neighbour
        let points = walsh.chunk_by(|a, b| b - a <= 2.0 * width).filter_map(|same| same.first().copied()).collect();
        Scan { differences, points, width, alpha, rule, store: Store::default() }
    }

    /// Number of cells.
    fn cells(&self) -> usize {
        2 * self.points.len() + 1
    }

    /// A shift inside the cell: odd cells are Walsh averages, even cells the gaps around them.
    fn shift(&self, cell: usize) -> f64 {
        let after = self.points.get(cell / 2);
        let before = (cell / 2).checked_sub(1).and_then(|i| self.points.get(i));
        // outside all differences by more than the tie width, or large near-equal ones would tie with the shift
        let (first, last) = (self.differences.first().unwrap_or(&0.0), self.differences.last().unwrap_or(&0.0));
        let beyond = (last - first).max(1.0).max(4.0 * self.width);
        match (cell % 2, before, after) {
            (1, _, Some(point)) => *point,
            (_, Some(a), Some(b)) => 0.5 * a + 0.5 * b,
            (_, None, Some(_)) => first - beyond,
            (_, Some(_), None) => last + beyond,
            (_, None, None) => 0.0,
        }
    }

    fn ranking(&self, cell: usize) -> Ranking {
        rank_shifted(self.differences, self.shift(cell), self.width, self.rule)
    }

    /// Whether each cell is accepted (p above alpha).
    pub fn accepted(&mut self) -> Vec<bool> {
        (0..self.cells())
            .map(|cell| {
                let ranking = self.ranking(cell);
                let bounds = Bounds::of(&ranking);
                if bounds.upper <= self.alpha {
                    false
                } else if bounds.lower > self.alpha {
                    true
                } else {
                    self.store.p(&ranking) > self.alpha
                }
            })
            .collect()
    }

    /// Largest p among rejected gaps; at least one gap, the outermost, is rejected when this is called.
    pub fn largest_rejected(&mut self, accepted: &[bool]) -> f64 {
        let mut largest = 0.0_f64;
        // from the inside outwards, so that the bound soon rules out the rest
        let middle = accepted.len() / 2;
        let mut gaps: Vec<usize> =
            accepted.iter().enumerate().filter(|(cell, a)| !**a && cell % 2 == 0).map(|(cell, _)| cell).collect();
        gaps.sort_by_key(|cell| cell.abs_diff(middle));
        for cell in gaps {
            let ranking = self.ranking(cell);
            if Bounds::of(&ranking).upper > largest {
                largest = largest.max(self.store.p(&ranking));
            }
        }
        largest
    }

    /// Lower end of the hull when `cell` is the first accepted: the Walsh average at or just below it.
    pub fn lower_end(&self, cell: usize) -> f64 {
        let index = if cell % 2 == 1 { Some(cell / 2) } else { (cell / 2).checked_sub(1) };
        index.and_then(|i| self.points.get(i)).copied().unwrap_or(f64::NEG_INFINITY)
    }

    /// Upper end of the hull when `cell` is the last accepted: the Walsh average at or just above it.
    pub fn upper_end(&self, cell: usize) -> f64 {
        self.points.get(cell / 2).copied().unwrap_or(f64::INFINITY)
    }
}

/// Bounds on p that need only the rank sum's variance.
struct Bounds {
    lower: f64,
    upper: f64,
}

impl Bounds {
    /// With z the standardised distance of V from its mean: p is at most `2 exp(-z²/2)` (Hoeffding 1963), and for z
    /// below 1 at least `(1 - z²)²/3` (Paley and Zygmund on the square, whose fourth moment is at most 3).
    fn of(ranking: &Ranking) -> Bounds {
        let squares: f64 = ranking.ranks.iter().map(|r| f64::from(*r) * f64::from(*r)).sum();
        if squares == 0.0 {
            return Bounds { lower: 1.0, upper: 1.0 };
        }
        let distance = 0.5 * f64::from(ranking.total()) - f64::from(ranking.smaller_side());
        let z2 = 4.0 * distance * distance / squares;
        let slack = (1.0 - z2).max(0.0);
        // a hair of room for the rounding of the bounds themselves
        Bounds { lower: slack * slack / 3.0 * (1.0 - 1e-9), upper: 2.0 * exp(-0.5 * z2) * (1.0 + 1e-9) }
    }
}

/// Exact tails by rank pattern.
#[derive(Default)]
struct Store {
    tails: BTreeMap<Vec<u32>, LowerTail>,
    size: usize,
}

impl Store {
    /// Exact two-sided p; 1 when nothing is left to rank.
    fn p(&mut self, ranking: &Ranking) -> f64 {
        let total = ranking.total();
        let smaller = ranking.smaller_side();
        let known = self.tails.get(&ranking.ranks);
        if let Some(tail) = known.and_then(|t| t.at(smaller)) {
            return two_sided(tail, smaller, total);
        }
        // a pattern that comes back is worth its whole lower half
        let limit = if known.is_some() { total / 2 } else { smaller + total / 64 };
        let tail = LowerTail::up_to(&ranking.ranks, limit.min(total / 2).max(smaller));
        let p = two_sided(tail.at(smaller).unwrap_or(1.0), smaller, total);
        self.keep(&ranking.ranks, tail);
        p
    }

    fn keep(&mut self, ranks: &[u32], tail: LowerTail) {
        if self.size > STORE_LIMIT {
            self.tails.clear();
            self.size = 0;
        }
        self.size += tail.len();
        self.tails.insert(ranks.to_vec(), tail);
    }
}
