//! Interval of one Poisson rate.

use libm::{log, log1p, sqrt};

use super::{LARGEST_COUNT, checked};
use crate::dist::beta::Tail;
use crate::dist::gamma::{gamma_tails, quantile, smooth_poisson};
use crate::dist::normal::two_sided_critical;
use crate::dist::solve::increasing_root;
use crate::proportion::ZeroEvents;
use crate::{Interval, StatError, check};

/// How the interval of a rate is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RateMethod {
    /// Garwood: inverts two one-sided exact tests; covers at least the level.
    Garwood,
    /// Mid-P: the same with half the probability of the count seen; covers the level on average.
    MidP,
    /// Score: the means whose standardised distance from the count is below the normal quantile.
    Score,
}

/// A rate with its interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RateEstimate {
    /// Events per unit of exposure.
    pub rate: f64,
    /// Interval of the rate.
    pub interval: Interval,
}

/// Interval of a rate from `events` over `exposure`.
///
/// # Arguments
/// `events`: up to a million, 0 allowed. `exposure`: person-time, above 0; the rate is per its unit. `level`: in (0, 1).
/// `method`: see [`RateMethod`].
/// # Returns
/// A [`RateEstimate`]; without events the lower end is 0.
/// # Assumptions and small samples
/// A Poisson count: events independent of each other, rate constant over the exposure. Garwood holds the level for any
/// mean.
/// # Numerics
/// Gamma quantiles by Newton steps on the logarithm of the tail, relative error about 1e-14.
/// # Errors
/// [`StatError::InvalidParameter`] for the exposure, [`StatError::LevelOutOfRange`], [`StatError::TooLarge`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, rate::{RateMethod, rate_interval}};
/// // 3 events in 41.5 patient-years
/// let r = rate_interval(3, 41.5, 0.95, RateMethod::Garwood)?;
/// assert!((r.interval.lower - 0.014_907_7).abs() < 1e-6 && (r.interval.upper - 0.211_259_9).abs() < 1e-6);
/// assert_eq!(rate_interval(0, 10.0, 0.95, RateMethod::MidP)?.interval.lower, 0.0);
/// assert!(rate_interval(1, 0.0, 0.95, RateMethod::Garwood).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `rate/poisson`, R 4.2.2 `poisson.test`, `uniroot`, formula; closed_form.
/// # References
/// Garwood F. Fiducial limits for the Poisson distribution. Biometrika 1936;28:437-42. doi:10.1093/biomet/28.3-4.437
pub fn rate_interval(events: u64, exposure: f64, level: f64, method: RateMethod) -> Result<RateEstimate, StatError> {
    checked(events, exposure, LARGEST_COUNT)?;
    check::level(level)?;
    let half = 0.5 * (1.0 - level);
    let count = events as f64;
    let (lower, upper) = match method {
        RateMethod::Garwood => {
            let lower = if events == 0 { 0.0 } else { quantile(half, count, Tail::Lower) };
            (lower, quantile(half, count + 1.0, Tail::Upper))
        }
        RateMethod::MidP => mid_p(count, half),
        RateMethod::Score => {
            let z2 = two_sided_critical(level) * two_sided_critical(level);
            let upper = count + 0.5 * z2 + sqrt(z2 * (count + 0.25 * z2));
            // the product of the roots is the square of the count
            (count * count / upper, upper)
        }
    };
    let interval = Interval { lower: lower / exposure, upper: upper / exposure, asked: level, achieved: None };
    Ok(RateEstimate { rate: count / exposure, interval })
}

/// Means at which the tail with half the probability of the count equals `half`.
fn mid_p(count: f64, half: f64) -> (f64, f64) {
    let goal = log(half);
    let solve = |excess: &dyn Fn(f64) -> (f64, f64)| {
        let start = log(count.max(1.0));
        libm::exp(increasing_root(excess, -690.0, 690.0, start))
    };
    // probability of exactly the count, and its share of the slope in the log mean
    let point = |mean: f64| if count == 0.0 { libm::exp(-mean) } else { smooth_poisson(count, mean) };
    let below_slope = |mean: f64| if count == 0.0 { 0.0 } else { point(mean) * count };
    let above_slope = |mean: f64| point(mean) * mean;
    let lower = if count == 0.0 {
        0.0
    } else {
        solve(&|u| {
            let mean = libm::exp(u);
            // P(X > x) and P(X >= x) average to the mid-P tail
            let tail = 0.5 * (gamma_tails(count + 1.0, mean).0 + gamma_tails(count, mean).0);
            (log(tail) - goal, 0.5 * (below_slope(mean) + above_slope(mean)) / tail)
        })
    };
    let upper = solve(&|u| {
        let mean = libm::exp(u);
        let below = if count == 0.0 { 0.0 } else { gamma_tails(count, mean).1 };
        let tail = 0.5 * (gamma_tails(count + 1.0, mean).1 + below);
        (goal - log(tail), 0.5 * (below_slope(mean) + above_slope(mean)) / tail)
    });
    (lower, upper)
}

/// Upper bound of a rate after no event over `exposure`: the exact one is `-ln(1 - level) / exposure`, which is the rule
/// of three (3 over the exposure at level 0.95) itself, so both fields agree.
///
/// # Errors
/// [`StatError::InvalidParameter`] for the exposure, [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, rate::rate_rule_of_three};
/// assert!((rate_rule_of_three(100.0, 0.95)?.exact - 0.029_957_3).abs() < 1e-7);
/// assert!(rate_rule_of_three(-1.0, 0.95).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # References
/// Hanley JA, Lippman-Hand A. JAMA 1983;249:1743-5. doi:10.1001/jama.1983.03330370053031
pub fn rate_rule_of_three(exposure: f64, level: f64) -> Result<ZeroEvents, StatError> {
    checked(0, exposure, LARGEST_COUNT)?;
    check::level(level)?;
    let bound = -log1p(-level) / exposure;
    Ok(ZeroEvents { exact: bound, rule: bound, level })
}
