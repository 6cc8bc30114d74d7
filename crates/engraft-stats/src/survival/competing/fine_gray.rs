//! The Fine-Gray model: proportional hazards of the subdistribution of one cause.

mod subdistribution;
mod variance;

use libm::exp;
use nalgebra::{DMatrix, DVector};

use self::subdistribution::Subdistribution;
use super::CompetingRisks;
use crate::dist::{normal_quantile, normal_sf};
use crate::survival::chi_squared::{ChiSquaredTest, entry};
use crate::survival::cox::maximise;
use crate::{Interval, StatError, check};

/// Who is at risk of being censored at a time when events also come.
///
/// This is where R's two routes differ: `cmprsk::crr` counts the rows with an event at that time as still at risk of
/// censoring, `survival::finegray` does not, because events come first. Without such ties the two agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CensoringTies {
    /// Rows with an event at the time count (`cmprsk::crr`).
    WithEvents,
    /// They do not (`survival::finegray`).
    AfterEvents,
}

/// One coefficient of a Fine-Gray model.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FineGrayCoefficient {
    /// Log subdistribution hazard ratio per unit of the covariate.
    pub estimate: f64,
    /// Standard error, the estimation of the censoring distribution included.
    pub std_error: f64,
    /// Robust standard error that takes the censoring distribution as known (as `finegray` with a robust `coxph`).
    pub std_error_known_censoring: f64,
    /// Estimate over `std_error`.
    pub z: f64,
    /// Two-sided Wald p.
    pub p_value: f64,
    /// Wald interval of the estimate.
    pub interval: Interval,
    /// Subdistribution hazard ratio.
    pub hazard_ratio: f64,
    /// The interval as hazard ratios.
    pub hazard_ratio_interval: Interval,
}

/// A fitted Fine-Gray model.
#[derive(Clone, PartialEq, Debug)]
pub struct FineGrayFit {
    /// Rows.
    pub n: usize,
    /// Events of the cause.
    pub events: usize,
    /// Events of other causes.
    pub competing: usize,
    /// Censorings.
    pub censored: usize,
    /// The coefficients, in order of the covariates.
    pub coefficients: Vec<FineGrayCoefficient>,
    /// Covariance of the coefficients (p x p), the estimation of the censoring distribution included.
    pub covariance: DMatrix<f64>,
    /// Log pseudo-likelihood with all coefficients 0.
    pub log_likelihood_null: f64,
    /// Log pseudo-likelihood at the estimate.
    pub log_likelihood: f64,
    /// Wald test of all coefficients.
    pub wald: ChiSquaredTest,
    /// Newton steps made.
    pub iterations: usize,
}

fn coefficient(estimate: f64, variance: f64, known: f64, level: f64) -> Result<FineGrayCoefficient, StatError> {
    let std_error = libm::sqrt(variance);
    if !(std_error > 0.0 && std_error.is_finite()) {
        return Err(StatError::NotEstimable { reason: "the variance of a coefficient is 0 or not finite" });
    }
    let width = normal_quantile(0.5 + 0.5 * level)? * std_error;
    let interval = |lower, upper| Interval { lower, upper, asked: level, achieved: None };
    Ok(FineGrayCoefficient {
        estimate,
        std_error,
        std_error_known_censoring: libm::sqrt(known),
        z: estimate / std_error,
        p_value: 2.0 * normal_sf((estimate / std_error).abs()),
        interval: interval(estimate - width, estimate + width),
        hazard_ratio: exp(estimate),
        hazard_ratio_interval: interval(exp(estimate - width), exp(estimate + width)),
    })
}

/// Fits the Fine-Gray model of the subdistribution hazard of one cause, by weighted partial likelihood.
///
/// Rows that end by another cause stay in the risk sets with the probability that they would not yet be censored, by the
/// Kaplan-Meier curve of censoring over all rows. Tied events by Breslow's approximation.
///
/// # Arguments
/// `data`: see [`CompetingRisks`]. `covariates`: columns, as for a Cox model; not changing over time. `cause`: 1 or more.
/// `ties`: see [`CensoringTies`]. `level`: in (0, 1).
/// # Returns
/// A [`FineGrayFit`].
/// # Assumptions and small samples
/// Proportional subdistribution hazards; censoring independent of the covariates. A subdistribution hazard ratio ranks
/// cumulative incidences, it is no rate among those at risk. Sandwich variance: too small below about 10 events per
/// covariate.
/// # Numerics
/// As [`fit_cox`](crate::survival::fit_cox); two passes over the sorted rows per evaluation.
/// # Errors
/// Those of [`fit_cox`](crate::survival::fit_cox) and [`cumulative_incidence`](super::cumulative_incidence).
/// # Validation
/// `survival/competing-risks`: cmprsk 2.2-11 `crr` (WithEvents); survival 3.5-3 `finegray` with
/// `coxph(ties = "breslow")` (AfterEvents, known censoring); iterative.
/// # References
/// Fine JP, Gray RJ. A proportional hazards model for the subdistribution of a competing risk. J Am Stat Assoc
/// 1999;94:496-509. doi:10.1080/01621459.1999.10474144.
pub fn fit_fine_gray(
    data: &CompetingRisks,
    covariates: &[&[f64]],
    cause: usize,
    ties: CensoringTies,
    level: f64,
) -> Result<FineGrayFit, StatError> {
    check::level(level)?;
    data.check(cause)?;
    let model = Subdistribution::new(data, covariates, cause, ties)?;
    let maximum = maximise(model.p, |beta| model.moments(beta))?;
    let (full, known) = variance::sandwich(&model, &maximum);
    let (events, competing, censored) = data.counts(cause);
    let scale = DVector::from_column_slice(&model.scale);
    let beta = maximum.beta.component_div(&scale);
    let covariance = crate::survival::cox::unscale(&full, &model.scale);
    let known = crate::survival::cox::unscale(&known, &model.scale);
    let coefficients = beta
        .iter()
        .enumerate()
        .map(|(k, estimate)| coefficient(*estimate, entry(&covariance, k, k), entry(&known, k, k), level));
    Ok(FineGrayFit {
        n: data.times.len(),
        events,
        competing,
        censored,
        coefficients: coefficients.collect::<Result<_, _>>()?,
        wald: ChiSquaredTest::quadratic(&beta, &covariance)?,
        covariance,
        log_likelihood_null: maximum.log_likelihood_null,
        log_likelihood: maximum.log_likelihood,
        iterations: maximum.iterations,
    })
}
