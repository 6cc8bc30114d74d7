//! Relative effect, its standard error and the t approximation.

use libm::sqrt;

use crate::describe::t_interval;
use crate::dist::student;
use crate::signed_rank::tie_width;
use crate::{Interval, StatError, check};

/// Result of a Brunner-Munzel test by the t approximation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BrunnerMunzel {
    /// Size of the first group.
    pub n1: usize,
    /// Size of the second group.
    pub n2: usize,
    /// Relative effect `P(X < Y) + P(X = Y)/2`, X of the first group.
    pub effect: f64,
    /// Standard error of the effect.
    pub se: f64,
    /// `(effect - 1/2) / se`.
    pub statistic: f64,
    /// Satterthwaite degrees of freedom.
    pub df: f64,
    /// Two-sided p-value of an effect of one half.
    pub p_value: f64,
    /// t interval of the effect; not cut, so it may pass 0 or 1.
    pub interval: Interval,
}

/// Effect and the variances of the placements, from pooled values in ascending order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placements {
    /// `P(X < Y) + P(X = Y)/2`.
    pub effect: f64,
    /// Variance of the first group's placements divided by `n1 n2²`; the second's by `n2 n1²`.
    pub parts: (f64, f64),
}

impl Placements {
    /// Of groups of tied values in ascending order, given as (number in the first, number in the second).
    ///
    /// Placements are counts of the other group below plus half of those tied: halves of whole numbers, so that every
    /// sum is exact and a variance of zero is found as such.
    pub fn of(ties: impl Iterator<Item = (usize, usize)>) -> Placements {
        let (mut below1, mut below2) = (0.0, 0.0);
        // sums and sums of squares of doubled placements
        let (mut sum1, mut squares1, mut sum2, mut squares2) = (0.0, 0.0, 0.0, 0.0);
        for (a, b) in ties {
            let (a, b) = (a as f64, b as f64);
            let (place1, place2) = (2.0 * below2 + b, 2.0 * below1 + a);
            sum1 += a * place1;
            squares1 += a * place1 * place1;
            sum2 += b * place2;
            squares2 += b * place2 * place2;
            below1 += a;
            below2 += b;
        }
        let (n1, n2) = (below1, below2);
        let part = |sum: f64, squares: f64, own: f64, other: f64| {
            // n Σ x² - (Σ x)² in whole numbers, over n (n - 1), over 4 for the doubling
            (own * squares - sum * sum) / (4.0 * own * (own - 1.0)) / (own * other * other)
        };
        Placements {
            effect: 0.5 * sum2 / (n1 * n2),
            parts: (part(sum1, squares1, n1, n2), part(sum2, squares2, n2, n1)),
        }
    }

    /// Variance of the effect.
    pub fn variance(&self) -> f64 {
        self.parts.0 + self.parts.1
    }

    /// The studentised effect; infinite for a variance of zero (0 when the effect is one half).
    pub fn statistic(&self) -> f64 {
        let shift = self.effect - 0.5;
        if shift == 0.0 { 0.0 } else { shift / sqrt(self.variance()) }
    }
}

/// Sizes of the groups of tied values in ascending order, as (first, second); and for each value in that order whether
/// it is of the first group.
pub(super) fn tied_runs(first: &[f64], second: &[f64]) -> (Vec<usize>, Vec<bool>) {
    let all: Vec<f64> = first.iter().chain(second).copied().collect();
    let width = tie_width(&all);
    let mut pooled: Vec<(f64, bool)> = first.iter().map(|v| (*v, true)).collect();
    pooled.extend(second.iter().map(|v| (*v, false)));
    pooled.sort_by(|a, b| a.0.total_cmp(&b.0));
    let runs = pooled.chunk_by(|a, b| b.0 - a.0 <= width).map(<[(f64, bool)]>::len).collect();
    (runs, pooled.into_iter().map(|(_, is_first)| is_first).collect())
}

/// Counts of both groups in each run of ties.
pub(super) fn counts<'a>(runs: &'a [usize], is_first: &'a [bool]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let mut rest = is_first;
    runs.iter().map(move |size| {
        let (now, later) = rest.split_at((*size).min(rest.len()));
        rest = later;
        let first = now.iter().filter(|f| **f).count();
        (first, now.len() - first)
    })
}

/// Checks both groups; refuses groups of one value, and all values tied.
pub(super) fn checked(first: &[f64], second: &[f64], limit: usize) -> Result<(), StatError> {
    for group in [first, second] {
        check::finite(group)?;
        check::at_least(group, 2)?;
    }
    if first.len() + second.len() > limit {
        return Err(StatError::TooLarge { limit, found: first.len() + second.len() });
    }
    let (runs, _) = tied_runs(first, second);
    if runs.len() == 1 { Err(StatError::ConstantData) } else { Ok(()) }
}

/// Tests whether the relative effect of two groups is one half, with unequal spreads allowed, by the t approximation.
///
/// # Arguments
/// `first`, `second`: the groups, each at least 2 finite values, at most 100,000 together. Values within 1e-10 of each
/// other, relative to the largest absolute value, tie. `level`: in (0, 1).
/// # Returns
/// A [`BrunnerMunzel`]: effect as the chance that the second exceeds the first; two-sided. `achieved` is `None`.
/// # Assumptions and small samples
/// Approximate: under about 10 per group use [`brunner_munzel_permutation`](super::brunner_munzel_permutation).
/// # Numerics
/// Placements in whole halves: the variance is zero exactly when it is.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotFinite`] (index within its own group),
/// [`StatError::LevelOutOfRange`], [`StatError::ConstantData`] when all values tie; [`StatError::NotEstimable`] when the
/// standard error is zero (fully separated groups).
/// # Examples
/// ```
/// use engraft_stats::{StatError, brunner_munzel};
/// let r = brunner_munzel(&[1.0, 2.0, 4.0], &[3.0, 5.0, 6.0, 7.0], 0.95)?;
/// assert!((r.effect - 11.0 / 12.0).abs() < 1e-15);
/// let apart = brunner_munzel(&[1.0, 2.0], &[3.0, 4.0], 0.95);
/// assert!(matches!(apart, Err(StatError::NotEstimable { .. })));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `two-sample/brunner-munzel`, the formulas written out in R 4.2.2 with `rank`, closed_form.
/// # References
/// Brunner E, Munzel U. The nonparametric Behrens-Fisher problem: asymptotic theory and a small-sample approximation.
/// Biom J 2000;42:17-25. doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U
pub fn brunner_munzel(first: &[f64], second: &[f64], level: f64) -> Result<BrunnerMunzel, StatError> {
    check::level(level)?;
    checked(first, second, 100_000)?;
    let (runs, is_first) = tied_runs(first, second);
    let placements = Placements::of(counts(&runs, &is_first));
    let variance = placements.variance();
    if variance <= 0.0 {
        return Err(StatError::NotEstimable {
            reason: "the groups are fully separated: the standard error is zero; use the permutation form",
        });
    }
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let (a, b) = placements.parts;
    let df = variance * variance / (a * a / (n1 - 1.0) + b * b / (n2 - 1.0));
    let se = sqrt(variance);
    let statistic = placements.statistic();
    Ok(BrunnerMunzel {
        n1: first.len(),
        n2: second.len(),
        effect: placements.effect,
        se,
        statistic,
        df,
        p_value: student::two_sided_p(statistic, df),
        interval: Interval { achieved: None, ..t_interval(placements.effect, se, df, level) },
    })
}
