//! The Hodges-Lehmann estimate and the interval that inverts the signed-rank test whose p is reported.
//!
//! For a shift θ let p(θ) be the exact two-sided p of the differences less θ, under the same zero rule and the same
//! definition of ties. The confidence set is every θ with p(θ) > 1 - level. p(θ) is constant between neighbouring
//! distinct Walsh averages, and takes a value of its own at each of them, where shifted differences tie or vanish.
//! So the set is decided by finitely many cells: each Walsh average, and each gap between two.
//!
//! **Ends.** The interval reported is the closed hull of the set: from the smallest to the largest θ not rejected.
//! Both ends are Walsh averages. With ties p(θ) need not rise and then fall, so a rejected θ can lie between two that
//! are not: [`SetShape::Hull`] says so. Every θ outside the interval is rejected; an end itself may be rejected while
//! each θ just inside is not.
//!
//! **Level reached.** One less the largest p among the rejected gaps between Walsh averages (the two unbounded gaps
//! included). Without ties this is the exact coverage `1 - 2 P(V <= k)` of the classical interval. With ties the
//! null distribution depends on the tie pattern: the level is then that of the sample's own patterns, a statement
//! given the ties. Rejected single points do not count: under a continuous shift they have no probability.
//!
//! **Against other software.** Without ties the classical interval of order statistics (R's `wilcox.test`) is the
//! hull of the accepted gaps alone. A Walsh average a little outside it can be accepted all the same, because the very
//! shift that reaches it makes a zero or a tie; mostly under [`ZeroRule::Wilcoxon`], whose ranks jump when a difference
//! is dropped. The interval reported takes such points in, so that p and interval never contradict each other;
//! [`InvertedInterval::classical`] leaves them out. exactRankTests keeps the ranks of the unshifted differences when
//! it inverts, so with ties its interval differs from the one its own p-value implies.

use super::ZeroRule;
use super::invert::Scan;
use crate::{Interval, StatError};

/// Whether every shift inside the interval is accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetShape {
    /// The accepted shifts fill the interval (its ends apart).
    Connected,
    /// Some shift inside the interval is rejected: the interval is the hull of a set with holes.
    Hull,
}

/// The interval that inverts a rank test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct InvertedInterval {
    /// Closed hull of the shifts that are not rejected, with the level reached.
    pub interval: Interval,
    /// Closed hull of the accepted gaps between Walsh averages, single accepted points left out: without ties the
    /// interval of order statistics other software prints. Lies within `interval`; reaches the same level under a
    /// continuous shift. Equal to `interval` when no gap is accepted.
    pub classical: Interval,
    /// Whether the hull has holes.
    pub shape: SetShape,
}

/// All n(n+1)/2 averages of two differences (each with itself too), ascending.
pub(crate) fn walsh_averages(differences: &[f64]) -> Vec<f64> {
    let mut walsh: Vec<f64> = differences
        .iter()
        .enumerate()
        .flat_map(|(i, a)| differences.iter().skip(i).map(move |b| 0.5 * a + 0.5 * b))
        .collect();
    walsh.sort_by(f64::total_cmp);
    walsh
}

/// Inverts the test, `differences` and `walsh` in ascending order; see the module page.
pub(crate) fn invert(
    differences: &[f64],
    walsh: &[f64],
    level: f64,
    rule: ZeroRule,
) -> Result<InvertedInterval, StatError> {
    let alpha = 1.0 - level;
    // far outside the data all signs agree and nothing is zero: p = 2^(1-n), the smallest there is
    let smallest = differences.iter().fold(2.0, |p, _| 0.5 * p);
    if smallest > alpha {
        return Err(StatError::LevelUnreachable { asked: level, best: 1.0 - smallest });
    }
    let mut scan = Scan::new(differences, walsh, alpha, rule);
    let accepted = scan.accepted();
    let Some((first, last)) = ends(&accepted, |_| true) else {
        return Err(StatError::LevelUnreachable { asked: level, best: 1.0 - smallest });
    };
    let holes = accepted.iter().take(last).skip(first).any(|a| !a);
    let achieved = Some(1.0 - scan.largest_rejected(&accepted));
    let hull =
        |(first, last)| Interval { lower: scan.lower_end(first), upper: scan.upper_end(last), asked: level, achieved };
    let gaps = ends(&accepted, |cell| cell % 2 == 0).unwrap_or((first, last));
    Ok(InvertedInterval {
        interval: hull((first, last)),
        classical: hull(gaps),
        shape: if holes { SetShape::Hull } else { SetShape::Connected },
    })
}

/// First and last accepted cell among those of interest.
fn ends(accepted: &[bool], of_interest: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let mut cells = accepted.iter().enumerate().filter(|(cell, a)| **a && of_interest(*cell)).map(|(cell, _)| cell);
    let first = cells.next()?;
    Some((first, cells.last().unwrap_or(first)))
}
