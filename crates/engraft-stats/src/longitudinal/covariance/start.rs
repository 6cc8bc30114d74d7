//! Start values of a covariance structure from the moments of the residuals.

use libm::sqrt;
use nalgebra::DMatrix;

use super::Covariance;
use crate::linalg::{Cells, Spd};

/// Parameters of `structure` close to the moment matrix `m` (visits × visits), with a positive definite matrix.
pub(crate) fn start_values(structure: Covariance, m: &DMatrix<f64>) -> Vec<f64> {
    let visits = m.nrows();
    let mean_variance = m.diagonal().sum() / visits as f64;
    let variances: Vec<f64> = m.diagonal().iter().copied().collect();
    let correlation = |i: usize, j: usize| m.cell(i, j) / sqrt(m.cell(i, i) * m.cell(j, j));
    // mean correlation at each distance, held inside (-0.9, 0.9)
    let by_distance: Vec<f64> = (1..visits)
        .map(|d| (0..visits - d).map(|i| correlation(i, i + d)).sum::<f64>() / (visits - d) as f64)
        .map(|r| r.clamp(-0.9, 0.9))
        .collect();
    let first = by_distance.first().copied().unwrap_or(0.0);
    let least = -0.9 / (visits.max(2) - 1) as f64;
    let mean = (by_distance.iter().sum::<f64>() / by_distance.len().max(1) as f64).max(least);
    match structure {
        Covariance::Unstructured => unstructured(m),
        Covariance::ToeplitzHeterogeneous => [variances, toeplitz(&by_distance)].concat(),
        Covariance::Toeplitz => {
            let rest = toeplitz(&by_distance).into_iter().map(|r| r * mean_variance);
            std::iter::once(mean_variance).chain(rest).collect()
        }
        Covariance::Ar1Heterogeneous if visits > 1 => [variances, vec![first]].concat(),
        Covariance::CompoundSymmetryHeterogeneous if visits > 1 => [variances, vec![mean]].concat(),
        Covariance::Ar1 if visits > 1 => vec![mean_variance, first],
        Covariance::CompoundSymmetry if visits > 1 => vec![mean * mean_variance, (1.0 - mean) * mean_variance],
        Covariance::Ar1Heterogeneous | Covariance::CompoundSymmetryHeterogeneous | Covariance::Diagonal => variances,
        Covariance::Ar1 | Covariance::CompoundSymmetry | Covariance::Independent => vec![mean_variance],
    }
}

/// The moments with covariances shrunk until the matrix is well inside the positive definite ones.
fn unstructured(m: &DMatrix<f64>) -> Vec<f64> {
    let visits = m.nrows();
    let mut factor = 1.0;
    let shrunk = |factor: f64, i: usize, j: usize| if i == j { m.cell(i, j) } else { factor * m.cell(i, j) };
    for _ in 0..40 {
        // a hundredth of the variances to spare
        let tested =
            DMatrix::from_fn(visits, visits, |i, j| if i == j { 0.99 * m.cell(i, j) } else { shrunk(factor, i, j) });
        if Spd::new(&tested).is_some() {
            break;
        }
        factor *= 0.8;
    }
    (0..visits).flat_map(|i| (0..=i).map(move |j| (i, j))).map(|(i, j)| shrunk(factor, i, j)).collect()
}

/// Correlations by distance, shrunk until their Toeplitz matrix is positive definite.
fn toeplitz(by_distance: &[f64]) -> Vec<f64> {
    let visits = by_distance.len() + 1;
    let mut rhos = by_distance.to_vec();
    for _ in 0..40 {
        let band = DMatrix::from_fn(visits, visits, |i, j| match i.abs_diff(j) {
            0 => 0.99,
            d => rhos.get(d - 1).copied().unwrap_or(0.0),
        });
        if Spd::new(&band).is_some() {
            break;
        }
        for r in &mut rhos {
            *r *= 0.8;
        }
    }
    rhos
}
