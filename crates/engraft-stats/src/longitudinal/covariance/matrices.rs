//! The covariance matrix of all visits and its derivatives in the parameters.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use super::Covariance;
use crate::linalg::{Cells, Entries};

/// A covariance matrix with its derivatives.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The matrix.
    pub(crate) sigma: DMatrix<f64>,
    /// First derivative for each parameter.
    pub(crate) first: Vec<DMatrix<f64>>,
    /// Second derivatives other than zero, `(k, l, matrix)` with `k <= l`.
    pub(crate) second: Vec<(usize, usize, DMatrix<f64>)>,
}

/// The matrix and its derivatives at `theta`, or `None` when a variance is not above zero. Positive definiteness is
/// left to the caller.
pub(crate) fn shape(structure: Covariance, visits: usize, theta: &[f64], derivatives: bool) -> Option<Shape> {
    match structure {
        Covariance::Unstructured | Covariance::Toeplitz | Covariance::CompoundSymmetry | Covariance::Diagonal => {
            Some(linear(structure, visits, theta, derivatives))
        }
        Covariance::Independent => Some(linear(structure, visits, theta, derivatives)),
        Covariance::Ar1 => ar1(visits, theta, derivatives),
        Covariance::ToeplitzHeterogeneous
        | Covariance::Ar1Heterogeneous
        | Covariance::CompoundSymmetryHeterogeneous => heterogeneous(structure, visits, theta, derivatives),
    }
}

/// Which parameters the cell `(i, j)` is the sum of.
fn cell(structure: Covariance, i: usize, j: usize) -> [Option<usize>; 2] {
    let (low, high) = (i.min(j), i.max(j));
    match structure {
        Covariance::Unstructured => [Some(high * (high + 1) / 2 + low), None],
        Covariance::Toeplitz => [Some(high - low), None],
        // the covariance comes first, the residual variance second; a single visit has one variance only
        Covariance::CompoundSymmetry if i == j => [Some(0), Some(1)],
        Covariance::CompoundSymmetry => [Some(0), None],
        Covariance::Diagonal if i == j => [Some(i), None],
        Covariance::Independent if i == j => [Some(0), None],
        _ => [None, None],
    }
}

fn linear(structure: Covariance, visits: usize, theta: &[f64], derivatives: bool) -> Shape {
    let count = theta.len();
    let part = |i: usize, j: usize, k: usize| if cell(structure, i, j).contains(&Some(k)) { 1.0 } else { 0.0 };
    let sigma = DMatrix::from_fn(visits, visits, |i, j| {
        cell(structure, i, j).iter().flatten().map(|k| theta.get(*k).copied().unwrap_or(0.0)).sum()
    });
    let first = if derivatives {
        (0..count).map(|k| DMatrix::from_fn(visits, visits, |i, j| part(i, j, k))).collect()
    } else {
        Vec::new()
    };
    Shape { sigma, first, second: Vec::new() }
}

/// `order`-th derivative of `rho^distance`.
fn power(rho: f64, distance: usize, order: usize) -> f64 {
    if distance < order {
        return 0.0;
    }
    let factor: f64 = (0..order).map(|o| (distance - o) as f64).product();
    factor * (order..distance).fold(1.0, |product, _| product * rho)
}

fn ar1(visits: usize, theta: &[f64], derivatives: bool) -> Option<Shape> {
    let variance = *theta.first()?;
    let rho = theta.get(1).copied().unwrap_or(0.0);
    if variance <= 0.0 || rho.abs() >= 1.0 {
        return None;
    }
    let cells = |order: usize| DMatrix::from_fn(visits, visits, |i, j| power(rho, i.abs_diff(j), order));
    let sigma = variance * cells(0);
    if !derivatives {
        return Some(Shape { sigma, first: Vec::new(), second: Vec::new() });
    }
    let (mut first, mut second) = (vec![cells(0)], Vec::new());
    if theta.len() > 1 {
        first.push(variance * cells(1));
        second.push((0, 1, cells(1)));
        second.push((1, 1, variance * cells(2)));
    }
    Some(Shape { sigma, first, second })
}

/// Correlation of two visits, its first derivatives by place among the correlations, and the second of AR(1).
fn correlation(structure: Covariance, rhos: &[f64], distance: usize) -> (f64, Option<(usize, f64)>, f64) {
    let only = rhos.first().copied().unwrap_or(0.0);
    match structure {
        _ if distance == 0 => (1.0, None, 0.0),
        Covariance::Ar1Heterogeneous => {
            (power(only, distance, 0), Some((0, power(only, distance, 1))), power(only, distance, 2))
        }
        Covariance::ToeplitzHeterogeneous => {
            (rhos.get(distance - 1).copied().unwrap_or(0.0), Some((distance - 1, 1.0)), 0.0)
        }
        _ => (only, Some((0, 1.0)), 0.0),
    }
}

fn heterogeneous(structure: Covariance, visits: usize, theta: &[f64], derivatives: bool) -> Option<Shape> {
    let (variances, rhos) = theta.split_at_checked(visits)?;
    if variances.iter().any(|v| *v <= 0.0) || rhos.iter().any(|r| r.abs() >= 1.0) {
        return None;
    }
    let variances = DVector::from_row_slice(variances);
    let spread = variances.map(sqrt);
    let scale = |i: usize, j: usize| spread.entry(i) * spread.entry(j);
    let at = |i: usize, j: usize| correlation(structure, rhos, i.abs_diff(j));
    let sigma = DMatrix::from_fn(visits, visits, |i, j| scale(i, j) * at(i, j).0);
    if !derivatives {
        return Some(Shape { sigma, first: Vec::new(), second: Vec::new() });
    }
    let touch = |i: usize, j: usize, k: usize| f64::from(u8::from(i == k) + u8::from(j == k));
    let slope = |i: usize, j: usize, r: usize| match at(i, j).1 {
        Some((place, value)) if place == r => scale(i, j) * value,
        _ => 0.0,
    };
    let mut first: Vec<DMatrix<f64>> = (0..visits)
        .map(|k| {
            DMatrix::from_fn(visits, visits, |i, j| sigma.cell(i, j) * touch(i, j, k) / (2.0 * variances.entry(k)))
        })
        .collect();
    first.extend((0..rhos.len()).map(|r| DMatrix::from_fn(visits, visits, |i, j| slope(i, j, r))));
    let mut second = Vec::new();
    for k in 0..visits {
        for l in k..visits {
            let factor = |i: usize, j: usize| {
                let (a, b) = (touch(i, j, k), touch(i, j, l));
                let order = if k == l { a * (a - 2.0) } else { a * b };
                order / (4.0 * variances.entry(k) * variances.entry(l))
            };
            second.push((k, l, DMatrix::from_fn(visits, visits, |i, j| sigma.cell(i, j) * factor(i, j))));
        }
        for r in 0..rhos.len() {
            let mixed = |i: usize, j: usize| slope(i, j, r) * touch(i, j, k) / (2.0 * variances.entry(k));
            second.push((k, visits + r, DMatrix::from_fn(visits, visits, mixed)));
        }
    }
    if structure == Covariance::Ar1Heterogeneous && !rhos.is_empty() {
        second.push((visits, visits, DMatrix::from_fn(visits, visits, |i, j| scale(i, j) * at(i, j).2)));
    }
    Some(Shape { sigma, first, second })
}
