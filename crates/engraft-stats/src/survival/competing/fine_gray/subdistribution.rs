//! The weighted risk sets of the subdistribution and their likelihood.

use libm::{exp, log};

use super::super::CompetingRisks;
use super::CensoringTies;
use crate::StatError;
use crate::survival::cox::{CoxData, Design, Moments, Stratum, Sums, Tilt, predictor};
use crate::survival::follow_up::FollowUp;
use crate::survival::timeline::at;

/// How a row ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Event,
    Competing,
    Censored,
}

/// One distinct time, from the latest to the earliest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    /// Rows at this time: positions `start..end`; at risk are all positions below `end`.
    pub start: usize,
    pub end: usize,
    pub events: usize,
    pub censored: usize,
    /// Probability of being uncensored just before this time.
    pub uncensored: f64,
}

/// Rows by falling time, with the censoring curve.
#[derive(Clone, Debug)]
pub(super) struct Subdistribution {
    pub p: usize,
    pub scale: Vec<f64>,
    pub x: Vec<f64>,
    pub ends: Vec<End>,
    pub times: Vec<Time>,
}

/// Kaplan-Meier of censoring, filled in from the earliest time (the last entry) on.
fn fill_censoring(times: &mut [Time], died: &[usize], ties: CensoringTies) {
    let mut uncensored = 1.0;
    for (time, died) in times.iter_mut().zip(died).rev() {
        time.uncensored = uncensored;
        let at_risk = match ties {
            CensoringTies::WithEvents => time.end,
            CensoringTies::AfterEvents => time.end - died,
        };
        if time.censored > 0 {
            uncensored *= 1.0 - time.censored as f64 / at_risk as f64;
        }
    }
}

impl Subdistribution {
    pub fn new(
        data: &CompetingRisks,
        covariates: &[&[f64]],
        cause: usize,
        ties: CensoringTies,
    ) -> Result<Subdistribution, StatError> {
        let events: Vec<bool> = data.causes.iter().map(|c| *c == cause).collect();
        let mut design = Design::new(&CoxData::new(FollowUp::new(data.times, &events), covariates))?;
        let Some(stratum) = design.strata.pop() else { return Err(StatError::TooFew { needed: 1, found: 0 }) };
        let Stratum { rows, x, groups, .. } = stratum;
        let end_of = |row: &u32| match at(data.causes, *row) {
            0 => End::Censored,
            found if found == cause => End::Event,
            _ => End::Competing,
        };
        let ends: Vec<End> = rows.iter().map(end_of).collect();
        let starts = std::iter::once(0).chain(groups.iter().map(|group| group.end));
        let mut died = Vec::new();
        let mut times: Vec<Time> = groups
            .iter()
            .zip(starts)
            .map(|(group, start)| {
                let here = ends.get(start..group.end).unwrap_or_default();
                let censored = here.iter().filter(|end| **end == End::Censored).count();
                died.push(here.len() - censored);
                Time { start, end: group.end, events: group.events, censored, uncensored: 1.0 }
            })
            .collect();
        fill_censoring(&mut times, &died, ties);
        Ok(Subdistribution { p: design.p, scale: design.scale, x, ends, times })
    }

    /// Covariates and ends of the rows of a time.
    pub fn rows(&self, time: &Time) -> impl Iterator<Item = (&[f64], End)> {
        let x = self.x.get(time.start * self.p..time.end * self.p).unwrap_or_default();
        x.chunks_exact(self.p).zip(self.ends.get(time.start..time.end).unwrap_or_default().iter().copied())
    }

    /// Sums over the rows still under way at each time of an event of the cause, from the latest time on.
    fn under_way(&self, beta: &[f64], order: usize) -> Vec<Sums> {
        let mut sums = Sums::new(self.p, order);
        let mut list = Vec::new();
        for time in &self.times {
            self.rows(time).for_each(|(x, _)| sums.add(exp(predictor(x, beta)), x));
            if time.events > 0 {
                list.push(sums.clone());
            }
        }
        list
    }

    /// Visits each time from the earliest on, with what an event of the cause meets if there is one.
    pub fn visit(&self, beta: &[f64], order: usize, mut see: impl FnMut(&Time, Option<&Tilt>)) {
        let mut under_way = self.under_way(beta, order);
        // rows past a competing event, each over its probability of being uncensored when that came
        let mut past = Sums::new(self.p, order);
        let mut tilt = Tilt::default();
        for time in self.times.iter().rev() {
            let mut met = false;
            if time.events > 0
                && let Some(mut all) = under_way.pop()
            {
                all.add_scaled(time.uncensored, &past);
                tilt.set(&all, &all, 0.0, time.events as f64);
                met = true;
            }
            see(time, met.then_some(&tilt));
            for (x, _) in self.rows(time).filter(|(_, end)| *end == End::Competing) {
                past.add(exp(predictor(x, beta)) / time.uncensored, x);
            }
        }
    }

    /// Log pseudo-likelihood with derivatives; `None` when they overflow.
    pub fn moments(&self, beta: &[f64]) -> Option<Moments> {
        let mut sums = Moments::new(self.p);
        self.visit(beta, 2, |time, tilt| {
            let Some(tilt) = tilt else { return };
            for (x, _) in self.rows(time).filter(|(_, end)| *end == End::Event) {
                sums.log_likelihood += predictor(x, beta);
                sums.score.iter_mut().zip(x).for_each(|(slot, v)| *slot += v);
            }
            sums.log_likelihood -= tilt.count * log(tilt.denominator);
            sums.score.iter_mut().zip(&tilt.mean).for_each(|(slot, mean)| *slot -= tilt.count * mean);
            tilt.add_covariance(tilt.count, &mut sums.information);
        });
        sums.is_finite().then_some(sums)
    }
}
