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
//! **Against other software.** Without ties the interval equals R's `wilcox.test(conf.int = TRUE)` except where
//! a Walsh average just outside it is not rejected (a tie or a zero made by that very shift); the hull then
//! includes it. With ties exactRankTests inverts the test with other ranks than its p-value uses, and differs.

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
    let first = accepted.iter().position(|a| *a);
    let last = accepted.iter().rposition(|a| *a);
    let (Some(first), Some(last)) = (first, last) else {
        return Err(StatError::LevelUnreachable { asked: level, best: 1.0 - smallest });
    };
    let holes = accepted.iter().take(last).skip(first).any(|a| !a);
    let achieved = 1.0 - scan.largest_rejected(&accepted);
    let interval =
        Interval { lower: scan.lower_end(first), upper: scan.upper_end(last), asked: level, achieved: Some(achieved) };
    Ok(InvertedInterval { interval, shape: if holes { SetShape::Hull } else { SetShape::Connected } })
}
