//! The numbers that a missing limit or baseline may have, reduced to the finitely many that can differ in grade.
//!
//! For a given value every comparison of a criterion changes its answer only where a missing number crosses one of a
//! few critical points (the value over a multiple, a known number, another missing number). Trying every critical
//! point, and three points in each gap so that up to three missing numbers can stand in any order within one gap, meets
//! every grade that is possible.

use engraft_base::Dec;

use super::laboratory::{LabInput, Missing};
use super::table::{Limits, Of};

/// A value with its limits of normal and baseline. A number that no criterion uses may be missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Numbers {
    pub(super) value: Dec,
    pub(super) uln: Option<Dec>,
    pub(super) lln: Option<Dec>,
    pub(super) baseline: Option<Dec>,
}

/// Every completion of the used numbers that needs to be tried; one when nothing used is missing.
pub(super) fn completions(limits: &Limits, value: Dec, input: &LabInput, used: &[Missing]) -> Vec<Numbers> {
    let open = used.iter().any(|which| input.number(*which).is_none());
    let points = if open { points(&critical(limits, value, input)) } else { Vec::new() };
    let choices = |which: Missing| -> Vec<Option<Dec>> {
        match input.number(which) {
            Some(known) => vec![Some(known)],
            None if !used.contains(&which) => vec![None],
            None if which == Missing::Lln => {
                std::iter::once(Dec::ZERO).chain(points.iter().copied()).map(Some).collect()
            }
            None => points.iter().copied().map(Some).collect(),
        }
    };
    let (ulns, llns, baselines) = (choices(Missing::Uln), choices(Missing::Lln), choices(Missing::Baseline));
    let mut all = Vec::new();
    for uln in &ulns {
        for lln in llns.iter().filter(|lln| lln.zip(*uln).is_none_or(|(lln, uln)| lln <= uln)) {
            all.extend(baselines.iter().map(|baseline| Numbers { value, uln: *uln, lln: *lln, baseline: *baseline }));
        }
    }
    all
}

/// Positive numbers at which a comparison may change its answer, sorted.
fn critical(limits: &Limits, value: Dec, input: &LabInput) -> Vec<Dec> {
    let of_criterion = |of: Of, number: Dec| match of {
        Of::Fixed => None,
        Of::Uln | Of::Lln | Of::Baseline => value.over(number),
        Of::UlnPlus | Of::BaselinePlus => value.minus(number),
        Of::FallPercent => value.times(Dec::HUNDRED)?.over(Dec::HUNDRED.minus(number)?),
    };
    let bounds = limits.criteria.iter().filter_map(|c| of_criterion(c.of, c.bound()?.1));
    let known = [input.uln, input.lln, input.baseline].into_iter().flatten();
    let mut points: Vec<Dec> = bounds.chain(known).chain([value]).filter(|point| *point > Dec::ZERO).collect();
    if points.is_empty() {
        points.push(Dec::ONE);
    }
    points.sort_unstable();
    points.dedup();
    points
}

/// The critical points, three points in each gap between 0 and the last, and three beyond it.
fn points(critical: &[Dec]) -> Vec<Dec> {
    let mut all = Vec::new();
    let mut from = Dec::ZERO;
    for point in critical {
        all.extend(between(from, *point));
        all.push(*point);
        from = *point;
    }
    all.extend([2, 3, 4].iter().filter_map(|times| from.times(Dec::from_int(*times))));
    all
}

fn between(from: Dec, to: Dec) -> impl Iterator<Item = Dec> {
    let quarter = to.minus(from).and_then(|gap| gap.over(Dec::from_int(4)));
    [1, 2, 3].into_iter().filter_map(move |k| from.plus(quarter?.times(Dec::from_int(k))?))
}
