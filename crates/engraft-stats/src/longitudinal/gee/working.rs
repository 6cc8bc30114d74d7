//! The working correlation and its moment estimates.

use nalgebra::DMatrix;

use super::cluster::Cluster;
use crate::StatError;

/// Assumed correlation within a subject. A wrong one costs precision, not validity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WorkingCorrelation {
    /// None.
    Independence,
    /// The same for every pair.
    Exchangeable,
    /// `alpha^distance` in visits.
    Ar1,
}

impl WorkingCorrelation {
    /// Correlation at a distance in visits.
    fn at(self, alpha: f64, distance: usize) -> f64 {
        match self {
            _ if distance == 0 => 1.0,
            WorkingCorrelation::Independence => 0.0,
            WorkingCorrelation::Exchangeable => alpha,
            WorkingCorrelation::Ar1 => (0..distance).fold(1.0, |p, _| p * alpha),
        }
    }

    /// The matrix for measurements at `visits`.
    pub(crate) fn matrix(self, alpha: f64, visits: &[usize]) -> DMatrix<f64> {
        let visit = |i: usize| visits.get(i).copied().unwrap_or(0);
        DMatrix::from_fn(visits.len(), visits.len(), |i, j| self.at(alpha, visit(i).abs_diff(visit(j))))
    }

    /// Moment estimate from Pearson residuals, given the scale `phi`: for exchangeable the mean product of all pairs over
    /// `phi`; for AR(1) the least-squares solution of `product = phi alpha^distance` over all pairs.
    pub(crate) fn estimate(self, clusters: &[Cluster], residuals: &[Vec<f64>], phi: f64) -> Result<f64, StatError> {
        if self == WorkingCorrelation::Independence {
            return Ok(0.0);
        }
        // sum of products and number of pairs by distance
        let mut by_distance: Vec<(f64, f64)> = Vec::new();
        for (cluster, r) in clusters.iter().zip(residuals) {
            for (i, (vi, ri)) in cluster.visits.iter().zip(r).enumerate() {
                for (vj, rj) in cluster.visits.iter().zip(r).take(i) {
                    let d = vi.abs_diff(*vj);
                    if by_distance.len() < d {
                        by_distance.resize(d, (0.0, 0.0));
                    }
                    if let Some(slot) = by_distance.get_mut(d.saturating_sub(1)) {
                        slot.0 += ri * rj / phi;
                        slot.1 += 1.0;
                    }
                }
            }
        }
        let pairs: f64 = by_distance.iter().map(|(_, n)| n).sum();
        if pairs == 0.0 {
            return Err(StatError::NotEstimable { reason: "no subject has two measurements: use independence" });
        }
        let alpha = match self {
            WorkingCorrelation::Ar1 => power_fit(&by_distance),
            _ => by_distance.iter().map(|(s, _)| s).sum::<f64>() / pairs,
        };
        if alpha.abs() < 1.0 {
            Ok(alpha)
        } else {
            Err(StatError::NotEstimable { reason: "the working correlation reaches 1: use independence" })
        }
    }
}

/// Root of `sum_d d a^(d-1) (S_d - n_d a^d)`, the slope of the squared distance of products from `a^d`.
fn power_fit(by_distance: &[(f64, f64)]) -> f64 {
    let slope = |a: f64| -> f64 {
        let mut power = 1.0;
        let mut sum = 0.0;
        for (index, (s, n)) in by_distance.iter().enumerate() {
            let below = power;
            power *= a;
            sum += (index + 1) as f64 * below * (s - n * power);
        }
        sum
    };
    // the root nearest the lag-one estimate, by bisection outwards
    let start = by_distance.first().map_or(0.0, |(s, n)| if *n > 0.0 { s / n } else { 0.0 }).clamp(-0.99, 0.99);
    let (mut low, mut high, mut reach) = (start, start, 1e-3);
    while slope(low) * slope(high) > 0.0 && reach < 2.0 {
        (low, high) = ((start - reach).max(-1.0), (start + reach).min(1.0));
        reach *= 1.5;
    }
    if slope(low) * slope(high) > 0.0 {
        return start;
    }
    let rising = slope(high) > slope(low);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if (slope(middle) > 0.0) == rising {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}
