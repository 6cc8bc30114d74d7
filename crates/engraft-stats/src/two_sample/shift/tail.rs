//! Exact two-sided tail of the rank sum of the smaller group, by its excess over the smallest possible sum.

/// Doubled midranks of both groups after a shift, and the doubled rank sum of the smaller group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pattern {
    /// Doubled midranks, ascending.
    pub ranks: Vec<u32>,
    /// Size of the smaller group.
    pub size: usize,
    /// Doubled rank sum of the smaller group.
    pub sum: u32,
}

impl Pattern {
    /// Ranks `first - shift` with `second`, both ascending; neighbours within `width` tie.
    pub fn of(first: &[f64], second: &[f64], shift: f64, width: f64) -> Pattern {
        let mut pooled: Vec<(f64, bool)> = first.iter().map(|v| (v - shift, true)).collect();
        pooled.extend(second.iter().map(|v| (*v, false)));
        pooled.sort_by(|a, b| a.0.total_cmp(&b.0));
        let of_smaller = first.len() <= second.len();
        let mut ranks: Vec<u32> = Vec::with_capacity(pooled.len());
        let mut sum = 0;
        for tied in pooled.chunk_by(|a, b| b.0 - a.0 <= width) {
            let doubled = (2 * ranks.len() + tied.len() + 1) as u32;
            sum += doubled * tied.iter().filter(|(_, is_first)| *is_first == of_smaller).count() as u32;
            ranks.extend(tied.iter().map(|_| doubled));
        }
        Pattern { ranks, size: first.len().min(second.len()), sum }
    }

    /// N times the distance of the sum from its mean, and N times the mean.
    fn distance(&self) -> (u64, u64) {
        let total: u64 = self.ranks.iter().map(|r| u64::from(*r)).sum();
        let centre = self.size as u64 * total;
        ((self.ranks.len() as u64 * u64::from(self.sum)).abs_diff(centre), centre)
    }

    /// A bound p cannot fall below, from the second and fourth moments of a sample without replacement (Paley and
    /// Zygmund 1932, on the square): `(1 - z²)² σ⁴ / μ4` for z below 1, else 0.
    pub fn lower_bound(&self) -> f64 {
        let (n, k) = (self.ranks.len() as f64, self.size as f64);
        if self.ranks.len() < 4 {
            return 0.0;
        }
        let mean = self.ranks.iter().map(|r| f64::from(*r)).sum::<f64>() / n;
        let (s2, s4) = self.ranks.iter().fold((0.0, 0.0), |(s2, s4), r| {
            let d = (f64::from(*r) - mean) * (f64::from(*r) - mean);
            (s2 + d, s4 + d * d)
        });
        let variance = k * (n - k) * s2 / (n * (n - 1.0));
        if variance <= 0.0 {
            return 0.0;
        }
        let fourth = fourth_moment(n, k, s2, s4);
        let distance = self.distance().0 as f64 / n;
        let slack = (1.0 - distance * distance / variance).max(0.0);
        slack * slack * variance * variance / fourth * (1.0 - 1e-9)
    }
}

/// Fourth central moment of the sum of `k` of `n` numbers with sums `s2`, `s4` of their second and fourth central powers.
fn fourth_moment(n: f64, k: f64, s2: f64, s4: f64) -> f64 {
    let bracket = (n * n + n - 6.0 * k * n + 6.0 * k * k) * s4 + 3.0 * (k - 1.0) * (n - k - 1.0) * s2 * s2;
    k * (n - k) / (n * (n - 1.0) * (n - 2.0) * (n - 3.0)) * bracket
}

/// Lower tails of one pattern of ranks and of its mirror image, computed as far as asked.
#[derive(Default)]
pub(super) struct Tails {
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl Tails {
    /// `P(|W - E| >= |w - E|)`.
    pub fn two_sided_p(&mut self, pattern: &Pattern) -> f64 {
        let (distance, centre) = pattern.distance();
        if distance == 0 {
            return 1.0;
        }
        let n = pattern.ranks.len() as u64;
        let span = pattern.ranks.first().unwrap_or(&0) + pattern.ranks.last().unwrap_or(&0);
        let mirrored: Vec<u32> = pattern.ranks.iter().rev().map(|r| span - r).collect();
        let mirrored_centre = n * pattern.size as u64 * u64::from(span) - centre;
        let low = at(&mut self.lower, &pattern.ranks, pattern.size, centre.checked_sub(distance).map(|c| c / n));
        let high = at(&mut self.upper, &mirrored, pattern.size, mirrored_centre.checked_sub(distance).map(|c| c / n));
        (low + high).min(1.0)
    }
}

/// Probability of a sum of at most `limit`, from the store or computed.
fn at(store: &mut Vec<f64>, ranks: &[u32], size: usize, limit: Option<u64>) -> f64 {
    let smallest: u64 = ranks.iter().take(size).map(|r| u64::from(*r)).sum();
    let Some(excess) = limit.and_then(|l| l.checked_sub(smallest)) else { return 0.0 };
    let excess = excess as usize;
    if excess >= store.len() {
        // a pattern without ties comes back with a larger sum, one with ties hardly ever does; no tail beyond the mean is asked
        let total: u64 = ranks.iter().map(|r| u64::from(*r)).sum();
        let mean = (total * size as u64 / ranks.len().max(1) as u64).saturating_sub(smallest) as usize;
        let tied = !ranks.is_sorted_by(|a, b| a < b);
        let wanted = if tied { excess } else { (2 * excess + 64).min(mean).max(excess) };
        *store = lower_tail(ranks, size, wanted);
    }
    store.get(excess).copied().unwrap_or(1.0)
}

/// `P(W - smallest <= e)` for e from 0 to `excess`.
///
/// Ranks are taken in ascending order, so adding the j-th to k chosen ones raises the excess by `r_j - r_(k+1)`, which
/// is not negative: no row needs more than `excess`, and after j ranks none has more than its k largest give. All steps
/// are multiples of their greatest common divisor, which halves the work where nothing ties. Counts are `f64`, all
/// positive, relative error below 1e-13.
fn lower_tail(ranks: &[u32], size: usize, excess: usize) -> Vec<f64> {
    let unit = ranks.iter().zip(ranks.iter().skip(1)).map(|(a, b)| b - a).fold(0, gcd).max(1) as usize;
    let width = excess / unit + 1;
    let mut counts = vec![0.0; (size + 1) * width];
    // the largest excess that a row holds so far, one more than it: 0 for a row that holds nothing
    let mut filled = vec![0_usize; size + 1];
    if let (Some(empty), Some(one)) = (counts.first_mut(), filled.first_mut()) {
        (*empty, *one) = (1.0, 1);
    }
    for (j, rank) in ranks.iter().enumerate() {
        for k in (1..=size.min(j + 1)).rev() {
            let step = ranks.get(k - 1).map_or(0, |least| rank - least) as usize / unit;
            let (fewer, more) = counts.split_at_mut(k * width);
            let held = filled.get(k - 1).copied().unwrap_or(0).min(width.saturating_sub(step));
            if held == 0 {
                continue;
            }
            let start = (k - 1) * width;
            if let (Some(from), Some(to)) = (fewer.get(start..start + held), more.get_mut(step..step + held)) {
                to.iter_mut().zip(from).for_each(|(slot, count)| *slot += *count);
            }
            if let Some(row) = filled.get_mut(k) {
                *row = (*row).max(held + step);
            }
        }
    }
    let all = crate::permutation::choices(ranks.len(), size);
    let mut sum = 0.0;
    let steps: Vec<f64> = counts
        .iter()
        .skip(size * width)
        .map(|count| {
            sum += *count;
            sum / all
        })
        .collect();
    (0..=excess).map(|e| steps.get(e / unit).copied().unwrap_or(1.0)).collect()
}

/// Greatest common divisor.
fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_four_ranks_have_six_sums() {
        // ranks 1 2.5 2.5 4 doubled: pairs 7 7 10 10 13 13
        let pattern = Pattern::of(&[1.0, 2.0], &[2.0, 5.0], 0.0, 1e-9);
        assert_eq!((pattern.ranks.clone(), pattern.sum), (vec![2, 5, 5, 8], 7));
        assert!((Tails::default().two_sided_p(&pattern) - 4.0 / 6.0).abs() < 1e-15);
        assert_eq!(lower_tail(&pattern.ranks, 2, 6), [2.0, 2.0, 2.0, 4.0, 4.0, 4.0, 6.0].map(|c| c / 6.0));
    }

    #[test]
    fn the_fourth_moment_is_that_of_all_samples() {
        let ranks = [2.0, 5.0, 5.0, 8.0, 10.0, 13.0, 13.0_f64];
        let mean = ranks.iter().sum::<f64>() / 7.0;
        let power = |e: i32| ranks.iter().map(|r| (r - mean).powi(e)).sum::<f64>();
        let sums: Vec<f64> = (0..1_u32 << 7)
            .filter(|c| c.count_ones() == 3)
            .map(|c| ranks.iter().enumerate().filter(|(i, _)| c >> i & 1 == 1).map(|(_, r)| r - mean).sum())
            .collect();
        let direct = sums.iter().map(|s: &f64| s.powi(4)).sum::<f64>() / sums.len() as f64;
        assert!((fourth_moment(7.0, 3.0, power(2), power(4)) / direct - 1.0).abs() < 1e-12);
    }
}
