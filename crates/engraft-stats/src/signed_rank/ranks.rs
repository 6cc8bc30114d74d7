//! Midranks of absolute differences as whole numbers, under a zero rule.

use super::ZeroRule;

/// The doubled midranks that a set of differences gives, and the doubled statistic.
///
/// Doubling makes midranks whole, so that every comparison of the exact test is one of integers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ranking {
    /// Doubled midranks of the differences that are not zero, ascending.
    pub ranks: Vec<u32>,
    /// Doubled sum of the ranks of positive differences.
    pub positive: u32,
    /// Number of zero differences.
    pub zeros: usize,
}

impl Ranking {
    /// Doubled sum of all ranks.
    pub fn total(&self) -> u32 {
        self.ranks.iter().sum()
    }

    /// The smaller of the doubled positive and negative rank sums.
    pub fn smaller_side(&self) -> u32 {
        self.positive.min(self.total() - self.positive)
    }
}

/// Sizes of the shifted differences that are not zero, ascending, each with whether it is positive.
///
/// The differences come in ascending order, so both signs are already in order of size: one merge, no sort.
fn sizes(ascending: &[f64], shift: f64, width: f64) -> Vec<(f64, bool)> {
    let mut below = ascending.iter().rev().map(|d| shift - d).filter(|size| *size > width).peekable();
    let mut above = ascending.iter().map(|d| d - shift).filter(|size| *size > width).peekable();
    let mut merged = Vec::with_capacity(ascending.len());
    loop {
        let take_above = match (below.peek(), above.peek()) {
            (Some(b), Some(a)) => a < b,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return merged,
        };
        let next = if take_above { above.next() } else { below.next() };
        merged.extend(next.map(|size| (size, take_above)));
    }
}

/// Ranks `differences - shift`, the differences given in ascending order.
///
/// Absolute values whose sorted neighbours lie within `width` tie; values within `width` of zero are zeros.
pub(crate) fn rank_shifted(ascending: &[f64], shift: f64, width: f64, rule: ZeroRule) -> Ranking {
    let sizes = sizes(ascending, shift, width);
    let zeros = ascending.len() - sizes.len();
    let mut before = match rule {
        ZeroRule::Wilcoxon => 0,
        ZeroRule::Pratt => zeros as u32,
    };
    let mut ranks = Vec::with_capacity(sizes.len());
    let mut positive = 0;
    for tied in sizes.chunk_by(|a, b| b.0 - a.0 <= width) {
        let count = tied.len() as u32;
        // the mean of before + 1 ..= before + count, doubled
        let doubled = 2 * before + count + 1;
        positive += doubled * tied.iter().filter(|(_, above)| *above).count() as u32;
        ranks.extend(tied.iter().map(|_| doubled));
        before += count;
    }
    Ranking { ranks, positive, zeros }
}
