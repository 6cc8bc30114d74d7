//! Firth's penalised likelihood: finite estimates under separation, less bias in small samples.

mod penalised;

use libm::{exp, log, sqrt};
use nalgebra::{DMatrix, DVector};

use self::penalised::{Peak, climb, penalised};
use super::design::Design;
use super::newton::COLLINEAR;
use super::{CoxData, Ties};
use crate::dist::normal_quantile;
use crate::survival::chi_squared::{ChiSquaredTest, entry, inverse};
use crate::{Interval, StatError, check};

/// One coefficient of a penalised fit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FirthCoefficient {
    /// Log hazard ratio per unit of the covariate.
    pub estimate: f64,
    /// Standard error from the information at the estimate; the interval does not use it.
    pub std_error: f64,
    /// Profile penalised likelihood interval of the log hazard ratio.
    pub interval: Interval,
    /// Hazard ratio per unit of the covariate.
    pub hazard_ratio: f64,
    /// The interval as hazard ratios.
    pub hazard_ratio_interval: Interval,
    /// Penalised likelihood-ratio test of this coefficient.
    pub test: ChiSquaredTest,
}

/// A Cox model fitted by Firth's penalised likelihood.
#[derive(Clone, PartialEq, Debug)]
pub struct FirthFit {
    /// Rows.
    pub n: usize,
    /// Events.
    pub events: usize,
    /// Rows without event.
    pub censored: usize,
    /// Handling of ties.
    pub ties: Ties,
    /// The coefficients, in order of the covariates.
    pub coefficients: Vec<FirthCoefficient>,
    /// Inverse information at the estimate (p x p).
    pub covariance: DMatrix<f64>,
    /// Penalised log likelihood with all coefficients 0.
    pub log_likelihood_null: f64,
    /// Penalised log likelihood at the estimate.
    pub log_likelihood: f64,
    /// Penalised likelihood-ratio test of all coefficients.
    pub likelihood_ratio: ChiSquaredTest,
    /// Steps made.
    pub iterations: usize,
}

/// The profile of one coefficient around the peak.
struct Profile<'a> {
    design: &'a Design,
    ties: Ties,
    peak: &'a Peak,
    k: usize,
    /// How far the penalised log likelihood falls at an end of the interval.
    drop: f64,
}

impl Profile<'_> {
    /// Penalised log likelihood above the level sought, others maximised; the maximum becomes the next start.
    fn height(&self, value: f64, start: &mut DVector<f64>) -> Result<f64, StatError> {
        start.get_mut(self.k).into_iter().for_each(|slot| *slot = value);
        let top = climb(self.design, start.clone(), self.ties, Some(self.k))?;
        *start = top.beta;
        Ok(top.objective - (self.peak.objective - self.drop))
    }

    /// The end of the interval on one side (`side` is -1 or 1): bracket, then regula falsi with halved weights (Illinois).
    fn end(&self, side: f64, std_error: f64, level_z: f64) -> Result<f64, StatError> {
        let centre = self.peak.beta.get(self.k).copied().unwrap_or(0.0);
        let mut start = self.peak.beta.clone();
        let (mut inner, mut above) = (centre, self.drop);
        let mut reach = level_z * std_error;
        let mut outer = centre + side * reach;
        let mut below = self.height(outer, &mut start)?;
        let mut doublings = 0;
        while below > 0.0 {
            doublings += 1;
            if doublings > 30 {
                return Ok(side * f64::INFINITY);
            }
            (inner, above) = (outer, below);
            reach *= 1.6;
            outer = centre + side * reach;
            below = self.height(outer, &mut start)?;
        }
        let mut last_side = 0;
        for _ in 0..100 {
            let middle = (outer * above - inner * below) / (above - below);
            if (outer - inner).abs() <= 1e-11 * (1.0 + centre.abs()) {
                return Ok(middle);
            }
            let height = self.height(middle, &mut start)?;
            if height.abs() < 1e-12 {
                return Ok(middle);
            }
            if height > 0.0 {
                (inner, above) = (middle, height);
                below *= if last_side == 1 { 0.5 } else { 1.0 };
                last_side = 1;
            } else {
                (outer, below) = (middle, height);
                above *= if last_side == -1 { 0.5 } else { 1.0 };
                last_side = -1;
            }
        }
        Err(StatError::NotConverged {
            iterations: 100,
            advice: "the profile interval was not found; rescale the covariates",
        })
    }
}

fn coefficient(design: &Design, peak: &Peak, ties: Ties, k: usize, level: f64) -> Result<FirthCoefficient, StatError> {
    let z = normal_quantile(0.5 + 0.5 * level)?;
    let profile = Profile { design, ties, peak, k, drop: 0.5 * z * z };
    let std_error = sqrt(entry(&peak.covariance, k, k));
    let scale = design.scale.get(k).copied().unwrap_or(1.0);
    let (lower, upper) = (profile.end(-1.0, std_error, z)? / scale, profile.end(1.0, std_error, z)? / scale);
    let mut start = peak.beta.clone();
    let at_zero = profile.height(0.0, &mut start)? - profile.drop;
    let estimate = peak.beta.get(k).copied().unwrap_or(0.0) / scale;
    let interval = |lower, upper| Interval { lower, upper, asked: level, achieved: None };
    Ok(FirthCoefficient {
        estimate,
        std_error: std_error / scale,
        interval: interval(lower, upper),
        hazard_ratio: exp(estimate),
        hazard_ratio_interval: interval(exp(lower), exp(upper)),
        test: ChiSquaredTest::new(-2.0 * at_zero, 1)?,
    })
}

/// Fits a Cox model by Firth's penalised partial likelihood, with profile likelihood intervals.
///
/// The log likelihood is penalised by half the log determinant of the information (Jeffreys' prior), which takes off the
/// first-order bias and keeps estimates finite when covariates separate the events.
///
/// # Arguments
/// `data`: see [`CoxData`]; clusters are not used. `ties`: Efron or Breslow. `level`: in (0, 1).
/// # Returns
/// A [`FirthFit`], log hazard ratios per unit of the covariates; an interval end is infinite when the profile does not
/// fall far enough. Log likelihoods are penalised, on the scale of the covariates given.
/// # Assumptions and small samples
/// Made for small samples and rare events. Interval and test by chi-squared with the profile of the penalised likelihood;
/// they remain approximate.
/// # Numerics
/// Third derivatives are exact; scoring steps with the information, halved when needed, to steps below 1e-10 standard
/// deviations; interval ends by bracketing to 1e-11.
/// # Errors
/// As [`fit_cox`](super::fit_cox), but separation is no error; [`StatError::NotEstimable`] for exact ties.
/// # Examples
/// ```
/// use engraft_stats::survival::{CoxData, FollowUp, Ties, fit_firth};
/// // events of the treated all first: the likelihood has no maximum, the penalised one has
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true; 4]);
/// let fit = fit_firth(&CoxData::new(follow_up, &[&[1.0, 1.0, 0.0, 0.0]]), Ties::Efron, 0.95)?;
/// let b = fit.coefficients[0];
/// assert!(b.estimate > 0.0 && b.estimate < 5.0 && b.interval.contains(b.estimate));
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `survival/firth`, independent computation in R (penalised likelihood coded from its definition, maximised by `optim`,
/// ends by `uniroot`), optimiser.
/// # References
/// Heinze G, Schemper M. A solution to the problem of monotone likelihood in Cox regression. Biometrics 2001;57:114-9.
/// doi:10.1111/j.0006-341X.2001.00114.x. Firth D. Bias reduction of maximum likelihood estimates. Biometrika
/// 1993;80:27-38. doi:10.1093/biomet/80.1.27.
pub fn fit_firth(data: &CoxData, ties: Ties, level: f64) -> Result<FirthFit, StatError> {
    check::level(level)?;
    if ties == Ties::Exact {
        return Err(StatError::NotEstimable {
            reason: "Firth's likelihood is not offered with exact ties: take Efron",
        });
    }
    let design = Design::new(data)?;
    let p = design.p;
    let null = penalised(&design, &DVector::zeros(p), ties).ok_or(COLLINEAR)?;
    inverse(&null.information).ok_or(COLLINEAR)?;
    let peak = climb(&design, DVector::zeros(p), ties, None)?;
    let coefficients = (0..p).map(|k| coefficient(&design, &peak, ties, k, level)).collect::<Result<Vec<_>, _>>()?;
    // half the log determinant of the information per unit of the covariates
    let shift: f64 = design.scale.iter().map(|scale| log(*scale)).sum();
    Ok(FirthFit {
        n: design.n,
        events: design.events,
        censored: design.n - design.events,
        ties,
        coefficients,
        covariance: super::unscale(&peak.covariance, &design.scale),
        log_likelihood_null: null.objective + shift,
        log_likelihood: peak.objective + shift,
        likelihood_ratio: ChiSquaredTest::new(2.0 * (peak.objective - null.objective), p)?,
        iterations: peak.iterations,
    })
}
