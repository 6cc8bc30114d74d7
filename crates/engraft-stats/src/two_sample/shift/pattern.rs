//! The ranks of two groups after a shift, and what their moments say about p without counting.

use super::moments::{Bounds, Sampling};

/// Doubled midranks of both groups after a shift, and the doubled rank sum of the smaller group.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Pattern {
    /// Doubled midranks, ascending, each with the number of values that share it.
    pub ties: Vec<(u32, u32)>,
    /// Size of the smaller group.
    pub size: usize,
    /// Doubled rank sum of the smaller group.
    pub sum: u32,
}

impl Pattern {
    /// Ranks `first - shift` with `second`, both ascending; neighbours within `width` tie.
    pub fn of(first: &[f64], second: &[f64], shift: f64, width: f64) -> Pattern {
        let of_smaller = first.len() <= second.len();
        let count = first.len() + second.len();
        let mut pattern = Pattern { ties: Vec::with_capacity(count), size: first.len().min(second.len()), sum: 0 };
        let (mut i, mut j) = (0, 0);
        let (mut last, mut before, mut own) = (f64::NEG_INFINITY, 0, 0);
        while i + j < count {
            let a = first.get(i).map_or(f64::INFINITY, |v| v - shift);
            let b = second.get(j).copied().unwrap_or(f64::INFINITY);
            let is_first = i < first.len() && a <= b;
            let value = if is_first { a } else { b };
            // an overflowed value ties with nothing
            let tie = value - last <= width;
            if !tie {
                pattern.close(&mut before, i + j, &mut own);
            }
            last = value;
            i += usize::from(is_first);
            j += usize::from(!is_first);
            own += u32::from(is_first == of_smaller);
        }
        pattern.close(&mut before, count, &mut own);
        pattern
    }

    /// Ends the values that tie: those from place `before` up to `end`, `own` of them of the smaller group.
    fn close(&mut self, before: &mut usize, end: usize, own: &mut u32) {
        if end > *before {
            let doubled = (*before + end + 1) as u32;
            self.ties.push((doubled, (end - *before) as u32));
            self.sum += doubled * *own;
        }
        (*before, *own) = (end, 0);
    }

    /// The doubled midrank of each value, ascending.
    pub fn ranks(&self) -> Vec<u32> {
        self.ties.iter().flat_map(|(doubled, tied)| std::iter::repeat_n(*doubled, *tied as usize)).collect()
    }

    /// Bounds on the exact two-sided p from the moments of the rank sum.
    pub fn bounds(&self, sampling: &Sampling) -> Bounds {
        let n: u32 = self.ties.iter().map(|(_, tied)| tied).sum();
        let mut powers = [0.0; 4];
        for (doubled, tied) in &self.ties {
            // the mean of the doubled midranks is n + 1, whatever ties
            let d = f64::from(*doubled) - f64::from(n + 1);
            let square = d * d;
            let terms = [square, square * d, square * square, square * square * square];
            powers.iter_mut().zip(terms).for_each(|(sum, term)| *sum += f64::from(*tied) * term);
        }
        let distance = f64::from(self.sum.abs_diff(self.size as u32 * (n + 1)));
        Bounds::of(distance * distance, sampling.moments(powers))
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
        assert_eq!(pattern, Pattern { ties: vec![(2, 1), (5, 2), (8, 1)], size: 2, sum: 7 });
        assert_eq!(pattern.ranks(), [2, 5, 5, 8]);
        let shifted = Pattern::of(&[1.0, 2.0], &[2.0, 5.0], 1.0, 1e-9);
        assert_eq!(shifted, Pattern { ties: vec![(2, 1), (4, 1), (6, 1), (8, 1)], size: 2, sum: 6 });
        // sums 6 8 10 10 12 14 about 10: variance 20/3, fourth moment 544/6; at 8 z² = 0.6: Cantelli gives
        // 0.16 / (κ - 1 + 0.16), the exact p is 4/6
        let kurtosis: f64 = 544.0 / 6.0 / (400.0 / 9.0);
        let bounds = Pattern { sum: 8, ..shifted }.bounds(&Sampling::new(4, 2));
        let cantelli = 0.16 / (kurtosis - 1.0 + 0.16) - 1e-8;
        assert!(bounds.lower >= cantelli && bounds.lower <= 4.0 / 6.0, "{bounds:?}");
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
            let ranks = pattern.ranks();
            let tails = RankTails::of(&ranks, pattern.size);
            let sampling = Sampling::new(ranks.len(), pattern.size);
            let (least, most) = (ranks.first().unwrap(), ranks.last().unwrap());
            // every sum there may be, not only the one seen
            for sum in least * pattern.size as u32..=most * pattern.size as u32 {
                let p = tails.two_sided_p(u64::from(sum));
                let bounds = Pattern { sum, ..pattern.clone() }.bounds(&sampling);
                prop_assert!(bounds.lower <= p && p <= bounds.upper, "{sum} {p} {bounds:?} {pattern:?}");
            }
        }
    }
}
