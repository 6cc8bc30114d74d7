//! Values without an upper limit: normal or log-normal, rounded to a step.

use engraft_base::Dec;

/// A normal or log-normal distribution whose values are rounded to a step.
#[derive(Clone, Debug)]
pub(crate) struct Continuous {
    log: bool,
    centre: f64,
    spread: f64,
    step: Dec,
    width: f64,
}

impl Continuous {
    /// The distribution whose rounded values have this mean and standard deviation.
    ///
    /// Rounding to a step adds a twelfth of its square to a variance (Sheppard); that is taken off before. What is left
    /// of the mean and the variance is below a thousandth of a step where the deviation is a step or more.
    pub(crate) fn fit(mean: f64, sd: f64, step: Dec, log: bool) -> Result<Continuous, String> {
        let width = step.to_f64();
        let inner = sd * sd - width * width / 12.0;
        if inner < 0.0 || sd < 0.5 * width {
            return Err(format!("a deviation of {sd} cannot be had in steps of {step}"));
        }
        if log && mean <= 0.0 {
            return Err(format!("a log-normal value has no mean of {mean}"));
        }
        let (centre, spread) = if log {
            let variance = libm::log1p(inner / (mean * mean));
            (libm::log(mean) - variance / 2.0, libm::sqrt(variance))
        } else {
            (mean, libm::sqrt(inner))
        };
        Ok(Continuous { log, centre, spread, step, width })
    }

    pub(crate) fn at(&self, z: f64) -> Option<Dec> {
        let x = self.centre + self.spread * z;
        let x = if self.log { libm::exp(x) } else { x };
        let mut steps = libm::round(x / self.width);
        if self.log && steps < 1.0 {
            // a log-normal value is never 0
            steps = 1.0;
        }
        if steps.abs() > 1e15 {
            return None;
        }
        self.step.times(Dec::from_int(steps as i64))
    }
}
