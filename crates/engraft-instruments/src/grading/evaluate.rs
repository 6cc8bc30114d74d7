//! One completion of the numbers against the criteria: which bounds it passes.

use engraft_base::Dec;

use super::completions::Numbers;
use super::fact::Fact;
use super::laboratory::{GradeFault, LabInput, RangeFlag};
use super::table::{Comparison, Condition, Criterion, Limits, Of};

/// What one completion of the numbers passes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Passed {
    /// Highest grade with every fact that was not recorded taken as absent.
    pub(super) by_number: u8,
    /// Highest grade with every fact that was not recorded taken as present.
    pub(super) with_facts: u8,
    /// Facts, not recorded, that would raise the grade.
    pub(super) open: Vec<Fact>,
}

/// The criteria that a completion passes. All numbers that the criteria use are set in it.
pub(super) fn passed(limits: &Limits, numbers: &Numbers, input: &LabInput) -> Result<Passed, GradeFault> {
    let mut reached: Vec<&Criterion> = Vec::new();
    // A criterion without facts does not depend on `graded`, so that one pass settles it.
    for criterion in limits.criteria.iter().filter(|c| c.needs.is_empty()) {
        if holds(criterion, numbers, input, false)? {
            reached.push(criterion);
        }
    }
    let graded = !reached.is_empty();
    let mut open: Vec<&Criterion> = Vec::new();
    for criterion in limits.criteria.iter().filter(|c| !c.needs.is_empty()) {
        if !holds(criterion, numbers, input, graded)? {
            continue;
        }
        let facts: Vec<Option<bool>> = criterion.needs.iter().map(|fact| input.facts.get(*fact)).collect();
        if facts.iter().all(|fact| *fact == Some(true)) {
            reached.push(criterion);
        } else if !facts.contains(&Some(false)) {
            open.push(criterion);
        }
    }
    let highest = |criteria: &[&Criterion]| criteria.iter().map(|c| c.grade).max().unwrap_or(0);
    let by_number = highest(&reached);
    open.retain(|criterion| criterion.grade > by_number);
    let facts = open.iter().flat_map(|c| &c.needs).copied().filter(|fact| input.facts.get(*fact).is_none());
    Ok(Passed { by_number, with_facts: by_number.max(highest(&open)), open: facts.collect() })
}

/// Whether the bound is passed and every condition holds; clinical facts are not looked at.
fn holds(criterion: &Criterion, numbers: &Numbers, input: &LabInput, graded: bool) -> Result<bool, GradeFault> {
    for condition in &criterion.when {
        let flag = |flag| numbers.baseline_is(flag, input.baseline_flag);
        let met = match condition {
            Condition::BaselineHigh => flag(RangeFlag::High),
            Condition::BaselineNotHigh => flag(RangeFlag::High).map(|high| !high),
            Condition::BaselineLow => flag(RangeFlag::Low),
            Condition::AboveUln => numbers.uln.map(|uln| numbers.value > uln),
            Condition::BelowLln => numbers.lln.map(|lln| numbers.value < lln),
            Condition::Graded => Some(graded),
        };
        if !met.ok_or(GradeFault::Criterion)? {
            return Ok(false);
        }
    }
    match criterion.bound() {
        Some((comparison, number)) => beyond(criterion.of, comparison, number, numbers),
        None if criterion.when.contains(&Condition::Graded) => Ok(true),
        None => Err(GradeFault::Criterion),
    }
}

fn beyond(of: Of, comparison: Comparison, number: Dec, numbers: &Numbers) -> Result<bool, GradeFault> {
    let value = numbers.value;
    let base = match of {
        Of::Fixed => Some(Dec::ONE),
        Of::Uln | Of::UlnPlus => numbers.uln,
        Of::Lln => numbers.lln,
        Of::Baseline | Of::BaselinePlus | Of::FallPercent => numbers.baseline,
    }
    .ok_or(GradeFault::Criterion)?;
    // Products instead of quotients, so that no comparison depends on a division that does not end.
    let sides = match of {
        Of::Fixed => Some((value, number)),
        Of::Uln | Of::Lln | Of::Baseline => number.times(base).map(|limit| (value, limit)),
        Of::UlnPlus | Of::BaselinePlus => base.plus(number).map(|limit| (value, limit)),
        Of::FallPercent => base.minus(value).and_then(|fall| Some((fall.times(Dec::HUNDRED)?, number.times(base)?))),
    };
    let (left, right) = sides.ok_or(GradeFault::TooLarge)?;
    Ok(match comparison {
        Comparison::Above => left > right,
        Comparison::AtLeast => left >= right,
        Comparison::Below => left < right,
        Comparison::AtMost => left <= right,
    })
}
