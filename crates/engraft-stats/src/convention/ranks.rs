//! Rank tests as R and SAS print them by default, where that is not the exact test: normal and t approximations.
//!
//! Beside the exact p they show why a printed p differs; they are no replacement of it.

use libm::sqrt;

use super::Convention;
use crate::dist::{normal_sf, student_sf};
use crate::signed_rank::{ZeroRule, null, ranked};
use crate::two_sample::pooled_ranks;
use crate::{StatError, check, rank_sum};

/// How a printed p-value was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reached {
    /// From the exact distribution.
    Exact,
    /// Normal approximation with a continuity correction of 1/2.
    Normal,
    /// Student's t in place of the normal.
    Student,
}

impl Reached {
    /// `exact`, `normal approximation, continuity correction 1/2`, `t approximation`.
    pub fn word(self) -> &'static str {
        match self {
            Reached::Exact => "exact",
            Reached::Normal => "normal approximation, continuity correction 1/2",
            Reached::Student => "t approximation",
        }
    }
}

/// A p-value as a program prints it by default.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Printed {
    /// Statistic: V (R, signed-rank), S = V - n(n+1)/4 (SAS, signed-rank), W (R, rank-sum), the rank sum of the first
    /// group (SAS, rank-sum).
    pub statistic: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// How it was reached.
    pub reached: Reached,
}

/// Largest number of differences for which `wilcox.test` is exact, plus one.
const R_EXACT_BELOW: usize = 50;
/// Largest number of differences for which PROC UNIVARIATE is exact.
const SAS_EXACT_TO: usize = 20;

/// The signed-rank test as `wilcox.test` or PROC UNIVARIATE prints it; both drop zeros.
///
/// # Arguments
/// `differences`: 1 to 200 finite values. `convention`: whose defaults.
/// # Returns
/// [`Printed`]. R: exact below 50 without ties and zeros, normal with correction otherwise. SAS: exact to 20, t with
/// `n - 1` degrees of freedom above.
/// # Assumptions and small samples
/// The approximations are poor below about 20 differences with many ties; the exact test has no such trouble.
/// # Errors
/// As [`signed_rank`](crate::signed_rank()); [`StatError::ConstantData`] where the variance of the approximation is 0.
/// # Examples
/// ```
/// use engraft_stats::convention::{Convention, Reached, printed_signed_rank};
/// let d = [8.0, 5.0, 2.0, -7.0, 0.0, 1.0, 8.0, 1.0, -5.0];
/// let r = printed_signed_rank(&d, Convention::R)?;
/// // ties and a zero: wilcox.test leaves the exact distribution
/// assert_eq!((r.statistic, r.reached), (25.5, Reached::Normal));
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `signed-rank/as-printed`: R 4.2.2 `wilcox.test`, closed_form; the SAS side is reconstructed from the formula.
/// # References
/// SAS Institute. Base SAS procedures guide: UNIVARIATE, Wilcoxon signed rank test (reconstructed).
pub fn printed_signed_rank(differences: &[f64], convention: Convention) -> Result<Printed, StatError> {
    let (_, ranking) = ranked(differences, ZeroRule::Wilcoxon)?;
    let ranks = &ranking.ranks;
    let v = 0.5 * f64::from(ranking.positive);
    let tied = !ranks.is_sorted_by(|a, b| a < b);
    let exact = |statistic: f64| Printed {
        statistic,
        p_value: null::two_sided_p(ranks, ranking.smaller_side()),
        reached: Reached::Exact,
    };
    let n = ranks.len() as f64;
    let centred = v - n * (n + 1.0) / 4.0;
    let ties = ties(ranks.chunk_by(|a, b| a == b).map(<[u32]>::len));
    let square = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    match convention {
        Convention::R if ranks.len() < R_EXACT_BELOW && !tied && ranking.zeros == 0 => Ok(exact(v)),
        Convention::R => corrected(v, centred, square),
        Convention::Sas if ranks.len() <= SAS_EXACT_TO => Ok(exact(centred)),
        Convention::Sas => {
            let t = centred * sqrt(n - 1.0) / sqrt((n * square - centred * centred).max(0.0));
            student(centred, t, n - 1.0)
        }
    }
}

/// The rank-sum test as `wilcox.test` or PROC NPAR1WAY prints it.
///
/// # Arguments
/// Two groups of at least one finite value each. `convention`: whose defaults.
/// # Returns
/// [`Printed`]. R: exact with fewer than 50 in each group and no ties, normal with correction otherwise. SAS: the t
/// approximation to the corrected normal statistic, with `N - 1` degrees of freedom.
/// # Assumptions and small samples
/// As [`printed_signed_rank`].
/// # Errors
/// As [`rank_sum`]; [`StatError::ConstantData`] where all values tie.
/// # Examples
/// ```
/// use engraft_stats::convention::{Convention, Reached, printed_rank_sum};
/// let r = printed_rank_sum(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0, 7.0], Convention::R)?;
/// assert_eq!((r.statistic, r.reached), (0.0, Reached::Exact));
/// assert!((r.p_value - 2.0 / 35.0).abs() < 1e-15);
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `two-sample/as-printed`: R 4.2.2 `wilcox.test`, closed_form; the SAS side is reconstructed from the formula.
/// # References
/// SAS Institute. SAS/STAT user's guide: NPAR1WAY, Wilcoxon scores (reconstructed).
pub fn printed_rank_sum(first: &[f64], second: &[f64], convention: Convention) -> Result<Printed, StatError> {
    check::finite(first)?;
    check::finite(second)?;
    let test = rank_sum(first, second)?;
    let (a, b) = (first.len() as f64, second.len() as f64);
    let n = a + b;
    let pooled: Vec<f64> = first.iter().chain(second).copied().collect();
    let mut ranks = pooled_ranks(&pooled);
    ranks.sort_unstable();
    let ties = ties(ranks.chunk_by(|x, y| x == y).map(<[usize]>::len));
    let square = a * b / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)));
    let centred = test.u - a * b / 2.0;
    let exact = !test.tied && first.len().max(second.len()) < R_EXACT_BELOW;
    match convention {
        Convention::R if exact => Ok(Printed { statistic: test.u, p_value: test.p_value, reached: Reached::Exact }),
        Convention::R => corrected(test.u, centred, square),
        Convention::Sas => {
            let z = toward_zero(centred) / sqrt(square);
            student(test.u + a * (a + 1.0) / 2.0, z, n - 1.0)
        }
    }
}

/// Sum of `t^3 - t` over groups of ties.
fn ties(sizes: impl Iterator<Item = usize>) -> f64 {
    sizes.map(|size| size as f64).map(|t| t * t * t - t).sum()
}

/// A centred statistic less 1/2 in the direction of its sign; one nearer to 0 than that changes its sign.
fn toward_zero(centred: f64) -> f64 {
    // sign(0) is 0 in R
    if centred == 0.0 { 0.0 } else { centred - 0.5 * centred.signum() }
}

fn corrected(statistic: f64, centred: f64, square: f64) -> Result<Printed, StatError> {
    if square <= 0.0 {
        return Err(StatError::ConstantData);
    }
    let z = toward_zero(centred) / sqrt(square);
    let p_value = (2.0 * normal_sf(z).min(normal_sf(-z))).min(1.0);
    Ok(Printed { statistic, p_value, reached: Reached::Normal })
}

fn student(statistic: f64, t: f64, df: f64) -> Result<Printed, StatError> {
    if !t.is_finite() || df < 1.0 {
        return Err(StatError::ConstantData);
    }
    Ok(Printed { statistic, p_value: (2.0 * student_sf(t.abs(), df)?).min(1.0), reached: Reached::Student })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_differences_by_hand() {
        // |d| 1 1 2 3 4 5: midranks 1.5 1.5 3 4 5 6; positive 1, 3, 4, 5: 1.5 + 4 + 5 + 6 = 16.5; centre 10.5
        let d = [1.0, -1.0, -2.0, 3.0, 4.0, 5.0];
        // 6*7*13/24 - (8 - 2)/48 = 22.75 - 0.125
        let r = printed_signed_rank(&d, Convention::R).unwrap();
        assert_eq!((r.statistic, r.reached), (16.5, Reached::Normal));
        let z = 5.5 / f64::sqrt(22.625);
        assert!((r.p_value - 2.0 * normal_sf(z)).abs() < 1e-15);
        let s = printed_signed_rank(&d, Convention::Sas).unwrap();
        assert_eq!((s.statistic, s.reached), (6.0, Reached::Exact));
    }

    #[test]
    fn two_groups_by_hand() {
        // pooled 1 2 2 3 4: ranks 1, 2.5, 2.5, 4, 5; first 1, 2, 4: rank sum 8.5, u 2.5, centre 3
        let (a, b) = ([1.0, 2.0, 4.0], [2.0, 3.0]);
        let r = printed_rank_sum(&a, &b, Convention::R).unwrap();
        assert_eq!((r.statistic, r.reached), (2.5, Reached::Normal));
        assert_eq!(r.p_value, 1.0, "half a rank is all there is to correct");
        let s = printed_rank_sum(&a, &b, Convention::Sas).unwrap();
        assert_eq!((s.statistic, s.p_value, s.reached), (8.5, 1.0, Reached::Student));
        assert_eq!(printed_rank_sum(&[1.0, 1.0], &[1.0], Convention::R), Err(StatError::ConstantData));
    }
}
