//! Draws mean and covariance over the visits from their posterior, as a sequence of regressions.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use crate::StatError;
use crate::random::Stream;

/// Residual degrees of freedom each regression must have, so that imputed values have a variance.
const LEAST_DF: usize = 3;
/// Smallest diagonal of the triangular factor, relative to the largest.
const RANK_TOLERANCE: f64 = 1e-10;

/// How covariances are shared between arms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Covariance {
    /// Each arm has its own covariance: needs at least `visits + 3` observed subjects in each arm at the last visit.
    PerArm,
    /// One covariance for all arms, each arm its own mean: the way for small arms.
    Shared,
}

/// Mean and covariance over the visits, for each arm.
pub(super) struct Parameters {
    pub mean: Vec<DVector<f64>>,
    pub covariance: Vec<DMatrix<f64>>,
}

/// Subjects of one regression family: their rows (complete up to their own length) and arm within the family.
pub(super) struct Monotone<'a> {
    pub rows: Vec<&'a [f64]>,
    pub groups: Vec<usize>,
    pub group_count: usize,
    pub visits: usize,
}

/// One regression drawn from its posterior.
struct Draw {
    /// Intercept of each group, then the slope on each earlier visit.
    coefficients: DVector<f64>,
    variance: f64,
}

/// Draws coefficients and residual variance of one visit given the earlier ones, under the prior `1 / variance`
/// (Little and Rubin 2019, section 7.3; Gelman and others 2013, section 14.2).
fn draw_regression(data: &Monotone, visit: usize, stream: &mut Stream) -> Result<Draw, StatError> {
    let used: Vec<(&[f64], usize)> =
        data.rows.iter().copied().zip(data.groups.iter().copied()).filter(|(row, _)| row.len() > visit).collect();
    let columns = data.group_count + visit;
    let (n, needed) = (used.len(), columns + LEAST_DF);
    if n < needed {
        return Err(StatError::TooFew { needed, found: n });
    }
    let entry = |r: usize, c: usize| -> f64 {
        let Some((row, group)) = used.get(r) else { return 0.0 };
        if c < data.group_count {
            f64::from(u8::from(*group == c))
        } else {
            row.get(c - data.group_count).copied().unwrap_or(0.0)
        }
    };
    let design = DMatrix::from_fn(n, columns, entry);
    let response = DVector::from_iterator(n, used.iter().map(|(row, _)| row.get(visit).copied().unwrap_or(0.0)));
    let qr = design.clone().qr();
    let r = qr.r();
    let diagonal: Vec<f64> = r.diagonal().iter().map(|d| d.abs()).collect();
    let largest = diagonal.iter().fold(0.0_f64, |m, d| m.max(*d));
    let dependent = StatError::NotEstimable {
        reason: "visits or arms are linearly dependent: drop a visit, or share the covariance between arms",
    };
    if diagonal.iter().any(|d| *d <= RANK_TOLERANCE * largest) {
        return Err(dependent);
    }
    let projected = qr.q().transpose() * &response;
    let estimate = r.solve_upper_triangular(&projected).ok_or(dependent)?;
    let residual = &response - &design * &estimate;
    let squares = residual.dot(&residual);
    if squares <= 1e-18 * response.dot(&response) {
        return Err(StatError::ConstantData);
    }
    let chi_squared: f64 = (0..n - columns).map(|_| stream.normal()).map(|z| z * z).sum();
    let variance = squares / chi_squared;
    let noise = DVector::from_fn(columns, |_, _| stream.normal());
    let spread = r.solve_upper_triangular(&noise).ok_or(dependent)?;
    Ok(Draw { coefficients: estimate + spread * sqrt(variance), variance })
}

/// Draws mean (for each group) and covariance of one family.
pub(super) fn draw_family(
    data: &Monotone,
    stream: &mut Stream,
) -> Result<(Vec<DVector<f64>>, DMatrix<f64>), StatError> {
    let t = data.visits;
    let mut means = vec![DVector::zeros(t); data.group_count];
    let mut covariance = DMatrix::zeros(t, t);
    for visit in 0..t {
        let draw = draw_regression(data, visit, stream)?;
        let slopes: Vec<f64> = draw.coefficients.iter().skip(data.group_count).copied().collect();
        for (mean, intercept) in means.iter_mut().zip(draw.coefficients.iter()) {
            let value = slopes.iter().zip(mean.iter()).fold(*intercept, |sum, (b, m)| sum + b * m);
            if let Some(slot) = mean.get_mut(visit) {
                *slot = value;
            }
        }
        // covariance with each earlier visit, then the variance
        let cross: Vec<f64> =
            (0..visit).map(|s| slopes.iter().enumerate().map(|(j, b)| b * entry(&covariance, j, s)).sum()).collect();
        let own = slopes.iter().zip(&cross).fold(draw.variance, |sum, (b, c)| sum + b * c);
        for (s, value) in cross.iter().chain([&own]).enumerate() {
            for (row, column) in [(visit, s), (s, visit)] {
                if let Some(slot) = covariance.get_mut((row, column)) {
                    *slot = *value;
                }
            }
        }
    }
    Ok((means, covariance))
}

fn entry(matrix: &DMatrix<f64>, row: usize, column: usize) -> f64 {
    matrix.get((row, column)).copied().unwrap_or(0.0)
}

/// Draws the parameters of all arms.
///
/// `rows`: each subject's values up to its last observed visit, gaps before it already filled.
pub(super) fn draw_parameters(
    rows: &[Vec<f64>],
    arms: &[usize],
    arm_count: usize,
    visits: usize,
    sharing: Covariance,
    stream: &mut Stream,
) -> Result<Parameters, StatError> {
    match sharing {
        Covariance::Shared => {
            let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
            let data = Monotone { rows, groups: arms.to_vec(), group_count: arm_count, visits };
            let (mean, covariance) = draw_family(&data, stream)?;
            Ok(Parameters { mean, covariance: vec![covariance; arm_count] })
        }
        Covariance::PerArm => {
            let mut all = Parameters { mean: Vec::new(), covariance: Vec::new() };
            for arm in 0..arm_count {
                let own: Vec<&[f64]> =
                    rows.iter().zip(arms).filter(|(_, a)| **a == arm).map(|(row, _)| row.as_slice()).collect();
                let groups = vec![0; own.len()];
                let (mean, covariance) = draw_family(&Monotone { rows: own, groups, group_count: 1, visits }, stream)?;
                all.mean.extend(mean);
                all.covariance.push(covariance);
            }
            Ok(all)
        }
    }
}
