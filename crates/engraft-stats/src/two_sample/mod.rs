//! Two independent groups: means, ranks, proportions.

mod fisher;
mod newcombe;
mod rank_sum;
mod welch;

pub use fisher::{FisherTest, fisher_exact};
pub use newcombe::{ProportionDifference, newcombe_difference};
pub use rank_sum::{RankSum, rank_sum};
pub use welch::{WelchT, welch_t};

#[cfg(test)]
mod tests;
