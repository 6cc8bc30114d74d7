//! What the exact methods for counts share: the two-sided conventions, and their inversion into intervals.
//!
//! A count with a one-parameter distribution (binomial; hypergeometric given the margins; the share of one of two
//! Poisson counts) has two one-sided p-values that nobody disputes, and several two-sided ones. [`TwoSided`] names
//! them. Test and interval always follow the same convention here, so that an interval leaves out the null value
//! when p is at most one minus the level, unless the set of parameters not rejected has a hole around it; that is
//! then said (see [`TestedSet`]).

mod family;
mod invert;

pub(crate) use family::Family;
pub(crate) use invert::invert;

/// Outcomes whose probabilities agree to this relative width count as equally likely (as in R's `fisher.test`).
pub(crate) const EQUALLY_LIKELY: f64 = 1e-7;

/// What "as extreme" means on both sides of an exact test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TwoSided {
    /// Sum of the probabilities not larger than that of the outcome seen: the p-value of R's `binom.test`,
    /// `fisher.test` and `poisson.test`. Its interval is that of Sterne, or of Baptista and Pike.
    MinimumLikelihood,
    /// Twice the smaller tail, at most 1: the two-sided binomial p-value of SAS. Its interval is that of Clopper and
    /// Pearson, or of Cornfield; the interval R prints beside the p-value of the other convention.
    Central,
    /// The smaller tail plus the largest tail of the other side that does not exceed it (Blaker).
    Blaker,
    /// Twice the smaller tail with half the probability of the outcome seen, at most 1. Not guaranteed to hold the
    /// level; holds it about on average.
    CentralMidP,
}

impl TwoSided {
    /// Every convention.
    pub const ALL: [TwoSided; 4] =
        [TwoSided::MinimumLikelihood, TwoSided::Central, TwoSided::Blaker, TwoSided::CentralMidP];

    /// The convention as one word.
    pub fn word(self) -> &'static str {
        match self {
            TwoSided::MinimumLikelihood => "minimum-likelihood",
            TwoSided::Central => "central",
            TwoSided::Blaker => "blaker",
            TwoSided::CentralMidP => "central-mid-p",
        }
    }
}

/// Shape of the set of parameters that a test does not reject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TestedSet {
    /// One interval, the one given.
    Interval,
    /// The set has a hole; the interval given reaches from its lowest to its highest point.
    Hull,
}

/// One-sided p-values of an outcome, and the two-sided one by a convention.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Tails {
    /// Probability of the outcome or less.
    pub less: f64,
    /// Probability of the outcome or more.
    pub greater: f64,
    /// Two-sided p-value.
    pub two_sided: f64,
}

/// The p-values of outcome `seen` under `probabilities`, which are unimodal and sum to 1.
pub(crate) fn p_values(probabilities: &[f64], seen: usize, rule: TwoSided) -> Tails {
    let point = probabilities.get(seen).copied().unwrap_or(0.0);
    let less: f64 = probabilities.iter().take(seen + 1).sum::<f64>().min(1.0);
    let greater: f64 = probabilities.iter().skip(seen).rev().sum::<f64>().min(1.0);
    let smaller = less.min(greater);
    let two_sided = match rule {
        TwoSided::MinimumLikelihood => {
            let bar = point * (1.0 + EQUALLY_LIKELY);
            probabilities.iter().filter(|p| **p <= bar).sum()
        }
        TwoSided::Central => 2.0 * smaller,
        TwoSided::CentralMidP => 2.0 * (smaller - 0.5 * point),
        TwoSided::Blaker => smaller + other_tail(probabilities, smaller, less <= greater),
    };
    Tails { less, greater, two_sided: two_sided.min(1.0) }
}

/// The largest tail on the other side that does not exceed `smaller`.
fn other_tail(probabilities: &[f64], smaller: f64, other_is_upper: bool) -> f64 {
    let bar = smaller * (1.0 + EQUALLY_LIKELY);
    let largest = |values: &mut dyn Iterator<Item = &f64>| {
        let mut sum = 0.0;
        for p in values {
            if sum + p > bar {
                break;
            }
            sum += p;
        }
        sum
    };
    if other_is_upper { largest(&mut probabilities.iter().rev()) } else { largest(&mut probabilities.iter()) }
}

#[cfg(test)]
mod tests;
