//! What a printed p of a paired change needs: the correlations between before and after under which it is possible.
//!
//! A paper that prints both means and spreads and the p of a paired t test leaves one thing out, the correlation r of
//! the two values within subjects. The variance of the difference is `s1² + s2² - 2 r s1 s2`, so each r gives one t and one
//! p, and the printed p allows a range of r. Where no r in [-1, 1] is left, the figures, the reading of the spread, n or
//! the test are not what they are said to be.

use engraft_stats::dist::student_quantile;

use crate::printed::Range;

/// What is printed about a paired change, each number as what its rounding leaves open.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PairedClaim {
    /// Pairs.
    pub n: u32,
    /// Size of the mean change, sign dropped.
    pub change: Range,
    /// Standard deviation before.
    pub sd_before: Range,
    /// Standard deviation after.
    pub sd_after: Range,
    /// The two-sided p.
    pub p: Range,
}

/// The correlations that a claim allows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Correlations {
    /// From `low` to `high`, within [-1, 1].
    Possible {
        /// Least.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// None: the least that would be needed is above 1, or the largest allowed below -1.
    Impossible {
        /// What would be needed, outside [-1, 1].
        needed: f64,
    },
}

impl Correlations {
    /// Whether any correlation is left.
    pub fn possible(self) -> bool {
        matches!(self, Correlations::Possible { .. })
    }
}

/// The pre-post correlations under which a paired t test can give the printed p.
///
/// # Arguments
/// `claim`: ranges as printed; single values are ranges of width zero. Standard deviations not negative, n at least 2.
/// # Returns
/// [`Correlations`], or `None` where the question has no answer: n below 2, a standard deviation of zero within the
/// range on either side, a number that is not finite.
/// # Assumptions and small samples
/// Two-sided paired t test on exactly these n pairs; both spreads are standard deviations of the same subjects.
/// # Numerics
/// With D = change √n / t(p), the correlation needed is `(s1² + s2² - D²) / (2 s1 s2)`. Over a box of s1 and s2 its
/// largest value stands at a corner; its least at a corner or, on an edge, where the slope is zero: s1² = s2² - D².
/// # Validation
/// `published/paired-claim`, R 4.2.2 `t.test` on data with the printed moments, iterative; hand-worked case below. The
/// steroid claim of Tang 2011 (34±15 to 18±6, n 8, P<0.05) needs r of at least -0.58.
/// # References
/// Follmann D, Elliott P, Suh I, Cutler J. Variance imputation for overviews of clinical trials with continuous
/// response. J Clin Epidemiol 1992;45:769-73. doi:10.1016/0895-4356(92)90054-Q
pub fn correlations(claim: &PairedClaim) -> Option<Correlations> {
    let (a, b) = (claim.sd_before, claim.sd_after);
    let finite = [a.low, a.high, b.low, b.high, claim.change.low, claim.change.high].iter().all(|v| v.is_finite());
    if claim.n < 2 || !finite || a.low <= 0.0 || b.low <= 0.0 {
        return None;
    }
    // the larger the p allowed, the wider the differences may scatter
    let widest = scatter(claim.change.high.abs(), claim.n, claim.p.high)?;
    let narrowest = scatter(claim.change.low.max(0.0), claim.n, claim.p.low)?;
    let low = least(a, b, widest);
    let high = largest(a, b, narrowest);
    Some(if low > 1.0 {
        Correlations::Impossible { needed: low }
    } else if high < -1.0 {
        Correlations::Impossible { needed: high }
    } else {
        Correlations::Possible { low: low.max(-1.0), high: high.min(1.0) }
    })
}

/// The standard deviation of the differences at which a change has this p; infinite for p of 1.
fn scatter(change: f64, n: u32, p: f64) -> Option<f64> {
    if p >= 1.0 {
        return Some(f64::INFINITY);
    }
    if p <= 0.0 {
        return Some(0.0);
    }
    let t = student_quantile(1.0 - 0.5 * p, f64::from(n) - 1.0).ok()?;
    Some(change * libm::sqrt(f64::from(n)) / t)
}

/// The correlation at which the differences have the standard deviation `d`.
fn at(s1: f64, s2: f64, d: f64) -> f64 {
    (s1 * s1 + s2 * s2 - d * d) / (2.0 * s1 * s2)
}

fn largest(a: Range, b: Range, d: f64) -> f64 {
    let corners = [(a.low, b.low), (a.low, b.high), (a.high, b.low), (a.high, b.high)];
    corners.iter().map(|(s1, s2)| at(*s1, *s2, d)).fold(f64::NEG_INFINITY, f64::max)
}

fn least(a: Range, b: Range, d: f64) -> f64 {
    let edge = |along: Range, fixed: f64| {
        let flat = libm::sqrt((fixed * fixed - d * d).max(0.0)).clamp(along.low, along.high);
        [along.low, along.high, flat].iter().map(|s| at(*s, fixed, d)).fold(f64::INFINITY, f64::min)
    };
    [edge(a, b.low), edge(a, b.high), edge(b, a.low), edge(b, a.high)].iter().copied().fold(f64::INFINITY, f64::min)
}

/// The interval of a paired mean change at a correlation: half its width.
///
/// # Arguments
/// Standard deviations before and after, not negative; `r` in [-1, 1]; `n` pairs, at least 2; `level` in (0, 1).
/// # Returns
/// `t · √(s1² + s2² - 2 r s1 s2) / √n`; `None` where n, r or level are out of bounds. Zero where r is 1 and the
/// spreads are equal: then every subject changed by the same amount.
/// # Validation
/// `published/paired-claim`, R 4.2.2 `t.test`, closed_form.
pub fn half_width(sd_before: f64, sd_after: f64, r: f64, n: u32, level: f64) -> Option<f64> {
    if n < 2 || !(-1.0..=1.0).contains(&r) || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let t = student_quantile(0.5 + 0.5 * level, f64::from(n) - 1.0).ok()?;
    let variance = (sd_before * sd_before + sd_after * sd_after - 2.0 * r * sd_before * sd_after).max(0.0);
    Some(t * libm::sqrt(variance / f64::from(n))).filter(|w| w.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claim(n: u32, change: f64, before: f64, after: f64, p: Range) -> PairedClaim {
        let point = Range::point;
        PairedClaim { n, change: point(change), sd_before: point(before), sd_after: point(after), p }
    }

    const BELOW: Range = Range { low: 0.0, high: 0.05 };

    #[test]
    fn three_pairs_by_hand() {
        // df 2, two-sided 0.05: t = 0.95 / sqrt(2 · 0.975 · 0.025) = 4.302653; change 10, so D = 10 √3 / 4.302653;
        // spreads 5 and 4: r = (25 + 16 - D²) / 40 = (41 - 16.2050) / 40 = 0.6199
        let t = 0.95 / (2.0_f64 * 0.975 * 0.025).sqrt();
        let needed = (41.0 - 300.0 / (t * t)) / 40.0;
        let Some(Correlations::Possible { low, high }) = correlations(&claim(3, 10.0, 5.0, 4.0, BELOW)) else {
            panic!()
        };
        assert!((low - needed).abs() < 1e-12 && (low - 0.6199).abs() < 1e-4, "{low}");
        assert_eq!(high, 1.0);
    }

    #[test]
    fn the_steroid_claim_of_tang_2011_needs_a_correlation_of_at_least_minus_0_58_if_the_spread_is_an_sd() {
        let Some(Correlations::Possible { low, high }) = correlations(&claim(8, 16.0, 15.0, 6.0, BELOW)) else {
            panic!()
        };
        assert!((low + 0.584_853).abs() < 1e-5, "{low}");
        assert_eq!(high, 1.0);
        // and none allows it if the spread is a standard error, rounding included
        let root = 8.0_f64.sqrt();
        let wide = PairedClaim {
            n: 8,
            change: Range { low: 15.0, high: 17.0 },
            sd_before: Range { low: 14.5 * root, high: 15.5 * root },
            sd_after: Range { low: 5.5 * root, high: 6.5 * root },
            p: BELOW,
        };
        assert!(matches!(correlations(&wide), Some(Correlations::Impossible { needed }) if needed > 1.0));
    }

    #[test]
    fn a_p_above_a_limit_bounds_the_correlation_from_above() {
        let above = Range { low: 0.05, high: 1.0 };
        let Some(Correlations::Possible { low, high }) = correlations(&claim(8, 16.0, 15.0, 6.0, above)) else {
            panic!()
        };
        assert_eq!(low, -1.0);
        assert!((high + 0.584_853).abs() < 1e-5);
    }

    #[test]
    fn what_has_no_answer_gives_none() {
        assert_eq!(correlations(&claim(1, 1.0, 1.0, 1.0, BELOW)), None);
        assert_eq!(correlations(&claim(8, 1.0, 0.0, 1.0, BELOW)), None);
        assert_eq!(correlations(&claim(8, f64::NAN, 1.0, 1.0, BELOW)), None);
        assert_eq!(half_width(1.0, 1.0, 1.5, 8, 0.95), None);
        assert_eq!(half_width(2.0, 2.0, 1.0, 8, 0.95), Some(0.0));
    }

    proptest! {
        #[test]
        fn at_the_least_correlation_the_interval_just_reaches_zero(
            n in 3..40_u32, change in 1.0..20.0_f64, before in 0.5..20.0_f64, after in 0.5..20.0_f64,
        ) {
            if let Some(Correlations::Possible { low, .. }) = correlations(&claim(n, change, before, after, BELOW))
                && low > -1.0
            {
                let half = half_width(before, after, low, n, 0.95).unwrap();
                prop_assert!((half - change).abs() < 1e-6 * change);
            }
        }

        #[test]
        fn rounding_never_takes_a_correlation_away(
            n in 3..40_u32, change in 1..20_u32, before in 1..20_u32, after in 1..20_u32, part in 0.0..1.0_f64,
        ) {
            let around = |v: u32| Range { low: f64::from(v) - 0.5, high: f64::from(v) + 0.5 };
            let wide = PairedClaim {
                n, change: around(change), sd_before: around(before), sd_after: around(after), p: BELOW,
            };
            let inside = |r: Range, part: f64| r.low + part * (r.high - r.low);
            let one = claim(n, inside(wide.change, part), inside(wide.sd_before, 1.0 - part),
                inside(wide.sd_after, part * part), BELOW);
            let (wide, one) = (correlations(&wide).unwrap(), correlations(&one).unwrap());
            if let Correlations::Possible { low: narrow, .. } = one {
                let Correlations::Possible { low, .. } = wide else { panic!("{wide:?} {one:?}") };
                prop_assert!(low <= narrow + 1e-9);
            }
        }
    }
}
