//! Score statistics of the difference, risk ratio and odds ratio: the proportions fitted under a given value, and z.

use libm::sqrt;

use crate::dist::solve::increasing_root;

/// What compares two proportions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// First less second, in [-1, 1].
    Difference,
    /// First over second, in [0, ∞].
    RiskRatio,
    /// Odds of the first over odds of the second, in [0, ∞].
    OddsRatio,
}

/// The variance in a score statistic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScoreVariance {
    /// Multiplied by N/(N - 1), as Miettinen and Nurminen do.
    MiettinenNurminen,
    /// As it is: Mee for the difference, Koopman for the risk ratio.
    Plain,
}

/// Fitted proportions of both groups with their complements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    pub p1: f64,
    pub q1: f64,
    pub p2: f64,
    pub q2: f64,
}

impl Fit {
    fn new(p1: f64, p2: f64) -> Fit {
        Fit { p1, q1: 1.0 - p1, p2, q2: 1.0 - p2 }
    }
}

/// Root of the derivative of the log-likelihood in the second proportion, which decreases.
fn fitted_difference([x1, n1, x2, n2]: [f64; 4], delta: f64) -> Fit {
    let (lo, hi) = ((-delta).max(0.0), (1.0 - delta).min(1.0));
    // a part with no subject in it says nothing, even where its proportion is 0
    let part = |count: f64, p: f64| if count == 0.0 { 0.0 } else { count / p };
    let slope = |count: f64, p: f64| if count == 0.0 { 0.0 } else { count / (p * p) };
    let score = |p2: f64| {
        let p1 = p2 + delta;
        let value = part(x1, p1) - part(n1 - x1, 1.0 - p1) + part(x2, p2) - part(n2 - x2, 1.0 - p2);
        let fall = slope(x1, p1) + slope(n1 - x1, 1.0 - p1) + slope(x2, p2) + slope(n2 - x2, 1.0 - p2);
        (-value, fall)
    };
    let both = |p2: f64| Fit::new((p2 + delta).clamp(0.0, 1.0), p2);
    if hi <= lo || score(lo).0 >= 0.0 {
        return both(lo);
    }
    if score(hi).0 <= 0.0 {
        return both(hi);
    }
    let start = ((x1 + x2 - n1 * delta) / (n1 + n2)).clamp(0.999 * lo + 0.001 * hi, 0.001 * lo + 0.999 * hi);
    both(increasing_root(score, lo, hi, start))
}

/// Smaller root of the quadratic of Miettinen and Nurminen, formed without cancellation.
fn fitted_ratio([x1, n1, x2, n2]: [f64; 4], ratio: f64) -> Fit {
    let b = n1 * ratio + x1 + n2 + x2 * ratio;
    let c = x1 + x2;
    let root = sqrt((b * b - 4.0 * (n1 + n2) * ratio * c).max(0.0));
    let p2 = (2.0 * c / (b + root)).min(1.0);
    Fit::new((ratio * p2).min(1.0), p2)
}

/// Root in [0, 1] of the quadratic of Miettinen and Nurminen for an odds ratio of at least 1.
fn fitted_odds([x1, n1, x2, n2]: [f64; 4], odds: f64) -> Fit {
    let events = x1 + x2;
    let a = n2 * (odds - 1.0);
    let b = n1 * odds + n2 - events * (odds - 1.0);
    let root = sqrt((b * b + 4.0 * a * events).max(0.0));
    let p2 = if b >= 0.0 { 2.0 * events / (b + root) } else { (root - b) / (2.0 * a) }.clamp(0.0, 1.0);
    let (q2, sum) = (1.0 - p2, 1.0 + p2 * (odds - 1.0));
    Fit { p1: odds * p2 / sum, q1: q2 / sum, p2, q2 }
}

/// Events of the first group above expectation. All four cells carry the same excess: it is taken from the one where
/// the numbers subtracted are smallest.
fn odds_excess([x1, n1, x2, n2]: [f64; 4], fit: &Fit) -> f64 {
    let cells = [(x1, n1 * fit.p1), (n1 * fit.q1, n1 - x1), (n2 * fit.p2, x2), (n2 - x2, n2 * fit.q2)];
    let smallest = cells.into_iter().min_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    smallest.map_or(0.0, |(more, less)| more - less)
}

/// The statistic z of the measure's value: positive when the sample lies above it, 0 where nothing is said, and
/// infinite where the sample cannot occur.
pub(crate) fn z_score(t: [f64; 4], measure: Measure, value: f64, variance: ScoreVariance) -> f64 {
    let [x1, n1, x2, n2] = t;
    let (excess, spread) = match measure {
        Measure::Difference => {
            let fit = fitted_difference(t, value);
            (x1 / n1 - x2 / n2 - value, fit.p1 * fit.q1 / n1 + fit.p2 * fit.q2 / n2)
        }
        Measure::RiskRatio => {
            let fit = fitted_ratio(t, value);
            (x1 / n1 - value * x2 / n2, fit.p1 * fit.q1 / n1 + value * value * fit.p2 * fit.q2 / n2)
        }
        // below 1 the groups change places: the fit then never loses the digits of a small complement
        Measure::OddsRatio if value < 1.0 => return -z_score([x2, n2, x1, n1], measure, 1.0 / value, variance),
        Measure::OddsRatio => {
            let fit = fitted_odds(t, value);
            (odds_excess(t, &fit), 1.0 / (1.0 / (n1 * fit.p1 * fit.q1) + 1.0 / (n2 * fit.p2 * fit.q2)))
        }
    };
    let factor = match variance {
        ScoreVariance::Plain => 1.0,
        ScoreVariance::MiettinenNurminen => (n1 + n2) / (n1 + n2 - 1.0),
    };
    if spread > 0.0 && spread.is_finite() {
        excess / sqrt(factor * spread)
    } else if excess.abs() <= 1e-14 * n1.max(1.0) {
        // rounding of the fit must not pass for an excess
        0.0
    } else {
        excess.signum() * f64::INFINITY
    }
}
