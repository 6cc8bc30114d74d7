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

    /// `P(X <= x)`, `P(X >= k)`, and the slope of their sum.
    fn both(&self, k: usize, log_odds: f64) -> Both {
        let (mut mean, mut below, mut above, mut first) = (0.0, 0.0, 0.0, 0.0);
        for (i, p) in self.family.probabilities(exp(log_odds)).iter().enumerate() {
            let part = i as f64 * p;
            mean += part;
            if i <= self.seen {
                (below, first) = (below + p, first + part);
            } else if i >= k {
                (above, first) = (above + p, first + part);
            }
        }
        // through the logarithm, like the ends themselves: a p equal to alpha is then judged alike
        Both { below, above, sum: exp(log(below + above)), slope: first - mean * (below + above) }
    }

    /// Highest log odds with p above alpha, where `joint(k)` is the highest at which outcomes from k on count.
    fn segments(&self, joint: impl Fn(usize) -> f64) -> (f64, bool) {
        let last = self.family.last();
        let mut end = BOUND;
        for k in (self.seen + 2..=last + 1).rev() {
            let start = joint(k - 1);
            if k <= last && self.both(k, end).sum > self.alpha {
                return (end, self.hole(k, start, end, &joint));
            }
            if self.both(k, start).sum > self.alpha {
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
        let (mut low, mut high) = (self.both(k, start), self.both(k, end));
        if low.sum <= self.alpha {
            return true;
        }
        if low.slope >= 0.0 || high.slope <= 0.0 {
            return false;
        }
        let (mut lo, mut hi) = (start, end);
        for _ in 0..DIP_STEPS {
            // the one tail falls to its value at `hi`, the other rises from its value at `lo`
            if high.below + low.above > self.alpha * (1.0 + 1e-9) {
                return false;
            }
            let middle = 0.5 * (lo + hi);
            let found = self.both(k, middle);
            if found.sum <= self.alpha {
                return true;
            }
            if found.slope < 0.0 { (lo, low) = (middle, found) } else { (hi, high) = (middle, found) }
        }
        false
    }
}

/// Both tails at some odds.
#[derive(Clone, Copy, Debug)]
struct Both {
    below: f64,
    above: f64,
    sum: f64,
    slope: f64,
}
