//! Fitting the model and asking it for combinations of its coefficients.

use nalgebra::DMatrix;

use super::ladder::{Attempt, LADDER, climb_down};
use super::structure::Patterns;
use crate::StatError;
use crate::longitudinal::covariance::shape;
use crate::longitudinal::marginal::{MarginalFit, Rows};
use crate::longitudinal::{Covariance, DegreesOfFreedom, Estimate, Estimation, FTest};

/// Rows of a repeated-measures analysis, one per subject and observed visit. Rows with a missing response are left out
/// by the caller.
#[derive(Clone, Copy, Debug)]
pub struct MmrmData<'a> {
    /// Subject of each row (any numbers; rows of a subject need not be together).
    pub subject: &'a [usize],
    /// Visit of each row, from 0.
    pub visit: &'a [usize],
    /// Number of planned visits.
    pub visits: usize,
    /// Response of each row.
    pub response: &'a [f64],
    /// Columns of the fixed-effects design, each as long as the response.
    pub design: &'a [Vec<f64>],
    /// Covariance group of each row (for example the arm, from 0); `None` for one covariance matrix for all.
    pub covariance_group: Option<&'a [usize]>,
}

/// How the model is fitted.
#[derive(Clone, Copy, Debug)]
pub struct MmrmOptions<'a> {
    /// Likelihood maximised.
    pub estimation: Estimation,
    /// Structures to try, first to last. One entry means no fallback.
    pub structures: &'a [Covariance],
}

impl Default for MmrmOptions<'_> {
    /// REML and [`LADDER`].
    fn default() -> Self {
        MmrmOptions { estimation: Estimation::Reml, structures: &LADDER }
    }
}

/// The estimated covariance of one group of subjects.
#[derive(Clone, PartialEq, Debug)]
pub struct CovarianceGroup {
    /// Covariance matrix of all planned visits, row by row.
    pub matrix: Vec<Vec<f64>>,
    /// Parameters in the order of [`Covariance`].
    pub parameters: Vec<f64>,
}

/// A fitted model for repeated measures.
#[derive(Clone, Debug)]
pub struct MmrmFit {
    /// The structure that gave the answer.
    pub structure: Covariance,
    /// Structures tried before, with their reasons.
    pub attempts: Vec<Attempt>,
    /// Number of subjects.
    pub subjects: usize,
    /// Number of rows.
    pub observations: usize,
    /// Coefficients in the order of the design columns; `None` where not estimable.
    pub coefficients: Vec<Option<f64>>,
    /// Design columns (from 0) that are combinations of earlier ones.
    pub aliased: Vec<usize>,
    /// Covariance of each group.
    pub covariance: Vec<CovarianceGroup>,
    /// Minus twice the (restricted) log-likelihood, constant included, as SAS and nlme print it.
    pub deviance: f64,
    /// Number of covariance parameters.
    pub parameters: usize,
    /// Newton steps made.
    pub iterations: usize,
    fit: MarginalFit,
}

/// Fits a mixed model for repeated measures.
///
/// # Arguments
/// `data`: rows, see [`MmrmData`]; columns of the design may depend on each other, the later of them is then named in
/// [`MmrmFit::aliased`]. `options`: likelihood and ladder of structures.
/// # Returns
/// An [`MmrmFit`]; ask it with [`MmrmFit::estimate`] and [`MmrmFit::test`].
/// # Assumptions and small samples
/// Normal errors; visits missing at random given the observed ones. Below about 30 subjects use Kenward-Roger; an
/// unstructured matrix of 5 visits needs some 15 subjects before it converges at all.
/// # Numerics
/// The design is made orthonormal, the response scaled by the residual standard deviation of ordinary least squares;
/// for an unstructured matrix up to three steps of the EM algorithm first; then Newton's method with the exact Hessian,
/// which near the minimum serves for several steps, average information where it is not positive definite, step halving;
/// it ends when the expected decrease is below 1e-11 and a step has been made, or below 1e-24. An answer has a positive definite observed
/// information and covariance matrix; otherwise the next structure is tried.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::TooFew`], [`StatError::ConstantData`],
/// [`StatError::InvalidCount`] for a visit beyond `visits` or a covariance group beyond the rows, [`StatError::NotEstimable`] for two rows of a subject at a visit or
/// when no structure works (the reason of the last), [`StatError::NotConverged`] (of the last), [`StatError::TooLarge`] above 100 visits
/// or 512 MB of cross-products.
/// # Examples
/// ```
/// use engraft_stats::longitudinal::{Covariance, DegreesOfFreedom, Information, MmrmData, MmrmOptions, mmrm};
/// // four subjects, two visits: the change of the mean is the mean of the changes 1, 2, 4, 1
/// let subject = [1, 1, 2, 2, 3, 3, 4, 4];
/// let visit = [0, 1, 0, 1, 0, 1, 0, 1];
/// let response = [5.0, 6.0, 4.0, 6.0, 7.0, 11.0, 6.0, 7.0];
/// let second: Vec<f64> = visit.iter().map(|v| f64::from(*v as u8)).collect();
/// let design = [vec![1.0; 8], second];
/// let data = MmrmData {
///     subject: &subject, visit: &visit, visits: 2, response: &response, design: &design, covariance_group: None,
/// };
/// let fit = mmrm(&data, &MmrmOptions::default())?;
/// assert_eq!(fit.structure, Covariance::Unstructured);
/// let change = fit.estimate(&[0.0, 1.0], DegreesOfFreedom::KenwardRogerLinear(Information::Observed), 0.95)?;
/// assert!((change.value - 2.0).abs() < 1e-9 && (change.df - 3.0).abs() < 1e-6);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `longitudinal/mmrm-trial`, `longitudinal/mmrm-orthodont`: nlme 3.1-162 `gls`, emmeans 1.8.4-1, and an independent
/// computation with numerical derivatives in R.
/// # References
/// Mallinckrodt CH et al. Drug Inf J 2008;42:303-19. doi:10.1177/009286150804200402
pub fn mmrm(data: &MmrmData, options: &MmrmOptions) -> Result<MmrmFit, StatError> {
    let patterns = Patterns::new(data)?;
    let rows = Rows::new(data.response, data.design)?;
    let (structure, fit, attempts) = climb_down(data, options, &rows, &patterns)?;
    let each = structure.parameters(patterns.visits);
    let square = fit.scale * fit.scale;
    let covariance = fit
        .theta
        .chunks(each)
        .map(|part| {
            let matrix = shape(structure, patterns.visits, part, false).map_or(DMatrix::zeros(0, 0), |s| s.sigma);
            let unit = |k: usize| if structure.is_correlation(k, patterns.visits) { 1.0 } else { square };
            CovarianceGroup {
                matrix: matrix.row_iter().map(|r| r.iter().map(|v| v * square).collect()).collect(),
                parameters: part.iter().enumerate().map(|(k, v)| v * unit(k)).collect(),
            }
        })
        .collect();
    Ok(MmrmFit {
        structure,
        attempts,
        subjects: patterns.groups.iter().map(|g| g.subjects.len()).sum(),
        observations: rows.len(),
        coefficients: fit.coefficients(),
        aliased: fit.triangle.aliased.clone(),
        covariance,
        deviance: fit.deviance,
        parameters: fit.theta.len(),
        iterations: fit.iterations,
        fit,
    })
}

impl MmrmFit {
    /// Estimates a combination of the coefficients, one weight per design column.
    ///
    /// # Errors
    /// [`StatError::NotEstimable`] when the combination needs an aliased coefficient, has no positive adjusted variance or
    /// fewer than one degree of freedom, or for Kenward-Roger after ML; [`StatError::LengthMismatch`],
    /// [`StatError::NotFinite`], [`StatError::LevelOutOfRange`].
    pub fn estimate(&self, weights: &[f64], method: DegreesOfFreedom, level: f64) -> Result<Estimate, StatError> {
        self.fit.estimate(weights, method, level)
    }

    /// Tests that several combinations of the coefficients are all zero. Dependent combinations count once.
    ///
    /// # Errors
    /// As [`MmrmFit::estimate`]; [`StatError::TooFew`] for no combination.
    pub fn test(&self, combinations: &[Vec<f64>], method: DegreesOfFreedom) -> Result<FTest, StatError> {
        self.fit.test(combinations, method)
    }

    /// Akaike's criterion, `deviance + 2 q`, with `q` covariance parameters for REML and all parameters for ML.
    pub fn aic(&self) -> f64 {
        let means = match self.fit.estimation {
            Estimation::Reml => 0,
            Estimation::Ml => self.fit.triangle.kept.len(),
        };
        self.deviance + 2.0 * (self.parameters + means) as f64
    }
}
