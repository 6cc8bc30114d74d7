//! The exact permutation test of a mean difference: each sign could as well have been the other.

use super::convolution::{Outcome, extreme_share};
use super::monte_carlo::{MonteCarlo, PermutationP, drawn_p};
use super::tie_width;
use crate::describe::mean_and_squares;
use crate::{StatError, check};

/// Largest number of differences.
const LARGEST_SAMPLE: usize = 10_000;

/// Result of a sign-flip test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SignFlip {
    /// Number of differences.
    pub n: usize,
    /// Differences of zero (within the tie width): flipping them changes nothing.
    pub n_zero: usize,
    /// Mean difference.
    pub mean: f64,
    /// Two-sided p-value with its origin.
    pub p: PermutationP,
}

/// Tests whether differences are symmetric about zero by their mean, over all flips of signs.
///
/// # Arguments
/// `differences`: after minus before, one per subject, 1 to 10,000 finite values. `monte_carlo`: how to draw when more
/// than 40 differences are not zero; unused otherwise.
/// # Returns
/// A [`SignFlip`]; p is the share of flips whose mean is at least as far from zero.
/// # Assumptions and small samples
/// Independent differences symmetric about zero under the null hypothesis; exact for any such distribution. The
/// smallest p is `2^(1-n)`, n without the zeros.
/// # Numerics
/// Sums of two halves, counted in order: exact to 40 differences that are not zero (module page for ties).
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotFinite`], [`StatError::AllZeroDifferences`];
/// [`StatError::InvalidParameter`] for fewer than 99 draws when draws are needed.
/// # Examples
/// ```
/// use engraft_stats::permutation::{MonteCarlo, sign_flip_test};
/// let draws = MonteCarlo { draws: 9999, seed: 1 };
/// // of 8 flips of 1, 2, 4 only two reach a sum of 7
/// assert_eq!(sign_flip_test(&[1.0, 2.0, 4.0], draws)?.p.p_value, 0.25);
/// assert!(sign_flip_test(&[0.0], draws).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `permutation/exact`, coin 1.4-2 and full enumeration in R 4.2.2, closed_form.
/// # References
/// Fisher RA. The Design of Experiments, section 21. Oliver and Boyd, 1935.
/// Pagano M, Tritchler D. On obtaining permutation distributions in polynomial time. J Am Stat Assoc 1983;78:435-40.
/// doi:10.1080/01621459.1983.10477990
pub fn sign_flip_test(differences: &[f64], monte_carlo: MonteCarlo) -> Result<SignFlip, StatError> {
    check::finite(differences)?;
    check::at_least(differences, 1)?;
    check::at_most(differences, LARGEST_SAMPLE)?;
    let width = tie_width(differences);
    let sizes: Vec<f64> = differences.iter().map(|d| d.abs()).filter(|d| *d > width).collect();
    if sizes.is_empty() {
        return Err(StatError::AllZeroDifferences);
    }
    let limit = differences.iter().sum::<f64>().abs() - width;
    let units: Vec<Vec<Outcome>> =
        sizes.iter().map(|d| [-d, *d].map(|sum| Outcome { count: 0, sum, weight: 0.5 }).to_vec()).collect();
    let p = match extreme_share(&units, 0, |_| Some(limit)) {
        Some(share) => PermutationP::exact(share, libm::exp2(sizes.len() as f64)),
        None => drawn_p(monte_carlo, |stream| {
            let sum: f64 = sizes.iter().map(|d| if stream.bits() >> 63 == 1 { *d } else { -d }).sum();
            sum.abs() >= limit
        })?,
    };
    Ok(SignFlip {
        n: differences.len(),
        n_zero: differences.len() - sizes.len(),
        mean: mean_and_squares(differences).0,
        p,
    })
}
