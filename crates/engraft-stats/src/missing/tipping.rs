//! Tipping point: how much worse must the missing values be before the conclusion turns?

use super::ancova::Estimate;
use super::data::{Completed, Gap};
use super::impute::Imputations;
use super::rubin::{Pooled, pool};
use crate::{StatError, check};

/// Largest number of steps of the grid.
const LARGEST_GRID: usize = 100_000;

/// One step of the grid.
#[derive(Clone, PartialEq, Debug)]
pub struct TippingStep {
    /// The shift of each arm.
    pub deltas: Vec<f64>,
    /// The pooled result after the shift.
    pub pooled: Pooled,
    /// Whether p is at most `1 - level`.
    pub significant: bool,
}

/// Result of a tipping-point analysis.
#[derive(Clone, PartialEq, Debug)]
pub struct TippingPoint {
    /// All steps, in the order given.
    pub steps: Vec<TippingStep>,
    /// Position of the first step whose conclusion differs from that of the first; `None` when none does.
    pub first_turn: Option<usize>,
}

/// Adds the shift of its arm to every value missing after a subject's last observed visit.
fn shifted(set: &Completed, gaps: &[Vec<Gap>], deltas: &[f64]) -> Completed {
    let rows = set.arms.iter().zip(set.values.iter().zip(gaps));
    let values = rows.map(|(arm, (row, kinds))| {
        let delta = deltas.get(*arm).copied().unwrap_or(0.0);
        row.iter().zip(kinds).map(|(v, kind)| if *kind == Gap::Trailing { v + delta } else { *v }).collect()
    });
    Completed { arms: set.arms.clone(), values: values.collect() }
}

/// Shifts the imputed values of each arm over a grid and pools again at each step.
///
/// # Arguments
/// `imputations`: from [`impute`](super::impute). `grid`: the shifts, one for each arm at each step, on the scale of the response,
/// 1 to 100 000 steps; put the step without shift first. `level`: in (0, 1). `analysis`: the analysis of one completed
/// set, for example [`difference_at_visit`](super::difference_at_visit).
/// # Returns
/// A [`TippingPoint`]. The shift applies to values after the last observed visit, at all such visits; gaps before
/// observed visits stay.
/// # Assumptions and small samples
/// A delta of 0 is the strategy of the imputation. Whether the delta of the turn is plausible is a clinical question.
/// # Errors
/// [`StatError::TooFew`] (empty grid), [`StatError::TooLarge`], [`StatError::LengthMismatch`] (a step without one shift for
/// each arm), [`StatError::NotFinite`], and those of `analysis` and [`pool`].
/// # Validation
/// `missing/imputation`: in closed form, a shift of all gaps of an arm moves the estimate by the missing share times the shift.
/// # References
/// Ratitch B, O'Kelly M, Tosiello R. Missing data in clinical trials: from clinical assumptions to statistical analysis using
/// pattern mixture models. Pharm Stat 2013;12:337-47. doi:10.1002/pst.1549
pub fn tipping_point(
    imputations: &Imputations,
    grid: &[Vec<f64>],
    level: f64,
    analysis: impl Fn(&Completed) -> Result<Estimate, StatError>,
) -> Result<TippingPoint, StatError> {
    check::level(level)?;
    if grid.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    if grid.len() > LARGEST_GRID {
        return Err(StatError::TooLarge { limit: LARGEST_GRID, found: grid.len() });
    }
    let arms = imputations.sets.first().and_then(|set| set.arms.iter().max()).map_or(0, |m| m + 1);
    let mut steps = Vec::with_capacity(grid.len());
    for deltas in grid {
        check::finite(deltas)?;
        if deltas.len() != arms {
            return Err(StatError::LengthMismatch { left: arms, right: deltas.len() });
        }
        let made = imputations.sets.iter().map(|set| analysis(&shifted(set, &imputations.gaps, deltas)));
        let results = made.collect::<Result<Vec<Estimate>, StatError>>()?;
        let estimates: Vec<f64> = results.iter().map(|r| r.estimate).collect();
        let variances: Vec<f64> = results.iter().map(|r| r.variance).collect();
        let pooled = pool(&estimates, &variances, results.first().map(|r| r.df), level)?;
        steps.push(TippingStep { deltas: deltas.clone(), pooled, significant: pooled.p_value <= 1.0 - level });
    }
    let start = steps.first().map(|step| step.significant);
    let first_turn = steps.iter().position(|step| Some(step.significant) != start);
    Ok(TippingPoint { steps, first_turn })
}
