//! Multiple imputation of missing visits.

use rayon::prelude::*;

use super::conditional::fill;
use super::data::{Completed, Gap, Responses, observed_length};
use super::sequential::{Covariance, Parameters, draw_parameters};
use super::strategy::Strategy;
use crate::StatError;
use crate::random::Stream;

/// Largest number of imputations.
const LARGEST_IMPUTATIONS: usize = 100_000;
/// Largest number of rounds before an imputation is taken.
const LARGEST_BURN_IN: usize = 10_000;

/// How to impute.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Plan {
    /// What is assumed after the last observed visit.
    pub strategy: Strategy,
    /// Number of the reference arm.
    pub reference: usize,
    /// How covariances are shared.
    pub covariance: Covariance,
    /// Completed sets to make, 2 to 100 000; 100 or more for a stable third digit.
    pub imputations: usize,
    /// Rounds of data augmentation before a set is taken, 1 to 10 000; used only when a gap lies before an observed
    /// visit. 200 is usual.
    pub burn_in: usize,
    /// Seed; imputation `k` uses stream `k` of it.
    pub seed: u64,
}

/// Completed sets.
#[derive(Clone, PartialEq, Debug)]
pub struct Imputations {
    /// The completed sets, in the order of their streams.
    pub sets: Vec<Completed>,
    /// What each value is: subject by visit, the same in all sets.
    pub gaps: Vec<Vec<Gap>>,
}

/// Observed values up to the last observed visit, gaps filled by the mean of the visit: the start of data augmentation.
fn start(responses: &Responses) -> Vec<Vec<f64>> {
    let visits = responses.visit_count();
    let mean = |visit: usize| {
        let seen: Vec<f64> = responses.values.iter().filter_map(|row| row.get(visit).copied().flatten()).collect();
        if seen.is_empty() { 0.0 } else { seen.iter().sum::<f64>() / seen.len() as f64 }
    };
    let means: Vec<f64> = (0..visits).map(mean).collect();
    let rows = responses.values.iter().map(|row| {
        let known = row.iter().take(observed_length(row));
        known.zip(&means).map(|(value, mean)| value.unwrap_or(*mean)).collect()
    });
    rows.collect()
}

/// Draws parameters and fills the gaps before observed visits until the chain has forgotten its start.
fn augment(
    responses: &Responses,
    plan: &Plan,
    intermittent: bool,
    stream: &mut Stream,
) -> Result<(Parameters, Vec<Vec<f64>>), StatError> {
    let (arms, visits) = (responses.arm_count(), responses.visit_count());
    let mut rows = start(responses);
    let rounds = if intermittent { plan.burn_in } else { 1 };
    let mut round = 1;
    loop {
        let parameters = draw_parameters(&rows, responses.arms, arms, visits, plan.covariance, stream)?;
        if intermittent {
            for ((row, filled), arm) in responses.values.iter().zip(rows.iter_mut()).zip(responses.arms) {
                let length = filled.len();
                if row.iter().take(length).all(Option::is_some) {
                    continue;
                }
                let known: Vec<Option<f64>> = row.iter().take(length).copied().collect();
                let (Some(mean), Some(covariance)) = (parameters.mean.get(*arm), parameters.covariance.get(*arm))
                else {
                    continue;
                };
                let (mean, covariance) =
                    (mean.rows(0, length).into_owned(), covariance.view((0, 0), (length, length)).into_owned());
                *filled = fill(&known, &mean, &covariance, stream)?;
            }
        }
        if round >= rounds {
            return Ok((parameters, rows));
        }
        round += 1;
    }
}

/// Makes one completed set.
fn complete(responses: &Responses, plan: &Plan, intermittent: bool, index: usize) -> Result<Completed, StatError> {
    let mut stream = Stream::new(plan.seed, index as u64);
    let (parameters, rows) = augment(responses, plan, intermittent, &mut stream)?;
    let visits = responses.visit_count();
    let mut values = Vec::with_capacity(rows.len());
    for (row, arm) in rows.iter().zip(responses.arms) {
        let length = row.len();
        let lost = StatError::NotEstimable { reason: "the reference is not one of the arms" };
        let (mean, covariance) = plan.strategy.distribution(&parameters, *arm, plan.reference, length).ok_or(lost)?;
        let known: Vec<Option<f64>> =
            row.iter().map(|v| Some(*v)).chain(std::iter::repeat_n(None, visits - length)).collect();
        values.push(fill(&known, &mean, &covariance, &mut stream)?);
    }
    Ok(Completed { arms: responses.arms.to_vec(), values })
}

/// Completes the responses many times, each time with parameters and missing values drawn from their posterior.
///
/// # Arguments
/// `responses`: see [`Responses`]; at most 5000 subjects, 50 visits, 20 arms. `plan`: see [`Plan`].
/// # Returns
/// [`Imputations`]: observed values unchanged, and what each value is.
/// # Assumptions and small samples
/// Multivariate normal responses. Under missing at random the chance of a gap depends on observed values only. Each regression
/// must leave 3 degrees of freedom: with `t` visits and its own covariance an arm needs `t + 3` subjects observed at
/// the last visit. With arms of 5 to 15 subjects share the covariance, and use few visits. Reference-based strategies with
/// Rubin's rules overstate the variance compared with its long-run value (Bartlett 2023); they keep the information of the
/// data actually collected.
/// # Numerics
/// Stream `k` of the seed for set `k`, worked in parallel, joined in order. Least squares by QR; conditional distributions by
/// Cholesky. Gaps before observed visits by monotone data augmentation with `burn_in` rounds for each set, each set its own
/// chain.
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::TooFew`] (subjects for a regression), [`StatError::TooLarge`],
/// [`StatError::NotFinite`], [`StatError::ConstantData`] (a visit is an exact function of those before),
/// [`StatError::NotEstimable`], [`StatError::InvalidParameter`] (plan).
/// # Examples
/// ```
/// use engraft_stats::missing::*;
/// let arms = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
/// let first = [10.0, 12.0, 9.0, 14.0, 11.0, 13.0, 12.0, 10.0, 13.0, 9.0, 14.0, 11.0];
/// let second = [9.0, 12.5, 8.0, 13.0, 11.5, 12.0, 8.0, 7.0, 9.5, 6.5];
/// let values: Vec<Vec<Option<f64>>> =
///     first.iter().enumerate().map(|(i, v)| vec![Some(*v), second.get(i).copied()]).collect();
/// let plan = Plan {
///     strategy: Strategy::JumpToReference, reference: 0, covariance: Covariance::Shared,
///     imputations: 50, burn_in: 200, seed: 1,
/// };
/// let made = impute(Responses { arms: &arms, values: &values }, plan)?;
/// assert_eq!(made.sets.len(), 50);
/// assert_eq!(made.gaps[11], [Gap::Observed, Gap::Trailing]);
/// assert!(impute(Responses { arms: &arms, values: &values[1..] }, plan).is_err());
/// # Ok::<(), engraft_stats::StatError>(())
/// ```
/// # Validation
/// `missing/imputation`: expected values in closed form, within Monte Carlo error.
/// # References
/// Little RJA, Rubin DB. Statistical Analysis with Missing Data, 3rd edition, chapter 7. Wiley, 2019.
/// doi:10.1002/9781119482260.
/// Carpenter JR, Roger JH, Kenward MG. Analysis of longitudinal trials with protocol deviation. J Biopharm Stat
/// 2013;23:1352-71. doi:10.1080/10543406.2013.834911
pub fn impute(responses: Responses, plan: Plan) -> Result<Imputations, StatError> {
    responses.checked()?;
    if plan.reference >= responses.arm_count() {
        return Err(StatError::InvalidParameter { name: "reference", found: plan.reference as f64 });
    }
    if !(2..=LARGEST_IMPUTATIONS).contains(&plan.imputations) {
        return Err(StatError::InvalidParameter { name: "imputations", found: plan.imputations as f64 });
    }
    if !(1..=LARGEST_BURN_IN).contains(&plan.burn_in) {
        return Err(StatError::InvalidParameter { name: "burn_in", found: plan.burn_in as f64 });
    }
    let gaps = responses.gaps();
    let intermittent = gaps.iter().flatten().any(|gap| *gap == Gap::Intermittent);
    let made: Vec<Result<Completed, StatError>> =
        (0..plan.imputations).into_par_iter().map(|k| complete(&responses, &plan, intermittent, k)).collect();
    // the first refusal in the order of the sets, whatever thread met one first
    let sets = made.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Imputations { sets, gaps })
}
