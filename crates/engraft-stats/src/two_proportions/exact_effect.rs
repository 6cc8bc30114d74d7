//! Exact unconditional intervals of the difference and the risk ratio (Chan and Zhang).
//!
//! For each value of the measure the tables are ordered by the score statistic of that value, and the largest
//! probability of a table at least as extreme is taken over the nuisance proportion. An end is the outermost value
//! whose one-sided p exceeds half of alpha. The p-value is not monotone in the value, so the search runs over the
//! whole range from outside in.

use libm::{sin, sqrt};

use super::TwoByTwo;
use super::score::{Measure, ScoreVariance, z_score};
use super::score_effect::EffectEstimate;
use crate::exact::Family;
use crate::{Interval, StatError, check};

/// Largest group accepted: the work grows with the product of the sizes.
const LARGEST_GROUP: u64 = 150;
/// Values of the measure looked at from outside in.
const SCAN: u32 = 200;
/// Statistics within this width are equally extreme.
const TIE: f64 = 1e-9;
/// Halvings of the cell in which p passes half of alpha.
const HALVINGS: u32 = 40;
/// Steps of the refinement of a peak over the nuisance proportion.
const GOLDEN_STEPS: u32 = 40;
/// The golden section.
const GOLDEN: f64 = 0.618_033_988_749_894_8;

/// Exact unconditional interval of the difference or the risk ratio, by inverting two one-sided score tests.
///
/// # Arguments
/// `table`: two groups, each with 1 to 150 subjects. `measure`: difference or risk ratio. `level`: in (0, 1).
/// # Returns
/// An [`EffectEstimate`]. Covers at least the level whatever the proportions. A risk ratio has an infinite upper end
/// without events in the second group, and [0, ∞] without any event.
/// # Assumptions and small samples
/// Group sizes fixed by design. Each side spends half of alpha, so the interval agrees with the doubled one-sided
/// unconditional p, not with a two-sided one.
/// # Numerics
/// The range of the measure (for the ratio `r / (1 + r)`) is scanned in 200 steps from outside in, then the step in
/// which p first exceeds half of alpha is halved 40 times; a set of values not rejected that is narrower than a step
/// and lies outside could be missed. Over the nuisance proportion: a grid finer than the binomial standard deviation,
/// then golden-section search at every peak near the highest. Milliseconds for 10 + 10 subjects, about a second for
/// 60 + 60.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::LevelOutOfRange`]; [`StatError::NotEstimable`] for the
/// odds ratio, which has an exact conditional interval in [`fisher_test`](super::fisher_test).
/// # Examples
/// ```
/// use engraft_stats::{StatError, two_proportions::*};
/// let none = TwoByTwo::new(0, 5, 0, 5)?;
/// let d = exact_effect(&none, Measure::Difference, 0.95)?;
/// // the upper end u solves (1 - u)^5 = 0.025 with nobody in the second group at risk
/// assert!((d.interval.upper - (1.0 - 0.025_f64.powf(0.2))).abs() < 1e-9);
/// assert!(exact_effect(&none, Measure::RiskRatio, 0.95)?.interval.upper.is_infinite());
/// assert!(exact_effect(&none, Measure::OddsRatio, 0.95).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-proportions/exact-effect`, brute-force enumeration in R 4.2.2, optimiser.
/// # References
/// Chan ISF, Zhang Z. Test-based exact confidence intervals for the difference of two binomial proportions. Biometrics
/// 1999;55:1202-9. doi:10.1111/j.0006-341X.1999.01202.x
pub fn exact_effect(table: &TwoByTwo, measure: Measure, level: f64) -> Result<EffectEstimate, StatError> {
    table.both_groups()?;
    table.at_most(LARGEST_GROUP)?;
    check::level(level)?;
    if measure == Measure::OddsRatio {
        return Err(StatError::NotEstimable { reason: "use the exact conditional interval of the odds ratio" });
    }
    let half = 0.5 * (1.0 - level);
    let lower = Search::new(table, measure).lower(half);
    let other = Search::new(&table.exchanged(), measure).lower(half);
    let upper = if measure == Measure::Difference { -other } else { 1.0 / other };
    Ok(EffectEstimate {
        measure,
        estimate: table.estimate(measure),
        interval: Interval { lower, upper, asked: level, achieved: None },
        reason: table.reason(measure),
    })
}

/// The search for a lower end.
struct Search<'a> {
    table: &'a TwoByTwo,
    measure: Measure,
    binomial1: Family,
    binomial2: Family,
}

/// For each count in the second group, the runs of counts in the first that make a table extreme: from, to (excluded).
type Region = Vec<Vec<(usize, usize)>>;

impl<'a> Search<'a> {
    fn new(table: &'a TwoByTwo, measure: Measure) -> Search<'a> {
        let (binomial1, binomial2) = (Family::binomial(table.n1), Family::binomial(table.n2));
        Search { table, measure, binomial1, binomial2 }
    }

    /// The measure at a share of its range.
    fn value(&self, share: f64) -> f64 {
        if self.measure == Measure::Difference { 2.0 * share - 1.0 } else { share / (1.0 - share) }
    }

    /// Lowest value whose p exceeds `half`.
    fn lower(&self, half: f64) -> f64 {
        let outermost = if self.measure == Measure::Difference { -1.0 } else { 0.0 };
        let limit = match self.table.estimate(self.measure) {
            Some(estimate) if estimate > outermost => estimate,
            _ => return outermost,
        };
        let mut lo = 0.0;
        let mut hi = 1.0;
        for step in 1..SCAN {
            let share = f64::from(step) / f64::from(SCAN);
            if self.value(share) >= limit || self.exceeds(self.value(share), half) {
                hi = share;
                break;
            }
            lo = share;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (lo + hi);
            let value = self.value(middle);
            if value >= limit || self.exceeds(value, half) { hi = middle } else { lo = middle }
        }
        self.value(0.5 * (lo + hi))
    }

    /// Whether the largest probability, over the nuisance proportion, of a statistic at least the one seen is above
    /// `half`. Peaks are refined only where that can decide: the grid misses far less than a tenth of a peak.
    fn exceeds(&self, value: f64, half: f64) -> bool {
        let region = self.region(value);
        let at = |u: f64| self.probability(&region, value, u);
        let largest = self.table.n1.max(self.table.n2) as f64;
        let steps = (13.0 * sqrt(largest)) as u32 + 20;
        let width = std::f64::consts::FRAC_PI_2 / f64::from(steps);
        let heights: Vec<f64> = (0..=steps).map(|i| at(width * f64::from(i))).collect();
        let best = heights.iter().copied().fold(0.0, f64::max);
        if best > half || best < 0.9 * half {
            return best > half;
        }
        (1_u32..).zip(heights.windows(3)).any(|(i, three)| {
            if let [a, b, c] = three
                && b >= a
                && b >= c
                && *b >= 0.9 * best
            {
                peak(&at, width * f64::from(i - 1), width * f64::from(i + 1)) > half
            } else {
                false
            }
        })
    }

    /// Tables at least as extreme as the one seen, for a value of the measure.
    fn region(&self, value: f64) -> Region {
        let z = |t: [f64; 4]| z_score(t, self.measure, value, ScoreVariance::Plain);
        let [_, n1, _, n2] = self.table.numbers();
        let seen = z(self.table.numbers());
        let bar = if seen.is_infinite() { seen } else { seen - TIE * seen.abs().max(1.0) };
        (0..=self.table.n2)
            .map(|x2| {
                let mut runs: Vec<(usize, usize)> = Vec::new();
                for x1 in 0..=self.table.n1 {
                    if z([x1 as f64, n1, x2 as f64, n2]) >= bar {
                        let x1 = x1 as usize;
                        match runs.last_mut() {
                            Some(run) if run.1 == x1 => run.1 = x1 + 1,
                            _ => runs.push((x1, x1 + 1)),
                        }
                    }
                }
                runs
            })
            .collect()
    }

    /// Probability of the region; `u` is an angle in [0, π/2] that runs through the proportions allowed.
    fn probability(&self, region: &Region, value: f64, u: f64) -> f64 {
        let share = sin(u) * sin(u);
        let (p1, p2) = if self.measure == Measure::Difference {
            let (lo, hi) = ((-value).max(0.0), (1.0 - value).min(1.0));
            let p2 = lo + (hi - lo) * share;
            (p2 + value, p2)
        } else if value > 1.0 {
            (share, share / value)
        } else {
            (share * value, share)
        };
        let odds = |p: f64| if p >= 1.0 { f64::INFINITY } else { p.max(0.0) / (1.0 - p) };
        let (first, second) = (self.binomial1.probabilities(odds(p1)), self.binomial2.probabilities(odds(p2)));
        let mut above = vec![0.0; first.len()];
        let mut sum = 0.0;
        for (place, p) in above.iter_mut().zip(&first).rev() {
            sum += p;
            *place = sum;
        }
        let tail = |i: usize| above.get(i).copied().unwrap_or(0.0);
        region.iter().zip(&second).map(|(runs, p)| p * runs.iter().map(|r| tail(r.0) - tail(r.1)).sum::<f64>()).sum()
    }
}

/// Largest value near a peak between `lo` and `hi`, by golden section.
fn peak(at: &dyn Fn(f64) -> f64, mut lo: f64, mut hi: f64) -> f64 {
    let mut left = hi - GOLDEN * (hi - lo);
    let mut right = lo + GOLDEN * (hi - lo);
    let (mut l, mut r) = (at(left), at(right));
    for _ in 0..GOLDEN_STEPS {
        if l > r {
            hi = right;
            (right, r) = (left, l);
            left = hi - GOLDEN * (hi - lo);
            l = at(left);
        } else {
            lo = left;
            (left, l) = (right, r);
            right = lo + GOLDEN * (hi - lo);
            r = at(right);
        }
    }
    l.max(r)
}
