//! Distributions on consecutive whole numbers with probabilities proportional to `weight × odds^outcome`.

use libm::log;

/// A family whose weights are log-concave: binomial, hypergeometric, and sums of independent hypergeometric counts.
///
/// Held as ratios of neighbouring weights, which never overflow; a distribution is built outwards from its mode, so
/// that both tails keep their relative accuracy.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    /// Weight of each outcome but the first, divided by the weight of the one before; decreasing.
    ratios: Vec<f64>,
}

impl Family {
    /// Number of events among `n` independent subjects; the odds are those of an event.
    pub fn binomial(n: u64) -> Family {
        Family { ratios: (0..n).map(|k| (n - k) as f64 / (k + 1) as f64).collect() }
    }

    /// Events in the first group given `events` in all, starting at `max(0, events - n2)`; the odds are the odds ratio.
    pub fn hypergeometric(n1: u64, n2: u64, events: u64) -> Family {
        let (lowest, highest) = (events.saturating_sub(n2), events.min(n1));
        let ratio = |k: u64| {
            let (up, down) = ((n1 - k) as f64 * (events - k) as f64, (k + 1) as f64 * (n2 + k + 1 - events) as f64);
            up / down
        };
        Family { ratios: (lowest..highest).map(ratio).collect() }
    }

    /// The sum of two independent members with the same odds.
    pub fn plus(&self, other: &Family) -> Family {
        // tilted so that the bulk of the weights sits in the middle, far from underflow
        let (a, b) = (self.probabilities(1.0), other.probabilities(1.0));
        let mut sum = vec![0.0_f64; a.len() + b.len() - 1];
        for (i, p) in a.iter().enumerate() {
            for (total, q) in sum.iter_mut().skip(i).zip(&b) {
                *total += p * q;
            }
        }
        Family {
            ratios: sum.windows(2).map(|w| w.iter().skip(1).sum::<f64>() / w.iter().take(1).sum::<f64>()).collect(),
        }
    }

    /// Index of the largest outcome, counted from the smallest.
    pub fn last(&self) -> usize {
        self.ratios.len()
    }

    /// The family of `last - outcome`, whose odds are the reciprocal.
    pub fn mirrored(&self) -> Family {
        Family { ratios: self.ratios.iter().rev().map(|r| 1.0 / r).collect() }
    }

    /// Probabilities of the outcomes at `odds`, 0 and infinity included.
    pub fn probabilities(&self, odds: f64) -> Vec<f64> {
        let mode = self.ratios.partition_point(|r| r * odds >= 1.0);
        let mut values = vec![1.0; self.ratios.len() + 1];
        let mut value = 1.0;
        for (place, ratio) in values.iter_mut().zip(&self.ratios).take(mode).rev() {
            value /= ratio * odds;
            *place = value;
        }
        value = 1.0;
        for (place, ratio) in values.iter_mut().skip(1).zip(&self.ratios).skip(mode) {
            value *= ratio * odds;
            *place = value;
        }
        let total: f64 = values.iter().sum();
        for place in &mut values {
            *place /= total;
        }
        values
    }

    /// Logarithm of the odds at which outcomes `first` and `second` (larger) are equally likely.
    pub fn equal_odds(&self, first: usize, second: usize) -> f64 {
        let between = self.ratios.iter().take(second).skip(first);
        -between.map(|r| log(*r)).sum::<f64>() / (second - first).max(1) as f64
    }
}
