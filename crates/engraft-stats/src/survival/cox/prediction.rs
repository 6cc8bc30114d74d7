//! Cumulative hazard and survival predicted by a Cox model.

use libm::exp;
use nalgebra::DVector;

use super::design::Design;
use super::likelihood::{Tilt, tilts};
use super::risk::{predictor, visit};
use super::{CoxData, CoxFit, Ties};
use crate::dist::normal_quantile;
use crate::survival::kaplan_meier::{ConfidenceMethod, greenwood_interval};
use crate::{Interval, StatError, check};

/// One event time of a predicted curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PredictedStep {
    /// The time.
    pub time: f64,
    /// Events at this time in the stratum.
    pub events: usize,
    /// Cumulative hazard up to and with this time.
    pub cumulative_hazard: f64,
    /// Its standard error, the estimation of the coefficients included.
    pub std_error: f64,
    /// `exp(-cumulative_hazard)`.
    pub survival: f64,
    /// Pointwise interval of `survival`.
    pub interval: Result<Interval, StatError>,
}

/// A survival curve predicted for one set of covariates.
#[derive(Clone, PartialEq, Debug)]
pub struct PredictedSurvival {
    /// Label of the stratum whose baseline is used.
    pub stratum: usize,
    /// Event times, rising.
    pub steps: Vec<PredictedStep>,
}

/// Hazard at one time and its product with the distance from the covariates to their mean.
struct Rate {
    time: f64,
    events: usize,
    hazard: f64,
    variance: f64,
    distance: DVector<f64>,
}

fn rates(design: &Design, index: usize, beta: &[f64], x: &[f64], ties: Ties) -> Vec<Rate> {
    let risk_of_x = exp(predictor(x, beta));
    let mut list = Vec::new();
    let mut tilt = Tilt::default();
    visit(design, beta, 1, |risk| {
        if risk.stratum != index {
            return;
        }
        let mut rate = Rate {
            time: risk.time,
            events: risk.events,
            hazard: 0.0,
            variance: 0.0,
            distance: DVector::zeros(x.len()),
        };
        tilts(risk, ties, &mut tilt, |tilt| {
            let step = risk_of_x / tilt.denominator;
            rate.hazard += tilt.count * step;
            rate.variance += tilt.count * step * step;
            let distances = x.iter().zip(&tilt.mean).map(|(x, mean)| x - mean);
            rate.distance.iter_mut().zip(distances).for_each(|(slot, v)| *slot += tilt.count * step * v);
        });
        list.push(rate);
    });
    list.reverse();
    list
}

/// Predicts the survival curve of a subject with given covariates.
///
/// # Arguments
/// `data`, `fit`: the model, ties by Efron or Breslow. `covariates`: p values, on the scale of the data, held for all
/// time. `stratum`: label of the stratum (0 without strata). `level`: in (0, 1). `method`: scale of the interval; not
/// the beta product.
/// # Returns
/// A [`PredictedSurvival`]: hazard by Efron's or Breslow's estimate, as the ties of the fit.
/// # Errors
/// Those of the fit; [`StatError::LengthMismatch`] for another number of covariates; [`StatError::InvalidParameter`] for an
/// unknown stratum; [`StatError::NotEstimable`] for exact ties or the beta product.
/// # Validation
/// `survival/cox`, R survival 3.5-3 `survfit(coxph, newdata)`, iterative.
/// # References
/// Tsiatis AA. A large sample study of Cox's regression model. Ann Stat 1981;9:93-108. doi:10.1214/aos/1176345335.
pub fn predict_survival(
    data: &CoxData,
    fit: &CoxFit,
    covariates: &[f64],
    stratum: usize,
    level: f64,
    method: ConfidenceMethod,
) -> Result<PredictedSurvival, StatError> {
    check::level(level)?;
    check::finite(covariates)?;
    if fit.ties == Ties::Exact || method == ConfidenceMethod::BetaProduct {
        return Err(StatError::NotEstimable { reason: "no predicted curve with exact ties or beta-product intervals" });
    }
    let design = Design::new(data)?;
    for found in [covariates.len(), fit.coefficients.len()] {
        if found != design.p {
            return Err(StatError::LengthMismatch { left: found, right: design.p });
        }
    }
    let index = design.strata.iter().position(|own| own.label == stratum);
    let index = index.ok_or(StatError::InvalidParameter { name: "stratum", found: stratum as f64 })?;
    let beta: Vec<f64> = fit.estimates().iter().zip(&design.scale).map(|(b, s)| b * s).collect();
    let standard = design.centre.iter().zip(&design.scale);
    let x: Vec<f64> = covariates.iter().zip(standard).map(|(v, (centre, scale))| (v - centre) / scale).collect();
    let scale = DVector::from_column_slice(&design.scale);
    let z = normal_quantile(0.5 + 0.5 * level)?;
    let (mut hazard, mut variance, mut distance) = (0.0, 0.0, DVector::zeros(design.p));
    let mut steps = Vec::new();
    for rate in rates(&design, index, &beta, &x, fit.ties) {
        hazard += rate.hazard;
        variance += rate.variance;
        distance += rate.distance;
        // the covariance is on the scale of the covariates, distances are in standard deviations
        let unscaled = distance.component_mul(&scale);
        let total = variance + unscaled.dot(&(&fit.covariance * &unscaled));
        let survival = exp(-hazard);
        steps.push(PredictedStep {
            time: rate.time,
            events: rate.events,
            cumulative_hazard: hazard,
            std_error: libm::sqrt(total),
            survival,
            interval: greenwood_interval(survival, total, (level, z), method),
        });
    }
    if steps.iter().any(|step| !step.cumulative_hazard.is_finite() || !step.std_error.is_finite()) {
        return Err(StatError::NotEstimable { reason: "the covariates are so far off that the hazard overflows" });
    }
    Ok(PredictedSurvival { stratum, steps })
}
