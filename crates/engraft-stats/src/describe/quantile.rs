//! Sample quantiles by a named definition.

use libm::floor;

use crate::{StatError, check};

/// How a quantile between two ordered values is defined (numbers of Hyndman and Fan, which are R's `type`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuantileType {
    /// Definition 1: inverse of the empirical distribution function. SAS `PCTLDEF=3`.
    Type1,
    /// Definition 2: the value at `np`, averaged with the next when `np` is whole. Default of SAS (`PCTLDEF=5`).
    Type2,
    /// Definition 3: the value whose number is nearest to `np`, the even number when two are. SAS `PCTLDEF=2`.
    Type3,
    /// Definition 4: linear interpolation at `np`. SAS `PCTLDEF=1`.
    Type4,
    /// Definition 5: linear interpolation at `np + 1/2` (Hazen).
    Type5,
    /// Definition 6: linear interpolation at `(n + 1) p` (Weibull). SAS `PCTLDEF=4`; default of SPSS and Minitab.
    Type6,
    /// Definition 7: linear interpolation at `1 + (n - 1) p`. Default of R, NumPy and Excel. No SAS definition.
    Type7,
    /// Definition 8: linear interpolation at `(n + 1/3) p + 1/3`: about unbiased for the median of the order statistic.
    Type8,
    /// Definition 9: linear interpolation at `(n + 1/4) p + 3/8`: about unbiased for normal values.
    Type9,
}

impl QuantileType {
    /// The type that equals a SAS definition (`PCTLDEF=` or `QNTLDEF=` 1 to 5): 1 is type 4, 2 is type 3, 3 is type 1,
    /// 4 is type 6, 5 (SAS's default) is type 2.
    ///
    /// # Errors
    /// [`StatError::InvalidParameter`] for any other number.
    pub fn from_sas(definition: u8) -> Result<QuantileType, StatError> {
        match definition {
            1 => Ok(QuantileType::Type4),
            2 => Ok(QuantileType::Type3),
            3 => Ok(QuantileType::Type1),
            4 => Ok(QuantileType::Type6),
            5 => Ok(QuantileType::Type2),
            other => Err(StatError::InvalidParameter { name: "definition", found: f64::from(other) }),
        }
    }

    /// The SAS definition (`PCTLDEF=`) that equals this type; `None` for types 5, 7, 8 and 9, which SAS lacks.
    pub fn sas(self) -> Option<u8> {
        match self {
            QuantileType::Type4 => Some(1),
            QuantileType::Type3 => Some(2),
            QuantileType::Type1 => Some(3),
            QuantileType::Type6 => Some(4),
            QuantileType::Type2 => Some(5),
            QuantileType::Type5 | QuantileType::Type7 | QuantileType::Type8 | QuantileType::Type9 => None,
        }
    }
}

/// Positions closer than this to a whole number count as whole: `np` may miss it by rounding.
const FUZZ: f64 = 4.0 * f64::EPSILON;

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
        QuantileType::Type1 | QuantileType::Type2 | QuantileType::Type3 => at_step(n as f64 * p, definition, at),
        QuantileType::Type4 => interpolated(n as f64 * p, at),
        QuantileType::Type5 => interpolated(n as f64 * p + 0.5, at),
        QuantileType::Type6 => interpolated((n as f64 + 1.0) * p, at),
        QuantileType::Type8 => interpolated((n as f64 + 1.0 / 3.0) * p + 1.0 / 3.0, at),
        QuantileType::Type9 => interpolated((n as f64 + 0.25) * p + 0.375, at),
    }
}

/// Types 1 to 3: a value of the sample, or the middle of two; `position` is np, `at` counts from 0.
fn at_step(position: f64, definition: QuantileType, at: impl Fn(f64) -> f64) -> f64 {
    let position = if definition == QuantileType::Type3 { position - 0.5 } else { position };
    let below = floor(position + FUZZ);
    // the value with number `below` (from 1) is at 0-based `below - 1`, the next one at `below`
    let whole = (position - below).abs() < FUZZ;
    match definition {
        QuantileType::Type1 if whole => at(below - 1.0),
        QuantileType::Type3 if whole && below % 2.0 == 0.0 => at(below - 1.0),
        QuantileType::Type2 if whole => 0.5 * (at(below - 1.0) + at(below)),
        _ => at(below),
    }
}

/// Types 4 to 9: between the values on either side of a position counted from 1.
fn interpolated(position: f64, at: impl Fn(f64) -> f64) -> f64 {
    let below = floor(position + FUZZ);
    let weight = position - below;
    let (low, high) = (at(below - 1.0), at(below));
    if weight.abs() < FUZZ { low } else { (1.0 - weight) * low + weight * high }
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
/// A position within four spacings of `f64` (at 1) of a whole number counts as whole, as R does; type 7 excepted.
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
/// `describe/quantiles-and-mean`, R 4.2.2 `quantile`, closed_form; all nine types `describe/nine-types`. The SAS
/// definitions have been compared by their formulas only, SAS was not run.
/// # References
/// Hyndman RJ, Fan Y. Sample quantiles in statistical packages. Am Stat 1996;50:361-5.
/// doi:10.1080/00031305.1996.10473566
pub fn quantile(values: &[f64], p: f64, definition: QuantileType) -> Result<f64, StatError> {
    check::probability(p)?;
    check::finite(values)?;
    check::at_least(values, 1)?;
    Ok(of_sorted(&sorted(values), p, definition))
}
