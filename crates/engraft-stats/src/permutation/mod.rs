//! Permutation tests: sign flips of paired differences, two groups, and re-randomisation by the trial's own scheme.
//!
//! **Exact or drawn.** The p-value is exact whenever the arrangements can be counted: the subjects are cut into two
//! halves, the sums of each half are listed (at most 2^20 of them), and pairs of sums are counted in order
//! (`convolution`). This reaches 40 paired differences, or two groups of 20, without drawing anything. Beyond it
//! the p-value is a Monte Carlo estimate from a seed, and [`Reference::MonteCarlo`] says so with its error.
//!
//! **Ties.** Two sums within 1e-10 of the largest absolute (centred) value count as equal, so that decimals' dust does
//! not move a p-value.

mod convolution;
mod monte_carlo;
mod rerandomise;
mod scheme;
mod sign_flip;
mod two_groups;

pub(crate) use monte_carlo::drawn_p;
pub use monte_carlo::{MonteCarlo, PermutationP, Reference};
pub use rerandomise::{Rerandomisation, Scores, rerandomisation_test};
pub use scheme::{Block, Scheme};
pub use sign_flip::{SignFlip, sign_flip_test};
pub(crate) use two_groups::choices;
pub use two_groups::{MeanPermutation, mean_permutation_test};

/// Width within which sums tie: 1e-10 of the largest absolute value.
fn tie_width(values: &[f64]) -> f64 {
    crate::signed_rank::tie_width(values)
}

#[cfg(test)]
mod tests;
