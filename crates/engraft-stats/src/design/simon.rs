//! Simon's two-stage single-arm designs: optimal and minimax.

use super::{alpha as checked_alpha, power as checked_power};
use crate::StatError;
use crate::dist::binomial::{pmf, tails};

/// Largest trial searched.
const LARGEST: u64 = 200;

/// Which of the designs that hold the error rates is best.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SimonRule {
    /// Fewest subjects expected under the null proportion.
    Optimal,
    /// Fewest subjects at most; among those the fewest expected.
    Minimax,
}

/// A two-stage design with its operating characteristics.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SimonDesign {
    /// Stop for futility after the first stage with at most this many responders.
    pub r1: u64,
    /// Subjects in the first stage.
    pub n1: u64,
    /// Not of interest with at most this many responders in all.
    pub r: u64,
    /// Subjects in all.
    pub n: u64,
    /// Probability of finding the treatment of interest under the null proportion.
    pub alpha: f64,
    /// The same under the alternative.
    pub power: f64,
    /// Probability of stopping after the first stage under the null proportion.
    pub early_stop: f64,
    /// Subjects expected under the null proportion.
    pub expected: f64,
}

/// Probability that the treatment is found of interest.
fn of_interest(r1: u64, n1: u64, r: u64, n: u64, p: f64) -> f64 {
    (r1 + 1..=n1)
        .map(|x| {
            let second = n - n1;
            // more than r - x responders of the second stage
            let rest = if x > r {
                1.0
            } else if r - x >= second {
                0.0
            } else {
                tails(r - x, second, p).1
            };
            pmf(x, n1, p) * rest
        })
        .sum()
}

fn checked(null: f64, alternative: f64) -> Result<(), StatError> {
    crate::check::probability(null)?;
    crate::check::probability(alternative)?;
    if alternative > null && null > 0.0 && alternative < 1.0 {
        Ok(())
    } else {
        Err(StatError::InvalidParameter { name: "alternative", found: alternative })
    }
}

/// Operating characteristics of a given two-stage design.
///
/// # Arguments
/// `stages`: r1, n1, r, n with `r1 < n1 < n <= 200` and `r1 <= r < n`. `null`, `alternative`: proportions inside
/// (0, 1), the second larger.
/// # Returns
/// A [`SimonDesign`].
/// # Errors
/// [`StatError::InvalidParameter`], [`StatError::InvalidCount`], [`StatError::TooLarge`],
/// [`StatError::ProbabilityOutOfRange`].
/// # Validation
/// `design/simon`, R 4.2.2, closed_form.
pub fn simon_characteristics(stages: [u64; 4], null: f64, alternative: f64) -> Result<SimonDesign, StatError> {
    checked(null, alternative)?;
    let [r1, n1, r, n] = stages;
    let next = |v: u64| v.saturating_add(1);
    for (count, total) in [(next(r1), n1), (next(n1), n), (r1, r), (next(r), n)] {
        crate::check::count(count, total)?;
    }
    if n > LARGEST {
        return Err(StatError::TooLarge { limit: LARGEST as usize, found: n as usize });
    }
    let early_stop = tails(r1, n1, null).0;
    Ok(SimonDesign {
        r1,
        n1,
        r,
        n,
        alpha: of_interest(r1, n1, r, n, null),
        power: of_interest(r1, n1, r, n, alternative),
        early_stop,
        expected: n1 as f64 + (1.0 - early_stop) * (n - n1) as f64,
    })
}

/// Finds Simon's optimal or minimax two-stage design.
///
/// # Arguments
/// `null`, `alternative`: proportions inside (0, 1). `alpha`: largest probability of a false positive. `power`: smallest
/// probability of a true one. `rule`: see [`SimonRule`]; `largest`: most subjects considered, at most 200.
/// # Returns
/// A [`SimonDesign`]; for the optimal one only designs up to `largest` subjects were looked at.
/// # Assumptions and small samples
/// Exact. The first stage stops for futility only.
/// # Numerics
/// All stage sizes and bounds are enumerated, those that cannot reach the power passed over.
/// # Errors
/// [`StatError::InvalidParameter`], [`StatError::ProbabilityOutOfRange`], [`StatError::TooLarge`] for `largest`;
/// [`StatError::NotEstimable`] when no design that small holds both error rates.
/// # Examples
/// ```
/// use engraft_stats::{StatError, design::{SimonRule, simon_two_stage}};
/// let d = simon_two_stage((0.05, 0.25), 0.05, 0.8, SimonRule::Optimal, 40)?;
/// assert_eq!([d.r1, d.n1, d.r, d.n], [0, 9, 2, 17]);
/// assert!(simon_two_stage((0.05, 0.25), 0.05, 0.8, SimonRule::Minimax, 5).is_err());
/// # Ok::<(), StatError>(())
/// ```
/// # Validation
/// `design/simon`, enumeration in R 4.2.2, count.
/// # References
/// Simon R. Optimal two-stage designs for phase II clinical trials. Control Clin Trials 1989;10:1-10.
/// doi:10.1016/0197-2456(89)90015-9
pub fn simon_two_stage(
    proportions: (f64, f64),
    alpha: f64,
    power: f64,
    rule: SimonRule,
    largest: u64,
) -> Result<SimonDesign, StatError> {
    let (null, alternative) = proportions;
    checked(null, alternative)?;
    checked_alpha(alpha)?;
    checked_power(power)?;
    if largest > LARGEST {
        return Err(StatError::TooLarge { limit: LARGEST as usize, found: largest as usize });
    }
    let mut best: Option<SimonDesign> = None;
    for n in 2..=largest {
        for n1 in 1..n {
            for r1 in 0..n1 {
                if tails(r1, n1, alternative).0 > 1.0 - power {
                    break;
                }
                let early_stop = tails(r1, n1, null).0;
                let expected = n1 as f64 + (1.0 - early_stop) * (n - n1) as f64;
                if best.is_some_and(|b| expected >= b.expected) {
                    continue;
                }
                if let Some(design) = smallest_bound([r1, n1, n], (null, alternative), alpha, power)? {
                    best = Some(design);
                }
            }
        }
        if rule == SimonRule::Minimax && best.is_some() {
            break;
        }
    }
    best.ok_or(StatError::NotEstimable { reason: "no two-stage design of that size holds both error rates" })
}

/// The design with the lowest final bound that holds alpha, if it has the power.
fn smallest_bound(
    [r1, n1, n]: [u64; 3],
    (null, alternative): (f64, f64),
    alpha: f64,
    power: f64,
) -> Result<Option<SimonDesign>, StatError> {
    // the probability falls with the bound
    let (mut lo, mut hi) = (r1, n - 1);
    if of_interest(r1, n1, hi, n, null) > alpha {
        return Ok(None);
    }
    while lo < hi {
        let middle = lo + (hi - lo) / 2;
        if of_interest(r1, n1, middle, n, null) <= alpha { hi = middle } else { lo = middle + 1 }
    }
    let design = simon_characteristics([r1, n1, hi, n], null, alternative)?;
    Ok((design.power >= power).then_some(design))
}
