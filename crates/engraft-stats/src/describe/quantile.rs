//! Sample quantiles by a named definition.

use libm::floor;

use crate::{StatError, check};

/// How a quantile between two ordered values is defined (numbers of Hyndman and Fan).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuantileType {
    /// Definition 2: the value at `np`, averaged with the next when `np` is whole. Default of SAS (`QNTLDEF=5`).
    Type2,
    /// Definition 7: linear interpolation at `1 + (n - 1) p`. Default of R, NumPy and Excel.
    Type7,
}

/// The values in ascending order.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Median of values in ascending order; NaN for none, which no caller allows.
pub(crate) fn median_of_sorted(sorted: &[f64]) -> f64 {
    of_sorted(sorted, 0.5, QuantileType::Type2)
}

/// Quantile of values in ascending order, at least one of them, `p` in [0, 1].
pub(crate) fn of_sorted(sorted: &[f64], p: f64, definition: QuantileType) -> f64 {
    let n = sorted.len();
    let last = sorted.last().copied().unwrap_or(f64::NAN);
    let at = |k: f64| sorted.get(k.max(0.0) as usize).copied().unwrap_or(last);
    match definition {
        QuantileType::Type7 => {
            let position = n.saturating_sub(1) as f64 * p;
            let below = floor(position);
            let weight = position - below;
            if weight == 0.0 { at(below) } else { (1.0 - weight) * at(below) + weight * at(below + 1.0) }
        }
        QuantileType::Type2 => {
            let fuzz = 4.0 * f64::EPSILON;
            let position = n as f64 * p;
            let below = floor(position + fuzz);
            // a whole position averages the value there (0-based: below - 1) with the next
            if (position - below).abs() < fuzz { 0.5 * (at(below - 1.0) + at(below)) } else { at(below) }
        }
    }
}

/// A sample quantile by a named definition.
///
/// # Arguments
/// `values`: at least one finite value. `p`: probability in [0, 1]. `definition`: see [`QuantileType`].
/// # Returns
/// The quantile on the scale of the values.
/// # Assumptions and small samples
/// None; under about 20 values the definitions differ visibly.
/// # Numerics
/// Definition 2 treats `np` within four spacings of `f64` of a whole number as whole, as R does.
/// # Errors
/// [`StatError::TooFew`], [`StatError::NotFinite`], [`StatError::ProbabilityOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{QuantileType, StatError, quantile};
/// let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// assert_eq!(quantile(&values, 0.25, QuantileType::Type2)?, 2.0);
/// assert_eq!(quantile(&values, 0.25, QuantileType::Type7)?, 2.25);
/// assert_eq!(quantile(&[], 0.5, QuantileType::Type7), Err(StatError::TooFew { needed: 1, found: 0 }));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `describe/quantiles-and-mean`, R 4.2.2 `quantile`, closed_form.
/// # References
/// Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361-5.
/// doi:10.1080/00031305.1996.10473566
pub fn quantile(values: &[f64], p: f64, definition: QuantileType) -> Result<f64, StatError> {
    check::probability(p)?;
    check::finite(values)?;
    check::at_least(values, 1)?;
    Ok(of_sorted(&sorted(values), p, definition))
}
