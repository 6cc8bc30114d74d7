//! Replaces a MAP prior by a mixture of a few conjugate parts, and says how near it is.

use super::fit_parts::{Fitted, safe_log};
use crate::StatError;
use crate::bayes::{Beta, Mixture, Normal};
use crate::dist::normal::{density, normal_cdf};

/// Largest number of parts.
const LARGEST_FIT: usize = 5;
/// Rounds of the fit.
const ROUNDS: usize = 800;
/// The fit ends when the mean log density gains less than this in a round, in nats.
const GAIN: f64 = 1e-9;
/// The target is seen at the quantiles of these standard normal values.
const REACH: f64 = 6.0;
const STEP: f64 = 0.08;
/// Logits beyond this are brought back to it: proportions within 1e-13 of 0 or 1.
const LARGEST_LOGIT: f64 = 30.0;

/// A mixture of conjugate parts fitted to a MAP prior.
#[derive(Clone, PartialEq, Debug)]
pub struct MapFit<C> {
    /// The fitted mixture, its parts by falling weight.
    pub mixture: Mixture<C>,
    /// Kullback-Leibler divergence from the target to the fit, in nats; 0 for a perfect fit.
    pub divergence: f64,
    /// Largest difference between the two distribution functions on the grid.
    pub largest_gap: f64,
}

/// A point of the target: probability, place, density, and probability below.
#[derive(Clone, Copy)]
struct Point {
    weight: f64,
    theta: f64,
    density: f64,
    below: f64,
}

/// The target seen at quantiles spaced like those of a normal distribution, so that its tails are seen too.
fn grid(target: &Mixture<Normal>, limit: f64) -> Vec<Point> {
    let count = (2.0 * REACH / STEP) as usize;
    let points: Vec<Point> = (0..=count)
        .map(|k| {
            let z = -REACH + STEP * k as f64;
            let theta = target.quantile_at(normal_cdf(z)).clamp(-limit, limit);
            Point { weight: density(z), theta, density: target.density_at(theta), below: normal_cdf(z) }
        })
        .collect();
    let total: f64 = points.iter().map(|p| p.weight).sum();
    points.into_iter().map(|p| Point { weight: p.weight / total, ..p }).collect()
}

/// Weighted mean log density of the points under the parts.
fn score<C: Fitted>(points: &[Point], parts: &[(f64, C)]) -> f64 {
    let at = |theta: f64| parts.iter().map(|(w, part)| w * part.at(theta)).sum::<f64>();
    points.iter().map(|p| p.weight * safe_log(at(p.theta))).sum()
}

/// One round of expectation and maximisation.
fn round<C: Fitted>(points: &[Point], parts: &[(f64, C)]) -> Vec<(f64, C)> {
    let totals: Vec<f64> =
        points.iter().map(|p| parts.iter().map(|(w, part)| w * part.at(p.theta)).sum::<f64>().max(1e-300)).collect();
    parts
        .iter()
        .map(|(w, part)| {
            let shares: Vec<(f64, f64)> = points
                .iter()
                .zip(&totals)
                .map(|(p, total)| (p.weight * w * part.at(p.theta) / total, p.theta))
                .collect();
            let weight: f64 = shares.iter().map(|(share, _)| share).sum();
            (weight.max(1e-12), C::nearest(&shares, Some(part)))
        })
        .collect()
}

/// Two starts: parts side by side, and parts of one centre with growing spread.
fn starts<C: Fitted>(points: &[Point], count: usize) -> [Vec<(f64, C)>; 2] {
    let weighted: Vec<(f64, f64)> = points.iter().map(|p| (p.weight, p.theta)).collect();
    let share = 1.0 / count as f64;
    let whole = C::nearest(&weighted, None);
    let nested = (0..count).map(|k| (share, whole.widened(0.5 * libm::pow(3.0, k as f64)))).collect();
    let beside = (0..count).map(|k| {
        let (low, high) = (share * k as f64, share * (k + 1) as f64);
        let inside = points.iter().filter(|p| p.below >= low && p.below <= high);
        let group: Vec<(f64, f64)> = inside.map(|p| (p.weight, p.theta)).collect();
        (share, C::nearest(&group, None).widened(2.0))
    });
    [nested, beside.collect()]
}

fn fit<C: Fitted>(target: &Mixture<Normal>, count: usize, limit: f64) -> Result<MapFit<C>, StatError> {
    if count == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if count > LARGEST_FIT {
        return Err(StatError::TooLarge { limit: LARGEST_FIT, found: count });
    }
    let points = grid(target, limit);
    let mut best: Option<(f64, Vec<(f64, C)>)> = None;
    for start in starts::<C>(&points, count) {
        let mut parts = start;
        let mut last = score(&points, &parts);
        for _ in 0..ROUNDS {
            parts = round(&points, &parts);
            let next = score(&points, &parts);
            if (next - last).abs() < GAIN {
                break;
            }
            last = next;
        }
        let reached = score(&points, &parts);
        if best.as_ref().is_none_or(|(score, _)| reached > *score) {
            best = Some((reached, parts));
        }
    }
    let Some((reached, mut parts)) = best else { return Err(StatError::TooFew { needed: 1, found: 0 }) };
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let own: f64 = points.iter().map(|p| p.weight * safe_log(p.density)).sum();
    Ok(MapFit { mixture: Mixture::new(&parts)?, divergence: own - reached, largest_gap: gap(&points, &parts) })
}

/// Largest difference of the distribution functions, the fit's summed by trapezoids between neighbouring points.
fn gap<C: Fitted>(points: &[Point], parts: &[(f64, C)]) -> f64 {
    let at = |theta: f64| parts.iter().map(|(w, part)| w * part.at(theta)).sum::<f64>();
    // both densities are summed by the same rule, so that its error cancels
    let (mut fitted, mut own, mut largest) = (0.0_f64, 0.0_f64, 0.0_f64);
    for pair in points.windows(2) {
        if let [a, b] = pair {
            let width = 0.5 * (b.theta - a.theta);
            fitted += width * (at(a.theta) + at(b.theta));
            own += width * (a.density + b.density);
            largest = largest.max((fitted - own).abs());
        }
    }
    largest
}

/// Fits a mixture of betas to a MAP prior that is on the logit scale.
///
/// # Arguments
/// `target`: on the logit scale, from [`map_binomial`](super::map_binomial). `parts`: 1 to 5; 2 or 3 are usual.
/// # Returns
/// A [`MapFit`] on the scale of proportions, with its distance from the target.
/// # Assumptions and small samples
/// An approximation: look at `largest_gap`, and add a part if it is above about 0.01.
/// # Numerics
/// Expectation-maximisation on 151 quantiles of the target, from two fixed starts, the better one kept; no random start. Logits
/// beyond 30 count as 30.
/// # Errors
/// [`StatError::TooFew`] (no part), [`StatError::TooLarge`].
/// # Validation
/// `bayes/map` (mean, SD and quantiles of the fit against the target, within the gap it reports); the fit of one part
/// against R 4.2.2 `optim`, optimiser.
/// # References
/// Dempster AP, Laird NM, Rubin DB. J R Stat Soc B 1977;39:1-38. doi:10.1111/j.2517-6161.1977.tb01600.x
pub fn fit_beta(target: &Mixture<Normal>, parts: usize) -> Result<MapFit<Beta>, StatError> {
    fit(target, parts, LARGEST_LOGIT)
}

/// Fits a mixture of a few normals to a MAP prior of a mean; as [`fit_beta`].
///
/// # Errors
/// As [`fit_beta`].
pub fn fit_normal(target: &Mixture<Normal>, parts: usize) -> Result<MapFit<Normal>, StatError> {
    fit(target, parts, f64::INFINITY)
}
