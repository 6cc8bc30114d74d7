//! Small-sample statistics for trials of 5 to 60 subjects: slices in, result structs out.
//!
//! Nothing here knows a subject, a visit, a file or a text. Each method is exact where an exact method exists,
//! says which level it reaches, and refuses with a [`StatError`] where no honest answer exists: no function
//! returns a silent NaN.
//!
//! | Module | What |
//! |---|---|
//! | [`ancova`](mod@ancova) | two arms adjusted for baseline: linear, by ranks (Quade), by ranks within strata |
//! | [`bayes`] | conjugate and mixture priors, predictive probabilities, meta-analytic-predictive priors |
//! | [`bootstrap`](mod@bootstrap) | percentile and BCa intervals of any statistic, seeded |
//! | [`brunner_munzel`](mod@brunner_munzel) | relative effect of two groups with unequal spreads, t and permutation forms |
//! | [`describe`](mod@describe) | n, mean, SD, quantiles by nine definitions, MAD, t and median intervals, geometric mean |
//! | [`detection_limit`] | values below a limit: named substitution, censored normal and log-normal likelihood |
//! | [`effect_size`] | Cohen's d and Hedges' g with noncentral t intervals, two groups and paired |
//! | [`equivalence`] | two one-sided tests, non-inferiority, proportions by interval inclusion |
//! | [`geometric_ratio`](mod@geometric_ratio) | ratio of geometric means of paired values |
//! | [`linear_model`] | least squares with rank detection and HC0-HC3 errors, one-way analysis of variance |
//! | [`longitudinal`] | MMRM with Satterthwaite and Kenward-Roger, random intercept and slope, GEE with small-sample sandwich |
//! | [`paired_binary`] | exact and mid-P McNemar, Tango and Newcombe intervals, odds ratio |
//! | [`paired_t`](mod@paired_t) | paired t test and interval |
//! | [`signed_rank`](mod@signed_rank) | exact signed-rank test with ties and zeros, Hodges-Lehmann |
//! | [`sign_test`](mod@sign_test) | exact sign test |
//! | [`permutation`] | sign flips, two groups, re-randomisation by the trial's scheme: exact or with Monte Carlo error |
//! | [`proportion`] | intervals for one proportion, exact binomial test |
//! | [`two_sample`] | Welch and Student t, exact rank-sum with interval, Newcombe difference, Fisher's exact test |
//! | [`survival`] | Kaplan-Meier, log-rank, Cox and Firth, competing risks, recurrent events |
//! | [`rate`] | Poisson rates: one, ratio, difference |
//! | [`stratified`] | Cochran-Mantel-Haenszel, exact common odds ratio, Breslow-Day, Cochran-Armitage trend |
//! | [`multiplicity`] | adjusted p-values, fixed sequence, graphical procedures |
//! | [`design`] | power and sample size: t tests, exact two proportions, single arm, Simon |
//! | [`two_proportions`] | difference, risk ratio, odds ratio: score and exact intervals; Fisher, Barnard, Boschloo |
//! | [`quadrature`] | adaptive Gauss-Kronrod and tanh-sinh integrals |
//! | [`missing`] | multiple imputation, reference-based imputation, Rubin's rules, tipping point |
//! | [`convention`] | where R and SAS differ by default, as data |
//! | [`exact`] | two-sided conventions of exact tests, shared by test and interval |
//! | [`dist`] | normal, t, beta, binomial, chi-squared, F, gamma, Poisson, noncentral t, chi-squared and F, accurate in the far tails |
//! | [`random`] | random numbers, one stream for each replicate |

pub mod ancova;
pub mod bayes;
pub mod bootstrap;
pub mod brunner_munzel;
mod check;
pub mod convention;
pub mod describe;
pub mod design;
pub mod detection_limit;
pub mod dist;
pub mod effect_size;
pub mod equivalence;
pub mod error;
pub mod exact;
pub mod geometric_ratio;
pub mod interval;
mod linalg;
pub mod linear_model;
pub mod longitudinal;
pub mod missing;
pub mod multiplicity;
mod optimise;
pub mod paired_binary;
pub mod paired_t;
pub mod permutation;
pub mod proportion;
pub mod quadrature;
pub mod random;
pub mod rate;
pub mod sign_test;
pub mod signed_rank;
pub mod stratified;
pub mod survival;
pub mod two_proportions;
pub mod two_sample;

pub use ancova::{Ancova, RankAncova, StratifiedRankAncova, ancova, rank_ancova, stratified_rank_ancova};
pub use bootstrap::{Bootstrap, BootstrapOptions, bootstrap};
pub use brunner_munzel::{BrunnerMunzel, BrunnerMunzelPermutation, brunner_munzel, brunner_munzel_permutation};
pub use describe::{
    Description, GeometricMean, MedianDeviation, MedianInterval, QuantileType, describe, geometric_mean, mean_interval,
    median_deviation, median_interval, quantile,
};
pub use error::StatError;
pub use exact::{TestedSet, TwoSided};
pub use geometric_ratio::{GeometricRatio, geometric_ratio};
pub use interval::Interval;
pub use linear_model::{
    LeastSquares, LeastSquaresCoefficient, OneWayAnova, StandardErrors, least_squares, one_way_anova,
};
pub use longitudinal::Covariance;
pub use paired_t::{PairedT, paired_t};
pub use proportion::{BinomialTest, ProportionMethod, binomial_test, proportion_interval};
pub use sign_test::{SignTest, sign_test};
pub use signed_rank::{InvertedInterval, SetShape, SignedRank, ZeroRule, signed_rank, signed_rank_p};
pub use two_sample::{
    FisherTest, ProportionDifference, RankSum, StudentT, WelchT, fisher_exact, newcombe_difference, rank_sum,
    rank_sum_interval, student_t, welch_t,
};
