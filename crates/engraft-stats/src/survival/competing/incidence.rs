//! The cumulative incidence of one cause (Aalen-Johansen).

use libm::{exp, log, sqrt};

use super::CompetingRisks;
use crate::dist::normal_quantile;
use crate::survival::timeline::at;
use crate::{Interval, StatError, check};

/// How the variance of a cumulative incidence is estimated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IncidenceVariance {
    /// Delta method with binomial increments (Marubini and Valsecchi); equals Greenwood's formula when there is one cause.
    Delta,
    /// Aalen's counting-process estimate, with `n - 1`; a little larger.
    Aalen,
}

/// One distinct time of a cumulative incidence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct IncidenceStep {
    /// The time.
    pub time: f64,
    /// Rows at risk just before.
    pub at_risk: usize,
    /// Events of the cause at this time.
    pub events: usize,
    /// Events of other causes.
    pub competing: usize,
    /// Censorings.
    pub censored: usize,
    /// Probability of an event of the cause by this time.
    pub incidence: f64,
    /// Its standard error.
    pub std_error: f64,
}

/// A cumulative incidence curve.
#[derive(Clone, PartialEq, Debug)]
pub struct CumulativeIncidence {
    /// Rows.
    pub n: usize,
    /// Events of the cause.
    pub events: usize,
    /// Events of other causes.
    pub competing: usize,
    /// Censorings.
    pub censored: usize,
    /// Distinct times, rising.
    pub steps: Vec<IncidenceStep>,
}

/// Sums of which the variance is made: with F the incidence, `sum (F - F_i)^2 a_i + sum b_i - 2 sum (F - F_i) c_i`.
#[derive(Clone, Copy, Debug, Default)]
struct VarianceSums {
    a: [f64; 3],
    b: f64,
    c: [f64; 2],
}

impl VarianceSums {
    fn add(&mut self, kind: IncidenceVariance, n: f64, d: f64, own: f64, before: f64, incidence: f64) {
        let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
        match kind {
            IncidenceVariance::Delta => {
                a = if n > d { d / (n * (n - d)) } else { 0.0 };
                b = before * before * own * (n - own) / (n * n * n);
                c = before * own / (n * n);
            }
            IncidenceVariance::Aalen if n > 1.0 => {
                b = before * before * own * (n - own) / (n * n * (n - 1.0));
                if n > d {
                    a = d / ((n - 1.0) * (n - d));
                    c = before * own * (n - own) / (n * (n - d) * (n - 1.0));
                }
            }
            IncidenceVariance::Aalen => {}
        }
        let [a0, a1, a2] = self.a;
        self.a = [a0 + a, a1 + incidence * a, a2 + incidence * incidence * a];
        self.b += b;
        let [c0, c1] = self.c;
        self.c = [c0 + c, c1 + incidence * c];
    }

    fn variance(&self, f: f64) -> f64 {
        let ([a0, a1, a2], [c0, c1]) = (self.a, self.c);
        (f * f * a0 - 2.0 * f * a1 + a2 + self.b - 2.0 * (f * c0 - c1)).max(0.0)
    }
}

/// Estimates the cumulative incidence of one cause in the presence of others.
///
/// # Arguments
/// `data`: see [`CompetingRisks`]. `cause`: the cause of interest, 1 or more. `variance`: see [`IncidenceVariance`].
/// # Returns
/// A [`CumulativeIncidence`]: probabilities with standard errors, one step per distinct time.
/// # Assumptions and small samples
/// Censoring independent of time and cause of the event.
/// # Errors
/// [`StatError::TooFew`], [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::InvalidParameter`] for a negative
/// time or cause 0.
/// # Examples
/// ```
/// use engraft_stats::survival::{CompetingRisks, IncidenceVariance, cumulative_incidence};
/// let data = CompetingRisks { times: &[1.0, 2.0, 3.0, 4.0], causes: &[1, 2, 0, 1] };
/// let curve = cumulative_incidence(&data, 1, IncidenceVariance::Delta)?;
/// // 1/4, then half of the curve is left for the last at risk
/// assert_eq!(curve.steps.last().map(|step| step.incidence), Some(0.75));
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/competing-risks`: Delta, R survival 3.5-3 `survfit` and prodlim, also with ties; Aalen, cmprsk 2.2-11
/// `cuminc` without ties (with ties cmprsk's differs in the fourth digit); closed_form.
/// # References
/// Aalen OO, Johansen S. An empirical transition matrix for non-homogeneous Markov chains. Scand J Stat 1978;5:141-50.
/// Marubini E, Valsecchi MG. Analysing Survival Data from Clinical Trials and Observational Studies. Wiley, 1995.
pub fn cumulative_incidence(
    data: &CompetingRisks,
    cause: usize,
    variance: IncidenceVariance,
) -> Result<CumulativeIncidence, StatError> {
    data.check(cause)?;
    let (events, competing, censored) = data.counts(cause);
    let n = data.times.len();
    let (mut survival, mut incidence, mut sums) = (1.0, 0.0, VarianceSums::default());
    let mut steps = Vec::new();
    for timeline in data.timelines(None) {
        for (moment, start, rows) in timeline.walk() {
            let own = rows.iter().filter(|row| at(data.causes, **row) == cause).count();
            let lost = rows.iter().filter(|row| at(data.causes, **row) == 0).count();
            let at_risk = n - start;
            let (risk, d) = (at_risk as f64, (rows.len() - lost) as f64);
            if d > 0.0 {
                incidence += survival * own as f64 / risk;
                sums.add(variance, risk, d, own as f64, survival, incidence);
                survival *= (risk - d) / risk;
            }
            steps.push(IncidenceStep {
                time: moment.time,
                at_risk,
                events: own,
                competing: rows.len() - lost - own,
                censored: lost,
                incidence,
                std_error: sqrt(sums.variance(incidence)),
            });
        }
    }
    Ok(CumulativeIncidence { n, events, competing, censored, steps })
}

impl CumulativeIncidence {
    /// The step in force at a time: the last one not after it.
    ///
    /// # Errors
    /// [`StatError::NotEstimable`] before the first time and beyond the last one (unless nobody is left at risk there).
    pub fn at(&self, time: f64) -> Result<IncidenceStep, StatError> {
        check::finite(&[time])?;
        let last = self.steps.last();
        let known = last.is_some_and(|step| time <= step.time || step.censored == 0);
        let count = self.steps.partition_point(|step| step.time <= time);
        match count.checked_sub(1).and_then(|index| self.steps.get(index)) {
            Some(step) if known => Ok(*step),
            Some(_) => Err(StatError::NotEstimable { reason: "the time lies beyond the last observation" }),
            None => Err(StatError::NotEstimable { reason: "the time lies before the first observation" }),
        }
    }
}

impl IncidenceStep {
    /// Pointwise interval on the scale of log(-log F).
    ///
    /// # Errors
    /// [`StatError::LevelOutOfRange`]; [`StatError::NotEstimable`] while the incidence is 0, or when it is 1 or has no variance.
    pub fn interval(&self, level: f64) -> Result<Interval, StatError> {
        check::level(level)?;
        let f = self.incidence;
        if f <= 0.0 {
            return Err(StatError::NotEstimable { reason: "no event of this cause by this time: no variance" });
        }
        if f >= 1.0 || self.std_error <= 0.0 {
            return Err(StatError::NotEstimable { reason: "the incidence is 1 or has no variance" });
        }
        let width = normal_quantile(0.5 + 0.5 * level)? * self.std_error / (f * log(f).abs());
        let (lower, upper) = (exp(log(f) * exp(width)), exp(log(f) * exp(-width)));
        Ok(Interval { lower, upper, asked: level, achieved: None })
    }
}
