//! Ratio and difference of two Poisson rates.

use libm::sqrt;

use super::checked;
use crate::dist::normal::{normal_sf, two_sided_critical};
use crate::exact::{Family, TestedSet, TwoSided, invert, p_values};
use crate::{Interval, StatError, check};

/// Largest number of events in either group.
const LARGEST_COUNT: u64 = 1_000;

/// Ratio of two rates, exact given the total number of events.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RateRatio {
    /// Rate of the first group.
    pub rate1: f64,
    /// Rate of the second group.
    pub rate2: f64,
    /// First over second: infinite over zero, `None` without any event.
    pub ratio: Option<f64>,
    /// What "two-sided" means, for the p-value and the interval alike.
    pub convention: TwoSided,
    /// One-sided p-value of a ratio below 1.
    pub less: f64,
    /// One-sided p-value of a ratio above 1.
    pub greater: f64,
    /// Two-sided p-value by the convention.
    pub p_value: f64,
    /// Ratios that the test does not reject.
    pub interval: Interval,
    /// Whether the interval is exactly that set or spans a hole.
    pub set: TestedSet,
    /// Why the ratio is missing, or an end infinite.
    pub reason: Option<&'static str>,
}

/// Compares two rates by their ratio, exactly given the total number of events.
///
/// # Arguments
/// `first`, `second`: events (up to 1000) and exposure of each group. `convention`: see [`TwoSided`]; R's `poisson.test`
/// prints a minimum-likelihood p beside a central interval. `level`: in (0, 1).
/// # Returns
/// A [`RateRatio`].
/// # Assumptions and small samples
/// Poisson counts. Given the total, the first count is binomial with odds `ratio × exposure1 / exposure2`. Without any
/// event p is 1 and the interval [0, ∞].
/// # Numerics
/// As the odds ratio of [`fisher_test`](crate::two_proportions::fisher_test).
/// # Errors
/// [`StatError::InvalidParameter`] for an exposure, [`StatError::TooLarge`], [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, exact::TwoSided, rate::rate_ratio};
/// let r = rate_ratio((11, 800.0), (23, 3011.0), TwoSided::Central, 0.95)?;
/// assert!((r.interval.lower - 0.792205).abs() < 1e-6);
/// assert!(rate_ratio((2, 10.0), (0, 12.0), TwoSided::Blaker, 0.95)?.interval.upper.is_infinite());
/// assert!(rate_ratio((2, f64::NAN), (0, 12.0), TwoSided::Central, 0.95).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `rate/poisson`, R 4.2.2 `poisson.test`, closed_form.
/// # References
/// Przyborowski J, Wilenski H. Homogeneity of results in testing samples from Poisson series. Biometrika
/// 1940;31:313-23. doi:10.1093/biomet/31.3-4.313
pub fn rate_ratio(
    first: (u64, f64),
    second: (u64, f64),
    convention: TwoSided,
    level: f64,
) -> Result<RateRatio, StatError> {
    let ((x1, t1), (x2, t2)) = (first, second);
    checked(x1, t1, LARGEST_COUNT)?;
    checked(x2, t2, LARGEST_COUNT)?;
    check::level(level)?;
    let family = Family::binomial(x1 + x2);
    let share = t1 / t2;
    let p = p_values(&family.probabilities(share), x1 as usize, convention);
    let found = invert(&family, x1 as usize, 1.0 - level, convention);
    let (rate1, rate2) = (x1 as f64 / t1, x2 as f64 / t2);
    let reason = match (x1, x2) {
        (0, 0) => Some("no event in either group: the ratio has no estimate, and nothing bounds it"),
        (_, 0) => Some("no event in the second group: nothing bounds the ratio above"),
        _ => None,
    };
    Ok(RateRatio {
        rate1,
        rate2,
        ratio: if x1 + x2 == 0 { None } else { Some(rate1 / rate2) },
        convention,
        less: p.less,
        greater: p.greater,
        p_value: p.two_sided,
        interval: Interval { lower: found.lower / share, upper: found.upper / share, asked: level, achieved: None },
        set: found.set,
        reason,
    })
}

/// Difference of two rates by the score statistic.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RateDifference {
    /// Rate of the first group.
    pub rate1: f64,
    /// Rate of the second group.
    pub rate2: f64,
    /// First less second.
    pub difference: f64,
    /// Score statistic of a difference of zero.
    pub z: f64,
    /// Two-sided p-value from the normal distribution.
    pub p_value: f64,
    /// Differences that the score test does not reject.
    pub interval: Interval,
}

/// Compares two rates by their difference, with the score interval of Miettinen and Nurminen for rates.
///
/// # Arguments
/// `first`, `second`: events (up to 1000) and exposure of each group. `level`: in (0, 1).
/// # Returns
/// A [`RateDifference`]; `achieved` is `None`: the level holds about on average.
/// # Assumptions and small samples
/// Poisson counts. Defined, and of positive width, without any event.
/// # Numerics
/// Rates under the constraint from a quadratic; ends by halving to the spacing of `f64`.
/// # Errors
/// [`StatError::InvalidParameter`] for an exposure, [`StatError::TooLarge`], [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, rate::rate_difference};
/// // none over 10 against none over 20: up to z²/10 above and z²/20 below
/// let d = rate_difference((0, 10.0), (0, 20.0), 0.95)?;
/// assert!((d.interval.upper - 0.384_145_882).abs() < 1e-9 && (d.interval.lower + 0.192_072_941).abs() < 1e-9);
/// assert_eq!(d.p_value, 1.0);
/// assert!(rate_difference((0, 10.0), (0, -20.0), 0.95).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `rate/poisson`, an independent maximiser and root finder in R 4.2.2, iterative.
/// # References
/// Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213-26. doi:10.1002/sim.4780040211
pub fn rate_difference(first: (u64, f64), second: (u64, f64), level: f64) -> Result<RateDifference, StatError> {
    let ((x1, t1), (x2, t2)) = (first, second);
    checked(x1, t1, LARGEST_COUNT)?;
    checked(x2, t2, LARGEST_COUNT)?;
    check::level(level)?;
    let score = Score { x1: x1 as f64, t1, x2: x2 as f64, t2 };
    let critical = two_sided_critical(level);
    let (rate1, rate2) = (score.x1 / t1, score.x2 / t2);
    let difference = rate1 - rate2;
    // far enough that a count of the other group alone would be rejected
    let reach = (score.x1 + score.x2 + 10.0 * (critical * critical + 1.0)) * 4.0 * (1.0 / t1 + 1.0 / t2);
    let z = score.z(0.0);
    let interval = Interval {
        lower: crossing(|d| score.z(d) > critical, difference - reach, difference),
        upper: crossing(|d| score.z(d) > -critical, difference, difference + reach),
        asked: level,
        achieved: None,
    };
    Ok(RateDifference { rate1, rate2, difference, z, p_value: (2.0 * normal_sf(z.abs())).min(1.0), interval })
}

/// The score statistic of a difference.
struct Score {
    x1: f64,
    t1: f64,
    x2: f64,
    t2: f64,
}

impl Score {
    fn z(&self, difference: f64) -> f64 {
        let excess = self.x1 / self.t1 - self.x2 / self.t2 - difference;
        // the smaller of the two rates is solved for, so that it keeps its digits
        let (rate1, rate2) = if difference >= 0.0 {
            let rate2 = constrained(self.x2, self.x1 + self.x2, self.t1 + self.t2, difference);
            (rate2 + difference, rate2)
        } else {
            let rate1 = constrained(self.x1, self.x1 + self.x2, self.t1 + self.t2, -difference);
            (rate1, rate1 - difference)
        };
        let spread = rate1 / self.t1 + rate2 / self.t2;
        if spread > 0.0 { excess / sqrt(spread) } else { 0.0 }
    }
}

/// Positive root of `t λ² + (t d - x) λ - x_own d = 0`: the smaller rate when the other is larger by `d >= 0`.
fn constrained(own: f64, all: f64, time: f64, d: f64) -> f64 {
    let b = time * d - all;
    let root = sqrt(b * b + 4.0 * time * own * d);
    if b <= 0.0 { (root - b) / (2.0 * time) } else { 2.0 * own * d / (b + root) }
}

/// The point in `[lo, hi]` where `above` turns from true to false.
fn crossing(above: impl Fn(f64) -> bool, mut lo: f64, mut hi: f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (lo + hi);
        if middle <= lo || middle >= hi {
            break;
        }
        if above(middle) { lo = middle } else { hi = middle }
    }
    0.5 * (lo + hi)
}
