//! The exact (discrete, conditional logistic) partial likelihood for ties.
//!
//! At a time with d events the denominator is the elementary symmetric polynomial of degree d of the weights at risk,
//! built up row by row together with its derivatives.

use libm::{exp, log};

use super::design::{Design, Stratum};
use super::likelihood::Moments;
use super::risk::predictor;
use crate::StatError;

/// Most additions of one evaluation.
const MOST_WORK: usize = 4_000_000_000;

/// Value, gradient and second derivatives of a symmetric polynomial of one degree.
#[derive(Clone, Debug)]
struct Polynomial {
    value: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

/// Refuses data whose exact likelihood would take too long.
pub(super) fn check_work(design: &Design) -> Result<(), StatError> {
    let entries = 1 + design.p + design.p * (design.p + 1) / 2;
    let mut work = 0_usize;
    for group in design.strata.iter().flat_map(|stratum| &stratum.groups).filter(|group| group.events > 0) {
        work = work.saturating_add(
            (group.end - group.left.min(group.end)).saturating_mul(group.events).saturating_mul(entries),
        );
    }
    if work > MOST_WORK { Err(StatError::TooLarge { limit: MOST_WORK, found: work }) } else { Ok(()) }
}

/// Adds a row of weight `w` and covariates `x`: each degree takes `w` times the degree below, product rule included.
fn add_row(polynomials: &mut [Polynomial], w: f64, x: &[f64]) {
    for degree in (1..polynomials.len()).rev() {
        let (below, from) = polynomials.split_at_mut(degree);
        let (Some(lower), Some(own)) = (below.last(), from.first_mut()) else { continue };
        if lower.value == 0.0 {
            continue;
        }
        let mut slots = own.second.iter_mut().zip(&lower.second);
        for (a, (va, fa)) in x.iter().zip(&lower.first).enumerate() {
            for ((vb, fb), (slot, second)) in x.iter().zip(&lower.first).take(a + 1).zip(slots.by_ref()) {
                *slot += w * (second + va * fb + vb * fa + va * vb * lower.value);
            }
        }
        for ((slot, first), v) in own.first.iter_mut().zip(&lower.first).zip(x) {
            *slot += w * (first + v * lower.value);
        }
        own.value += w * lower.value;
    }
}

/// Takes one event time in.
fn add_time(sums: &mut Moments, stratum: &Stratum, risk: &[u32], dead: std::ops::Range<usize>, beta: &[f64]) {
    let p = beta.len();
    let x_of = |position: u32| stratum.covariates(position as usize, p);
    let largest = risk.iter().map(|i| predictor(x_of(*i), beta)).fold(f64::NEG_INFINITY, f64::max);
    let mut events = 0_usize;
    for position in dead.filter(|i| stratum.events.get(*i).copied().unwrap_or(false)) {
        events += 1;
        let x = stratum.covariates(position, p);
        sums.log_likelihood += predictor(x, beta) - largest;
        sums.score.iter_mut().zip(x).for_each(|(slot, v)| *slot += v);
    }
    let zero = Polynomial { value: 0.0, first: vec![0.0; p], second: vec![0.0; p * (p + 1) / 2] };
    let mut polynomials = vec![zero; events + 1];
    polynomials.first_mut().into_iter().for_each(|constant| constant.value = 1.0);
    for position in risk {
        let x = x_of(*position);
        add_row(&mut polynomials, exp(predictor(x, beta) - largest), x);
    }
    let Some(all) = polynomials.last() else { return };
    sums.log_likelihood -= log(all.value);
    let mean: Vec<f64> = all.first.iter().map(|first| first / all.value).collect();
    sums.score.iter_mut().zip(&mean).for_each(|(slot, mean)| *slot -= mean);
    let mut slots = sums.information.iter_mut().zip(&all.second);
    for (a, ma) in mean.iter().enumerate() {
        for (mb, (slot, second)) in mean.iter().take(a + 1).zip(slots.by_ref()) {
            *slot += second / all.value - ma * mb;
        }
    }
}

/// The moments at `beta` (standardised scale); `None` when they overflow.
pub(super) fn moments(design: &Design, beta: &[f64]) -> Option<Moments> {
    let mut sums = Moments::new(design.p);
    for stratum in &design.strata {
        let mut inside = vec![false; stratum.rows.len()];
        for (group, range, gone) in stratum.walk() {
            inside.get_mut(range.clone()).into_iter().flatten().for_each(|slot| *slot = true);
            for position in gone {
                inside.get_mut(*position as usize).into_iter().for_each(|slot| *slot = false);
            }
            if group.events > 0 {
                let risk: Vec<u32> =
                    (0..).zip(inside.iter().take(group.end)).filter(|(_, inside)| **inside).map(|(i, _)| i).collect();
                add_time(&mut sums, stratum, &risk, range, beta);
            }
        }
    }
    sums.is_finite().then_some(sums)
}
