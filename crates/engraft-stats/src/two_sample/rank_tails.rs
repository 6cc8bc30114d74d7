//! Exact tails of a rank sum, with ties, by meeting in the middle.
//!
//! The ranks are cut into a lower and an upper half. For each half the subsets are counted by their size and their sum;
//! the number of choices of the whole group with a sum up to a limit is then the sum, over the sizes in the two halves,
//! of the counts of one half times the cumulative counts of the other. Both tails, at any limit, come from the same two
//! halves, which cost far less than the distribution over all ranks.

use std::ops::AddAssign;

/// Up to this many ranks in a half, any number of subsets of one size fits 32 bits: C(34, 17) < 2^32.
const NARROW_HALF: usize = 34;

/// Subsets of one half of the ranks, by their size and their excess over the smallest sum of that size.
///
/// The subsets of size n - k are the complements of those of size k, so that their row is
/// that of size k read backwards: only sizes up to n/2 are counted.
struct Half {
    /// Sums of the first 0, 1, ..., n ranks.
    first: Vec<u64>,
    /// For each size counted, from the smallest sum up.
    rows: Vec<Vec<f64>>,
    /// The same rows from the largest sum down.
    mirrored: Vec<Vec<f64>>,
}

impl Half {
    /// Counts the subsets of at most `most` of some ascending ranks.
    fn of(ranks: &[u32], most: usize) -> Half {
        let first: Vec<u64> = std::iter::once(0)
            .chain(ranks.iter().scan(0, |sum, rank| {
                *sum += u64::from(*rank);
                Some(*sum)
            }))
            .collect();
        let most = most.min(ranks.len() / 2);
        let rows = if ranks.len() <= NARROW_HALF {
            counts::<u32>(ranks, &first, most)
        } else {
            counts::<f64>(ranks, &first, most)
        };
        let mirrored = rows.iter().map(|row| row.iter().rev().copied().collect()).collect();
        Half { first, rows, mirrored }
    }

    /// Number of ranks.
    fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// The smallest and the largest sum of `size` ranks.
    fn ends(&self, size: usize) -> (u64, u64) {
        let sum = |n: usize| self.first.get(n).copied().unwrap_or(0);
        (sum(size), sum(self.len()) - sum(self.len() - size))
    }

    /// Counts of the subsets of `size` ranks from the smallest sum up.
    fn rising(&self, size: usize) -> &[f64] {
        pick(&self.rows, &self.mirrored, size, self.len())
    }

    /// Counts of the subsets of `size` ranks from the largest sum down.
    fn falling(&self, size: usize) -> &[f64] {
        pick(&self.mirrored, &self.rows, size, self.len())
    }

    /// Turns every count into the number of subsets up to it.
    fn cumulate(mut self) -> Half {
        for row in self.rows.iter_mut().chain(&mut self.mirrored) {
            let mut sum = 0.0;
            for count in row {
                sum += *count;
                *count = sum;
            }
        }
        self
    }
}

/// The row of `size`: kept itself, or that of the complements read from the other end.
fn pick<'a>(own: &'a [Vec<f64>], other: &'a [Vec<f64>], size: usize, n: usize) -> &'a [f64] {
    let row = if size <= n / 2 { own.get(size) } else { other.get(n - size) };
    row.map_or(&[], Vec::as_slice)
}

/// Rows for sizes 0 to `most`, where `first` holds the sums of the first ranks.
///
/// Ranks come in ascending order, so adding the j-th to a subset raises the excess by `r_j - r_k` for the new size k,
/// which is not negative.
fn counts<T: Copy + Default + AddAssign + From<u8> + Into<f64>>(
    ranks: &[u32],
    first: &[u64],
    most: usize,
) -> Vec<Vec<f64>> {
    let sum = |n: usize| first.get(n).copied().unwrap_or(0);
    // number of excesses from 0 to the largest that k of the first j ranks reach
    let width = |j: usize, k: usize| (sum(j) - sum(j - k) - sum(k)) as usize + 1;
    let mut rows: Vec<Vec<T>> = (0..=most).map(|k| vec![T::default(); width(ranks.len(), k)]).collect();
    if let Some(none) = rows.first_mut().and_then(|row| row.first_mut()) {
        *none = T::from(1);
    }
    for (j, rank) in ranks.iter().enumerate() {
        // the larger subsets first, so that no rank is taken twice
        for (fewer, least) in ranks.iter().take(most.min(j + 1)).enumerate().rev() {
            let step = (rank - least) as usize;
            let held = width(j, fewer);
            let (fewer, more) = rows.split_at_mut(fewer + 1);
            let from = fewer.last().and_then(|row| row.get(..held));
            let to = more.first_mut().and_then(|row| row.get_mut(step..step + held));
            if let (Some(from), Some(to)) = (from, to) {
                to.iter_mut().zip(from).for_each(|(slot, count)| *slot += *count);
            }
        }
    }
    rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect()
}

/// The null distribution of the rank sum of one group.
///
/// The halves hold ranks less the smallest, in units of the greatest common divisor of their differences, which halves
/// the work where nothing ties.
pub(crate) struct RankTails {
    lower: Half,
    /// Cumulative.
    upper: Half,
    size: usize,
    /// Sum of all ranks.
    total: u64,
    /// The smallest rank.
    least: u64,
    unit: u64,
}

impl RankTails {
    /// For the sum of `size` of the ranks: whole numbers, ascending.
    pub fn of(ranks: &[u32], size: usize) -> RankTails {
        let unit = ranks.iter().zip(ranks.iter().skip(1)).map(|(a, b)| b - a).fold(0, gcd).max(1);
        let least = ranks.first().copied().unwrap_or(0);
        let scaled: Vec<u32> = ranks.iter().map(|rank| (rank - least) / unit).collect();
        let (low, high) = scaled.split_at(ranks.len() / 2);
        RankTails {
            lower: Half::of(low, size),
            upper: Half::of(high, size).cumulate(),
            size,
            total: ranks.iter().map(|rank| u64::from(*rank)).sum(),
            least: u64::from(least),
            unit: u64::from(unit),
        }
    }

    /// `P(|W - E| >= |sum - E|)`, at most 1.
    pub fn two_sided_p(&self, sum: u64) -> f64 {
        let n = (self.lower.len() + self.upper.len()) as u64;
        // N E, and N times the distance, in whole numbers
        let centre = self.size as u64 * self.total;
        let distance = (n * sum).abs_diff(centre);
        if distance == 0 {
            return 1.0;
        }
        let low = centre.checked_sub(distance).map_or(0.0, |c| self.at_most(c / n));
        let high = self.at_least((centre + distance).div_ceil(n));
        ((low + high) / crate::permutation::choices(n as usize, self.size)).min(1.0)
    }

    /// Number of choices with a sum of at most `limit`.
    fn at_most(&self, limit: u64) -> f64 {
        let Some(limit) = limit.checked_sub(self.size as u64 * self.least) else { return 0.0 };
        let count = |(below, above)| {
            let least = self.lower.ends(below).0 + self.upper.ends(above).0;
            let room = (limit / self.unit).checked_sub(least);
            room.map_or(0.0, |room| pairs(self.lower.falling(below), self.upper.rising(above), room as usize))
        };
        self.splits().map(count).sum()
    }

    /// Number of choices with a sum of at least `limit`.
    fn at_least(&self, limit: u64) -> f64 {
        let limit = limit.saturating_sub(self.size as u64 * self.least).div_ceil(self.unit);
        let count = |(below, above)| {
            let most = self.lower.ends(below).1 + self.upper.ends(above).1;
            let room = most.checked_sub(limit);
            room.map_or(0.0, |room| pairs(self.lower.rising(below), self.upper.falling(above), room as usize))
        };
        self.splits().map(count).sum()
    }

    /// How many of the group come from the lower half and from the upper.
    fn splits(&self) -> impl Iterator<Item = (usize, usize)> {
        let fewest = self.size.saturating_sub(self.upper.len());
        (fewest..=self.size.min(self.lower.len())).map(|below| (below, self.size - below))
    }
}

/// Number of pairs whose excesses together are at most `room`: `counts` of one half by its excess, from the largest
/// excess down, `cumulative` counts of the other from 0 up.
fn pairs(counts: &[f64], cumulative: &[f64], room: usize) -> f64 {
    let largest = counts.len().saturating_sub(1);
    // the i-th count has excess `largest - i` and leaves `room - largest + i` to the other half
    let from = largest.saturating_sub(room);
    let left = room.saturating_sub(largest);
    let partial = cumulative.get(left..).unwrap_or_default();
    let partly = counts.get(from..).unwrap_or_default();
    let whole = partly.get(partial.len()..).unwrap_or_default();
    dot(partly, partial) + whole.iter().sum::<f64>() * cumulative.last().copied().unwrap_or(0.0)
}

/// Sum of products, the shorter list to its end; four sums at once, which the processor works on side by side.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a, b) = (a.get(..n).unwrap_or_default(), b.get(..n).unwrap_or_default());
    let (fours_a, fours_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = fours_a.remainder().iter().zip(fours_b.remainder()).map(|(x, y)| x * y).sum();
    let mut sums = [0.0; 4];
    for (x, y) in fours_a.zip(fours_b) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Greatest common divisor.
fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_of_four_ranks_have_six_sums() {
        // ranks 1 2.5 2.5 4 doubled: pairs 7 7 10 10 13 13
        let tails = RankTails::of(&[2, 5, 5, 8], 2);
        let found: Vec<(f64, f64)> = (6..=14).map(|limit| (tails.at_most(limit), tails.at_least(limit))).collect();
        let expected =
            [(0, 6), (2, 6), (2, 4), (2, 4), (4, 4), (4, 2), (4, 2), (6, 2), (6, 0)].map(|(a, b)| (a.into(), b.into()));
        assert_eq!(found, expected);
        assert_eq!((tails.two_sided_p(7), tails.two_sided_p(10)), (4.0 / 6.0, 1.0));
    }

    #[test]
    fn all_choices_are_counted_for_any_size() {
        // 80 ranks: halves of 40, whose counts pass 32 bits
        let ranks: Vec<u32> = (0..80).map(|i| 2 * i + 2).collect();
        for size in [1, 3, 20, 39, 40] {
            let tails = RankTails::of(&ranks, size);
            let all = crate::permutation::choices(80, size);
            let smallest: u64 = ranks.iter().take(size).map(|r| u64::from(*r)).sum();
            assert!((tails.at_most(1 << 20) / all - 1.0).abs() < 1e-13, "{size}");
            assert!((tails.at_least(0) / all - 1.0).abs() < 1e-13, "{size}");
            assert_eq!((tails.at_most(smallest), tails.at_most(smallest - 1)), (1.0, 0.0));
            assert!((tails.two_sided_p(smallest) * all - 2.0).abs() < 1e-12, "{size}");
        }
    }

    proptest! {
        #[test]
        fn the_halves_count_what_enumeration_lists(
            mut ranks in prop::collection::vec(1..30_u32, 1..=12), share in 0.0..1.0_f64, unit in 1..4_u32,
        ) {
            ranks.iter_mut().for_each(|rank| *rank *= unit);
            ranks.sort_unstable();
            let size = (share * (ranks.len() + 1) as f64) as usize;
            let sums: Vec<u64> = (0..1_u32 << ranks.len())
                .filter(|chosen| chosen.count_ones() as usize == size)
                .map(|chosen| ranks.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, r)| u64::from(*r)).sum())
                .collect();
            let tails = RankTails::of(&ranks, size);
            for limit in 0..=sums.iter().max().unwrap() + 2 {
                prop_assert_eq!(tails.at_most(limit), sums.iter().filter(|s| **s <= limit).count() as f64);
                prop_assert_eq!(tails.at_least(limit), sums.iter().filter(|s| **s >= limit).count() as f64);
            }
        }
    }
}
