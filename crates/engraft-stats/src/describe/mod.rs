//! What a table of a continuous measure shows: n, mean, SD, standard error, median, quartiles, extremes.

mod geometric;
mod median_interval;
mod quantile;
mod spread;

pub use geometric::{GeometricMean, geometric_mean};
pub use median_interval::{MedianInterval, median_interval};
pub use quantile::{QuantileType, quantile};
pub(crate) use quantile::{median_of_sorted, sorted};
pub use spread::{MedianDeviation, median_deviation};

use libm::sqrt;

use crate::dist::student;
use crate::{Interval, StatError, check};

/// Summary of one sample. What a sample of one does not define is `None`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Description {
    /// Number of values.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with divisor n - 1; `None` for one value.
    pub sd: Option<f64>,
    /// Standard error of the mean, SD over the root of n; `None` for one value.
    pub se: Option<f64>,
    /// Median: the middle value, or the mean of the two middle values, whatever the definition asked for quartiles.
    pub median: f64,
    /// First quartile by the definition asked.
    pub q1: f64,
    /// Third quartile by the definition asked.
    pub q3: f64,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

/// Mean and sum of squared deviations, by two passes in index order; the second pass corrects the mean's rounding.
pub(crate) fn mean_and_squares(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let rough = values.iter().sum::<f64>() / n;
    let (sum, squares) = values.iter().fold((0.0, 0.0), |(sum, squares), v| {
        let d = v - rough;
        (sum + d, squares + d * d)
    });
    (rough + sum / n, (squares - sum * sum / n).max(0.0))
}

/// Mean, SD and standard error of at least two values that are not all the same to rounding error.
pub(crate) struct Moments {
    pub mean: f64,
    pub sd: f64,
    pub se: f64,
}

/// Computes [`Moments`], refusing too few, not finite or constant values.
///
/// Constant means: standard error below 10 spacings of `f64` at the largest absolute value, as R's `t.test` decides.
pub(crate) fn moments(values: &[f64]) -> Result<Moments, StatError> {
    check::finite(values)?;
    check::at_least(values, 2)?;
    let n = values.len() as f64;
    let (mean, squares) = mean_and_squares(values);
    let sd = sqrt(squares / (n - 1.0));
    let se = sd / sqrt(n);
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if se <= 10.0 * f64::EPSILON * largest { Err(StatError::ConstantData) } else { Ok(Moments { mean, sd, se }) }
}

/// Describes one sample: mean, SD, standard error, median, quartiles, extremes.
///
/// # Arguments
/// `values`: the sample, finite, missing values already taken out. `quartiles`: the quantile definition.
/// # Returns
/// A [`Description`] on the scale of the values.
/// # Assumptions and small samples
/// None; SD and standard error are `None` for one value. With n under 10 the quartile definitions differ visibly:
/// name the one used.
/// # Numerics
/// Sums in index order, two passes for the SD.
/// # Errors
/// [`StatError::TooFew`] for no value, [`StatError::NotFinite`].
/// # Examples
/// ```
/// use engraft_stats::{QuantileType, describe};
/// let d = describe(&[3.0, 1.0, 2.0, 10.0], QuantileType::Type7)?;
/// assert_eq!((d.mean, d.median, d.q1, d.q3), (4.0, 2.5, 1.75, 4.75));
/// assert_eq!(describe(&[5.0], QuantileType::Type7)?.sd, None);
/// assert!(describe(&[], QuantileType::Type7).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `describe/quantiles-and-mean`, R 4.2.2 `mean`, `sd`, `quantile(type = 7)` and `type = 2`, closed_form.
/// # References
/// Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361-5.
/// doi:10.1080/00031305.1996.10473566
pub fn describe(values: &[f64], quartiles: QuantileType) -> Result<Description, StatError> {
    check::finite(values)?;
    let sorted = sorted(values);
    let (Some(&min), Some(&max)) = (sorted.first(), sorted.last()) else {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    };
    let n = values.len();
    let (mean, squares) = mean_and_squares(values);
    let sd = (n > 1).then(|| sqrt(squares / (n as f64 - 1.0)));
    Ok(Description {
        n,
        mean,
        sd,
        se: sd.map(|sd| sd / sqrt(n as f64)),
        median: median_of_sorted(&sorted),
        q1: quantile::of_sorted(&sorted, 0.25, quartiles),
        q3: quantile::of_sorted(&sorted, 0.75, quartiles),
        min,
        max,
    })
}

/// Confidence interval of a mean by Student's t, under independent normal values.
///
/// # Arguments
/// `values`: the sample, at least 2 finite values. `level`: in (0, 1), for example 0.95.
/// # Returns
/// An [`Interval`] around the mean; `achieved` equals `asked`, exact under normality.
/// # Assumptions and small samples
/// Exact for normal values; with n under 10 and skewed values (laboratory measures) the level is only nominal.
/// # Numerics
/// Mean plus or minus the t quantile times the standard error.
/// # Errors
/// [`StatError::TooFew`] below 2 values, [`StatError::NotFinite`], [`StatError::LevelOutOfRange`],
/// [`StatError::ConstantData`] when all values are the same.
/// # Examples
/// ```
/// use engraft_stats::{StatError, mean_interval};
/// let i = mean_interval(&[1.0, 2.0, 3.0], 0.95)?;
/// assert!((i.upper - 4.484137).abs() < 1e-6);
/// assert_eq!(mean_interval(&[2.0, 2.0], 0.95), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `describe/quantiles-and-mean`, R 4.2.2 `t.test`, closed_form.
/// # References
/// Student. The probable error of a mean. Biometrika 1908;6:1-25. doi:10.1093/biomet/6.1.1
pub fn mean_interval(values: &[f64], level: f64) -> Result<Interval, StatError> {
    check::level(level)?;
    let m = moments(values)?;
    Ok(t_interval(m.mean, m.se, values.len() as f64 - 1.0, level))
}

/// Interval `centre ± t × se`.
pub(crate) fn t_interval(centre: f64, se: f64, df: f64, level: f64) -> Interval {
    let half = student::two_sided_critical(level, df) * se;
    Interval { lower: centre - half, upper: centre + half, asked: level, achieved: Some(level) }
}

#[cfg(test)]
mod tests;
