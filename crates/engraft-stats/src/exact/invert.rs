//! Every odds that an exact two-sided test does not reject.
//!
//! The central conventions invert one tail on each side. Under minimum likelihood and Blaker's rule, p as a function of
//! the odds jumps where an outcome of the other side joins or leaves. Between two such odds the upper side of p is
//! `f_k = P(X <= x) + P(X >= k)` for a fixed k, one less the probability of a run of outcomes; since that
//! probability rises and then falls in the odds, `f_k` falls and then rises. The end of the set is therefore found
//! segment by segment, from outside in, without a grid.

use libm::{exp, log};

use super::{Family, TestedSet, TwoSided};
use crate::dist::solve::increasing_root;

/// Logarithms of odds are sought within these bounds.
const BOUND: f64 = 700.0;
/// Steps of the search for a dip inside a segment.
const DIP_STEPS: usize = 60;

/// The odds not rejected at `alpha`, from lowest to highest.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Inverted {
    /// Lowest odds; 0 when nothing bounds it.
    pub lower: f64,
    /// Highest odds; infinite when nothing bounds it.
    pub upper: f64,
    /// Whether the set has holes.
    pub set: TestedSet,
}

/// Inverts the test of `rule` for outcome `seen` (index from the smallest).
pub(crate) fn invert(family: &Family, seen: usize, alpha: f64, rule: TwoSided) -> Inverted {
    let (upper, hole_above) = Side { family, seen, alpha }.upper(rule);
    let mirrored = family.mirrored();
    let (other, hole_below) = Side { family: &mirrored, seen: family.last() - seen, alpha }.upper(rule);
    let set = if hole_above || hole_below { TestedSet::Hull } else { TestedSet::Interval };
    Inverted { lower: exp(-other), upper: exp(upper), set }
}

/// One side of the search: upwards from the outcome seen.
struct Side<'a> {
    family: &'a Family,
    seen: usize,
    alpha: f64,
}

impl Side<'_> {
    /// Logarithm of the highest odds not rejected, and whether a hole lies below it.
    fn upper(&self, rule: TwoSided) -> (f64, bool) {
        if self.seen >= self.family.last() {
            return (f64::INFINITY, false);
        }
        match rule {
            TwoSided::Central => (self.one_tail(1.0), false),
            TwoSided::CentralMidP => (self.one_tail(0.5), false),
            TwoSided::MinimumLikelihood => self.segments(|k| self.family.equal_odds(self.seen, k)),
            TwoSided::Blaker => self.segments(|k| self.equal_tails(k)),
        }
    }

    /// `share` of P(X = x) plus P(X < x) equals half of alpha.
    fn one_tail(&self, share: f64) -> f64 {
        let weight = |i: usize| if i < self.seen { 1.0 } else { f64::from(u8::from(i == self.seen)) * share };
        self.solve(weight, 0.5 * self.alpha, -BOUND, BOUND)
    }

    /// Value and slope (in the log odds) of the logarithm of `sum weight(i) P(X = i)`.
    fn log_sum(&self, weight: &dyn Fn(usize) -> f64, log_odds: f64) -> (f64, f64) {
        let (mut mean, mut sum, mut first) = (0.0, 0.0, 0.0);
        for (i, p) in self.family.probabilities(exp(log_odds)).iter().enumerate() {
            let (place, part) = (i as f64, weight(i) * p);
            mean += place * p;
            sum += part;
            first += place * part;
        }
        (log(sum), first / sum - mean)
    }

    /// Where a falling sum of probabilities passes `goal`, between two log odds.
    fn solve(&self, weight: impl Fn(usize) -> f64, goal: f64, lo: f64, hi: f64) -> f64 {
        let goal = log(goal);
        let excess = |u: f64| {
            let (value, slope) = self.log_sum(&weight, u);
            (goal - value, -slope)
        };
        increasing_root(excess, lo, hi, self.family.equal_odds(self.seen, self.seen + 1))
    }

    /// Log odds at which P(X >= k) equals P(X <= x).
    fn equal_tails(&self, k: usize) -> f64 {
        let excess = |u: f64| {
            let (above, rise) = self.log_sum(&|i| f64::from(u8::from(i >= k)), u);
            let (below, fall) = self.log_sum(&|i| f64::from(u8::from(i <= self.seen)), u);
            (above - below, rise - fall)
        };
        increasing_root(excess, -BOUND, BOUND, self.family.equal_odds(self.seen, k))
    }

    /// `P(X <= x) + P(X >= k)` and its slope.
    fn both(&self, k: usize, log_odds: f64) -> (f64, f64) {
        let (value, slope) = self.log_sum(&|i| f64::from(u8::from(i <= self.seen || i >= k)), log_odds);
        (exp(value), slope)
    }

    /// Highest log odds with p above alpha, where `joint(k)` is the highest at which outcomes from k on count.
    fn segments(&self, joint: impl Fn(usize) -> f64) -> (f64, bool) {
        let last = self.family.last();
        let mut end = BOUND;
        for k in (self.seen + 2..=last + 1).rev() {
            let start = joint(k - 1);
            if k <= last && self.both(k, end).0 > self.alpha {
                return (end, self.hole(k, start, end, &joint));
            }
            if self.both(k, start).0 > self.alpha {
                let weight = |i: usize| f64::from(u8::from(i <= self.seen || i >= k));
                let root = self.solve(weight, self.alpha, start, end);
                return (root, self.hole(k, start, root, &joint));
            }
            end = start;
        }
        // all outcomes count up to here: p is 1
        (end, false)
    }

    /// Whether p falls to alpha or below anywhere below `end`, which lies in the segment of `k` that begins at `start`.
    fn hole(&self, k: usize, start: f64, end: f64, joint: &dyn Fn(usize) -> f64) -> bool {
        if self.dips(k, start, end) {
            return true;
        }
        let mut end = start;
        for k in (self.seen + 2..k).rev() {
            let start = joint(k - 1);
            if self.dips(k, start, end) {
                return true;
            }
            end = start;
        }
        false
    }

    /// Whether `f_k` is at most alpha somewhere in a segment, its upper end left out.
    fn dips(&self, k: usize, start: f64, end: f64) -> bool {
        let (first, slope) = self.both(k, start);
        if first <= self.alpha {
            return true;
        }
        if slope >= 0.0 || self.both(k, end).1 <= 0.0 {
            return false;
        }
        let (mut lo, mut hi) = (start, end);
        for _ in 0..DIP_STEPS {
            let middle = 0.5 * (lo + hi);
            let (value, slope) = self.both(k, middle);
            if value <= self.alpha {
                return true;
            }
            if slope < 0.0 { lo = middle } else { hi = middle }
        }
        false
    }
}
