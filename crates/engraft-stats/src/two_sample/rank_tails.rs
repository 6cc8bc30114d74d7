//! Exact tails of a rank sum, with ties, by meeting in the middle.
//!
//! The ranks are cut into a lower and an upper half. For each half the subsets are counted by their size and their sum;
//! the number of choices of the whole group with a sum up to a limit is then the sum, over the sizes in the two halves,
//! of the counts of one half times the cumulative counts of the other. Both tails, at any limit, come from the same two
//! halves, which cost far less than the distribution over all ranks.

use std::ops::AddAssign;

/// Up to this many ranks in a half, any number of subsets of one size fits 31 bits: C(33, 16) < 2^31.
const NARROW_HALF: usize = 33;

/// A number of subsets.
trait Count: Copy + Default + AddAssign + Into<f64> + From<u8> {}

impl Count for i32 {}
impl Count for f64 {}

/// Sums of the first 0, 1, ..., n of some ascending ranks.
struct Sums(Vec<u64>);

impl Sums {
    fn of(ranks: &[u32]) -> Sums {
        let mut sum = 0;
        let later = ranks.iter().map(|rank| {
            sum += u64::from(*rank);
            sum
        });
        Sums(std::iter::once(0).chain(later).collect())
    }

    fn first(&self, n: usize) -> u64 {
        self.0.get(n).copied().unwrap_or(0)
    }

    /// Number of ranks.
    fn len(&self) -> usize {
        self.0.len() - 1
    }

    /// The smallest and the largest sum of `size` ranks.
    fn ends(&self, size: usize) -> (u64, u64) {
        (self.first(size), self.first(self.len()) - self.first(self.len() - size))
    }

    /// Number of excesses over the smallest sum, from 0 to the largest, that `size` of the first `n` ranks reach.
    fn width(&self, n: usize, size: usize) -> usize {
        (self.first(n) - self.first(n - size) - self.first(size)) as usize + 1
    }
}

/// Rows of numbers for the subsets of 0, 1, ... ranks, by their excess over the smallest sum of that size.
///
/// The subsets of size n - k are the complements of those of size k, so that their row is
/// that of size k read fallings: only sizes up to n/2 are kept.
type Rows<T> = Vec<Vec<T>>;

/// Counts of the subsets of 0 to `most` of some ascending ranks, at most half of them.
///
/// Ranks come in ascending order, so adding the j-th to a subset raises the excess by `r_j - r_k` for the new size k,
/// which is not negative. Of the first j ranks, too, only sizes up to j/2 are counted; the size that is new for an even
/// j begins with the complements.
fn counts<T: Count>(ranks: &[u32], sums: &Sums, most: usize) -> Rows<T> {
    let n = ranks.len();
    let most = most.min(n / 2);
    let mut rows: Rows<T> = (0..=most).map(|size| vec![T::default(); sums.width(n, size)]).collect();
    if let Some(none) = rows.first_mut().and_then(|row| row.first_mut()) {
        *none = T::from(1);
    }
    for (j, rank) in ranks.iter().enumerate() {
        let top = most.min(j.div_ceil(2));
        let Some((mut more, fewer)) = rows.get_mut(..=top).and_then(|rows| rows.split_last_mut()) else { continue };
        // the larger subsets first, so that no rank is taken twice
        for ((size, row), least) in fewer.iter_mut().enumerate().zip(ranks).rev() {
            let step = (rank - least) as usize;
            let held = row.get(..sums.width(j, size)).unwrap_or_default();
            if 2 * size + 1 == j {
                complement(more, held);
            }
            let to = more.get_mut(step..).unwrap_or_default();
            to.iter_mut().zip(held).for_each(|(slot, count)| *slot += *count);
            more = row;
        }
    }
    rows
}

/// Writes the counts in reverse.
fn complement<T: Copy>(to: &mut [T], counts: &[T]) {
    if let Some(to) = to.get_mut(..counts.len()) {
        to.copy_from_slice(counts);
        to.reverse();
    }
}

/// Of each row the number of subsets up to each count, in the order asked for.
fn cumulated<'a, T: Count + 'a, I: Iterator<Item = &'a T>>(rows: &'a Rows<T>, order: impl Fn(&'a [T]) -> I) -> Rows<T> {
    let up_to = |row: &'a Vec<T>| {
        let mut sum = T::default();
        let counts = order(row).map(|count| {
            sum += *count;
            sum
        });
        counts.collect()
    };
    rows.iter().map(up_to).collect()
}

/// The counts of both halves.
struct Halves<T> {
    /// Of the lower half.
    lower: Rows<T>,
    /// Of the upper half, cumulative from the smallest sum up.
    rising: Rows<T>,
    /// Of the upper half, cumulative from the largest sum down.
    falling: Rows<T>,
}

impl<T: Count> Halves<T> {
    fn of(low: (&[u32], &Sums), high: (&[u32], &Sums), size: usize) -> Halves<T> {
        let upper: Rows<T> = counts(high.0, high.1, size);
        Halves {
            lower: counts(low.0, low.1, size),
            rising: cumulated(&upper, |row| row.iter()),
            falling: cumulated(&upper, |row| row.iter().rev()),
        }
    }

    /// Number of choices of some ranks of both halves with a sum no further than `room` from the outermost on that side.
    fn count(&self, (below, above): (Chosen, Chosen), side: Side, room: usize) -> f64 {
        // a row of complements is read from the other end
        let rising = (side == Side::Low) != above.complement;
        let upper = if rising { &self.rising } else { &self.falling };
        let counts = self.lower.get(below.row).map_or(&[][..], Vec::as_slice);
        let cumulative = upper.get(above.row).map_or(&[][..], Vec::as_slice);
        pairs(counts, (side == Side::High) != below.complement, cumulative, room)
    }
}

/// Where the subsets of some size are kept.
#[derive(Clone, Copy)]
struct Chosen {
    row: usize,
    complement: bool,
}

impl Chosen {
    /// `size` of `n` ranks.
    fn of(size: usize, n: usize) -> Chosen {
        let complement = size > n / 2;
        Chosen { row: if complement { n - size } else { size }, complement }
    }
}

/// The counts of both halves, in whole numbers where they fit.
enum Counted {
    Narrow(Halves<i32>),
    Wide(Halves<f64>),
}

/// Which tail is counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// The null distribution of the rank sum of one group.
///
/// The halves hold ranks less the smallest, in units of the greatest common divisor of their differences, which halves
/// the work where nothing ties.
pub(crate) struct RankTails {
    lower: Sums,
    upper: Sums,
    halves: Counted,
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
        let (lower, upper) = (Sums::of(low), Sums::of(high));
        // the upper half is no smaller
        let halves = if high.len() <= NARROW_HALF {
            Counted::Narrow(Halves::of((low, &lower), (high, &upper), size))
        } else {
            Counted::Wide(Halves::of((low, &lower), (high, &upper), size))
        };
        RankTails {
            lower,
            upper,
            halves,
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
        self.count(Side::Low, |below, above| {
            (limit / self.unit).checked_sub(self.lower.ends(below).0 + self.upper.ends(above).0)
        })
    }

    /// Number of choices with a sum of at least `limit`.
    fn at_least(&self, limit: u64) -> f64 {
        let limit = limit.saturating_sub(self.size as u64 * self.least).div_ceil(self.unit);
        self.count(Side::High, |below, above| (self.lower.ends(below).1 + self.upper.ends(above).1).checked_sub(limit))
    }

    /// Number of choices whose sum lies no further than `room` from the outermost one of the same split, over all splits.
    fn count(&self, side: Side, room: impl Fn(usize, usize) -> Option<u64>) -> f64 {
        let (lower, upper) = (self.lower.len(), self.upper.len());
        let fewest = self.size.saturating_sub(upper);
        let splits = (fewest..=self.size.min(lower)).map(|below| (below, self.size - below));
        let counted = splits.filter_map(|(below, above)| {
            let room = room(below, above)? as usize;
            let chosen = (Chosen::of(below, lower), Chosen::of(above, upper));
            Some(match &self.halves {
                Counted::Narrow(halves) => halves.count(chosen, side, room),
                Counted::Wide(halves) => halves.count(chosen, side, room),
            })
        });
        counted.sum()
    }
}

/// Number of pairs whose excesses together are at most `room`.
///
/// `counts` of one half by its excess, from the largest excess down if `falling`, else from 0 up;
/// `cumulative` counts of the other from 0 up.
fn pairs<T: Count>(counts: &[T], falling: bool, cumulative: &[T], room: usize) -> f64 {
    let largest = counts.len().saturating_sub(1);
    // the i-th count from the largest excess down leaves `room - largest + i` to the other half
    let used = counts.len() - largest.saturating_sub(room);
    let partial = cumulative.get(room.saturating_sub(largest)..).unwrap_or_default();
    let partial = partial.get(..used).unwrap_or(partial);
    let whole = used - partial.len();
    let (partly, wholly) = if falling {
        let last = counts.get(counts.len() - used..).unwrap_or_default();
        last.split_at(partial.len())
    } else {
        let (wholly, partly) = counts.get(..used).unwrap_or_default().split_at(whole);
        (partly, wholly)
    };
    let products = if falling { dot(partly, partial) } else { dot_reversed(partly, partial) };
    products + total(wholly) * cumulative.last().map_or(0.0, |all| (*all).into())
}

/// Sum of products of two lists of one length; four sums at once, which the processor works on side by side.
fn dot<T: Count>(a: &[T], b: &[T]) -> f64 {
    let ((fours_a, rest_a), (fours_b, rest_b)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for ([a, b, c, d], other) in fours_a.iter().zip(fours_b) {
        add_products(&mut sums, [*a, *b, *c, *d], other);
    }
    sums.iter().sum::<f64>() + rest(rest_a.iter().zip(rest_b))
}

/// As [`dot`], the first list from its end.
fn dot_reversed<T: Count>(a: &[T], b: &[T]) -> f64 {
    let ((rest_a, fours_a), (fours_b, rest_b)) = (a.as_rchunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for ([a, b, c, d], other) in fours_a.iter().rev().zip(fours_b) {
        add_products(&mut sums, [*d, *c, *b, *a], other);
    }
    sums.iter().sum::<f64>() + rest(rest_a.iter().rev().zip(rest_b))
}

fn add_products<T: Count>(sums: &mut [f64; 4], a: [T; 4], b: &[T; 4]) {
    for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
        *sum += (*a).into() * (*b).into();
    }
}

fn rest<'a, T: Count + 'a>(pairs: impl Iterator<Item = (&'a T, &'a T)>) -> f64 {
    pairs.map(|(a, b)| (*a).into() * (*b).into()).sum()
}

/// Sum of counts, four at once.
fn total<T: Count>(counts: &[T]) -> f64 {
    let (fours, rest) = counts.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        for (sum, count) in sums.iter_mut().zip(four) {
            *sum += (*count).into();
        }
    }
    sums.iter().sum::<f64>() + rest.iter().map(|count| (*count).into()).sum::<f64>()
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
