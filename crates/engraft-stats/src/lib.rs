//! Small-sample statistics for trials of 5 to 60 subjects: slices in, result structs out.
//!
//! Nothing here knows a subject, a visit, a file or a text. Each method is exact where an exact method exists,
//! says which level it reaches, and refuses with a [`StatError`] where no honest answer exists: no function
//! returns a silent NaN.
//!
//! | Module | What |
//! |---|---|
//! | [`describe`](mod@describe) | n, mean, SD, quartiles by a named definition, t interval, geometric mean |
//! | [`paired_t`](mod@paired_t) | paired t test and interval |
//! | [`signed_rank`](mod@signed_rank) | exact signed-rank test with ties and zeros, Hodges-Lehmann |
//! | [`sign_test`](mod@sign_test) | exact sign test |
//! | [`proportion`] | intervals for one proportion, exact binomial test |
//! | [`two_sample`] | Welch t, exact rank-sum, Newcombe difference, Fisher's exact test |
//! | [`dist`] | normal, t, beta, binomial, chi-squared and F probabilities, accurate in the far tails |
//! | [`random`] | random numbers, one stream for each replicate |

mod check;
pub mod describe;
pub mod dist;
pub mod error;
pub mod interval;
pub mod paired_t;
pub mod proportion;
pub mod random;
pub mod sign_test;
pub mod signed_rank;
pub mod two_sample;

pub use describe::{Description, GeometricMean, QuantileType, describe, geometric_mean, mean_interval, quantile};
pub use error::StatError;
pub use interval::Interval;
pub use paired_t::{PairedT, paired_t};
pub use proportion::{BinomialTest, ProportionMethod, binomial_test, proportion_interval};
pub use sign_test::{SignTest, sign_test};
pub use signed_rank::{InvertedInterval, SetShape, SignedRank, ZeroRule, signed_rank};
pub use two_sample::{
    FisherTest, ProportionDifference, RankSum, WelchT, fisher_exact, newcombe_difference, rank_sum, welch_t,
};
