//! One proportion: intervals for x of n by seven methods, the exact binomial test, and the rule of three.
//!
//! All methods are defined at 0 of n, n of n and 0 of 0: nothing observed gives the interval [0, 1].

mod binomial_test;
mod exact;
mod exact_set;
mod rule_of_three;
mod score;

pub use binomial_test::{BinomialTest, binomial_test, binomial_test_by};
pub use rule_of_three::{ZeroEvents, rule_of_three, subjects_to_exclude};
pub(crate) use score::wilson;

use crate::{Interval, StatError, check};

/// How the interval of a proportion is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProportionMethod {
    /// Clopper-Pearson: inverts two one-sided exact tests; covers at least the level, whatever the proportion.
    ClopperPearson,
    /// Wilson score interval without continuity correction; covers the level on average.
    Wilson,
    /// Mid-P: Clopper-Pearson with half of the observed outcome's probability; covers the level on average.
    MidP,
    /// Jeffreys: equal-tailed, prior beta(1/2, 1/2); lower end 0 when x = 0, upper end 1 when x = n.
    Jeffreys,
    /// Agresti-Coull: Wald interval about the Wilson centre, cut to [0, 1].
    AgrestiCoull,
    /// Blaker: inverts Blaker's exact test; covers at least the level and lies within Clopper-Pearson. n up to 2000.
    Blaker,
    /// Arcsine: Wald interval on the scale `asin(sqrt(p))`, without continuity correction. Poor near 0 and 1: at 0 of n
    /// its upper end is far too small. Offered because protocols name it.
    Arcsine,
}

/// Confidence interval of a proportion from `x` of `n`.
///
/// # Arguments
/// `x`: subjects with the event, at most `n`. `n`: subjects, 0 allowed. `level`: in (0, 1). `method`: see
/// [`ProportionMethod`].
/// # Returns
/// An [`Interval`] within [0, 1]. `achieved` is `None`: Clopper-Pearson and Blaker cover at least the level asked, the
/// others about the level on average over proportions. For 0 of 0 the interval is [0, 1] by every method.
/// # Assumptions and small samples
/// Independent subjects with one probability. Under n = 10 Clopper-Pearson is wide (never below the level); Wilson,
/// mid-P and Jeffreys are shorter and fall below the level for some proportions.
/// # Numerics
/// Beta quantiles solved to about 1e-14 relative; mid-P solved on the logit by Halley steps inside a bracket;
/// Blaker between the odds at which outcomes of the other side join (see [`crate::exact`]).
/// # Errors
/// [`StatError::InvalidCount`] when `x > n`, [`StatError::LevelOutOfRange`], [`StatError::TooLarge`] above a million
/// (Blaker: above 2000).
/// # Examples
/// ```
/// use engraft_stats::{ProportionMethod, StatError, proportion_interval};
/// let i = proportion_interval(3, 13, 0.95, ProportionMethod::ClopperPearson)?;
/// assert!((i.lower - 0.050_381).abs() < 1e-6 && (i.upper - 0.538_131_5).abs() < 1e-6);
/// let none = proportion_interval(0, 0, 0.95, ProportionMethod::Wilson)?;
/// assert_eq!((none.lower, none.upper), (0.0, 1.0));
/// assert!(proportion_interval(4, 3, 0.95, ProportionMethod::MidP).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `proportion/table` and `dastmalchi-2008-iim/responders`, R 4.2.2 `binom.test`, `prop.test(correct = FALSE)`,
/// `qbeta`, `uniroot`; `proportion/blaker-arcsine`, Blaker's own search and the formula in R 4.2.2; closed_form.
/// # References
/// Clopper CJ, Pearson ES. Biometrika 1934;26:404-13. doi:10.1093/biomet/26.4.404.
/// Wilson EB. J Am Stat Assoc 1927;22:209-12. doi:10.1080/01621459.1927.10502953.
/// Berry G, Armitage P. Mid-P confidence intervals: a brief review. Statistician 1995;44:417-23. doi:10.2307/2348891.
/// Brown LD, Cai TT, DasGupta A. Interval estimation for a binomial proportion. Stat Sci 2001;16:101-33.
/// doi:10.1214/ss/1009213286.
/// Agresti A, Coull BA. Am Stat 1998;52:119-26. doi:10.1080/00031305.1998.10480550.
/// Blaker H. Confidence curves and improved exact confidence intervals for discrete distributions. Can J Stat
/// 2000;28:783-98. doi:10.2307/3315916
pub fn proportion_interval(x: u64, n: u64, level: f64, method: ProportionMethod) -> Result<Interval, StatError> {
    check_counts(x, n)?;
    check::level(level)?;
    let alpha = 1.0 - level;
    let (lower, upper) = match method {
        _ if n == 0 => (0.0, 1.0),
        ProportionMethod::ClopperPearson => exact::clopper_pearson(x, n, alpha),
        ProportionMethod::Wilson => score::wilson(x, n, level),
        ProportionMethod::MidP => exact::mid_p(x, n, alpha),
        ProportionMethod::Jeffreys => exact::jeffreys(x, n, alpha),
        ProportionMethod::AgrestiCoull => score::agresti_coull(x, n, level),
        ProportionMethod::Blaker => exact_set::blaker(x, n, alpha)?,
        ProportionMethod::Arcsine => score::arcsine(x, n, level),
    };
    Ok(Interval { lower, upper, asked: level, achieved: None })
}

/// Largest number of subjects accepted.
const LARGEST_TOTAL: u64 = 1_000_000;

pub(crate) fn check_counts(x: u64, n: u64) -> Result<(), StatError> {
    check::count(x, n)?;
    if n > LARGEST_TOTAL {
        return Err(StatError::TooLarge { limit: LARGEST_TOTAL as usize, found: n as usize });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
