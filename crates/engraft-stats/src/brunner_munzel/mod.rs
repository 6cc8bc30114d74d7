//! The Brunner-Munzel test: two groups whose spreads may differ, compared by the chance that a value of the second
//! exceeds one of the first.
//!
//! The relative effect is `P(X < Y) + P(X = Y)/2`, X of the first group and Y of the second; one half under the null
//! hypothesis. Two forms: the t approximation ([`brunner_munzel`]) and the exact permutation of the same studentised
//! statistic ([`brunner_munzel_permutation`]). With fully separated groups the standard error is zero and the t form
//! has no statistic, which is said; the permutation form stands (3 against 4: p = 2/35).

mod permuted;
mod statistic;

pub use permuted::{BrunnerMunzelPermutation, brunner_munzel_permutation};
pub use statistic::{BrunnerMunzel, brunner_munzel};

#[cfg(test)]
mod tests;
