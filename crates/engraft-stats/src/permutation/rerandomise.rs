//! The re-randomisation test: the reference set is what the trial's own scheme could have allocated.

use super::convolution::{Outcome, extreme_share};
use super::monte_carlo::{MonteCarlo, PermutationP, drawn_p};
use super::scheme::{Scheme, Unit, blocks_of, check_possible, strata_of};
use super::tie_width;
use super::two_groups::{centre, fixed_totals_p};
use crate::random::Stream;
use crate::two_sample::midranks;
use crate::{StatError, check};

/// Largest number of subjects.
const LARGEST_TOTAL: usize = 1000;

/// What is compared between the arms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scores {
    /// The values: difference of means.
    Values,
    /// Midranks over all subjects: difference of mean ranks.
    Ranks,
}

/// Result of a re-randomisation test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rerandomisation {
    /// Subjects of the first arm.
    pub n1: usize,
    /// Subjects of the second arm.
    pub n2: usize,
    /// Mean score of the first arm less that of the second.
    pub difference: f64,
    /// Two-sided p-value with its origin.
    pub p: PermutationP,
}

/// Tests whether treatment changed any subject's value, over the assignments that the trial's scheme could have made.
///
/// # Arguments
/// `values`: one finite value per subject in the order of enrolment (within strata too), 2 to 1000. `first`: whether
/// each subject was in the first arm. `scheme`: see [`Scheme`]. `scores`: see [`Scores`]. `monte_carlo`: how to draw
/// when the assignments are too many to count; unused otherwise.
/// # Returns
/// A [`Rerandomisation`]; p is the chance, under the scheme, of a difference at least as far from zero.
/// # Assumptions and small samples
/// None beyond the scheme itself (strict null hypothesis: no subject's value depends on the arm). Small blocks allow few
/// assignments: two blocks of 4 give at least 2/36. A subject without a value cannot simply be dropped from its block.
/// # Numerics
/// Assignments of the blocks joined in two halves (module page): 40 subjects in blocks of 4, or 40 coins, are exact.
/// # Errors
/// [`StatError::TooFew`], [`StatError::TooLarge`], [`StatError::NotFinite`], [`StatError::LengthMismatch`],
/// [`StatError::ConstantData`]; [`StatError::InvalidParameter`] for a block above 20, a stratum without blocks, a
/// probability outside [0.05, 0.95]; [`StatError::NotEstimable`] when the scheme cannot have made the assignment.
/// # Examples
/// ```
/// use engraft_stats::permutation::{Block, MonteCarlo, Scheme, Scores, rerandomisation_test};
/// let draws = MonteCarlo { draws: 9999, seed: 1 };
/// let values = [9.0, 1.0, 2.0, 8.0, 7.0, 3.0, 9.5, 0.5];
/// let first = [true, false, false, true, true, false, true, false];
/// let blocks = Scheme::PermutedBlocks(vec![Block { size: 4, first: 2 }]);
/// let r = rerandomisation_test(&values, &first, &blocks, Scores::Values, draws)?;
/// assert!((r.p.p_value - 2.0 / 36.0).abs() < 1e-15);
/// let pairs = Scheme::PermutedBlocks(vec![Block { size: 2, first: 2 }]);
/// assert!(rerandomisation_test(&values, &first, &pairs, Scores::Values, draws).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `permutation/exact`, full enumeration of each scheme in R 4.2.2, closed_form.
/// # References
/// Rosenberger WF, Lachin JM. Randomization in Clinical Trials: Theory and Practice, 2nd ed., chapter 6. Wiley, 2016.
pub fn rerandomisation_test(
    values: &[f64],
    first: &[bool],
    scheme: &Scheme,
    scores: Scores,
    monte_carlo: MonteCarlo,
) -> Result<Rerandomisation, StatError> {
    check::finite(values)?;
    check::at_least(values, 2)?;
    check::at_most(values, LARGEST_TOTAL)?;
    if values.len() != first.len() {
        return Err(StatError::LengthMismatch { left: values.len(), right: first.len() });
    }
    let n1 = first.iter().filter(|f| **f).count();
    let n2 = first.len() - n1;
    if n1 == 0 || n2 == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let centred = match scores {
        Scores::Values => centre(values)?,
        Scores::Ranks => centre(&midranks(values))?,
    };
    let observed: f64 = centred.iter().zip(first).filter(|(_, f)| **f).map(|(v, _)| v).sum();
    let difference = mean_difference(observed, n1, n2);
    let p = match scheme {
        Scheme::FixedTotals => fixed_totals_p(&centred, n1, observed, monte_carlo)?,
        Scheme::Complete { first_probability } => coins_p(&centred, difference, *first_probability, monte_carlo)?,
        Scheme::PermutedBlocks(blocks) => {
            let all: Vec<usize> = (0..values.len()).collect();
            units_p(&centred, first, difference, &blocks_of(&all, blocks)?, monte_carlo)?
        }
        Scheme::Stratified { strata, blocks } => {
            units_p(&centred, first, difference, &strata_of(values.len(), strata, blocks)?, monte_carlo)?
        }
    };
    Ok(Rerandomisation { n1, n2, difference, p })
}

/// Difference of means from the sum of the first arm, the sum over both arms being zero.
fn mean_difference(sum: f64, n1: usize, n2: usize) -> f64 {
    sum / n1 as f64 + sum / n2 as f64
}

/// The sum of the first arm from which on a difference is as large as the one observed; `None` with an empty arm.
fn limit(centred: &[f64], difference: f64, n1: usize) -> Option<f64> {
    let n2 = centred.len().checked_sub(n1).filter(|n2| n1 > 0 && *n2 > 0)?;
    Some(difference.abs() * (n1 * n2) as f64 / centred.len() as f64 - tie_width(centred))
}

fn coins_p(centred: &[f64], difference: f64, p: f64, monte_carlo: MonteCarlo) -> Result<PermutationP, StatError> {
    // a very uneven coin would leave an arm empty almost always
    if !(0.05..=0.95).contains(&p) {
        return Err(StatError::InvalidParameter { name: "first_probability", found: p });
    }
    let n = centred.len();
    let coin =
        |v: &f64| vec![Outcome { count: 0, sum: 0.0, weight: 1.0 - p }, Outcome { count: 1, sum: *v, weight: p }];
    let units: Vec<Vec<Outcome>> = centred.iter().map(coin).collect();
    match extreme_share(&units, n, |n1| limit(centred, difference, n1)) {
        Some(share) => Ok(PermutationP::exact(share, libm::exp2(n as f64) - 2.0)),
        None => drawn_p(monte_carlo, |stream| {
            loop {
                let taken: Vec<f64> = centred.iter().filter(|_| stream.uniform() < p).copied().collect();
                // an empty arm is drawn again
                if let Some(limit) = limit(centred, difference, taken.len()) {
                    break taken.iter().sum::<f64>().abs() >= limit;
                }
            }
        }),
    }
}

fn units_p(
    centred: &[f64],
    first: &[bool],
    difference: f64,
    units: &[Unit],
    monte_carlo: MonteCarlo,
) -> Result<PermutationP, StatError> {
    check_possible(units, first)?;
    let outcomes: Vec<Vec<Outcome>> = units.iter().map(|unit| outcomes(centred, unit)).collect();
    let arrangements: f64 = outcomes.iter().map(|o| o.len() as f64).product();
    match extreme_share(&outcomes, centred.len(), |n1| limit(centred, difference, n1)) {
        Some(share) => Ok(PermutationP::exact(share, arrangements)),
        None => drawn_p(monte_carlo, |stream| {
            loop {
                let (n1, sum) = drawn(centred, units, stream);
                if let Some(limit) = limit(centred, difference, n1) {
                    break sum.abs() >= limit;
                }
            }
        }),
    }
}

/// Every assignment of the subjects of a block, weighted by the completions of the block.
fn outcomes(centred: &[f64], unit: &Unit) -> Vec<Outcome> {
    let mut list = vec![Outcome { count: 0, sum: 0.0, weight: 1.0 }];
    for value in unit.members.iter().filter_map(|m| centred.get(*m)) {
        let taken: Vec<Outcome> =
            list.iter().map(|o| Outcome { count: o.count + 1, sum: o.sum + value, ..*o }).collect();
        list.extend(taken);
    }
    list.iter().map(|o| Outcome { weight: unit.completions(o.count), ..*o }).filter(|o| o.weight > 0.0).collect()
}

/// One assignment by the scheme: number and sum of the first arm.
fn drawn(centred: &[f64], units: &[Unit], stream: &mut Stream) -> (usize, f64) {
    let (mut n1, mut sum) = (0, 0.0);
    for unit in units {
        let mut places: Vec<bool> = (0..unit.block.size).map(|place| place < unit.block.first).collect();
        stream.shuffle(&mut places);
        for (member, _) in unit.members.iter().zip(places).filter(|(_, taken)| *taken) {
            n1 += 1;
            sum += centred.get(*member).copied().unwrap_or(0.0);
        }
    }
    (n1, sum)
}
