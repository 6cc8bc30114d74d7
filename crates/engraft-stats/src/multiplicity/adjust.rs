//! Single-step and stepwise adjustments.

use super::checked;
use crate::StatError;

/// Most hypotheses accepted.
const LARGEST: usize = 10_000;

/// How p-values are adjusted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Adjustment {
    /// n times p. Any dependence.
    Bonferroni,
    /// Bonferroni stepping down from the smallest p. Any dependence; never above Bonferroni.
    Holm,
    /// Stepping up from the largest p. Needs independence or positive dependence (Simes' inequality).
    Hochberg,
    /// Closed test with Simes' test. Same condition as Hochberg, never above it.
    Hommel,
    /// False discovery rate, independence or positive dependence.
    BenjaminiHochberg,
    /// False discovery rate, any dependence.
    BenjaminiYekutieli,
}

/// Adjusts p-values for their number.
///
/// # Arguments
/// `p_values`: 1 to 10 000 probabilities, none missing (an endpoint without a p has to be left out or given 1, before).
/// `adjustment`: see [`Adjustment`].
/// # Returns
/// Adjusted p-values in the order given, at most 1.
/// # Assumptions and small samples
/// Valid for p-values that are; discrete p-values make the adjustment conservative.
/// # Numerics
/// Sorted once; Hommel takes work in the square of the number.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::ProbabilityOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, multiplicity::{Adjustment, adjust_p_values}};
/// assert_eq!(adjust_p_values(&[0.01, 0.04, 0.03], Adjustment::Holm)?, vec![0.03, 0.06, 0.06]);
/// assert_eq!(adjust_p_values(&[0.2], Adjustment::Hommel)?, vec![0.2]);
/// assert!(adjust_p_values(&[0.2, f64::NAN], Adjustment::Holm).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `multiplicity/adjust`, R 4.2.2 `p.adjust`, closed_form.
/// # References
/// Holm S. Scand J Stat 1979;6:65-70. Hochberg Y. Biometrika 1988;75:800-2. doi:10.1093/biomet/75.4.800.
/// Hommel G. Biometrika 1988;75:383-6. doi:10.1093/biomet/75.2.383. Wright SP. Biometrics 1992;48:1005-13.
/// doi:10.2307/2532694. Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300.
/// doi:10.1111/j.2517-6161.1995.tb02031.x. Benjamini Y, Yekutieli D. Ann Stat 2001;29:1165-88.
/// doi:10.1214/aos/1013699998
pub fn adjust_p_values(p_values: &[f64], adjustment: Adjustment) -> Result<Vec<f64>, StatError> {
    checked(p_values, LARGEST)?;
    let mut order: Vec<(usize, f64)> = p_values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let sorted: Vec<f64> = order.iter().map(|o| o.1).collect();
    let n = sorted.len() as f64;
    let harmonic: f64 = (1..=sorted.len()).map(|i| 1.0 / i as f64).sum();
    let adjusted = match adjustment {
        Adjustment::Bonferroni => sorted.iter().map(|p| p * n).collect(),
        Adjustment::Holm => rising(&scaled(&sorted, |rank| n - rank + 1.0)),
        Adjustment::Hochberg => falling(&scaled(&sorted, |rank| n - rank + 1.0)),
        Adjustment::Hommel => hommel(&sorted),
        Adjustment::BenjaminiHochberg => falling(&scaled(&sorted, |rank| n / rank)),
        Adjustment::BenjaminiYekutieli => falling(&scaled(&sorted, |rank| harmonic * n / rank)),
    };
    let mut back: Vec<(usize, f64)> = order.iter().map(|o| o.0).zip(adjusted.into_iter().map(|p| p.min(1.0))).collect();
    back.sort_by_key(|b| b.0);
    Ok(back.into_iter().map(|b| b.1).collect())
}

/// Each p times a factor of its rank, which starts at 1.
fn scaled(sorted: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    sorted.iter().enumerate().map(|(i, p)| p * factor(i as f64 + 1.0)).collect()
}

/// The largest value so far.
fn rising(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .scan(0.0, |most, v| {
            *most = f64::max(*most, *v);
            Some(*most)
        })
        .collect()
}

/// The smallest value from here to the end.
fn falling(values: &[f64]) -> Vec<f64> {
    let mut out: Vec<f64> = values
        .iter()
        .rev()
        .scan(f64::INFINITY, |least, v| {
            *least = f64::min(*least, *v);
            Some(*least)
        })
        .collect();
    out.reverse();
    out
}

/// Adjusted p of the closed test with Simes' test, by the algorithm in the appendix of Wright (1992).
fn hommel(sorted: &[f64]) -> Vec<f64> {
    let n = sorted.len();
    let mut adjusted = sorted.to_vec();
    for m in (2..=n).rev() {
        let size = m as f64;
        // Simes over the m largest
        let simes = sorted
            .iter()
            .skip(n - m)
            .enumerate()
            .map(|(i, p)| size * p / (i as f64 + 1.0))
            .fold(f64::INFINITY, f64::min);
        for (i, (a, p)) in adjusted.iter_mut().zip(sorted).enumerate() {
            let bound = if i < n - m { simes.min(size * p) } else { simes };
            *a = a.max(bound);
        }
    }
    adjusted
}

/// Adjusted p-values of hypotheses tested in a fixed order, each only when all before it are rejected.
///
/// # Arguments
/// `p_values`: in the order fixed before the data were seen.
/// # Returns
/// The largest p so far: a hypothesis is rejected at alpha when its adjusted p is at most alpha.
/// # Errors
/// As [`adjust_p_values`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, multiplicity::fixed_sequence};
/// assert_eq!(fixed_sequence(&[0.01, 0.2, 0.001])?, vec![0.01, 0.2, 0.2]);
/// assert!(fixed_sequence(&[]).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `multiplicity/adjust`, R 4.2.2 `cummax`, closed_form.
/// # References
/// Maurer W, Hothorn LA, Lehmacher W. In: Vollmar J, ed. Biometrie in der chemisch-pharmazeutischen Industrie, vol. 6.
/// Fischer, 1995:3-18.
pub fn fixed_sequence(p_values: &[f64]) -> Result<Vec<f64>, StatError> {
    checked(p_values, LARGEST)?;
    Ok(rising(p_values))
}
