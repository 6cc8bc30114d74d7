//! Score intervals of the difference, risk ratio and odds ratio (Miettinen-Nurminen, Mee, Koopman).

use libm::{exp, log};

use super::TwoByTwo;
use super::score::{Measure, ScoreVariance, z_score};
use crate::dist::normal::{normal_cdf, normal_sf, two_sided_critical};
use crate::{Interval, StatError, check};

/// Halvings of an interval; enough for the full digits of a number of any size.
const HALVINGS: usize = 200;
/// Logarithms of ratios are sought within these bounds.
const LOG_BOUND: f64 = 300.0;

/// An estimate with its interval, defined at every zero.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EffectEstimate {
    /// What is estimated.
    pub measure: Measure,
    /// Sample value: infinite over a zero, `None` for 0/0.
    pub estimate: Option<f64>,
    /// Interval on the scale of the measure (ratios not logged); a ratio's upper end may be infinite.
    pub interval: Interval,
    /// Why the estimate is missing, or an end infinite.
    pub reason: Option<&'static str>,
}

/// A score interval with the score test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ScoreEffect {
    /// Estimate and interval.
    pub effect: EffectEstimate,
    /// Value of the measure tested: 0 for the difference, 1 for the ratios, unless another was asked.
    pub null: f64,
    /// Score statistic at the null value.
    pub z: f64,
    /// Two-sided p-value from the normal distribution.
    pub p_value: f64,
    /// One-sided p-value of "above the null value" (non-inferiority with a negative margin).
    pub p_greater: f64,
    /// One-sided p-value of "below the null value".
    pub p_less: f64,
}

/// Compares two independent proportions by the score statistic, with the interval of the values it does not reject.
///
/// # Arguments
/// `table`: two groups, each with a subject. `measure`: difference, risk ratio or odds ratio, first against second.
/// `null`: the value tested; `None` is 0 for the difference and 1 for ratios. `variance`: see [`ScoreVariance`].
/// `level`: in (0, 1).
/// # Returns
/// A [`ScoreEffect`]; `achieved` is `None`: the level holds on average. Ratios with no event in the second group have
/// an infinite upper end; with no event at all (odds ratio: or nothing but events) the interval is [0, ∞].
/// # Assumptions and small samples
/// Independent subjects. Never of zero width; no half is added to a cell. Exact alternative:
/// [`exact_effect`](super::exact_effect).
/// # Numerics
/// Proportions under the constraint: Newton steps inside a bracket (difference), quadratic (ratios). Ends by halving
/// to the spacing of `f64`.
/// # Errors
/// [`StatError::TooFew`] for an empty group, [`StatError::LevelOutOfRange`], [`StatError::InvalidParameter`] for a null
/// value outside (-1, 1), or not above 0.
/// # Examples
/// ```
/// use engraft_stats::{StatError, two_proportions::*};
/// let table = TwoByTwo::new(7, 7, 2, 9)?;
/// let d = score_effect(&table, Measure::Difference, None, ScoreVariance::MiettinenNurminen, 0.95)?;
/// assert!(d.effect.interval.lower > 0.0 && d.p_value < 0.01);
/// // no event in the second group: a finite lower end, no upper one
/// let zero = TwoByTwo::new(4, 6, 0, 6)?;
/// let r = score_effect(&zero, Measure::RiskRatio, None, ScoreVariance::Plain, 0.95)?;
/// assert!(r.effect.interval.lower > 1.0 && r.effect.interval.upper.is_infinite() && r.effect.reason.is_some());
/// let empty = TwoByTwo::new(0, 0, 0, 6)?;
/// assert!(score_effect(&empty, Measure::Difference, None, ScoreVariance::Plain, 0.95).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-proportions/score`, an independent maximiser and root finder in R 4.2.2, and `prop.test(correct = FALSE)` for
/// the statistic; iterative.
/// # References
/// Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213-26. doi:10.1002/sim.4780040211.
/// Mee RW. Biometrics 1984;40:1175-6. Koopman PAR. Confidence intervals for the ratio of two binomial proportions.
/// Biometrics 1984;40:513-7. doi:10.2307/2531405
pub fn score_effect(
    table: &TwoByTwo,
    measure: Measure,
    null: Option<f64>,
    variance: ScoreVariance,
    level: f64,
) -> Result<ScoreEffect, StatError> {
    table.both_groups()?;
    check::level(level)?;
    let null = checked_null(measure, null)?;
    let z = z_score(table.numbers(), measure, null, variance);
    let critical = two_sided_critical(level);
    let (lower, upper) = ends(table, measure, variance, critical);
    Ok(ScoreEffect {
        effect: EffectEstimate {
            measure,
            estimate: table.estimate(measure),
            interval: Interval { lower, upper, asked: level, achieved: None },
            reason: table.reason(measure),
        },
        null,
        z,
        p_value: (2.0 * normal_sf(z.abs())).min(1.0),
        p_greater: normal_sf(z),
        p_less: normal_cdf(z),
    })
}

/// The null value, which must be inside the range of the measure.
fn checked_null(measure: Measure, null: Option<f64>) -> Result<f64, StatError> {
    let (usual, inside) = match measure {
        Measure::Difference => (0.0, null.is_none_or(|v| v.abs() < 1.0)),
        Measure::RiskRatio | Measure::OddsRatio => (1.0, null.is_none_or(|v| v > 1e-100 && v < 1e100)),
    };
    let value = null.unwrap_or(usual);
    if inside { Ok(value) } else { Err(StatError::InvalidParameter { name: "null", found: value }) }
}

/// Values where z passes the critical value on either side of the estimate.
fn ends(table: &TwoByTwo, measure: Measure, variance: ScoreVariance, critical: f64) -> (f64, f64) {
    let z = |value: f64| z_score(table.numbers(), measure, value, variance);
    match (measure, table.estimate(measure)) {
        (_, None) => (0.0, f64::INFINITY),
        (Measure::Difference, Some(d)) => {
            let lower = if d <= -1.0 { -1.0 } else { crossing(|v| z(v) > critical, -1.0, d) };
            let upper = if d >= 1.0 { 1.0 } else { crossing(|v| z(v) > -critical, d, 1.0) };
            (lower, upper)
        }
        (_, Some(ratio)) => {
            let middle = log(ratio).clamp(-LOG_BOUND, LOG_BOUND);
            let at = |u: f64| z(exp(u));
            let lower = if ratio == 0.0 { 0.0 } else { exp(crossing(|u| at(u) > critical, -LOG_BOUND, middle)) };
            let upper = if ratio.is_infinite() {
                f64::INFINITY
            } else {
                exp(crossing(|u| at(u) > -critical, middle, LOG_BOUND))
            };
            (lower, upper)
        }
    }
}

/// The point in `[lo, hi]` where `above` turns from true to false.
fn crossing(above: impl Fn(f64) -> bool, mut lo: f64, mut hi: f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (lo + hi);
        if middle <= lo || middle >= hi {
            break;
        }
        if above(middle) { lo = middle } else { hi = middle }
    }
    0.5 * (lo + hi)
}
