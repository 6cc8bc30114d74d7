//! Cox's proportional hazards model.
//!
//! Ties by Efron, Breslow, or the exact discrete likelihood; strata; time-varying covariates and late entry by rows
//! `(entry, time]`; robust and cluster-robust variance (so also the Andersen-Gill model of recurrent events); Firth's
//! penalised likelihood ([`fit_firth`]); a test of proportional hazards ([`proportional_hazards`]); predicted curves
//! ([`predict_survival`]).
//!
//! **Separation.** With few subjects a covariate may order every event at an end of its risk set. The likelihood then
//! rises for ever and no finite estimate exists. This is refused, with Firth's likelihood as the way out.

mod design;
mod exact;
mod firth;
mod likelihood;
mod newton;
mod prediction;
mod proportional;
mod risk;
mod robust;

pub(super) use design::{Design, Stratum};
pub use firth::{FirthCoefficient, FirthFit, fit_firth};
pub(super) use likelihood::{Moments, Tilt};
pub(super) use newton::{Maximum, maximise};
pub use prediction::{PredictedStep, PredictedSurvival, predict_survival};
pub use proportional::{ProportionalHazards, TimeScale, proportional_hazards};
pub(super) use risk::{Sums, predictor};

use libm::{exp, sqrt};
use nalgebra::{DMatrix, DVector};

use super::chi_squared::{ChiSquaredTest, entry};
use super::follow_up::FollowUp;
use crate::dist::{normal_quantile, normal_sf};
use crate::{Interval, StatError, check};

/// The columns of a Cox model, one row per subject or per interval of a subject.
#[derive(Clone, Copy, Debug)]
pub struct CoxData<'a> {
    /// Times and events; entry times for late entry or covariates that change.
    pub follow_up: FollowUp<'a>,
    /// Covariates, each a column as long as the times; no missing values.
    pub covariates: &'a [&'a [f64]],
    /// A label per row: risk sets do not reach across strata.
    pub strata: Option<&'a [usize]>,
    /// A label per row: rows of one label (one subject) are summed in the robust variance.
    pub clusters: Option<&'a [usize]>,
}

impl<'a> CoxData<'a> {
    /// Data without strata and clusters.
    pub fn new(follow_up: FollowUp<'a>, covariates: &'a [&'a [f64]]) -> CoxData<'a> {
        CoxData { follow_up, covariates, strata: None, clusters: None }
    }
}

/// How events at one time share the risk set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ties {
    /// Efron's approximation (R's default).
    Efron,
    /// Breslow's approximation (SAS's default).
    Breslow,
    /// The exact discrete partial likelihood: time itself comes in steps.
    Exact,
}

impl Ties {
    /// Name used in results.
    pub fn word(self) -> &'static str {
        match self {
            Ties::Efron => "efron",
            Ties::Breslow => "breslow",
            Ties::Exact => "exact",
        }
    }
}

/// Which variance intervals and p-values rest on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoxVariance {
    /// Inverse of the information.
    Model,
    /// Lin-Wei sandwich, summed over clusters when they are given.
    Robust,
}

/// Choices of a Cox fit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CoxOptions {
    /// Handling of ties.
    pub ties: Ties,
    /// Variance of intervals and tests of single coefficients.
    pub variance: CoxVariance,
    /// Level of the intervals, in (0, 1).
    pub level: f64,
}

/// One coefficient of a Cox model.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CoxCoefficient {
    /// Log hazard ratio per unit of the covariate.
    pub estimate: f64,
    /// Standard error from the information.
    pub std_error: f64,
    /// Robust standard error, when asked for.
    pub robust_std_error: Option<f64>,
    /// Estimate over the standard error in use.
    pub z: f64,
    /// Two-sided Wald p.
    pub p_value: f64,
    /// Interval of the log hazard ratio.
    pub interval: Interval,
    /// Hazard ratio per unit of the covariate.
    pub hazard_ratio: f64,
    /// Interval of the hazard ratio; its upper end may be infinite by overflow only.
    pub hazard_ratio_interval: Interval,
}

/// A fitted Cox model.
#[derive(Clone, PartialEq, Debug)]
pub struct CoxFit {
    /// Rows.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Rows without event.
    pub censored: usize,
    /// Clusters, when given.
    pub clusters: Option<usize>,
    /// Handling of ties.
    pub ties: Ties,
    /// The coefficients, in order of the covariates.
    pub coefficients: Vec<CoxCoefficient>,
    /// Inverse information (p x p).
    pub covariance: DMatrix<f64>,
    /// Robust covariance (p x p), when asked for.
    pub robust_covariance: Option<DMatrix<f64>>,
    /// Log partial likelihood with all coefficients 0.
    pub log_likelihood_null: f64,
    /// Log partial likelihood at the estimate.
    pub log_likelihood: f64,
    /// Likelihood-ratio test of all coefficients.
    pub likelihood_ratio: ChiSquaredTest,
    /// Wald test of all coefficients, with the variance in use.
    pub wald: ChiSquaredTest,
    /// Score test of all coefficients, with the information at 0.
    pub score: ChiSquaredTest,
    /// Newton steps made.
    pub iterations: usize,
}

impl CoxFit {
    /// The coefficients as a vector.
    pub fn estimates(&self) -> Vec<f64> {
        self.coefficients.iter().map(|coefficient| coefficient.estimate).collect()
    }
}

/// An estimate with its Wald interval and test.
fn wald(estimate: f64, std_error: f64, robust: Option<f64>, level: f64) -> Result<CoxCoefficient, StatError> {
    let used = robust.unwrap_or(std_error);
    if !(used > 0.0 && used.is_finite()) {
        return Err(StatError::NotEstimable { reason: "the variance of a coefficient is 0 or not finite" });
    }
    let width = normal_quantile(0.5 + 0.5 * level)? * used;
    let interval = |lower, upper| Interval { lower, upper, asked: level, achieved: None };
    Ok(CoxCoefficient {
        estimate,
        std_error,
        robust_std_error: robust,
        z: estimate / used,
        p_value: 2.0 * normal_sf((estimate / used).abs()),
        interval: interval(estimate - width, estimate + width),
        hazard_ratio: exp(estimate),
        hazard_ratio_interval: interval(exp(estimate - width), exp(estimate + width)),
    })
}

/// Square root of a diagonal entry.
fn error_at(covariance: &DMatrix<f64>, k: usize) -> f64 {
    sqrt(entry(covariance, k, k))
}

/// A covariance of standardised coefficients back on the scale of the covariates.
pub(super) fn unscale(covariance: &DMatrix<f64>, scale: &[f64]) -> DMatrix<f64> {
    let s = |i: usize| scale.get(i).copied().unwrap_or(1.0);
    DMatrix::from_fn(covariance.nrows(), covariance.ncols(), |i, j| entry(covariance, i, j) / (s(i) * s(j)))
}

/// Fits Cox's proportional hazards model by maximum partial likelihood.
///
/// # Arguments
/// `data`: see [`CoxData`]; n rows, 1 to 50 covariates, at least one event. `options`: see [`CoxOptions`].
/// # Returns
/// A [`CoxFit`]: coefficients as log hazard ratios per unit of the covariates, two-sided tests, counts.
/// # Assumptions and small samples
/// Hazards proportional within strata, censoring independent given the covariates. Estimates are biased away from 0
/// below about 10 events per covariate, and Wald intervals are poor there: see [`fit_firth`]. The sandwich is too small
/// with few clusters.
/// # Numerics
/// Covariates are standardised; Newton's method with halved steps from 0, to steps below 1e-11 standard deviations; one
/// pass over the sorted rows per evaluation. Sums run in order of time, the result does not depend on threads.
/// # Errors
/// Those of [`FollowUp`], [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::LevelOutOfRange`],
/// [`StatError::TooLarge`] (covariates; work of the exact likelihood), [`StatError::NotEstimable`] for no covariate, no
/// events, constant or collinear covariates, monotone likelihood (separation), the robust variance with exact ties;
/// [`StatError::NotConverged`].
/// # Examples
/// ```
/// use engraft_stats::survival::{CoxData, CoxOptions, CoxVariance, FollowUp, Ties, fit_cox};
/// let options = CoxOptions { ties: Ties::Efron, variance: CoxVariance::Model, level: 0.95 };
/// // events in the order treated, control, treated: e^b / (2 e^b + 1) * 1 / (1 + e^b) is largest at e^b = 1 / sqrt(2)
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true; 3]);
/// let fit = fit_cox(&CoxData::new(follow_up, &[&[1.0, 0.0, 1.0]]), options)?;
/// assert!((fit.coefficients[0].hazard_ratio - 0.5_f64.sqrt()).abs() < 1e-12);
/// // events of the treated all first: no finite estimate
/// let separated = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true; 4]);
/// assert!(fit_cox(&CoxData::new(separated, &[&[1.0, 1.0, 0.0, 0.0]]), options).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/cox`, R survival 3.5-3 `coxph`, iterative.
/// # References
/// Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187-220. Efron B. The efficiency of Cox's likelihood
/// function for censored data. J Am Stat Assoc 1977;72:557-65. doi:10.1080/01621459.1977.10480613. Lin DY, Wei LJ. The
/// robust inference for the Cox proportional hazards model. J Am Stat Assoc 1989;84:1074-8.
/// doi:10.1080/01621459.1989.10478874. Gail MH, Lubin JH, Rubinstein LV. Likelihood calculations for matched case-control
/// studies and survival studies with tied death times. Biometrika 1981;68:703-7. doi:10.1093/biomet/68.3.703.
pub fn fit_cox(data: &CoxData, options: CoxOptions) -> Result<CoxFit, StatError> {
    check::level(options.level)?;
    let robust = options.variance == CoxVariance::Robust;
    if robust && options.ties == Ties::Exact {
        return Err(StatError::NotEstimable {
            reason: "the robust variance is not defined with exact ties: take Efron",
        });
    }
    let design = Design::new(data)?;
    let maximum = match options.ties {
        Ties::Exact => {
            exact::check_work(&design)?;
            newton::maximise(design.p, |beta| exact::moments(&design, beta))?
        }
        ties => newton::maximise(design.p, |beta| likelihood::moments(&design, beta, ties))?,
    };
    let sandwich = robust.then(|| robust::sandwich(&design, data, &maximum, options.ties)).transpose()?;
    let scale = DVector::from_column_slice(&design.scale);
    let beta = maximum.beta.component_div(&scale);
    let covariance = unscale(&maximum.covariance, &design.scale);
    let robust_covariance = sandwich.map(|sandwich| unscale(&sandwich, &design.scale));
    let coefficients = beta.iter().enumerate().map(|(k, estimate)| {
        wald(*estimate, error_at(&covariance, k), robust_covariance.as_ref().map(|v| error_at(v, k)), options.level)
    });
    Ok(CoxFit {
        n: design.n,
        events: design.events,
        censored: design.n - design.events,
        clusters: data.clusters.map(|labels| super::timeline::dense(labels).1.len()),
        ties: options.ties,
        coefficients: coefficients.collect::<Result<_, _>>()?,
        log_likelihood_null: maximum.log_likelihood_null,
        log_likelihood: maximum.log_likelihood,
        likelihood_ratio: ChiSquaredTest::new(2.0 * (maximum.log_likelihood - maximum.log_likelihood_null), design.p)?,
        wald: ChiSquaredTest::quadratic(&beta, robust_covariance.as_ref().unwrap_or(&covariance))?,
        score: ChiSquaredTest::new(maximum.score_statistic, design.p)?,
        iterations: maximum.iterations,
        covariance,
        robust_covariance,
    })
}

#[cfg(test)]
mod tests;
