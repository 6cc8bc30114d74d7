//! Adaptive integration by the 15-point Kronrod rule, the part with the largest error halved first.

use super::{Accuracy, Integral, NOT_FINITE};
use crate::StatError;

/// Positive nodes of the 15-point Kronrod rule, the largest first; every second is a node of the 7-point Gauss rule.
const NODES: [f64; 7] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
];
/// Kronrod weights of the nodes.
const KRONROD: [f64; 7] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_55,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
];
/// Kronrod weight of the middle.
const KRONROD_MIDDLE: f64 = 0.209_482_141_084_727_83;
/// Gauss weights of the nodes (0: not a Gauss node).
const GAUSS: [f64; 7] =
    [0.0, 0.129_484_966_168_869_7, 0.0, 0.279_705_391_489_276_64, 0.0, 0.381_830_050_505_118_9, 0.0];
/// Gauss weight of the middle.
const GAUSS_MIDDLE: f64 = 0.417_959_183_673_469_4;
/// Evaluations one part costs.
const COST: usize = 15;

/// One part of the range with its integral and estimated error.
#[derive(Clone, Copy)]
struct Part {
    lower: f64,
    upper: f64,
    value: f64,
    error: f64,
    /// Integral of the absolute value: the yardstick of rounding error.
    size: f64,
}

/// The rule on one part. The error estimate is the plain difference of both rules: that of the weaker one. QUADPACK's
/// smaller estimate is too hopeful at kinks.
fn rule(f: &impl Fn(f64) -> f64, lower: f64, upper: f64) -> Option<Part> {
    let (centre, half) = (0.5 * (lower + upper), 0.5 * (upper - lower));
    let middle = f(centre);
    let mut pairs = [(0.0, 0.0); 7];
    for (pair, node) in pairs.iter_mut().zip(NODES) {
        *pair = (f(centre - half * node), f(centre + half * node));
    }
    let weights = || pairs.iter().zip(KRONROD.iter().zip(GAUSS));
    let kronrod = weights().fold(KRONROD_MIDDLE * middle, |sum, ((a, b), (k, _))| sum + k * (a + b));
    let gauss = weights().fold(GAUSS_MIDDLE * middle, |sum, ((a, b), (_, g))| sum + g * (a + b));
    let size = weights().fold(KRONROD_MIDDLE * middle.abs(), |sum, ((a, b), (k, _))| sum + k * (a.abs() + b.abs()));
    let error = (half * (kronrod - gauss).abs()).max(50.0 * f64::EPSILON * half * size);
    let part = Part { lower, upper, value: half * kronrod, error, size: half * size };
    (part.value.is_finite() && part.error.is_finite()).then_some(part)
}

/// Integrates over a finite range.
fn finite_range(f: impl Fn(f64) -> f64, lower: f64, upper: f64, accuracy: Accuracy) -> Result<Integral, StatError> {
    let mut parts = vec![rule(&f, lower, upper).ok_or(NOT_FINITE)?];
    let mut evaluations = COST;
    loop {
        // summed anew each time, in a fixed order: no drift
        let value: f64 = parts.iter().map(|p| p.value).sum();
        let error: f64 = parts.iter().map(|p| p.error).sum();
        let rounding = 100.0 * f64::EPSILON * parts.iter().map(|p| p.size).sum::<f64>();
        if error <= accuracy.allowed(value).max(rounding) {
            return Ok(Integral { value, error, evaluations });
        }
        let worst = parts.iter().enumerate().max_by(|a, b| a.1.error.total_cmp(&b.1.error)).map(|(i, p)| (i, *p));
        let Some((index, part)) = worst else { return Err(NOT_FINITE) };
        let centre = 0.5 * (part.lower + part.upper);
        let exhausted = evaluations + 2 * COST > accuracy.evaluations;
        if exhausted || centre <= part.lower || centre >= part.upper {
            let advice = "allow more evaluations or a larger error, or split the range at kinks and steep places";
            return Err(StatError::NotConverged { iterations: evaluations, advice });
        }
        let (left, right) = (rule(&f, part.lower, centre), rule(&f, centre, part.upper));
        let (Some(left), Some(right)) = (left, right) else { return Err(NOT_FINITE) };
        if let Some(slot) = parts.get_mut(index) {
            *slot = left;
        }
        parts.push(right);
        evaluations += 2 * COST;
    }
}

/// Integrates a function over a range, finite or not, by the adaptive 15-point Kronrod rule.
///
/// # Arguments
/// `f`: the integrand, finite on the open range. `lower`, `upper`: the ends; `-inf` and `+inf` allowed; a lower end
/// above the upper one changes the sign. `accuracy`: see [`Accuracy`].
/// # Returns
/// An [`Integral`]; 0 for an empty range.
/// # Assumptions and small samples
/// The rule sees the integrand at 15 points of each part: a peak narrower than a fifteenth of the range may be
/// missed, so pass the range where the integrand lives. Ends are never evaluated.
/// # Numerics
/// The part with the largest estimated error is halved until the sum of errors meets the accuracy, or is at rounding
/// error (100 spacings of `f64` of the integral of the absolute value). Infinite ranges through `x = a ± t/(1-t)` and
/// `x = t/(1-t²)`.
/// # Errors
/// [`StatError::NotEstimable`] when the integrand is not finite, [`StatError::NotConverged`] with the evaluations made,
/// [`StatError::InvalidParameter`] for a NaN end or accuracy.
/// # Examples
/// ```
/// use engraft_stats::quadrature::{Accuracy, adaptive};
/// let area = adaptive(|x| x * x, 0.0, 3.0, Accuracy::default())?;
/// assert!((area.value - 9.0).abs() < 1e-13);
/// let bell = adaptive(|x| libm::exp(-x * x), f64::NEG_INFINITY, f64::INFINITY, Accuracy::default())?;
/// assert!((bell.value - libm::sqrt(std::f64::consts::PI)).abs() < 1e-12);
/// assert!(adaptive(|x| 1.0 / x, 0.0, 1.0, Accuracy::default()).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `quadrature/golden`, closed forms and R 4.2.2 `integrate`, closed_form.
/// # References
/// Piessens R, de Doncker-Kapenga E, Überhuber CW, Kahaner DK. QUADPACK. Springer, 1983.
/// doi:10.1007/978-3-642-61786-7
pub fn adaptive(f: impl Fn(f64) -> f64, lower: f64, upper: f64, accuracy: Accuracy) -> Result<Integral, StatError> {
    accuracy.checked()?;
    for (name, found) in [("lower", lower), ("upper", upper)] {
        if found.is_nan() {
            return Err(StatError::InvalidParameter { name, found });
        }
    }
    if lower == upper {
        return Ok(Integral { value: 0.0, error: 0.0, evaluations: 0 });
    }
    if lower > upper {
        return adaptive(f, upper, lower, accuracy).map(|i| Integral { value: -i.value, ..i });
    }
    match (lower.is_finite(), upper.is_finite()) {
        (true, true) => finite_range(f, lower, upper, accuracy),
        (true, false) => finite_range(|t| f(lower + t / (1.0 - t)) / ((1.0 - t) * (1.0 - t)), 0.0, 1.0, accuracy),
        (false, true) => finite_range(|t| f(upper - t / (1.0 - t)) / ((1.0 - t) * (1.0 - t)), 0.0, 1.0, accuracy),
        (false, false) => {
            let whole = |t: f64| {
                let rest = (1.0 - t) * (1.0 + t);
                f(t / rest) * (1.0 + t * t) / (rest * rest)
            };
            finite_range(whole, -1.0, 1.0, accuracy)
        }
    }
}

/// Nodes and weights of the 15-point Kronrod rule on the range, in ascending order of the nodes.
#[cfg(test)]
pub(super) fn kronrod_points() -> Vec<(f64, f64)> {
    let positive = NODES.iter().copied().zip(KRONROD);
    let negative = positive.clone().map(|(x, w)| (-x, w));
    negative.chain([(0.0, KRONROD_MIDDLE)]).chain(positive.rev()).collect()
}

/// Nodes and weights of the 7-point Gauss rule.
#[cfg(test)]
pub(super) fn gauss_points() -> Vec<(f64, f64)> {
    let positive = NODES.iter().copied().zip(GAUSS).filter(|(_, w)| *w > 0.0);
    let negative = positive.clone().map(|(x, w)| (-x, w));
    negative.chain([(0.0, GAUSS_MIDDLE)]).chain(positive).collect()
}

#[cfg(test)]
mod rule_tests {
    use super::*;

    #[test]
    fn the_gauss_nodes_are_zeros_of_the_legendre_polynomial_of_degree_7() {
        for (x, _) in gauss_points() {
            let x2 = x * x;
            let p7 = x * (-35.0 + x2 * (315.0 + x2 * (-693.0 + x2 * 429.0))) / 16.0;
            assert!(p7.abs() < 1e-14, "{x}: {p7}");
        }
    }
}
