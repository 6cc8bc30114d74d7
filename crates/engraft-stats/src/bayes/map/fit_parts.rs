//! The steps of the fit that differ between beta and normal parts.

use libm::{log, log1p, sqrt};

use super::digamma::digamma_trigamma;
use crate::bayes::{Beta, Component, Normal};
use crate::dist::beta::{from_logit, logit_slope};

/// Smallest and largest shape of a fitted beta part.
const SHAPES: (f64, f64) = (0.1, 1e5);

/// What a part must offer to be fitted; `theta` is on the scale of the target (logit for beta parts).
pub(super) trait Fitted: Component {
    /// Density on the scale of `theta`.
    fn at(&self, theta: f64) -> f64;
    /// The part nearest to the weighted points (largest weighted mean log density), from its present value.
    fn nearest(points: &[(f64, f64)], start: Option<&Self>) -> Self;
    /// The same part with its variance changed by a factor, about.
    fn widened(&self, factor: f64) -> Self;
}

/// Weighted mean and variance of a quantity.
fn moments(points: &[(f64, f64)], f: impl Fn(f64) -> f64) -> (f64, f64) {
    let total: f64 = points.iter().map(|(w, _)| w).sum::<f64>().max(1e-300);
    let mean = points.iter().map(|(w, t)| w * f(*t)).sum::<f64>() / total;
    let variance = points.iter().map(|(w, t)| w * (f(*t) - mean) * (f(*t) - mean)).sum::<f64>() / total;
    (mean, variance)
}

impl Fitted for Normal {
    fn at(&self, theta: f64) -> f64 {
        self.density(theta)
    }

    fn nearest(points: &[(f64, f64)], _: Option<&Normal>) -> Normal {
        let (mean, variance) = moments(points, |t| t);
        Normal { mean, sd: sqrt(variance).max(1e-8 * mean.abs()).max(1e-90) }
    }

    fn widened(&self, factor: f64) -> Normal {
        Normal { mean: self.mean, sd: self.sd * sqrt(factor) }
    }
}

/// `ln p` and `ln(1 - p)` at a logit.
fn logs(theta: f64) -> (f64, f64) {
    let rest = log1p(libm::exp(-theta.abs()));
    if theta < 0.0 { (theta - rest, -rest) } else { (-rest, -theta - rest) }
}

/// One Newton step towards the shapes whose mean `ln p` and `ln(1 - p)` are those given; the sum of squared misses.
fn newton(part: Beta, goal: (f64, f64)) -> (Beta, f64) {
    let ((da, ta), (db, tb)) = (digamma_trigamma(part.a), digamma_trigamma(part.b));
    let (dn, tn) = digamma_trigamma(part.a + part.b);
    let (u, v) = (goal.0 - (da - dn), goal.1 - (db - dn));
    // information matrix [[ta - tn, -tn], [-tn, tb - tn]]
    let determinant = ta * tb - tn * (ta + tb);
    let (step_a, step_b) = ((u * (tb - tn) + v * tn) / determinant, (v * (ta - tn) + u * tn) / determinant);
    // no shape falls by more than half, or more than trebles, in one step
    let bounded = |shape: f64, step: f64| (shape + step).clamp(0.5 * shape, 3.0 * shape).clamp(SHAPES.0, SHAPES.1);
    let next = Beta { a: bounded(part.a, step_a), b: bounded(part.b, step_b) };
    (next, u * u + v * v)
}

impl Fitted for Beta {
    fn at(&self, theta: f64) -> f64 {
        let (x, y) = from_logit(theta);
        logit_slope(self.a, self.b, x, y)
    }

    fn nearest(points: &[(f64, f64)], start: Option<&Beta>) -> Beta {
        let goal = (moments(points, |t| logs(t).0).0, moments(points, |t| logs(t).1).0);
        let mut part = start.copied().unwrap_or_else(|| {
            let (m, v) = moments(points, |t| from_logit(t).0);
            let size = (m * (1.0 - m) / v.max(1e-12) - 1.0).clamp(0.5, 1e4);
            Beta { a: (m * size).clamp(SHAPES.0, SHAPES.1), b: ((1.0 - m) * size).clamp(SHAPES.0, SHAPES.1) }
        });
        for _ in 0..40 {
            let (next, miss) = newton(part, goal);
            part = next;
            if miss < 1e-26 {
                break;
            }
        }
        part
    }

    fn widened(&self, factor: f64) -> Beta {
        let shape = |s: f64| (s / factor).clamp(SHAPES.0, SHAPES.1);
        Beta { a: shape(self.a), b: shape(self.b) }
    }
}

/// Logarithm that keeps an underflowed density finite.
pub(super) fn safe_log(x: f64) -> f64 {
    log(x.max(1e-300))
}
