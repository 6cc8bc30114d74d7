//! Score residuals and the sandwich variance of Lin and Wei.

use libm::exp;
use nalgebra::{DMatrix, DVector};

use super::design::{Design, Stratum};
use super::likelihood::{Tilt, tilts};
use super::newton::Maximum;
use super::risk::{predictor, visit};
use super::{CoxData, Ties};
use crate::StatError;
use crate::survival::timeline::{at, dense};

/// What one group of a stratum (one time) adds to the residuals.
#[derive(Clone, Debug)]
struct Increment {
    /// Hazard and hazard-weighted mean at this time; after [`accumulate`], over this time and all earlier ones.
    hazard: f64,
    mean: Vec<f64>,
    /// The part of both that an event of this time does not meet (Efron).
    own_hazard: f64,
    own_mean: Vec<f64>,
    /// Mean of the means met by the events of this time.
    met: Vec<f64>,
}

impl Increment {
    fn new(p: usize) -> Increment {
        Increment { hazard: 0.0, mean: vec![0.0; p], own_hazard: 0.0, own_mean: vec![0.0; p], met: vec![0.0; p] }
    }

    fn add(&mut self, tilt: &Tilt, events: f64) {
        let rate = tilt.count / tilt.denominator;
        self.hazard += rate;
        self.own_hazard += tilt.share * rate;
        let sums = self.mean.iter_mut().zip(&mut self.own_mean).zip(&mut self.met);
        for (((mean, own), met), x) in sums.zip(&tilt.mean) {
            *mean += rate * x;
            *own += tilt.share * rate * x;
            *met += tilt.count * x / events;
        }
    }
}

fn increments(design: &Design, beta: &[f64], ties: Ties) -> Vec<Vec<Increment>> {
    let empty = |stratum: &Stratum| vec![Increment::new(design.p); stratum.groups.len()];
    let mut all: Vec<Vec<Increment>> = design.strata.iter().map(empty).collect();
    let mut tilt = Tilt::default();
    visit(design, beta, 1, |risk| {
        let Some(slot) = all.get_mut(risk.stratum).and_then(|groups| groups.get_mut(risk.group)) else { return };
        tilts(risk, ties, &mut tilt, |tilt| slot.add(tilt, risk.events as f64));
    });
    all.iter_mut().for_each(|groups| accumulate(groups));
    all
}

/// Sums the hazards from the earliest time (the last group) on.
fn accumulate(groups: &mut [Increment]) {
    let mut later: Option<(f64, Vec<f64>)> = None;
    for group in groups.iter_mut().rev() {
        if let Some((hazard, mean)) = &later {
            group.hazard += hazard;
            group.mean.iter_mut().zip(mean).for_each(|(slot, v)| *slot += v);
        }
        later = Some((group.hazard, group.mean.clone()));
    }
}

/// Adds the hazard that the rows meet between entry and time to their residuals, weighed by `sign`.
fn add_hazard(residual: &mut [f64], x: &[f64], w: f64, hazard: f64, mean: &[f64]) {
    for ((slot, v), m) in residual.iter_mut().zip(x).zip(mean) {
        *slot += w * (v * hazard - m);
    }
}

/// Score residuals of a stratum, position by position.
fn residuals(stratum: &Stratum, groups: &[Increment], beta: &[f64]) -> Vec<f64> {
    let p = beta.len();
    let mut residuals = vec![0.0; stratum.x.len()];
    let mut slots = residuals.chunks_exact_mut(p).zip(stratum.x.chunks_exact(p)).zip(&stratum.events);
    for ((_, range, _), met) in stratum.walk().zip(groups) {
        for ((residual, x), event) in slots.by_ref().take(range.len()) {
            let w = exp(predictor(x, beta));
            add_hazard(residual, x, -w, met.hazard, &met.mean);
            if *event {
                residual.iter_mut().zip(x.iter().zip(&met.met)).for_each(|(slot, (v, m))| *slot += v - m);
                add_hazard(residual, x, w, met.own_hazard, &met.own_mean);
            }
        }
    }
    // hazard before entry was not met
    for ((_, _, gone), before) in stratum.walk().zip(groups) {
        for position in gone {
            let start = *position as usize * p;
            let x = stratum.covariates(*position as usize, p);
            if let Some(residual) = residuals.get_mut(start..start + p) {
                add_hazard(residual, x, exp(predictor(x, beta)), before.hazard, &before.mean);
            }
        }
    }
    residuals
}

/// The sandwich covariance on the standardised scale, residuals summed over clusters.
pub(super) fn sandwich(
    design: &Design,
    data: &CoxData,
    maximum: &Maximum,
    ties: Ties,
) -> Result<DMatrix<f64>, StatError> {
    let p = design.p;
    let beta = maximum.beta.as_slice();
    let increments = increments(design, beta, ties);
    let (place, count) = match data.clusters {
        Some(labels) => {
            let (place, labels) = dense(labels);
            (place, labels.len())
        }
        None => ((0..design.n).collect(), design.n),
    };
    if count <= p {
        return Err(StatError::NotEstimable { reason: "the robust variance needs more clusters than covariates" });
    }
    let mut sums = vec![0.0; count * p];
    for (stratum, groups) in design.strata.iter().zip(&increments) {
        let residuals = residuals(stratum, groups, beta);
        for (row, residual) in stratum.rows.iter().zip(residuals.chunks_exact(p)) {
            let start = at(&place, *row) * p;
            let slots = sums.get_mut(start..start + p).into_iter().flatten();
            slots.zip(residual).for_each(|(slot, v)| *slot += v);
        }
    }
    let mut meat = DMatrix::zeros(p, p);
    for cluster in sums.chunks_exact(p) {
        let v = DVector::from_column_slice(cluster);
        meat.ger(1.0, &v, &v, 1.0);
    }
    Ok(&maximum.covariance * meat * &maximum.covariance)
}
