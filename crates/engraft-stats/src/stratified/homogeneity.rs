//! Breslow and Day's test that the odds ratio is the same in all strata, with Tarone's correction.

use libm::sqrt;

use super::mantel_haenszel::odds_ratio_sums;
use crate::StatError;
use crate::dist::chi_squared_sf;
use crate::two_proportions::TwoByTwo;

/// Most strata accepted.
const LARGEST_STRATA: usize = 100_000;

/// A test of one common odds ratio.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Homogeneity {
    /// Strata that tell anything: both groups present, and some but not all subjects with the event.
    pub informative: usize,
    /// Mantel-Haenszel odds ratio, under which the counts are expected.
    pub odds_ratio: f64,
    /// Degrees of freedom: informative strata less one.
    pub df: usize,
    /// Breslow and Day's statistic.
    pub chi_squared: f64,
    /// p-value of that statistic.
    pub p_value: f64,
    /// The statistic with Tarone's correction, never above the other.
    pub tarone: f64,
    /// p-value of the corrected statistic: the one to report.
    pub tarone_p_value: f64,
}

/// Tests whether the odds ratio of two groups is the same in every stratum.
///
/// # Arguments
/// `strata`: one table for each, at most 100,000; strata without one group, without events or with events alone are left out.
/// # Returns
/// A [`Homogeneity`], with and without Tarone's correction, which the Mantel-Haenszel estimate needs because it is not the one of
/// largest likelihood.
/// # Assumptions and small samples
/// Rests on large counts in every stratum, not on their sum: with expected counts under 5, as in most trials of 60 subjects, its
/// error is not under control, and its power is low. A large p does not show that the odds ratio is common.
/// # Numerics
/// The expected count is the root of a quadratic, each of the four cells by its own root so that none is a difference.
/// # Errors
/// [`StatError::TooFew`] with fewer than two informative strata, [`StatError::TooLarge`], [`StatError::NotEstimable`] when the common
/// odds ratio is zero or infinite.
/// # Examples
/// ```
/// use engraft_stats::{StatError, stratified::breslow_day, two_proportions::TwoByTwo};
/// let strata = [TwoByTwo::new(9, 12, 3, 12)?, TwoByTwo::new(4, 10, 7, 11)?];
/// let r = breslow_day(&strata)?;
/// assert!(r.df == 1 && r.tarone <= r.chi_squared && r.tarone_p_value < 0.05);
/// // the same table twice is homogeneous
/// assert!(breslow_day(&[strata[0], strata[0]])?.chi_squared < 1e-20);
/// assert!(breslow_day(&strata[..1]).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `stratified/homogeneity`, metafor 3.8-1 `rma.mh` and, for the expected counts, `uniroot` in R 4.2.2; closed_form.
/// # References
/// Breslow NE, Day NE. Statistical Methods in Cancer Research, volume 1, section 4.4. IARC, 1980.
/// Tarone RE. On heterogeneity tests based on efficient scores. Biometrika 1985;72:91-5. doi:10.1093/biomet/72.1.91
pub fn breslow_day(strata: &[TwoByTwo]) -> Result<Homogeneity, StatError> {
    if strata.len() > LARGEST_STRATA {
        return Err(StatError::TooLarge { limit: LARGEST_STRATA, found: strata.len() });
    }
    let used: Vec<[f64; 4]> = strata.iter().map(TwoByTwo::numbers).filter(informs).collect();
    if used.len() < 2 {
        return Err(StatError::TooFew { needed: 2, found: used.len() });
    }
    let (up, down) = odds_ratio_sums(&used);
    if !(up > 0.0 && down > 0.0) {
        return Err(StatError::NotEstimable {
            reason: "the common odds ratio is zero or infinite: no count is expected under it",
        });
    }
    let odds_ratio = up / down;
    let (mut chi_squared, mut excess, mut variances) = (0.0, 0.0, 0.0);
    for stratum in &used {
        let (expected, variance) = moments(stratum, odds_ratio);
        let [seen, ..] = stratum;
        let distance = seen - expected;
        chi_squared += distance * distance / variance;
        excess += distance;
        variances += variance;
    }
    // rounding may take a statistic of zero below it
    let tarone = (chi_squared - excess * excess / variances).max(0.0);
    let df = used.len() - 1;
    Ok(Homogeneity {
        informative: used.len(),
        odds_ratio,
        df,
        chi_squared,
        p_value: chi_squared_sf(chi_squared, df as f64)?,
        tarone,
        tarone_p_value: chi_squared_sf(tarone, df as f64)?,
    })
}

/// Whether a stratum says anything about the odds ratio.
fn informs([x1, n1, x2, n2]: &[f64; 4]) -> bool {
    *n1 > 0.0 && *n2 > 0.0 && x1 + x2 > 0.0 && x1 + x2 < n1 + n2
}

/// Expected events of the first group given the margins, and their variance, at an odds ratio.
fn moments([x1, n1, x2, n2]: &[f64; 4], odds_ratio: f64) -> (f64, f64) {
    let events = x1 + x2;
    let others = n1 + n2 - events;
    let cells = [
        expected(*n1, *n2, events, odds_ratio),
        expected(*n2, *n1, events, 1.0 / odds_ratio),
        expected(*n1, *n2, others, 1.0 / odds_ratio),
        expected(*n2, *n1, others, odds_ratio),
    ];
    let [first, ..] = cells;
    (first, 1.0 / cells.iter().map(|cell| 1.0 / cell).sum::<f64>())
}

/// The count of a group of `n1` of `events` in all at which the odds ratio is the one given: the root of
/// `(1 - ψ) x² + (n2 - m + ψ (m + n1)) x - ψ m n1 = 0` inside the table (Breslow and Day 1980, equation 4.30).
fn expected(n1: f64, n2: f64, events: f64, odds_ratio: f64) -> f64 {
    let (a, b, c) = (1.0 - odds_ratio, n2 - events + odds_ratio * (events + n1), odds_ratio * events * n1);
    let root = sqrt((b * b + 4.0 * a * c).max(0.0));
    if b > 0.0 { 2.0 * c / (b + root) } else { (root - b) / (2.0 * a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(x1: u64, n1: u64, x2: u64, n2: u64) -> TwoByTwo {
        TwoByTwo::new(x1, n1, x2, n2).unwrap()
    }

    /// 3 of 4 against 1 of 4, and 2 of 4 against 2 of 4: odds ratios 9 and 1. Mantel-Haenszel: (9/8 + 4/8) / (1/8 + 4/8) = 13/5.
    /// With ψ = 2.6 and 4 events of 8 the expected count is 4 √ψ / (1 + √ψ) in both strata.
    #[test]
    fn two_strata_by_hand() {
        let r = breslow_day(&[table(3, 4, 1, 4), table(2, 4, 2, 4)]).unwrap();
        assert!((r.odds_ratio - 2.6).abs() < 1e-15);
        let root = 2.6_f64.sqrt();
        let expected = 4.0 * root / (1.0 + root);
        assert!((expected - 2.468_871_126).abs() < 1e-8);
        let variance = 1.0 / (2.0 / expected + 2.0 / (4.0 - expected));
        let by_hand = ((3.0 - expected).powi(2) + (2.0 - expected).powi(2)) / variance;
        assert!((r.chi_squared - by_hand).abs() < 1e-13, "{} {by_hand}", r.chi_squared);
        let corrected = by_hand - (5.0 - 2.0 * expected).powi(2) / (2.0 * variance);
        assert!((r.tarone - corrected).abs() < 1e-13 && r.tarone < r.chi_squared && r.df == 1);
    }

    #[test]
    fn order_of_groups_and_strata_and_empty_strata_do_not_matter() {
        let strata = [table(9, 12, 3, 12), table(4, 10, 7, 11), table(5, 5, 1, 6)];
        let r = breslow_day(&strata).unwrap();
        let turned: Vec<TwoByTwo> =
            strata.iter().rev().map(TwoByTwo::exchanged).chain([table(0, 3, 0, 4), table(2, 2, 0, 0)]).collect();
        let t = breslow_day(&turned).unwrap();
        assert!((r.tarone - t.tarone).abs() < 1e-12 && (r.odds_ratio * t.odds_ratio - 1.0).abs() < 1e-14);
        assert_eq!((t.informative, t.df), (3, 2));
    }

    #[test]
    fn strata_that_cannot_tell_are_refused() {
        assert_eq!(breslow_day(&[]), Err(StatError::TooFew { needed: 2, found: 0 }));
        assert!(breslow_day(&[table(1, 2, 1, 2), table(0, 4, 0, 4)]).is_err());
        let infinite = [table(3, 3, 0, 2), table(2, 4, 0, 4)];
        assert!(matches!(breslow_day(&infinite), Err(StatError::NotEstimable { .. })));
    }
}
