//! The Cochran-Mantel-Haenszel test and the common odds ratio, risk ratio and risk difference.

use libm::{exp, log, sqrt};

use crate::dist::chi_squared_sf;
use crate::dist::normal::two_sided_critical;
use crate::exact::{Family, TestedSet, TwoSided, invert, p_values};
use crate::two_proportions::{TwoByTwo, conditional_odds_ratio};
use crate::{Interval, StatError, check};

/// Most subjects in all strata for the exact method: beyond, probabilities underflow.
const LARGEST_EXACT: u64 = 900;

/// Continuity correction of the test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Continuity {
    /// None (SAS).
    None,
    /// One half off the difference, when that is at least one half (R's default).
    Half,
}

/// A common effect over strata.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CommonEffect {
    /// Estimate; a ratio is not logged.
    pub estimate: f64,
    /// Standard error, of the logarithm for a ratio.
    pub se: f64,
    /// Interval from the normal distribution, formed on the logarithm for a ratio.
    pub interval: Interval,
}

/// The Cochran-Mantel-Haenszel test with the Mantel-Haenszel estimates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MantelHaenszel {
    /// Strata that tell anything: both groups present, and some but not all subjects with the event.
    pub informative: usize,
    /// Chi-squared statistic, one degree of freedom.
    pub chi_squared: f64,
    /// p-value of no association in any stratum.
    pub p_value: f64,
    /// Common odds ratio, interval of Robins, Breslow and Greenland; or why there is none.
    pub odds_ratio: Result<CommonEffect, StatError>,
    /// Common risk ratio, interval of Greenland and Robins; or why there is none.
    pub risk_ratio: Result<CommonEffect, StatError>,
    /// Common risk difference, interval of Sato; or why there is none.
    pub risk_difference: Result<CommonEffect, StatError>,
}

/// Compares two proportions within strata (centres, baseline classes).
///
/// # Arguments
/// `strata`: one table for each; an empty group is allowed and makes the stratum uninformative. `continuity`: see
/// [`Continuity`]. `level`: in (0, 1).
/// # Returns
/// A [`MantelHaenszel`]. Estimates keep their own refusal: with no event on one side in every stratum a ratio has none,
/// and nothing is added to the cells; [`exact_common_odds_ratio`] is then defined.
/// # Assumptions and small samples
/// The test needs no common effect to be valid. It is approximate: with expected counts under 5 summed over strata prefer
/// the exact one.
/// # Numerics
/// Closed forms; sums in the order of the strata.
/// # Errors
/// [`StatError::TooFew`] without strata, [`StatError::LevelOutOfRange`], [`StatError::ConstantData`] when no stratum is
/// informative.
/// # Examples
/// ```
/// use engraft_stats::{StatError, stratified::{Continuity, mantel_haenszel}, two_proportions::TwoByTwo};
/// let strata = [TwoByTwo::new(4, 6, 1, 7)?, TwoByTwo::new(3, 5, 2, 6)?];
/// let r = mantel_haenszel(&strata, Continuity::None, 0.95)?;
/// assert!(r.odds_ratio?.estimate > 1.0 && r.informative == 2);
/// let none = [TwoByTwo::new(0, 6, 0, 7)?];
/// assert_eq!(mantel_haenszel(&none, Continuity::None, 0.95), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `stratified/cmh`, R 4.2.2 `mantelhaen.test`, metafor `rma.mh`; closed_form.
/// # References
/// Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-48. doi:10.1093/jnci/22.4.719.
/// Robins J, Breslow N, Greenland S. Biometrics 1986;42:311-23. doi:10.2307/2531052.
/// Greenland S, Robins JM. Biometrics 1985;41:55-68. doi:10.2307/2530643. Sato T. Biometrics 1989;45:1323-4.
pub fn mantel_haenszel(strata: &[TwoByTwo], continuity: Continuity, level: f64) -> Result<MantelHaenszel, StatError> {
    check::level(level)?;
    if strata.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let used: Vec<[f64; 4]> = strata.iter().filter(|s| s.n1 > 0 && s.n2 > 0).map(TwoByTwo::numbers).collect();
    let informative = used.iter().filter(|[x1, n1, x2, n2]| x1 + x2 > 0.0 && x1 + x2 < n1 + n2).count();
    if informative == 0 {
        return Err(StatError::ConstantData);
    }
    let (mut excess, mut variance) = (0.0_f64, 0.0);
    for [x1, n1, x2, n2] in &used {
        let (n, events) = (n1 + n2, x1 + x2);
        excess += x1 - n1 * events / n;
        variance += n1 * n2 * events * (n - events) / (n * n * (n - 1.0));
    }
    let off = if continuity == Continuity::Half && excess.abs() >= 0.5 { 0.5 } else { 0.0 };
    let distance = excess.abs() - off;
    let chi_squared = distance * distance / variance;
    Ok(MantelHaenszel {
        informative,
        chi_squared,
        p_value: chi_squared_sf(chi_squared, 1.0)?,
        odds_ratio: odds_ratio(&used, level),
        risk_ratio: risk_ratio(&used, level),
        risk_difference: risk_difference(&used, level),
    })
}

/// Interval of a ratio from the logarithm's variance.
fn ratio_effect(above: f64, below: f64, variance: f64, level: f64) -> Result<CommonEffect, StatError> {
    if !(above > 0.0 && below > 0.0 && variance >= 0.0) {
        return Err(StatError::NotEstimable {
            reason: "one side has no event in any stratum: the ratio is zero or infinite and has no normal interval",
        });
    }
    let (estimate, se) = (above / below, sqrt(variance));
    let (centre, half) = (log(estimate), two_sided_critical(level) * se);
    let interval = Interval { lower: exp(centre - half), upper: exp(centre + half), asked: level, achieved: None };
    Ok(CommonEffect { estimate, se, interval })
}

/// Sums whose ratio is the Mantel-Haenszel odds ratio.
pub(super) fn odds_ratio_sums(strata: &[[f64; 4]]) -> (f64, f64) {
    strata.iter().fold((0.0, 0.0), |(up, down), [x1, n1, x2, n2]| {
        (up + x1 * (n2 - x2) / (n1 + n2), down + x2 * (n1 - x1) / (n1 + n2))
    })
}

/// Robins, Breslow and Greenland (1986), equation 2.
fn odds_ratio(strata: &[[f64; 4]], level: f64) -> Result<CommonEffect, StatError> {
    let (mut r, mut s, mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for [x1, n1, x2, n2] in strata {
        let n = n1 + n2;
        let (agree, differ) = ((x1 + n2 - x2) / n, (x2 + n1 - x1) / n);
        let (up, down) = (x1 * (n2 - x2) / n, x2 * (n1 - x1) / n);
        r += up;
        s += down;
        pr += agree * up;
        mixed += agree * down + differ * up;
        qs += differ * down;
    }
    ratio_effect(r, s, pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s), level)
}

/// Greenland and Robins (1985), equation 13.
fn risk_ratio(strata: &[[f64; 4]], level: f64) -> Result<CommonEffect, StatError> {
    let (mut r, mut s, mut v) = (0.0, 0.0, 0.0);
    for [x1, n1, x2, n2] in strata {
        let n = n1 + n2;
        r += x1 * n2 / n;
        s += x2 * n1 / n;
        v += (n1 * n2 * (x1 + x2) - x1 * x2 * n) / (n * n);
    }
    ratio_effect(r, s, v / (r * s), level)
}

/// Sato (1989).
fn risk_difference(strata: &[[f64; 4]], level: f64) -> Result<CommonEffect, StatError> {
    let (mut top, mut weights, mut p, mut q) = (0.0, 0.0, 0.0, 0.0);
    for [x1, n1, x2, n2] in strata {
        let n = n1 + n2;
        top += (x1 * n2 - x2 * n1) / n;
        weights += n1 * n2 / n;
        p += (n1 * n1 * x2 - n2 * n2 * x1 + 0.5 * n1 * n2 * (n2 - n1)) / (n * n);
        q += (x1 * (n2 - x2) + x2 * (n1 - x1)) / (2.0 * n);
    }
    let estimate = top / weights;
    let variance = (estimate * p + q) / (weights * weights);
    if variance <= 0.0 {
        return Err(StatError::NotEstimable { reason: "the variance of the common risk difference is zero" });
    }
    let se = sqrt(variance);
    let half = two_sided_critical(level) * se;
    let interval = Interval { lower: estimate - half, upper: estimate + half, asked: level, achieved: None };
    Ok(CommonEffect { estimate, se, interval })
}

/// The exact conditional test and common odds ratio over strata.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ExactCommonOddsRatio {
    /// What "two-sided" means, for the p-value and the interval alike.
    pub convention: TwoSided,
    /// One-sided p-value of a common odds ratio below 1.
    pub less: f64,
    /// One-sided p-value of a common odds ratio above 1.
    pub greater: f64,
    /// Two-sided p-value by the convention.
    pub p_value: f64,
    /// Odds ratio of largest conditional likelihood; 0 or infinite at the outermost outcome, `None` when the margins
    /// allow one outcome only.
    pub odds_ratio: Option<f64>,
    /// Odds ratios that the test does not reject.
    pub interval: Interval,
    /// Whether the interval is exactly that set or spans a hole.
    pub set: TestedSet,
}

/// Compares two proportions within strata, exactly given the margins of every stratum.
///
/// # Arguments
/// `strata`: one table for each, 900 subjects in all. `convention`: see [`TwoSided`]. `level`: in (0, 1).
/// # Returns
/// An [`ExactCommonOddsRatio`]; with one stratum the same as [`fisher_test`](crate::two_proportions::fisher_test).
/// # Assumptions and small samples
/// One odds ratio common to all strata; exact and conservative, defined at every zero.
/// # Numerics
/// Conditional distributions of the strata convolved at an odds ratio of 1, then as in [`crate::exact`].
/// # Errors
/// [`StatError::TooFew`] without strata, [`StatError::TooLarge`], [`StatError::LevelOutOfRange`].
/// # Validation
/// `stratified/cmh`, R 4.2.2 `mantelhaen.test(exact = TRUE)`, iterative.
/// # References
/// Gart JJ. Point and interval estimation of the common odds ratio in the combination of 2 x 2 tables with fixed
/// marginals. Biometrika 1970;57:471-5. doi:10.1093/biomet/57.3.471
pub fn exact_common_odds_ratio(
    strata: &[TwoByTwo],
    convention: TwoSided,
    level: f64,
) -> Result<ExactCommonOddsRatio, StatError> {
    check::level(level)?;
    let total: u64 = strata.iter().map(|s| s.n1 + s.n2).sum();
    if total > LARGEST_EXACT {
        return Err(StatError::TooLarge { limit: LARGEST_EXACT as usize, found: total as usize });
    }
    let family = |s: &TwoByTwo| Family::hypergeometric(s.n1, s.n2, s.x1 + s.x2);
    let sum = strata.iter().map(family).reduce(|a, b| a.plus(&b)).ok_or(StatError::TooFew { needed: 1, found: 0 })?;
    let seen = strata.iter().map(|s| (s.x1 - (s.x1 + s.x2).saturating_sub(s.n2)) as usize).sum();
    let p = p_values(&sum.probabilities(1.0), seen, convention);
    let found = invert(&sum, seen, 1.0 - level, convention);
    Ok(ExactCommonOddsRatio {
        convention,
        less: p.less,
        greater: p.greater,
        p_value: p.two_sided,
        odds_ratio: conditional_odds_ratio(&sum, seen),
        interval: Interval { lower: found.lower, upper: found.upper, asked: level, achieved: None },
        set: found.set,
    })
}
