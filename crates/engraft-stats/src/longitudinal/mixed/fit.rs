//! Fitting a random intercept and slope.

use libm::sqrt;

use super::structure::{RandomEffects, by_times};
use crate::StatError;
use crate::longitudinal::marginal::{MarginalFit, Rows, fit_marginal};
use crate::longitudinal::{DegreesOfFreedom, Estimate, Estimation, FTest};

/// Rows of a random-effects analysis, one per measurement.
#[derive(Clone, Copy, Debug)]
pub struct MixedData<'a> {
    /// Subject of each row.
    pub subject: &'a [usize],
    /// Time of each row, in the unit of the random slope.
    pub time: &'a [f64],
    /// Response of each row.
    pub response: &'a [f64],
    /// Columns of the fixed-effects design.
    pub design: &'a [Vec<f64>],
}

/// A fitted random-effects model.
#[derive(Clone, Debug)]
pub struct MixedFit {
    /// Number of subjects.
    pub subjects: usize,
    /// Number of rows.
    pub observations: usize,
    /// Coefficients in the order of the design columns; `None` where not estimable.
    pub coefficients: Vec<Option<f64>>,
    /// Design columns (from 0) that are combinations of earlier ones.
    pub aliased: Vec<usize>,
    /// Variance of the random intercepts.
    pub intercept_variance: f64,
    /// Covariance of intercepts and slopes, when slopes are random.
    pub covariance: Option<f64>,
    /// Variance of the random slopes, when slopes are random.
    pub slope_variance: Option<f64>,
    /// Residual variance.
    pub residual_variance: f64,
    /// Minus twice the (restricted) log-likelihood, constant included.
    pub deviance: f64,
    /// Newton steps made.
    pub iterations: usize,
    fit: MarginalFit,
}

/// Fits a linear mixed model with random intercepts, or intercepts and slopes over time.
///
/// # Arguments
/// `data`: rows, see [`MixedData`]. `effects`: which effects vary between subjects. `estimation`: REML or ML.
/// # Returns
/// A [`MixedFit`]; ask it with [`MixedFit::estimate`] and [`MixedFit::test`]. The covariance parameters are variances and
/// covariances, in which the model is linear: both forms of Kenward-Roger are the same.
/// # Assumptions and small samples
/// Normal random effects and errors, independent errors of one variance. An estimate at the edge (a variance of zero, a
/// correlation of one) is refused, not reported: fit the simpler model then.
/// # Numerics
/// As [`mmrm`](crate::longitudinal::mmrm()).
/// # Errors
/// As there; [`StatError::NotEstimable`] for an estimate at the edge; [`StatError::TooLarge`] above 500 rows of a subject.
/// # Examples
/// ```
/// use engraft_stats::longitudinal::{Estimation, MixedData, RandomEffects, random_effects};
/// // three subjects measured twice: the mean squares between and within are 6.5 and 0.5
/// let data = MixedData {
///     subject: &[1, 1, 2, 2, 3, 3],
///     time: &[0.0, 1.0, 0.0, 1.0, 0.0, 1.0],
///     response: &[1.0, 2.0, 4.0, 3.0, 5.0, 6.0],
///     design: &[vec![1.0; 6]],
/// };
/// let fit = random_effects(&data, RandomEffects::Intercept, Estimation::Reml)?;
/// assert!((fit.residual_variance - 0.5).abs() < 1e-9);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `longitudinal/sleepstudy`: lme4 1.1-31, lmerTest 3.1-3, pbkrtest 0.5.2.
/// # References
/// Laird NM, Ware JH. Biometrics 1982;38:963-74. doi:10.2307/2529876
pub fn random_effects(data: &MixedData, effects: RandomEffects, estimation: Estimation) -> Result<MixedFit, StatError> {
    let (structure, groups) = by_times(data, effects)?;
    let rows = Rows::new(data.response, data.design)?;
    let subjects: usize = groups.iter().map(|g| g.subjects.len()).sum();
    if subjects == rows.len() {
        return Err(StatError::NotEstimable { reason: "no subject has two measurements" });
    }
    let start = match effects {
        RandomEffects::Intercept => vec![0.5, 0.5],
        RandomEffects::InterceptSlope => {
            let square = data.time.iter().map(|t| t * t).sum::<f64>() / data.time.len() as f64;
            if square <= 0.0 {
                return Err(StatError::NotEstimable { reason: "all times are zero: no slope" });
            }
            vec![0.3, 0.0, 0.2 / square, 0.5]
        }
    };
    let fit = fit_marginal(&rows, &groups, &structure, estimation, start)?;
    let unit = fit.scale * fit.scale;
    let edge = StatError::NotEstimable {
        reason: "the variance of a random effect is estimated as zero or the effects as collinear; drop the random effect",
    };
    let (intercept, covariance, slope, residual) = match fit.theta.as_slice() {
        [a, r] => (*a, None, None, *r),
        [a, c, b, r] => (*a, Some(*c), Some(*b), *r),
        _ => return Err(edge),
    };
    let sound = match (covariance, slope) {
        (Some(c), Some(b)) => intercept > 0.0 && b > 0.0 && c.abs() < sqrt(intercept * b),
        _ => intercept > 0.0,
    };
    if !sound || residual <= 0.0 {
        return Err(edge);
    }
    Ok(MixedFit {
        subjects,
        observations: rows.len(),
        coefficients: fit.coefficients(),
        aliased: fit.triangle.aliased.clone(),
        intercept_variance: intercept * unit,
        covariance: covariance.map(|v| v * unit),
        slope_variance: slope.map(|v| v * unit),
        residual_variance: residual * unit,
        deviance: fit.deviance,
        iterations: fit.iterations,
        fit,
    })
}

impl MixedFit {
    /// Estimates a combination of the coefficients; see [`MmrmFit::estimate`](crate::longitudinal::MmrmFit::estimate).
    ///
    /// # Errors
    /// As there.
    pub fn estimate(&self, weights: &[f64], method: DegreesOfFreedom, level: f64) -> Result<Estimate, StatError> {
        self.fit.estimate(weights, method, level)
    }

    /// Tests that several combinations are all zero; see [`MmrmFit::test`](crate::longitudinal::MmrmFit::test).
    ///
    /// # Errors
    /// As there.
    pub fn test(&self, combinations: &[Vec<f64>], method: DegreesOfFreedom) -> Result<FTest, StatError> {
        self.fit.test(combinations, method)
    }
}
