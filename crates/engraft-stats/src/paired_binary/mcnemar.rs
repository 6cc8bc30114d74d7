//! McNemar's test given the pairs that differ.

use super::difference;
use crate::dist::binomial;
use crate::proportion::check_counts;
use crate::{Interval, ProportionMethod, StatError, check, proportion_interval};

/// Numbers of pairs by their two outcomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PairedTable {
    /// Yes at both times.
    pub both: u64,
    /// Yes at the first only (b).
    pub first_only: u64,
    /// Yes at the second only (c).
    pub second_only: u64,
    /// Yes at neither.
    pub neither: u64,
}

/// Conditional odds ratio of the pairs that differ.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PairedOddsRatio {
    /// `b / c`: odds of yes at the first over the second; `None` when c is 0 (without bound).
    pub estimate: Option<f64>,
    /// From the Clopper-Pearson interval of `b / (b + c)`; upper end infinite when c is 0.
    pub exact: Interval,
    /// From the mid-P interval of `b / (b + c)`.
    pub mid_p: Interval,
}

/// Comparison of paired yes-or-no outcomes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PairedBinary {
    /// Number of pairs.
    pub n: u64,
    /// Proportion of yes at the first.
    pub proportion1: f64,
    /// Proportion of yes at the second.
    pub proportion2: f64,
    /// First less second, `(b - c) / n`.
    pub difference: f64,
    /// Exact two-sided p (binomial at one half among pairs that differ); 1 when none differ.
    pub exact_p: f64,
    /// Mid-P: half of the probability of the outcome seen, and of its mirror image, is left out.
    pub mid_p: f64,
    /// Tango's score interval of the difference.
    pub tango: Interval,
    /// Newcombe's interval of the difference (his method 10: from Wilson intervals, correlation with continuity
    /// correction).
    pub newcombe: Interval,
    /// Conditional odds ratio; the reason when no pair differs.
    pub odds_ratio: Result<PairedOddsRatio, StatError>,
}

/// Compares paired yes-or-no outcomes: McNemar's exact and mid-P tests, difference and odds ratio with intervals.
///
/// # Arguments
/// `table`: numbers of pairs, at least one pair, at most a million. `level`: in (0, 1).
/// # Returns
/// A [`PairedBinary`], first less second, two-sided. `achieved` is `None` throughout: the exact odds-ratio interval covers
/// at least the level, the others about the level on average.
/// # Assumptions and small samples
/// Independent pairs. The exact test is conservative; mid-P rarely exceeds its level and is the usual choice in small
/// samples (Fagerland and others). With 5 pairs that differ the smallest exact p is 0.0625.
/// # Numerics
/// Binomial tails; Tango's limits by bisection of the score in closed-form restricted estimates.
/// # Errors
/// [`StatError::TooFew`] for no pair, [`StatError::TooLarge`], [`StatError::LevelOutOfRange`].
/// # Examples
/// ```
/// use engraft_stats::paired_binary::{PairedTable, paired_binary};
/// let r = paired_binary(PairedTable { both: 1, first_only: 1, second_only: 7, neither: 12 }, 0.95)?;
/// assert!((r.exact_p - 0.0703125).abs() < 1e-14 && (r.mid_p - 0.0390625).abs() < 1e-14);
/// let same = paired_binary(PairedTable { both: 3, first_only: 0, second_only: 0, neither: 2 }, 0.95)?;
/// assert!(same.exact_p == 1.0 && same.odds_ratio.is_err() && same.tango.width() > 0.5);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `paired/mcnemar`, R 4.2.2 `binom.test`, `uniroot` on the score with restricted estimates by `optimize` (Tango), the
/// formula over `prop.test` (Newcombe); p-values of a published example.
/// # References
/// McNemar Q. Psychometrika 1947;12:153-7. doi:10.1007/BF02295996.
/// Tango T. Equivalence test and confidence interval for the difference in proportions for the paired-sample design. Stat
/// Med 1998;17:891-908. doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
/// Newcombe RG. Improved confidence intervals for the difference between binomial proportions based on paired data. Stat
/// Med 1998;17:2635-50. doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
/// Fagerland MW, Lydersen S, Laake P. The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than
/// exact conditional. BMC Med Res Methodol 2013;13:91. doi:10.1186/1471-2288-13-91
pub fn paired_binary(table: PairedTable, level: f64) -> Result<PairedBinary, StatError> {
    check::level(level)?;
    let PairedTable { both, first_only, second_only, neither } = table;
    let n = [both, first_only, second_only, neither].into_iter().fold(0, u64::saturating_add);
    check_counts(0, n)?;
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let total = n as f64;
    let (exact_p, mid_p) = p_values(first_only, second_only);
    Ok(PairedBinary {
        n,
        proportion1: (both + first_only) as f64 / total,
        proportion2: (both + second_only) as f64 / total,
        difference: (first_only as f64 - second_only as f64) / total,
        exact_p,
        mid_p,
        tango: difference::tango(first_only, second_only, n, level),
        newcombe: difference::newcombe(table, level),
        odds_ratio: odds_ratio(first_only, second_only, level),
    })
}

/// Exact and mid-P two-sided p-values: `P(|D| >= |d|)`, and the same less half of `P(|D| = |d|)`.
fn p_values(b: u64, c: u64) -> (f64, f64) {
    let (smaller, differing) = (b.min(c), b + c);
    let point = binomial::pmf(smaller, differing, 0.5);
    if b == c {
        return (1.0, 1.0 - 0.5 * point);
    }
    let tail = 2.0 * binomial::tails(smaller, differing, 0.5).0;
    (tail.min(1.0), tail - point)
}

fn odds_ratio(b: u64, c: u64, level: f64) -> Result<PairedOddsRatio, StatError> {
    if b + c == 0 {
        return Err(StatError::NotEstimable { reason: "no pair differs: the odds ratio has no value" });
    }
    let odds = |method| {
        let i = proportion_interval(b, b + c, level, method)?;
        // p / (1 - p), from the complement's own interval: exact when p is near 1
        let other = proportion_interval(c, b + c, level, method)?;
        Ok::<Interval, StatError>(Interval { lower: i.lower / other.upper, upper: i.upper / other.lower, ..i })
    };
    Ok(PairedOddsRatio {
        estimate: (c > 0).then(|| b as f64 / c as f64),
        exact: odds(ProportionMethod::ClopperPearson)?,
        mid_p: odds(ProportionMethod::MidP)?,
    })
}
