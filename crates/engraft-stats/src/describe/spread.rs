//! Median absolute deviation from the median.

use super::quantile::{median_of_sorted, sorted};
use crate::{StatError, check};

/// Makes the median absolute deviation agree with the SD for normal values: one over the normal quantile of 3/4, to
/// the four decimals that R (`mad`) and SAS (`ROBUSTSCALE`) use.
const NORMAL_CONSISTENCY: f64 = 1.4826;

/// Median absolute deviation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MedianDeviation {
    /// Number of values.
    pub n: usize,
    /// Median of the values.
    pub median: f64,
    /// Median of the absolute deviations from the median, on the scale of the values.
    pub raw: f64,
    /// `1.4826 raw`, which estimates the SD of normal values.
    pub scaled: f64,
}

/// Median absolute deviation from the median, plain and scaled to the normal SD.
///
/// # Arguments
/// `values`: at least one finite value.
/// # Returns
/// A [`MedianDeviation`] on the scale of the values. Zero when more than half of the values are the same.
/// # Assumptions and small samples
/// None for `raw`; `scaled` means something only for about symmetric values. Biased downwards under about 10 values.
/// # Numerics
/// Medians as the mean of the two middle values.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, median_deviation};
/// let d = median_deviation(&[1.0, 2.0, 4.0, 10.0])?;
/// assert_eq!((d.median, d.raw), (3.0, 1.5));
/// assert_eq!(median_deviation(&[7.0])?.raw, 0.0);
/// assert!(median_deviation(&[]).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `describe/nine-types`, R 4.2.2 `mad`, closed_form.
/// # References
/// Hampel FR. The influence curve and its role in robust estimation. J Am Stat Assoc 1974;69:383-93.
/// doi:10.1080/01621459.1974.10482962
pub fn median_deviation(values: &[f64]) -> Result<MedianDeviation, StatError> {
    check::finite(values)?;
    check::at_least(values, 1)?;
    let median = median_of_sorted(&sorted(values));
    let deviations: Vec<f64> = values.iter().map(|v| (v - median).abs()).collect();
    let raw = median_of_sorted(&sorted(&deviations));
    Ok(MedianDeviation { n: values.len(), median, raw, scaled: NORMAL_CONSISTENCY * raw })
}
