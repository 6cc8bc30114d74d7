//! The score test of proportional hazards.

use libm::log;
use nalgebra::{DMatrix, DVector};

use super::design::Design;
use super::likelihood::{Tilt, tilts};
use super::newton::symmetric;
use super::risk::visit;
use super::{CoxData, CoxFit, Ties};
use crate::StatError;
use crate::survival::chi_squared::{ChiSquaredTest, entry, inverse};
use crate::survival::follow_up::{FollowUp, tie_width};
use crate::survival::kaplan_meier::{KaplanMeier, kaplan_meier};

/// The function of time against which coefficients may drift.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeScale {
    /// 1 less the Kaplan-Meier curve of all rows just before the time (R's default): even weight to all events.
    KaplanMeier,
    /// Midrank of the event time among the times of all rows, censored ones included (R).
    Rank,
    /// Time itself: sensitive to a few long times.
    Identity,
    /// Logarithm of time; times must be above 0.
    Log,
}

/// Result of a test of proportional hazards.
#[derive(Clone, PartialEq, Debug)]
pub struct ProportionalHazards {
    /// The time scale.
    pub scale: TimeScale,
    /// One test of 1 df for each covariate.
    pub covariates: Vec<ChiSquaredTest>,
    /// All covariates together.
    pub global: ChiSquaredTest,
}

/// Score residual and information of one event time.
#[derive(Clone, Debug)]
struct Event {
    time: f64,
    events: usize,
    residual: Vec<f64>,
    information: Vec<f64>,
}

fn event_times(design: &Design, beta: &[f64], ties: Ties) -> Vec<Event> {
    let mut list = Vec::new();
    let mut tilt = Tilt::default();
    visit(design, beta, 2, |risk| {
        let mut residual = risk.dead_x.to_vec();
        let mut information = vec![0.0; design.p * (design.p + 1) / 2];
        tilts(risk, ties, &mut tilt, |tilt| {
            residual.iter_mut().zip(&tilt.mean).for_each(|(slot, mean)| *slot -= tilt.count * mean);
            tilt.add_covariance(tilt.count, &mut information);
        });
        list.push(Event { time: risk.time, events: risk.events, residual, information });
    });
    list
}

/// Midrank of each event time among the times of all rows.
fn ranks(list: &[Event], follow_up: &FollowUp) -> Vec<f64> {
    let times = crate::describe::sorted(follow_up.times);
    let width = tie_width(&times);
    let rank = |event: &Event| {
        let below = times.partition_point(|time| *time < event.time);
        let upto = times.partition_point(|time| *time <= event.time + width);
        0.5 * (below + upto + 1) as f64
    };
    list.iter().map(rank).collect()
}

fn before(curve: &KaplanMeier, time: f64) -> f64 {
    let earlier = curve.steps.partition_point(|step| step.time < time);
    1.0 - earlier.checked_sub(1).and_then(|last| curve.steps.get(last)).map_or(1.0, |step| step.survival)
}

fn transformed(list: &[Event], data: &CoxData, scale: TimeScale) -> Result<Vec<f64>, StatError> {
    let mut values: Vec<f64> = match scale {
        TimeScale::Rank => ranks(list, &data.follow_up),
        TimeScale::Identity => list.iter().map(|event| event.time).collect(),
        TimeScale::Log => {
            if let Some(index) = data.follow_up.times.iter().position(|time| *time <= 0.0) {
                return Err(StatError::NotPositive { index });
            }
            list.iter().map(|event| log(event.time)).collect()
        }
        TimeScale::KaplanMeier => {
            let curve = kaplan_meier(&data.follow_up)?;
            list.iter().map(|event| before(&curve, event.time)).collect()
        }
    };
    let (total, events) = list
        .iter()
        .zip(&values)
        .fold((0.0, 0.0), |(sum, n), (event, value)| (sum + event.events as f64 * value, n + event.events as f64));
    // the test does not depend on origin or unit of the scale
    values.iter_mut().for_each(|value| *value -= total / events);
    let size = values.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
    if size <= 0.0 {
        return Err(StatError::NotEstimable { reason: "all events come at one time" });
    }
    values.iter_mut().for_each(|value| *value /= size);
    Ok(values)
}

/// Tests whether log hazard ratios stay the same over time.
///
/// # Arguments
/// `data`: as for the fit. `fit`: by [`fit_cox`](super::fit_cox) with ties by Efron or Breslow. `scale`: see [`TimeScale`].
/// # Returns
/// A [`ProportionalHazards`]: for each covariate the score test of a coefficient of `x g(t)` added to the model, and the
/// test of all of them.
/// # Assumptions and small samples
/// Chi-squared approximation; little power below about 20 events: no rejection is not proof.
/// # Numerics
/// Exact information of the enlarged model at the fitted estimate (not the average variance of Grambsch and Therneau).
/// # Errors
/// Those of the fit; [`StatError::NotPositive`] for log time; [`StatError::NotEstimable`] for exact ties, for events at one
/// time only, or when there are too few event times for the covariates.
/// # Validation
/// `survival/cox`, R survival 3.5-3 `cox.zph`, iterative.
/// # References
/// Grambsch PM, Therneau TM. Proportional hazards tests and diagnostics based on weighted residuals. Biometrika
/// 1994;81:515-26. doi:10.1093/biomet/81.3.515.
pub fn proportional_hazards(data: &CoxData, fit: &CoxFit, scale: TimeScale) -> Result<ProportionalHazards, StatError> {
    if fit.ties == Ties::Exact {
        return Err(StatError::NotEstimable { reason: "the test is not defined with exact ties: take Efron" });
    }
    let design = Design::new(data)?;
    if fit.coefficients.len() != design.p {
        return Err(StatError::LengthMismatch { left: fit.coefficients.len(), right: design.p });
    }
    let beta: Vec<f64> = fit.estimates().iter().zip(&design.scale).map(|(b, s)| b * s).collect();
    let list = event_times(&design, &beta, fit.ties);
    let g = transformed(&list, data, scale)?;
    let size = design.p * (design.p + 1) / 2;
    let (mut score, mut plain, mut once, mut twice) =
        (DVector::zeros(design.p), vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    for (event, g) in list.iter().zip(&g) {
        score.iter_mut().zip(&event.residual).for_each(|(slot, r)| *slot += g * r);
        let sums = plain.iter_mut().zip(&mut once).zip(&mut twice);
        for (((plain, once), twice), v) in sums.zip(&event.information) {
            *plain += v;
            *once += g * v;
            *twice += g * g * v;
        }
    }
    let matrix = |lower: &[f64]| symmetric(lower, design.p);
    let once = matrix(&once);
    let inverse = inverse(&matrix(&plain)).ok_or(super::newton::COLLINEAR)?;
    let variance: DMatrix<f64> = matrix(&twice) - &once * inverse * &once;
    let single = |k: usize| ChiSquaredTest::new(score.get(k).map_or(0.0, |u| u * u) / entry(&variance, k, k), 1);
    let covariates = (0..design.p).map(single).collect::<Result<_, _>>()?;
    Ok(ProportionalHazards { scale, covariates, global: ChiSquaredTest::quadratic(&score, &variance)? })
}
