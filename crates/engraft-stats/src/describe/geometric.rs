//! Geometric mean and coefficient of variation of positive values.

use libm::{exp, expm1, log, sqrt};

use super::{mean_and_squares, moments, t_interval};
use crate::{Interval, StatError, check};

/// Geometric mean with its spread and interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GeometricMean {
    /// Number of values.
    pub n: usize,
    /// Geometric mean, on the scale of the values.
    pub mean: f64,
    /// Geometric coefficient of variation as a proportion, `sqrt(exp(s²) - 1)` with `s` the SD of the natural
    /// logarithms; `None` for one value.
    pub cv: Option<f64>,
    /// t interval of the mean of the logarithms, taken back to the scale of the values; the reason when there is none.
    pub interval: Result<Interval, StatError>,
}

/// Geometric mean, geometric CV and interval, under log-normal values.
///
/// # Arguments
/// `values`: at least one finite value, all above zero. `level`: in (0, 1).
/// # Returns
/// A [`GeometricMean`]; mean and interval on the scale of the values, CV as a proportion.
/// # Assumptions and small samples
/// The interval is exact for log-normal values; refused (inside the struct) for one value or constant values.
/// # Numerics
/// Natural logarithms, two passes in index order.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::NotPositive`] (a zero is not replaced by anything),
/// [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, geometric_mean};
/// let g = geometric_mean(&[2.0, 4.0, 8.0], 0.95)?;
/// assert!((g.mean - 4.0).abs() < 1e-14);
/// assert_eq!(geometric_mean(&[3.0], 0.95)?.cv, None);
/// assert_eq!(geometric_mean(&[1.0, 0.0], 0.95), Err(StatError::NotPositive { index: 1 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `describe/quantiles-and-mean`, R 4.2.2 `t.test(log(x))`, closed_form.
/// # References
/// Kirkwood TBL. Geometric means and measures of dispersion. Biometrics 1979;35:908-9.
pub fn geometric_mean(values: &[f64], level: f64) -> Result<GeometricMean, StatError> {
    check::level(level)?;
    check::finite(values)?;
    check::at_least(values, 1)?;
    if let Some(index) = values.iter().position(|v| *v <= 0.0) {
        return Err(StatError::NotPositive { index });
    }
    let logs: Vec<f64> = values.iter().map(|v| log(*v)).collect();
    let n = logs.len();
    let (mean, squares) = mean_and_squares(&logs);
    let interval = moments(&logs).map(|m| {
        let i = t_interval(m.mean, m.se, n as f64 - 1.0, level);
        Interval { lower: exp(i.lower), upper: exp(i.upper), ..i }
    });
    let cv = (n > 1).then(|| sqrt(expm1(squares / (n as f64 - 1.0))));
    Ok(GeometricMean { n, mean: exp(mean), cv, interval })
}
