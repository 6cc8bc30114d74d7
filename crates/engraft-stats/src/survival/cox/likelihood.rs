//! The partial likelihood with its derivatives, ties by Efron or Breslow.

use libm::log;

use super::Ties;
use super::design::Design;
use super::risk::{RiskSet, Sums, visit};

/// Log partial likelihood, its gradient, and minus its second derivative.
#[derive(Clone, Debug)]
pub(in crate::survival) struct Moments {
    pub log_likelihood: f64,
    pub score: Vec<f64>,
    /// Lower triangle, row by row.
    pub information: Vec<f64>,
}

impl Moments {
    pub fn new(p: usize) -> Moments {
        Moments { log_likelihood: 0.0, score: vec![0.0; p], information: vec![0.0; p * (p + 1) / 2] }
    }

    /// Takes `count` events in that all meet the same risk set.
    fn add_alike(&mut self, all: &Sums, count: f64) {
        let inverse = 1.0 / all.s0;
        self.log_likelihood -= count * log(all.s0);
        for (slot, s1) in self.score.iter_mut().zip(&all.s1) {
            *slot -= count * (s1 * inverse);
        }
        let (mut rest, mut second) = (self.information.as_mut_slice(), all.s2.as_slice());
        for (a, s1) in all.s1.iter().enumerate() {
            let (row, after) = rest.split_at_mut((a + 1).min(rest.len()));
            let (moments, later) = second.split_at((a + 1).min(second.len()));
            (rest, second) = (after, later);
            let mean = s1 * inverse;
            for ((slot, moment), other) in row.iter_mut().zip(moments).zip(&all.s1) {
                *slot += count * ((moment - mean * other) * inverse);
            }
        }
    }

    pub fn is_finite(&self) -> bool {
        self.log_likelihood.is_finite() && self.score.iter().chain(&self.information).all(|v| v.is_finite())
    }
}

/// Denominator, mean and second moment of the covariates that one event meets.
#[derive(Clone, Debug, Default)]
pub(in crate::survival) struct Tilt {
    pub denominator: f64,
    /// Share of the tied events' weight that is taken off (Efron).
    pub share: f64,
    /// How many events meet this very risk set.
    pub count: f64,
    pub mean: Vec<f64>,
    /// Lower triangle of the mean of `x x'`.
    pub second: Vec<f64>,
    /// Mean of `x x x`.
    pub third: Vec<f64>,
}

impl Tilt {
    pub fn set(&mut self, all: &Sums, dead: &Sums, share: f64, count: f64) {
        self.denominator = all.s0 - share * dead.s0;
        (self.share, self.count) = (share, count);
        let inverse = 1.0 / self.denominator;
        let fill = |slot: &mut Vec<f64>, all: &[f64], dead: &[f64]| {
            slot.clear();
            if share == 0.0 {
                slot.extend(all.iter().map(|a| a * inverse));
            } else {
                slot.extend(all.iter().zip(dead).map(|(a, d)| (a - share * d) * inverse));
            }
        };
        fill(&mut self.mean, &all.s1, &dead.s1);
        fill(&mut self.second, &all.s2, &dead.s2);
        fill(&mut self.third, &all.s3, &dead.s3);
    }

    /// Adds `factor` times the covariance of the covariates to a lower triangle.
    pub fn add_covariance(&self, factor: f64, target: &mut [f64]) {
        let mut rest = target;
        let mut second = self.second.as_slice();
        for (a, mean) in self.mean.iter().enumerate() {
            let (row, after) = rest.split_at_mut((a + 1).min(rest.len()));
            let (moments, later) = second.split_at((a + 1).min(second.len()));
            (rest, second) = (after, later);
            for ((slot, moment), other) in row.iter_mut().zip(moments).zip(&self.mean) {
                *slot += factor * (moment - mean * other);
            }
        }
    }
}

/// Visits what each event (or bundle of like events) of a risk set meets.
#[inline]
pub(in crate::survival) fn tilts(risk: &RiskSet, ties: Ties, tilt: &mut Tilt, mut see: impl FnMut(&Tilt)) {
    if risk.events == 1 || ties != Ties::Efron {
        tilt.set(risk.all, risk.dead, 0.0, risk.events as f64);
        return see(tilt);
    }
    for l in 0..risk.events {
        tilt.set(risk.all, risk.dead, l as f64 / risk.events as f64, 1.0);
        see(tilt);
    }
}

/// The moments at `beta` (standardised scale) for ties by Efron or Breslow; `None` when they overflow.
pub(in crate::survival) fn moments(design: &Design, beta: &[f64], ties: Ties) -> Option<Moments> {
    let mut sums = Moments::new(design.p);
    let mut tilt = Tilt::default();
    visit(design, beta, 2, |risk| {
        sums.log_likelihood += risk.dead_eta;
        sums.score.iter_mut().zip(risk.dead_x).for_each(|(slot, x)| *slot += x);
        if risk.events == 1 || ties != Ties::Efron {
            return sums.add_alike(risk.all, risk.events as f64);
        }
        tilts(risk, ties, &mut tilt, |tilt| {
            sums.log_likelihood -= tilt.count * log(tilt.denominator);
            sums.score.iter_mut().zip(&tilt.mean).for_each(|(slot, mean)| *slot -= tilt.count * mean);
            tilt.add_covariance(tilt.count, &mut sums.information);
        });
    });
    sums.is_finite().then_some(sums)
}
