//! Fisher's exact test with an odds-ratio interval that follows the same two-sided convention.

use libm::exp;

use super::TwoByTwo;
use super::score::Measure;
use crate::dist::solve::increasing_root;
use crate::exact::{Family, TestedSet, TwoSided, invert, p_values};
use crate::{Interval, StatError, check};

/// Largest group accepted: the interval takes work in the square of the number of possible tables.
const LARGEST_GROUP: u64 = 2_000;

/// Result of Fisher's exact test with its odds ratio.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FisherOddsRatio {
    /// Proportion of the first group.
    pub proportion1: f64,
    /// Proportion of the second group.
    pub proportion2: f64,
    /// What "two-sided" means, for the p-value and the interval alike.
    pub convention: TwoSided,
    /// One-sided p-value of an odds ratio below 1.
    pub less: f64,
    /// One-sided p-value of an odds ratio above 1.
    pub greater: f64,
    /// One-sided mid-P below 1: the table seen counts half.
    pub mid_less: f64,
    /// One-sided mid-P above 1.
    pub mid_greater: f64,
    /// Two-sided p-value by the convention.
    pub p_value: f64,
    /// Odds ratio of largest conditional likelihood (not the cross-product); infinite or 0 at the outermost table,
    /// `None` when the margins allow one table only.
    pub odds_ratio: Option<f64>,
    /// Odds ratios that the two-sided test does not reject, from lowest to highest.
    pub interval: Interval,
    /// Whether the interval is exactly that set, or spans a hole in it (then it may hold 1 beside p below alpha).
    pub set: TestedSet,
    /// Why the odds ratio is missing, or an end infinite.
    pub reason: Option<&'static str>,
}

/// Tests whether two independent proportions are equal, exactly given the number of events, and inverts that test.
///
/// # Arguments
/// `table`: two groups, each with 1 to 2000 subjects. `convention`: see [`TwoSided`]. `level`: in (0, 1).
/// # Returns
/// A [`FisherOddsRatio`]. The interval holds every odds ratio whose exact test, by the same convention, has p above one
/// minus the level: it leaves out 1 exactly when p is at most that, save for a hole, which `set` then tells.
/// R's `fisher.test` prints the minimum-likelihood p beside the central interval, which can contradict each other
/// (5 of 6 against 1 of 7: p = 0.029 beside an interval holding 1).
/// A one-sided interval of level L is one side of the central interval of level 2L - 1.
/// # Assumptions and small samples
/// Exact and conservative given the margins; `CentralMidP` is less conservative and not guaranteed. When no event or
/// nothing but events was seen, p is 1, the odds ratio `None` and the interval [0, ∞].
/// # Numerics
/// Conditional probabilities built outwards from the likeliest table; ends by Newton steps between the odds ratios at
/// which tables of the other side join (see [`crate::exact`]); relative error about 1e-13.
/// # Errors
/// [`StatError::TooFew`] for an empty group, [`StatError::TooLarge`], [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::{StatError, exact::TwoSided, two_proportions::{TwoByTwo, fisher_test}};
/// let table = TwoByTwo::new(5, 6, 1, 7)?;
/// let f = fisher_test(&table, TwoSided::MinimumLikelihood, 0.95)?;
/// assert!((f.p_value - 0.029_137_5).abs() < 1e-6 && f.interval.lower > 1.0);
/// let c = fisher_test(&table, TwoSided::Central, 0.95)?;
/// assert!(c.p_value > 0.05 && c.interval.contains(1.0));
/// assert!(fisher_test(&TwoByTwo::new(0, 0, 1, 7)?, TwoSided::Central, 0.95).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-proportions/fisher`, R 4.2.2 `fisher.test` (both one-sided p, minimum-likelihood p, conditional estimate, central
/// interval), and tests inverted in R for the other conventions; iterative.
/// # References
/// Fisher RA. J R Stat Soc 1935;98:39-82. doi:10.2307/2342435.
/// Fay MP. Confidence intervals that match Fisher's exact or Blaker's exact tests. Biostatistics 2010;11:373-4.
/// doi:10.1093/biostatistics/kxp050.
/// Baptista J, Pike MC. Exact two-sided confidence limits for the odds ratio in a 2 x 2 table. Appl Stat
/// 1977;26:214-20. doi:10.2307/2347041.
/// Blaker H. Can J Stat 2000;28:783-98. doi:10.2307/3315916
pub fn fisher_test(table: &TwoByTwo, convention: TwoSided, level: f64) -> Result<FisherOddsRatio, StatError> {
    table.both_groups()?;
    table.at_most(LARGEST_GROUP)?;
    check::level(level)?;
    let events = table.x1 + table.x2;
    let family = Family::hypergeometric(table.n1, table.n2, events);
    let seen = (table.x1 - events.saturating_sub(table.n2)) as usize;
    let probabilities = family.probabilities(1.0);
    let p = p_values(&probabilities, seen, convention);
    let half = 0.5 * probabilities.get(seen).copied().unwrap_or(0.0);
    let inverted = invert(&family, seen, 1.0 - level, convention);
    let (proportion1, proportion2) = table.proportions();
    Ok(FisherOddsRatio {
        proportion1,
        proportion2,
        convention,
        less: p.less,
        greater: p.greater,
        mid_less: p.less - half,
        mid_greater: p.greater - half,
        p_value: p.two_sided,
        odds_ratio: conditional_odds_ratio(&family, seen),
        interval: Interval { lower: inverted.lower, upper: inverted.upper, asked: level, achieved: None },
        set: inverted.set,
        reason: table.reason(Measure::OddsRatio),
    })
}

/// Odds at which the mean of the family is the outcome seen.
pub(crate) fn conditional_odds_ratio(family: &Family, seen: usize) -> Option<f64> {
    if family.last() == 0 {
        return None;
    }
    if seen == 0 {
        return Some(0.0);
    }
    if seen == family.last() {
        return Some(f64::INFINITY);
    }
    let excess = |u: f64| {
        let (mut above, mut square) = (0.0, 0.0);
        for (i, p) in family.probabilities(exp(u)).iter().enumerate() {
            let away = i as f64 - seen as f64;
            above += away * p;
            square += away * away * p;
        }
        (above, square - above * above)
    };
    Some(exp(increasing_root(excess, -700.0, 700.0, family.equal_odds(seen, seen + 1))))
}
