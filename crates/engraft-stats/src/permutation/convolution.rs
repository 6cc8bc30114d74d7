//! Exact distribution of a sum over independent units, by two halves.
//!
//! A unit (a subject, a block) has several outcomes, each with a count (subjects given the first treatment), a sum and a
//! weight. The distribution over all units needs the product of all outcomes; cut into two halves, only the products of
//! each half are listed, and pairs that pass a threshold are counted while one pointer moves up and one down.

/// Largest number of sums listed for one half.
const LARGEST_HALF: f64 = 1_048_576.0;

/// One outcome of a unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Outcome {
    pub count: usize,
    pub sum: f64,
    pub weight: f64,
}

/// Sums of a half with one count, ascending, with the weight of each and of all up to each.
#[derive(Default)]
struct Row {
    sums: Vec<f64>,
    weights: Vec<f64>,
    cumulative: Vec<f64>,
}

impl Row {
    fn total(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or(0.0)
    }

    /// Weight of the first `n` sums.
    fn first(&self, n: usize) -> f64 {
        n.checked_sub(1).and_then(|i| self.cumulative.get(i)).copied().unwrap_or(0.0)
    }
}

/// Share of the weight whose `|sum|` reaches `threshold(count)`, among the counts where that is `Some`.
///
/// `None` when a half would list more than 2^20 sums, or when no outcome has an allowed count. Counts above `most` are
/// never listed.
pub(super) fn extreme_share(
    units: &[Vec<Outcome>],
    most: usize,
    threshold: impl Fn(usize) -> Option<f64>,
) -> Option<f64> {
    let cut = best_cut(units, most)?;
    let (left, right) = (rows(units.get(..cut)?, most), rows(units.get(cut..)?, most));
    let (mut all, mut extreme) = (0.0, 0.0);
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            if let Some(limit) = threshold(i + j).filter(|_| i + j <= most) {
                all += a.total() * b.total();
                extreme += beyond(a, b, limit);
            }
        }
    }
    (all > 0.0).then(|| extreme / all)
}

/// Where to cut so that the larger half is smallest; `None` when it is too large even so.
fn best_cut(units: &[Vec<Outcome>], most: usize) -> Option<usize> {
    let forward = sizes(units.iter(), most);
    let mut backward = sizes(units.iter().rev(), most);
    backward.reverse();
    let larger = forward.iter().zip(&backward).map(|(a, b)| a.max(*b));
    let (cut, size) = larger.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?;
    (size <= LARGEST_HALF).then_some(cut)
}

/// Number of sums listed after none, one, two ... units.
fn sizes<'a>(units: impl Iterator<Item = &'a Vec<Outcome>>, most: usize) -> Vec<f64> {
    let mut by_count = vec![1.0];
    let mut sizes = vec![1.0];
    for unit in units {
        let mut next = vec![0.0; (by_count.len() + largest_count(unit)).min(most + 1)];
        for outcome in unit {
            for (slot, number) in next.iter_mut().skip(outcome.count).zip(&by_count) {
                *slot += *number;
            }
        }
        sizes.push(next.iter().sum());
        by_count = next;
    }
    sizes
}

fn largest_count(unit: &[Outcome]) -> usize {
    unit.iter().map(|outcome| outcome.count).max().unwrap_or(0)
}

/// All sums of some units, by count.
fn rows(units: &[Vec<Outcome>], most: usize) -> Vec<Row> {
    let mut lists: Vec<Vec<(f64, f64)>> = vec![vec![(0.0, 1.0)]];
    for unit in units {
        let mut next = vec![Vec::new(); (lists.len() + largest_count(unit)).min(most + 1)];
        for outcome in unit {
            for (slot, list) in next.iter_mut().skip(outcome.count).zip(&lists) {
                slot.extend(list.iter().map(|(sum, weight)| (sum + outcome.sum, weight * outcome.weight)));
            }
        }
        lists = next;
    }
    lists.into_iter().map(row).collect()
}

fn row(mut list: Vec<(f64, f64)>) -> Row {
    list.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut row = Row::default();
    let mut running = 0.0;
    for (sum, weight) in list {
        running += weight;
        row.sums.push(sum);
        row.weights.push(weight);
        row.cumulative.push(running);
    }
    row
}

/// Weight of the pairs with `|a + b| >= limit`.
fn beyond(a: &Row, b: &Row, limit: f64) -> f64 {
    if limit <= 0.0 {
        return a.total() * b.total();
    }
    // as a rises, fewer b fall at or below -limit - a, and fewer fall short of limit - a
    let (mut low, mut high) = (b.sums.len(), b.sums.len());
    let mut weight = 0.0;
    for (sum, own) in a.sums.iter().zip(&a.weights) {
        low = retreat(&b.sums, low, |s| sum + s <= -limit);
        high = retreat(&b.sums, high, |s| sum + s < limit);
        weight += own * (b.first(low) + (b.total() - b.first(high)));
    }
    weight
}

/// Moves the end back until the value before it passes.
fn retreat(sums: &[f64], mut end: usize, passes: impl Fn(f64) -> bool) -> usize {
    while let Some(before) = end.checked_sub(1) {
        match sums.get(before) {
            Some(s) if !passes(*s) => end = before,
            _ => break,
        }
    }
    end
}
