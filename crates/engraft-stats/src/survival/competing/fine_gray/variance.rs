//! The sandwich variance of Fine and Gray.

use libm::exp;
use nalgebra::{DMatrix, DVector};

use super::subdistribution::{End, Subdistribution, Time};
use crate::survival::cox::{Maximum, predictor};

/// Hazard of the subdistribution and hazard times mean covariates, summed to some time.
#[derive(Clone, Debug)]
struct Hazard {
    total: f64,
    mean: DVector<f64>,
}

impl Hazard {
    fn new(p: usize) -> Hazard {
        Hazard { total: 0.0, mean: DVector::zeros(p) }
    }

    fn minus(&self, other: &Hazard) -> Hazard {
        Hazard { total: self.total - other.total, mean: &self.mean - &other.mean }
    }

    /// `x` times the hazard less the hazard-weighted mean.
    fn against(&self, x: &DVector<f64>) -> DVector<f64> {
        x * self.total - &self.mean
    }
}

/// One time, from the earliest on, with the sums up to and with it.
#[derive(Clone, Debug)]
struct Point {
    time: Time,
    /// Mean covariates met by an event here.
    met: DVector<f64>,
    plain: Hazard,
    /// The same with each hazard times the probability of being uncensored before it.
    uncensored: Hazard,
    /// The same before this time.
    uncensored_before: Hazard,
}

fn points(model: &Subdistribution, beta: &[f64]) -> Vec<Point> {
    let (mut plain, mut uncensored) = (Hazard::new(model.p), Hazard::new(model.p));
    let mut list = Vec::new();
    model.visit(beta, 1, |time, tilt| {
        let uncensored_before = uncensored.clone();
        let mut met = DVector::zeros(model.p);
        if let Some(tilt) = tilt {
            let rate = tilt.count / tilt.denominator;
            met.copy_from_slice(&tilt.mean);
            for (hazard, factor) in [(&mut plain, rate), (&mut uncensored, rate * time.uncensored)] {
                hazard.total += factor;
                hazard.mean.axpy(factor, &met, 1.0);
            }
        }
        list.push(Point { time: *time, met, plain: plain.clone(), uncensored: uncensored.clone(), uncensored_before });
    });
    list
}

/// What the estimation of the censoring curve adds, at each time: the jump of a row censored there, and the sum of drifts.
struct Censoring {
    jump: DVector<f64>,
    drift: DVector<f64>,
}

fn censoring(model: &Subdistribution, beta: &[f64], points: &[Point], last: &Hazard) -> Vec<Censoring> {
    // rows past a competing event: weights, and weights times covariates
    let (mut weight, mut weighted) = (0.0, DVector::zeros(model.p));
    let mut drift = DVector::zeros(model.p);
    let mut list = Vec::new();
    for point in points {
        let at_risk = point.time.end as f64;
        let mut jump = DVector::zeros(model.p);
        if point.time.censored > 0 {
            let ahead = last.minus(&point.uncensored_before);
            jump = (&weighted * ahead.total - &ahead.mean * weight) / at_risk;
            drift.axpy(point.time.censored as f64 / at_risk, &jump, 1.0);
        }
        list.push(Censoring { jump, drift: drift.clone() });
        for (x, _) in model.rows(&point.time).filter(|(_, end)| *end == End::Competing) {
            let w = exp(predictor(x, beta)) / point.time.uncensored;
            weight += w;
            weighted.axpy(w, &DVector::from_column_slice(x), 1.0);
        }
    }
    list
}

/// Covariance with the censoring curve estimated, and with it taken as known (standardised scale).
pub(super) fn sandwich(model: &Subdistribution, maximum: &Maximum) -> (DMatrix<f64>, DMatrix<f64>) {
    let (p, beta) = (model.p, maximum.beta.as_slice());
    let points = points(model, beta);
    let last = points.last().map_or(Hazard::new(p), |point| point.uncensored.clone());
    let censoring = censoring(model, beta, &points, &last);
    let (mut full, mut known) = (DMatrix::zeros(p, p), DMatrix::zeros(p, p));
    for (point, censoring) in points.iter().zip(&censoring) {
        for (x, end) in model.rows(&point.time) {
            let w = exp(predictor(x, beta));
            let x = DVector::from_column_slice(x);
            let mut residual = point.plain.against(&x) * -w;
            match end {
                End::Event => residual += &x - &point.met,
                End::Competing => {
                    let later = last.minus(&point.uncensored).against(&x);
                    residual.axpy(-w / point.time.uncensored, &later, 1.0);
                }
                End::Censored => {}
            }
            known.ger(1.0, &residual, &residual, 1.0);
            residual -= &censoring.drift;
            if end == End::Censored {
                residual += &censoring.jump;
            }
            full.ger(1.0, &residual, &residual, 1.0);
        }
    }
    let bread = &maximum.covariance;
    (bread * full * bread, bread * known * bread)
}
