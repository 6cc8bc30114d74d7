//! The ranks of two groups after a shift, and what their moments say about p without counting.

/// Doubled midranks of both groups after a shift, and the doubled rank sum of the smaller group.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
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
        let of_smaller = first.len() <= second.len();
        let mut pattern = Pattern {
            ranks: Vec::with_capacity(first.len() + second.len()),
            size: first.len().min(second.len()),
            sum: 0,
        };
        let mut values = merged(first, second, shift).peekable();
        while let Some((mut last, is_first)) = values.next() {
            let (mut tied, mut of_group) = (1, u32::from(is_first == of_smaller));
            while let Some((value, is_first)) = values.next_if(|next| next.0 - last <= width) {
                (last, tied, of_group) = (value, tied + 1, of_group + u32::from(is_first == of_smaller));
            }
            let doubled = 2 * pattern.ranks.len() as u32 + tied + 1;
            pattern.sum += doubled * of_group;
            pattern.ranks.extend((0..tied).map(|_| doubled));
        }
        pattern
    }

    /// N times the distance of the sum from its mean.
    fn distance(&self) -> u64 {
        let total: u64 = self.ranks.iter().map(|r| u64::from(*r)).sum();
        (self.ranks.len() as u64 * u64::from(self.sum)).abs_diff(self.size as u64 * total)
    }

    /// Bounds on the exact two-sided p from the moments of the rank sum.
    pub fn bounds(&self) -> Bounds {
        let (n, k) = (self.ranks.len() as f64, self.size as f64);
        if self.ranks.len() < 4 {
            return Bounds::NONE;
        }
        let mean = self.ranks.iter().map(|r| f64::from(*r)).sum::<f64>() / n;
        let (s2, s4) = self.ranks.iter().fold((0.0, 0.0), |(s2, s4), r| {
            let d = (f64::from(*r) - mean) * (f64::from(*r) - mean);
            (s2 + d, s4 + d * d)
        });
        let variance = k * (n - k) * s2 / (n * (n - 1.0));
        if variance <= 0.0 {
            return Bounds::NONE;
        }
        let kurtosis = fourth_moment(n, k, s2, s4) / (variance * variance);
        let distance = self.distance() as f64 / n;
        Bounds::of(distance * distance / variance, kurtosis)
    }
}

/// The values of both groups in ascending order, the first less `shift`, with whether each is of the first.
fn merged(first: &[f64], second: &[f64], shift: f64) -> impl Iterator<Item = (f64, bool)> {
    let (mut first, mut second) = (first.iter().map(move |v| v - shift).peekable(), second.iter().copied().peekable());
    std::iter::from_fn(move || {
        let from_first = match (first.peek(), second.peek()) {
            (Some(a), Some(b)) => a <= b,
            (a, _) => a.is_some(),
        };
        if from_first { first.next().map(|v| (v, true)) } else { second.next().map(|v| (v, false)) }
    })
}

/// Fourth central moment of the sum of `k` of `n` numbers with sums `s2`, `s4` of their second and fourth central powers.
fn fourth_moment(n: f64, k: f64, s2: f64, s4: f64) -> f64 {
    let bracket = (n * n + n - 6.0 * k * n + 6.0 * k * k) * s4 + 3.0 * (k - 1.0) * (n - k - 1.0) * s2 * s2;
    k * (n - k) / (n * (n - 1.0) * (n - 2.0) * (n - 3.0)) * bracket
}

/// Values that the exact p cannot fall below or exceed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Bounds {
    pub lower: f64,
    pub upper: f64,
}

impl Bounds {
    /// Nothing is known.
    const NONE: Bounds = Bounds { lower: 0.0, upper: 1.0 };

    /// For a squared standardised distance of `z2` and a fourth standardised moment of `kurtosis`.
    ///
    /// With Z² of mean 1 and variance κ - 1: for z below 1, Cantelli's inequality gives at least
    /// `(1 - z²)² / (κ - 1 + (1 - z²)²)`; Markov's on the fourth power at most `κ / z⁴`. A hair of room is left for
    /// rounding.
    fn of(z2: f64, kurtosis: f64) -> Bounds {
        let slack = (1.0 - z2).max(0.0) * (1.0 - z2).max(0.0);
        let excess = (kurtosis - 1.0).max(0.0);
        let lower = if slack > 0.0 { slack / (excess + slack) * (1.0 - 1e-9) } else { 0.0 };
        let upper = if z2 > 0.0 { (kurtosis / (z2 * z2) * (1.0 + 1e-9)).min(1.0) } else { 1.0 };
        Bounds { lower, upper }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::two_sample::rank_tails::RankTails;

    #[test]
    fn a_shift_ranks_by_hand() {
        // 1 2 against 2 5: ranks 1 2.5 2.5 4 doubled; less 1: 0 1 against 2 5
        let pattern = Pattern::of(&[1.0, 2.0], &[2.0, 5.0], 0.0, 1e-9);
        assert_eq!(pattern, Pattern { ranks: vec![2, 5, 5, 8], size: 2, sum: 7 });
        let shifted = Pattern::of(&[1.0, 2.0], &[2.0, 5.0], 1.0, 1e-9);
        assert_eq!(shifted, Pattern { ranks: vec![2, 4, 6, 8], size: 2, sum: 6 });
        // sums 6 8 10 10 12 14 about 10: variance 20/3, fourth moment 544/6; at 8 z² = 0.6, at 6 z² = 2.4
        let kurtosis: f64 = 544.0 / 6.0 / (400.0 / 9.0);
        let bounds = shifted.bounds();
        assert!((bounds.upper - (kurtosis / (2.4 * 2.4)).min(1.0)).abs() < 1e-8 && bounds.lower == 0.0, "{bounds:?}");
        let bounds = Pattern { sum: 8, ..shifted }.bounds();
        assert!((bounds.lower - 0.16 / (kurtosis - 1.0 + 0.16)).abs() < 1e-8, "{bounds:?}");
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

    proptest! {
        #[test]
        fn the_exact_p_lies_within_its_bounds(
            first in prop::collection::vec(0..9_i32, 1..=12), second in prop::collection::vec(0..9_i32, 1..=12),
            shift in -6..6_i32,
        ) {
            let ascending = |values: &[i32]| {
                let mut values: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
                values.sort_by(f64::total_cmp);
                values
            };
            let pattern = Pattern::of(&ascending(&first), &ascending(&second), f64::from(shift) * 0.5, 1e-9);
            let tails = RankTails::of(&pattern.ranks, pattern.size);
            let (least, most) = (pattern.ranks.first().unwrap(), pattern.ranks.last().unwrap());
            // every sum there may be, not only the one seen
            for sum in least * pattern.size as u32..=most * pattern.size as u32 {
                let p = tails.two_sided_p(u64::from(sum));
                let bounds = Pattern { sum, ..pattern.clone() }.bounds();
                prop_assert!(bounds.lower <= p && p <= bounds.upper, "{sum} {p} {bounds:?} {pattern:?}");
            }
        }
    }
}
