//! The permutation test of a difference of two means.

use super::convolution::{Outcome, extreme_share};
use super::monte_carlo::{MonteCarlo, PermutationP, drawn_p};
use super::tie_width;
use crate::describe::mean_and_squares;
use crate::{StatError, check};

/// Largest number of values in both groups together.
const LARGEST_TOTAL: usize = 10_000;

/// Result of a permutation test of two means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MeanPermutation {
    /// Size of the first group.
    pub n1: usize,
    /// Size of the second group.
    pub n2: usize,
    /// First mean less second mean.
    pub difference: f64,
    /// Two-sided p-value with its origin.
    pub p: PermutationP,
}

/// Tests whether two groups have one distribution by the difference of their means, over all ways to choose the groups.
///
/// # Arguments
/// `first`, `second`: the groups, each at least 1 finite value, at most 10,000 together. `monte_carlo`: how to draw
/// when the ways are too many to count; unused otherwise.
/// # Returns
/// A [`MeanPermutation`]; p is the share of ways whose difference is at least as far from zero.
/// # Assumptions and small samples
/// Exact when the groups are exchangeable under the null hypothesis (random allocation with fixed numbers). With unequal
/// variances it is not a test of the means alone. 3 against 3 cannot give less than 0.1.
/// # Numerics
/// Values centred at the pooled mean; exact to 40 values in all, and beyond that while the smaller group has up to about
/// 6 (module page).
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotFinite`] (index within its own group),
/// [`StatError::ConstantData`]; [`StatError::InvalidParameter`] for fewer than 99 draws when draws are needed.
/// # Examples
/// ```
/// use engraft_stats::permutation::{MonteCarlo, mean_permutation_test};
/// let draws = MonteCarlo { draws: 9999, seed: 1 };
/// let r = mean_permutation_test(&[7.0, 8.0, 9.0], &[1.0, 2.0, 6.0], draws)?;
/// assert!(r.difference == 5.0 && (r.p.p_value - 0.1).abs() < 1e-15);
/// assert!(mean_permutation_test(&[1.0], &[1.0], draws).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `permutation/exact`, coin 1.4-2 `oneway_test(distribution = "exact")`, closed_form.
/// # References
/// Pitman EJG. Significance tests which may be applied to samples from any populations. J R Stat Soc Suppl
/// 1937;4:119-30. doi:10.2307/2984124
pub fn mean_permutation_test(
    first: &[f64],
    second: &[f64],
    monte_carlo: MonteCarlo,
) -> Result<MeanPermutation, StatError> {
    for group in [first, second] {
        check::finite(group)?;
        check::at_least(group, 1)?;
    }
    let pooled: Vec<f64> = first.iter().chain(second).copied().collect();
    check::at_most(&pooled, LARGEST_TOTAL)?;
    let centred = centre(&pooled)?;
    let (n1, n2) = (first.len(), second.len());
    let observed: f64 = centred.iter().take(n1).sum();
    let p = fixed_totals_p(&centred, n1, observed, monte_carlo)?;
    let difference = mean_and_squares(first).0 - mean_and_squares(second).0;
    Ok(MeanPermutation { n1, n2, difference, p })
}

/// Values less their mean; refused when all are the same.
pub(super) fn centre(values: &[f64]) -> Result<Vec<f64>, StatError> {
    let mean = mean_and_squares(values).0;
    let centred: Vec<f64> = values.iter().map(|v| v - mean).collect();
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let spread = centred.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if spread <= 10.0 * f64::EPSILON * largest { Err(StatError::ConstantData) } else { Ok(centred) }
}

/// p of a sum of `n1` centred values over all choices of as many.
pub(super) fn fixed_totals_p(
    centred: &[f64],
    n1: usize,
    observed: f64,
    monte_carlo: MonteCarlo,
) -> Result<PermutationP, StatError> {
    let limit = observed.abs() - tie_width(centred);
    // both groups' sums are the same but for the sign: the smaller group has fewer choices to list
    let size = n1.min(centred.len() - n1);
    let units: Vec<Vec<Outcome>> = centred
        .iter()
        .map(|v| [(0, 0.0), (1, *v)].map(|(count, sum)| Outcome { count, sum, weight: 0.5 }).to_vec())
        .collect();
    match extreme_share(&units, size, |count| (count == size).then_some(limit)) {
        Some(share) => Ok(PermutationP::exact(share, choices(centred.len(), size))),
        None => drawn_p(monte_carlo, |stream| {
            let mut order = centred.to_vec();
            stream.shuffle(&mut order);
            order.iter().take(size).sum::<f64>().abs() >= limit
        }),
    }
}

/// Number of ways to choose `k` of `n`, exact up to 2^53.
pub(crate) fn choices(n: usize, k: usize) -> f64 {
    (0..k.min(n - k.min(n))).fold(1.0, |ways, i| libm::round(ways * (n - i) as f64 / (i + 1) as f64))
}
