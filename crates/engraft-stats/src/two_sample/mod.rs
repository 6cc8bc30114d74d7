//! Two independent groups: means, ranks, proportions.

mod fisher;
mod newcombe;
mod rank_sum;
mod rank_tails;
pub mod shift;
mod student;
mod welch;

pub use fisher::{FisherTest, fisher_exact};
pub use newcombe::{ProportionDifference, newcombe_difference};
pub use rank_sum::{RankSum, rank_sum};
pub(crate) use rank_sum::{midranks, pooled_ranks};
pub use shift::rank_sum_interval;
pub use student::{StudentT, student_t};
pub use welch::{WelchT, welch_t};

#[cfg(test)]
mod tests;
