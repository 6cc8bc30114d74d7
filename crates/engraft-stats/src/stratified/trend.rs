//! Trend of a proportion over ordered groups (dose levels): the Cochran-Armitage test, asymptotic and exact.

use libm::{round, sqrt};

use crate::dist::binomial::pmf;
use crate::dist::normal::normal_sf;
use crate::proportion::check_counts;
use crate::{StatError, check};

/// Most subjects for the exact test.
const LARGEST_EXACT: u64 = 500;
/// Largest multiple of the unit into which scores are turned.
const LARGEST_LATTICE: f64 = 2_000.0;
/// Largest divisor of the smallest distance between scores that is tried as a unit.
const LARGEST_DIVISOR: u32 = 60;

/// Result of the asymptotic trend test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Trend {
    /// Statistic, positive when the proportion rises with the score; binomial variance (N in the denominator).
    pub z: f64,
    /// Two-sided p-value from the normal distribution.
    pub p_value: f64,
    /// The statistic with the permutation variance (N - 1 in the denominator).
    pub z_permutation: f64,
}

/// Result of the exact trend test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ExactTrend {
    /// Exact one-sided p-value of a falling proportion.
    pub less: f64,
    /// Exact one-sided p-value of a rising proportion.
    pub greater: f64,
    /// Exact two-sided p-value: sums of scores at least as far from their mean.
    pub p_value: f64,
}

/// Tests whether a proportion rises or falls with a score, by the normal approximation.
///
/// # Arguments
/// `groups`: events and subjects of each group, at least two groups. `scores`: one for each group, finite; usually the
/// dose or 1, 2, 3, ...; shifting or stretching them changes nothing.
/// # Returns
/// A [`Trend`].
/// # Assumptions and small samples
/// Independent subjects. Poor with few events: prefer [`exact_trend`].
/// # Numerics
/// Closed form about the mean score.
/// # Errors
/// [`StatError::TooFew`], [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::InvalidCount`],
/// [`StatError::ConstantData`] when all scores with subjects are equal, or no or every subject has the event.
/// # Examples
/// ```
/// use engraft_stats::{StatError, stratified::cochran_armitage};
/// let t = cochran_armitage(&[(0, 3), (1, 6), (4, 6)], &[1.0, 2.0, 3.0])?;
/// assert!(t.z > 2.0 && t.p_value < 0.05);
/// assert_eq!(cochran_armitage(&[(0, 3), (0, 6)], &[1.0, 2.0]), Err(StatError::ConstantData));
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `stratified/trend`, R 4.2.2 `prop.trend.test`, closed_form.
/// # References
/// Armitage P. Tests for linear trends in proportions and frequencies. Biometrics 1955;11:375-86. doi:10.2307/3001775
pub fn cochran_armitage(groups: &[(u64, u64)], scores: &[f64]) -> Result<Trend, StatError> {
    let (events, total) = checked(groups, scores)?;
    let (n, share) = (total as f64, events as f64 / total as f64);
    let mean = groups.iter().zip(scores).map(|(g, s)| g.1 as f64 * s).sum::<f64>() / n;
    let (mut top, mut spread) = (0.0, 0.0);
    for ((x, size), score) in groups.iter().zip(scores) {
        let away = score - mean;
        top += away * (*x as f64 - *size as f64 * share);
        spread += *size as f64 * away * away;
    }
    let z = top / sqrt(share * (1.0 - share) * spread);
    Ok(Trend { z, p_value: (2.0 * normal_sf(z.abs())).min(1.0), z_permutation: z * sqrt((n - 1.0) / n) })
}

/// Tests whether a proportion rises or falls with a score, exactly given the number of events.
///
/// # Arguments
/// As [`cochran_armitage`], with at most 500 subjects and scores that are whole multiples of a unit.
/// # Returns
/// An [`ExactTrend`]. Two-sided p counts the sums of scores at least as far from their mean, on either side; programs
/// that double the smaller tail differ when the distribution is skewed.
/// # Assumptions and small samples
/// Exact under any number of groups and ties.
/// # Numerics
/// The joint distribution of events and score sum, group by group, on whole numbers; comparisons are exact.
/// # Errors
/// As [`cochran_armitage`]; [`StatError::TooLarge`]; [`StatError::NotEstimable`] when the scores have no common unit (a
/// 60th of their smallest distance or larger) or need more than 2000 of it.
/// # Examples
/// ```
/// use engraft_stats::{StatError, stratified::exact_trend};
/// // one event of two, in the group with the higher score
/// let t = exact_trend(&[(0, 1), (1, 1)], &[0.0, 1.0])?;
/// assert!((t.greater - 0.5).abs() < 1e-15 && t.p_value == 1.0);
/// assert!(exact_trend(&[(0, 1), (1, 1), (0, 1)], &[0.0, 1.0, 1.414_213_56]).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `stratified/trend`, coin 1.4-2 `independence_test(distribution = "exact")`, closed_form.
/// # References
/// Williams DA. Tests for differences between several small proportions. Appl Stat 1988;37:421-34. doi:10.2307/2347316
pub fn exact_trend(groups: &[(u64, u64)], scores: &[f64]) -> Result<ExactTrend, StatError> {
    let (events, total) = checked(groups, scores)?;
    if total > LARGEST_EXACT {
        return Err(StatError::TooLarge { limit: LARGEST_EXACT as usize, found: total as usize });
    }
    let used: Vec<((u64, u64), f64)> =
        groups.iter().copied().zip(scores.iter().copied()).filter(|g| g.0.1 > 0).collect();
    let places = lattice(&used.iter().map(|g| g.1).collect::<Vec<_>>())?;
    let sizes: Vec<u64> = used.iter().map(|g| g.0.1).collect();
    let weights = sum_weights(&sizes, &places, events as usize);
    let all: f64 = weights.iter().sum();
    let seen: u64 = used.iter().zip(&places).map(|(g, place)| g.0.0 * place).sum();
    // the mean times the number of subjects is a whole number
    let mean: u64 = events * sizes.iter().zip(&places).map(|(size, place)| size * place).sum::<u64>();
    let distance = |sum: u64| (sum * total).abs_diff(mean);
    let share = |keep: &dyn Fn(u64) -> bool| {
        let kept: f64 = (0_u64..).zip(&weights).filter(|(sum, _)| keep(*sum)).map(|(_, w)| w).sum();
        f64::min(kept / all, 1.0)
    };
    Ok(ExactTrend {
        less: share(&|sum| sum <= seen),
        greater: share(&|sum| sum >= seen),
        p_value: share(&|sum| distance(sum) >= distance(seen)),
    })
}

/// Events and subjects in all, after the checks.
fn checked(groups: &[(u64, u64)], scores: &[f64]) -> Result<(u64, u64), StatError> {
    if groups.len() != scores.len() {
        return Err(StatError::LengthMismatch { left: groups.len(), right: scores.len() });
    }
    check::at_least(scores, 2)?;
    check::finite(scores)?;
    groups.iter().try_for_each(|(x, n)| check_counts(*x, *n))?;
    let used = || groups.iter().zip(scores).filter(|(g, _)| g.1 > 0).map(|(_, s)| *s);
    let (low, high) = (used().fold(f64::INFINITY, f64::min), used().fold(f64::NEG_INFINITY, f64::max));
    let (events, total) = groups.iter().fold((0, 0), |(x, n), g| (x + g.0, n + g.1));
    if low < high && events > 0 && events < total { Ok((events, total)) } else { Err(StatError::ConstantData) }
}

/// The scores as whole multiples of a unit above the lowest.
fn lattice(scores: &[f64]) -> Result<Vec<u64>, StatError> {
    let lowest = scores.iter().copied().fold(f64::INFINITY, f64::min);
    let mut sorted: Vec<f64> = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let gaps = sorted.windows(2).map(|w| w.iter().rev().copied().reduce(|a, b| a - b).unwrap_or(0.0));
    let smallest = gaps.filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min);
    (1..=LARGEST_DIVISOR)
        .find_map(|divisor| {
            let unit = smallest / f64::from(divisor);
            let place = |s: &f64| {
                let multiple = (s - lowest) / unit;
                let whole = round(multiple);
                let fits = (multiple - whole).abs() <= 1e-7 * whole.max(1.0) && whole <= LARGEST_LATTICE;
                fits.then_some(whole as u64)
            };
            scores.iter().map(place).collect::<Option<Vec<u64>>>()
        })
        .ok_or(StatError::NotEstimable { reason: "the scores are not whole multiples of a common unit" })
}

/// Weight of every sum of scores among the ways to spread `events` over the groups.
fn sum_weights(sizes: &[u64], places: &[u64], events: usize) -> Vec<f64> {
    let largest: u64 = sizes.iter().zip(places).map(|(n, place)| n * place).sum();
    let width = largest as usize + 1;
    // one row for each number of events so far
    let mut rows = vec![vec![0.0_f64; width]; events + 1];
    if let Some(start) = rows.first_mut().and_then(|row| row.first_mut()) {
        *start = 1.0;
    }
    for (size, place) in sizes.iter().zip(places) {
        // the number of choices up to a constant, which keeps it from overflowing
        let choices: Vec<f64> = (0..=*size).map(|k| pmf(k, *size, 0.5)).collect();
        let mut next = vec![vec![0.0_f64; width]; events + 1];
        for (sofar, row) in rows.iter().enumerate() {
            for (k, (choice, target)) in choices.iter().zip(next.iter_mut().skip(sofar)).enumerate() {
                for (to, from) in target.iter_mut().skip(k * *place as usize).zip(row) {
                    *to += choice * from;
                }
            }
        }
        rows = next;
    }
    rows.pop().unwrap_or_default()
}
