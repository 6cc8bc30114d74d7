//! A finite mixture of distributions of one kind, with its summaries.

use libm::{exp, log, sqrt};

use crate::dist::solve::increasing_root;
use crate::{Interval, StatError, check};

/// Largest number of parts.
const LARGEST_MIXTURE: usize = 20_000;
/// Parts of the range of lower tails on which the shortest interval is first sought.
const TAIL_GRID: usize = 128;

mod sealed {
    /// Keeps [`super::Component`] to the kinds of this crate.
    pub trait Sealed {}
    impl Sealed for crate::bayes::Beta {}
    impl Sealed for crate::bayes::Normal {}
    impl Sealed for crate::bayes::NormalInverseGamma {}
}

/// One part of a mixture: a distribution on the line. Implemented by the three kinds of this module only.
///
/// The methods do not check their arguments; [`Mixture`] does.
pub trait Component: sealed::Sealed + Copy + PartialEq + std::fmt::Debug {
    /// Refuses parameters outside their domain.
    fn checked(&self) -> Result<(), StatError>;
    /// Probability at or below `x`, and above `x`, each computed directly.
    fn tails(&self, x: f64) -> (f64, f64);
    /// Density at `x`.
    fn density(&self, x: f64) -> f64;
    /// The value with probability `p` below it, `p` in (0, 1).
    fn quantile(&self, p: f64) -> f64;
    /// Smallest and largest quantile of the parts at `p`.
    fn quantile_range(parts: &[(f64, Self)], p: f64) -> (f64, f64) {
        let ends = parts.iter().map(|(_, part)| part.quantile(p));
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), q| (low.min(q), high.max(q)))
    }
    /// Mean.
    fn mean(&self) -> f64;
    /// Variance; `None` where it is infinite.
    fn variance(&self) -> Option<f64>;
}

/// A part that is symmetric about its mean and may lie anywhere on the line.
pub trait Symmetric: Component {}
impl Symmetric for crate::bayes::Normal {}
impl Symmetric for crate::bayes::NormalInverseGamma {}

/// A weighted mixture of distributions of one kind: a prior or a posterior.
#[derive(Clone, PartialEq, Debug)]
pub struct Mixture<C> {
    parts: Vec<(f64, C)>,
}

impl<C: Component> Mixture<C> {
    /// A mixture from weights and parts.
    ///
    /// # Arguments
    /// `parts`: 1 to 20 000 pairs of weight and part; weights finite and above 0. They are divided by their sum, so that
    /// shares and percentages both work.
    /// # Errors
    /// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotPositive`] (a weight),
    /// [`StatError::InvalidParameter`] (a part).
    /// # Examples
    /// ```
    /// use engraft_stats::bayes::{Beta, Mixture};
    /// // 80 % from past studies, 20 % vague
    /// let prior = Mixture::new(&[(0.8, Beta { a: 6.0, b: 14.0 }), (0.2, Beta { a: 1.0, b: 1.0 })])?;
    /// assert!((prior.mean() - 0.34).abs() < 1e-15);
    /// assert!(Mixture::new(&[(0.0, Beta { a: 1.0, b: 1.0 })]).is_err());
    /// # Ok::<(), engraft_stats::StatError>(())
    /// ```
    pub fn new(parts: &[(f64, C)]) -> Result<Mixture<C>, StatError> {
        if parts.is_empty() {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
        if parts.len() > LARGEST_MIXTURE {
            return Err(StatError::TooLarge { limit: LARGEST_MIXTURE, found: parts.len() });
        }
        if let Some(index) = parts.iter().position(|(w, _)| !(*w > 0.0 && *w < 1e150)) {
            return Err(StatError::NotPositive { index });
        }
        parts.iter().try_for_each(|(_, part)| part.checked())?;
        let total: f64 = parts.iter().map(|(w, _)| w).sum();
        Ok(Mixture { parts: parts.iter().map(|(w, part)| (w / total, *part)).collect() })
    }

    /// A mixture of one part: a plain conjugate distribution.
    pub fn single(part: C) -> Result<Mixture<C>, StatError> {
        Mixture::new(&[(1.0, part)])
    }

    /// Weights, which sum to 1, and parts, in the order given.
    pub fn parts(&self) -> &[(f64, C)] {
        &self.parts
    }

    /// The mixture with an added part of the given weight: the robust version of a prior.
    ///
    /// # Arguments
    /// `vague`: the added part. `weight`: its weight in (0, 1); the old weights are shrunk to the rest.
    /// # Errors
    /// [`StatError::ProbabilityOutOfRange`] for a weight outside (0, 1), and as [`Mixture::new`].
    /// # References
    /// Schmidli H, Gsteiger S, Roychoudhury S, and others. Robust meta-analytic-predictive priors in clinical trials with
    /// historical control information. Biometrics 2014;70:1023-32. doi:10.1111/biom.12242
    pub fn robustified(&self, vague: C, weight: f64) -> Result<Mixture<C>, StatError> {
        if !(weight > 0.0 && weight < 1.0) {
            return Err(StatError::ProbabilityOutOfRange { found: weight });
        }
        let shrunk = self.parts.iter().map(|(w, part)| (w * (1.0 - weight), *part));
        Mixture::new(&shrunk.chain([(weight, vague)]).collect::<Vec<_>>())
    }

    /// The posterior, from the posterior part and the logarithm of the marginal likelihood of each part.
    pub(super) fn updated(&self, update: impl Fn(&C) -> (f64, C)) -> Result<Mixture<C>, StatError> {
        let updates: Vec<(f64, C)> =
            self.parts.iter().map(|(w, part)| (log(*w), update(part))).map(|(w, (l, part))| (w + l, part)).collect();
        let largest = updates.iter().fold(f64::NEG_INFINITY, |m, (l, _)| m.max(*l));
        if !largest.is_finite() {
            return Err(StatError::NotEstimable { reason: "the data are impossible under every part of the prior" });
        }
        // a part whose weight underflows is dropped: it can no longer matter
        let kept: Vec<(f64, C)> =
            updates.into_iter().map(|(l, part)| (exp(l - largest), part)).filter(|(w, _)| *w > 0.0).collect();
        Mixture::new(&kept)
    }

    /// Sum over the parts of weight times a quantity, in order.
    pub(super) fn sum(&self, quantity: impl Fn(&C) -> f64) -> f64 {
        self.parts.iter().map(|(w, part)| w * quantity(part)).sum()
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        self.sum(Component::mean)
    }

    /// Standard deviation; `None` where it is infinite (a t distribution with 2 or fewer degrees of freedom).
    pub fn sd(&self) -> Option<f64> {
        let mean = self.mean();
        let spread = |(w, part): &(f64, C)| {
            let off = part.mean() - mean;
            part.variance().map(|v| w * (v + off * off))
        };
        self.parts.iter().map(spread).sum::<Option<f64>>().map(sqrt)
    }

    /// Probability at or below `x` and above `x`, unchecked.
    pub(super) fn tails(&self, x: f64) -> (f64, f64) {
        self.parts.iter().fold((0.0, 0.0), |(lower, upper), (w, part)| {
            let (l, u) = part.tails(x);
            (lower + w * l, upper + w * u)
        })
    }

    /// Probability of a value at or below `threshold`.
    ///
    /// # Errors
    /// [`StatError::NotFinite`] for a threshold that is NaN, infinite or beyond 1e150.
    pub fn probability_below(&self, threshold: f64) -> Result<f64, StatError> {
        check::finite(&[threshold])?;
        Ok(self.tails(threshold).0.min(1.0))
    }

    /// Probability of a value above `threshold`, computed directly and not as one less the other tail.
    ///
    /// # Errors
    /// As [`Mixture::probability_below`].
    pub fn probability_above(&self, threshold: f64) -> Result<f64, StatError> {
        check::finite(&[threshold])?;
        Ok(self.tails(threshold).1.min(1.0))
    }

    /// Density at `x`; infinite at an end where a beta part has a shape below 1.
    ///
    /// # Errors
    /// [`StatError::NotFinite`] for `x`.
    pub fn density(&self, x: f64) -> Result<f64, StatError> {
        check::finite(&[x])?;
        Ok(self.density_at(x))
    }

    pub(super) fn density_at(&self, x: f64) -> f64 {
        self.sum(|part| part.density(x))
    }

    /// The value below which the distribution has probability `p`.
    ///
    /// # Arguments
    /// `p`: in (0, 1).
    /// # Numerics
    /// Newton steps on the smaller tail between the smallest and the largest quantile of the parts; the answer agrees with
    /// the probability to rounding error.
    /// # Errors
    /// [`StatError::ProbabilityOutOfRange`] for `p` not inside (0, 1).
    pub fn quantile(&self, p: f64) -> Result<f64, StatError> {
        if !(p > 0.0 && p < 1.0) {
            return Err(StatError::ProbabilityOutOfRange { found: p });
        }
        Ok(self.quantile_at(p))
    }

    pub(super) fn quantile_at(&self, p: f64) -> f64 {
        let (low, high) = C::quantile_range(&self.parts, p);
        if low >= high {
            return low;
        }
        let (goal, lower_side) = if p <= 0.5 { (p, true) } else { (1.0 - p, false) };
        let excess = |x: f64| {
            let (lower, upper) = self.tails(x);
            (if lower_side { lower - goal } else { goal - upper }, self.density_at(x))
        };
        increasing_root(excess, low, high, 0.5 * (low + high))
    }

    /// Equal-tailed credible interval.
    ///
    /// # Arguments
    /// `level`: in (0, 1).
    /// # Returns
    /// The quantiles that leave half of `1 - level` on each side; `achieved` equals `asked`.
    /// # Errors
    /// [`StatError::LevelOutOfRange`].
    pub fn equal_tailed(&self, level: f64) -> Result<Interval, StatError> {
        check::level(level)?;
        let half = 0.5 * (1.0 - level);
        let (lower, upper) = (self.quantile_at(half), self.quantile_at(1.0 - half));
        Ok(ordered(lower, upper, level))
    }

    /// Shortest credible interval: the interval of highest posterior density (HPD) when the density has one peak.
    ///
    /// With several peaks the region of highest density may fall into pieces; this is then the shortest single interval.
    /// # Arguments
    /// `level`: in (0, 1).
    /// # Numerics
    /// The lower tail is sought on a grid of 129 points, then by halving where the densities at both ends are equal. A
    /// density that falls (or rises) throughout gives the interval from its end.
    /// # Errors
    /// [`StatError::LevelOutOfRange`].
    /// # References
    /// Box GEP, Tiao GC. Bayesian Inference in Statistical Analysis, section 2.8. Addison-Wesley, 1973.
    pub fn shortest(&self, level: f64) -> Result<Interval, StatError> {
        check::level(level)?;
        let alpha = 1.0 - level;
        // an end of the support stands for a tail of zero
        let edge = |p: f64| self.quantile_at(p.clamp(1e-300, 1.0 - 0.5 * f64::EPSILON));
        let ends = |p: f64| (edge(p), edge(p + level));
        let tail = |k: usize| alpha * k as f64 / TAIL_GRID as f64;
        let width = |p: f64| ends(p).1 - ends(p).0;
        let best = (0..=TAIL_GRID)
            .map(|k| (k, width(tail(k))))
            .fold((0, f64::INFINITY), |best, next| if next.1 < best.1 { next } else { best });
        let (mut low, mut high) = (tail(best.0.saturating_sub(1)), tail((best.0 + 1).min(TAIL_GRID)));
        // the width falls while the density at the upper end is the larger
        for _ in 0..100 {
            let p = 0.5 * (low + high);
            if p <= low || p >= high {
                break;
            }
            let (a, b) = ends(p);
            if self.density_at(b) > self.density_at(a) { low = p } else { high = p }
        }
        let inner = ends(0.5 * (low + high));
        let outer = [ends(0.0), ends(alpha)];
        let (lower, upper) =
            outer.into_iter().fold(inner, |best, next| if next.1 - next.0 < best.1 - best.0 { next } else { best });
        Ok(ordered(lower, upper, level))
    }
}

/// An interval whose ends, next to each other, may have crossed by rounding.
fn ordered(lower: f64, upper: f64, level: f64) -> Interval {
    Interval { lower: lower.min(upper), upper: lower.max(upper), asked: level, achieved: Some(level) }
}
