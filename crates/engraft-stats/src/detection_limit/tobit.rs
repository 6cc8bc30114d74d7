//! Mean and SD of a normal or log-normal distribution seen only above a limit, by maximum likelihood.

use libm::{exp, log, sqrt};

use super::Measurement;
use crate::describe::mean_and_squares;
use crate::dist::normal::{density, normal_cdf, two_sided_critical};
use crate::{Interval, StatError, check};

/// Newton steps before giving up.
const STEPS: usize = 200;

/// Maximum likelihood estimates under left censoring.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CensoredNormal {
    /// Number of measurements.
    pub n: usize,
    /// Number below their limit.
    pub below: usize,
    /// Mean; of the natural logarithms for the log-normal form.
    pub mean: f64,
    /// Standard error of the mean, from the observed information.
    pub mean_se: f64,
    /// Standard deviation (of the logarithms for the log-normal form). Maximum likelihood: without censoring the divisor
    /// is n.
    pub sd: f64,
    /// Standard error of the SD.
    pub sd_se: f64,
    /// Standard error of the logarithm of the SD.
    pub log_sd_se: f64,
    /// Wald interval of the mean.
    pub interval: Interval,
    /// Log-likelihood, of the logarithms for the log-normal form.
    pub log_likelihood: f64,
}

const TOO_FEW_SEEN: StatError = StatError::NotEstimable {
    reason: "fewer than two different values above the limit: the likelihood has no maximum",
};

/// Mean and SD of normal values of which some are only known to lie below a limit (Tobit model without covariates).
///
/// # Arguments
/// `measurements`: at least two different values, any number below limits; limits may differ. `level`: in (0, 1).
/// # Returns
/// A [`CensoredNormal`]; `achieved` is `None`: large-sample standard errors.
/// # Assumptions and small samples
/// Normal values, limits fixed beforehand. With under 10 values above the limit the interval is too short; above 70%
/// below the limit the normal shape decides the result.
/// # Numerics
/// Newton's method with halved steps on `(mean/SD, 1/SD)`, where the log-likelihood is concave (Olsen 1978), at most 200
/// steps, until the step is below 1e-12.
/// # Errors
/// [`StatError::NotFinite`], [`StatError::LevelOutOfRange`]; [`StatError::TooFew`] for none; [`StatError::NotEstimable`]
/// with fewer than two different values; [`StatError::NotConverged`].
/// # Examples
/// ```
/// use engraft_stats::detection_limit::{Measurement::*, censored_normal};
/// let r = censored_normal(&[Value(3.0), Below(2.0), Value(5.0), Value(4.0), Below(2.0)], 0.95)?;
/// assert!(r.mean < 3.2 && r.below == 2);
/// assert!(censored_normal(&[Value(3.0), Below(2.0)], 0.95).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `detection-limit/tobit`, survival 3.5-3 `survreg(Surv(y, seen, type = "left"), dist = "gaussian")`, optimiser.
/// # References
/// Tobin J. Estimation of relationships for limited dependent variables. Econometrica 1958;26:24-36. doi:10.2307/1907382.
/// Olsen RJ. Note on the uniqueness of the maximum likelihood estimator for the Tobit model. Econometrica 1978;46:1211-5.
/// doi:10.2307/1911445
pub fn censored_normal(measurements: &[Measurement], level: f64) -> Result<CensoredNormal, StatError> {
    check::level(level)?;
    let numbers: Vec<f64> = measurements.iter().map(|m| m.number()).collect();
    check::finite(&numbers)?;
    check::at_least(&numbers, 1)?;
    let seen: Vec<f64> =
        measurements.iter().filter(|m| matches!(m, Measurement::Value(_))).map(|m| m.number()).collect();
    let (centre, squares) = mean_and_squares(&seen);
    let scale = sqrt(squares / seen.len().max(1) as f64);
    let largest = numbers.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if seen.len() < 2 || scale <= 100.0 * f64::EPSILON * largest {
        return Err(TOO_FEW_SEEN);
    }
    // centred and scaled by the values seen, so that the start (0, 1) suits every unit
    let standard: Vec<Measurement> = measurements
        .iter()
        .map(|m| match m {
            Measurement::Value(v) => Measurement::Value((v - centre) / scale),
            Measurement::Below(v) => Measurement::Below((v - centre) / scale),
        })
        .collect();
    let (gamma, theta) = maximise(&standard)?;
    let (mean, sd) = (gamma / theta, 1.0 / theta);
    let (mean_se, log_sd_se) = errors(&standard, mean, sd)?;
    let log_likelihood = Point::at(&standard, gamma, theta).value - seen.len() as f64 * log(scale);
    let (mean, mean_se, sd) = (centre + scale * mean, scale * mean_se, scale * sd);
    let half = two_sided_critical(level) * mean_se;
    Ok(CensoredNormal {
        n: measurements.len(),
        below: measurements.len() - seen.len(),
        mean,
        mean_se,
        sd,
        sd_se: sd * log_sd_se,
        log_sd_se,
        interval: Interval { lower: mean - half, upper: mean + half, asked: level, achieved: None },
        log_likelihood,
    })
}

/// [`censored_normal`] on natural logarithms: `exp(mean)` is the geometric mean, `exp` of the interval its interval.
///
/// # Errors
/// As [`censored_normal`]; [`StatError::NotPositive`] for a value or limit not above zero.
/// # Validation
/// `detection-limit/tobit`, survival 3.5-3 `survreg(dist = "lognormal")`, optimiser.
pub fn censored_log_normal(measurements: &[Measurement], level: f64) -> Result<CensoredNormal, StatError> {
    let numbers: Vec<f64> = measurements.iter().map(|m| m.number()).collect();
    check::finite(&numbers)?;
    if let Some(index) = numbers.iter().position(|v| *v <= 0.0) {
        return Err(StatError::NotPositive { index });
    }
    let logs: Vec<Measurement> = measurements
        .iter()
        .map(|m| match m {
            Measurement::Value(v) => Measurement::Value(log(*v)),
            Measurement::Below(v) => Measurement::Below(log(*v)),
        })
        .collect();
    censored_normal(&logs, level)
}

/// `φ(z) / Φ(z)`, by its continued tail far below zero where both vanish.
fn hazard(z: f64) -> f64 {
    if z > -30.0 {
        return density(z) / normal_cdf(z);
    }
    // Mills' ratio: 1/x (1 - 1/x² + 3/x⁴ - 15/x⁶), error below 1e-10 here
    let square = 1.0 / (z * z);
    -z / (1.0 - square * (1.0 - square * (3.0 - 15.0 * square)))
}

/// `ln Φ(z)`, far below zero through the hazard.
fn log_cdf(z: f64) -> f64 {
    if z > -30.0 { log(normal_cdf(z)) } else { -0.5 * z * z - 0.918_938_533_204_672_8 - log(hazard(z)) }
}

/// Log-likelihood with gradient and (negated) Hessian in `gamma = mean/SD` and `theta = 1/SD`.
struct Point {
    value: f64,
    gradient: (f64, f64),
    information: (f64, f64, f64),
}

impl Point {
    fn at(measurements: &[Measurement], gamma: f64, theta: f64) -> Point {
        let mut p = Point { value: 0.0, gradient: (0.0, 0.0), information: (0.0, 0.0, 0.0) };
        for m in measurements {
            let y = m.number();
            let z = theta * y - gamma;
            // first and second derivative of the contribution in z; a seen value adds ln theta
            let (value, first, second) = match m {
                Measurement::Value(_) => {
                    p.gradient.1 += 1.0 / theta;
                    p.information.2 += 1.0 / (theta * theta);
                    (log(theta) - 0.5 * z * z - 0.918_938_533_204_672_8, -z, -1.0)
                }
                Measurement::Below(_) => {
                    let h = hazard(z);
                    (log_cdf(z), h, -h * (z + h))
                }
            };
            p.value += value;
            p.gradient.0 -= first;
            p.gradient.1 += first * y;
            p.information.0 -= second;
            p.information.1 += second * y;
            p.information.2 -= second * y * y;
        }
        p
    }
}

/// Finds the maximum from (0, 1).
fn maximise(measurements: &[Measurement]) -> Result<(f64, f64), StatError> {
    let (mut gamma, mut theta) = (0.0, 1.0);
    let mut here = Point::at(measurements, gamma, theta);
    for _ in 0..STEPS {
        let (a, b, c) = here.information;
        let determinant = a * c - b * b;
        let (u, v) = here.gradient;
        let step = ((c * u - b * v) / determinant, (a * v - b * u) / determinant);
        let size = step.0.abs().max(step.1.abs());
        if !size.is_finite() {
            break;
        }
        if size <= 1e-12 * (1.0 + gamma.abs().max(theta)) {
            return Ok((gamma, theta));
        }
        let mut share = 1.0;
        loop {
            let next = (gamma + share * step.0, theta + share * step.1);
            if next.1 > 0.0 {
                let there = Point::at(measurements, next.0, next.1);
                if there.value >= here.value - 1e-12 * here.value.abs() {
                    (gamma, theta, here) = (next.0, next.1, there);
                    break;
                }
            }
            share *= 0.5;
            if share < 1e-12 {
                return Err(NO_MAXIMUM);
            }
        }
    }
    Err(NO_MAXIMUM)
}

const NO_MAXIMUM: StatError = StatError::NotConverged {
    iterations: STEPS,
    advice: "look for values far from the rest, or use a substitution rule",
};

/// Standard errors of the mean and of ln SD from the observed information in these.
fn errors(measurements: &[Measurement], mean: f64, sd: f64) -> Result<(f64, f64), StatError> {
    // with z = (y - mean)/sd: dz/dmean = -1/sd, dz/dlog sd = -z, and d²z: 0, 1/sd, z
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    for m in measurements {
        let z = (m.number() - mean) / sd;
        let (first, second) = match m {
            Measurement::Value(_) => (-z, -1.0),
            Measurement::Below(_) => {
                let h = hazard(z);
                (h, -h * (z + h))
            }
        };
        a -= second / (sd * sd);
        b -= (second * z + first) / sd;
        c -= second * z * z + first * z;
    }
    let determinant = a * c - b * b;
    if !(determinant > 0.0 && a > 0.0 && c > 0.0) {
        return Err(StatError::NotEstimable { reason: "the likelihood is flat at its maximum: no standard error" });
    }
    Ok((sqrt(c / determinant), sqrt(a / determinant)))
}

impl CensoredNormal {
    /// Geometric mean with its interval, when the fit was made on logarithms.
    pub fn geometric_mean(&self) -> (f64, Interval) {
        (exp(self.mean), Interval { lower: exp(self.interval.lower), upper: exp(self.interval.upper), ..self.interval })
    }
}
