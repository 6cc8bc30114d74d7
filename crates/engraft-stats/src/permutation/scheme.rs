//! Allocation schemes: which assignments of the subjects a trial could have made.

use super::two_groups::choices;
use crate::StatError;

/// A block of consecutive subjects with a fixed number in the first arm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Number of places in the block, 1 to 20.
    pub size: usize,
    /// Places of the first arm.
    pub first: usize,
}

/// How the trial allocated its subjects.
#[derive(Clone, PartialEq, Debug)]
pub enum Scheme {
    /// Each subject by an independent coin ("complete" or simple randomisation). Assignments with an empty arm are left
    /// out: they have no difference.
    Complete {
        /// Chance of the first arm, 0.05 to 0.95.
        first_probability: f64,
    },
    /// The numbers in the two arms were fixed beforehand and every choice was equally likely (random allocation rule).
    FixedTotals,
    /// Permuted blocks in the order of enrolment. When subjects remain, the list starts again, so one block stands for
    /// blocks all of one size. The last block may be incomplete.
    PermutedBlocks(Vec<Block>),
    /// Permuted blocks within strata.
    Stratified {
        /// Stratum of each subject: an index into `blocks`.
        strata: Vec<usize>,
        /// The blocks of each stratum, as in [`Scheme::PermutedBlocks`].
        blocks: Vec<Vec<Block>>,
    },
}

/// Subjects that are allocated together, independently of all others.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Unit {
    /// Positions of the subjects in the data.
    pub members: Vec<usize>,
    /// The block they fill, perhaps in part.
    pub block: Block,
}

impl Unit {
    /// Number of completions of the block when `k` of its subjects are in the first arm; 0 when that cannot be.
    pub fn completions(&self, k: usize) -> f64 {
        let rest = self.block.size.saturating_sub(self.members.len());
        match self.block.first.checked_sub(k) {
            Some(left) if left <= rest => choices(rest, left),
            _ => 0.0,
        }
    }
}

/// Largest block: its assignments are listed one by one.
const LARGEST_BLOCK: usize = 20;

const IMPOSSIBLE: StatError = StatError::NotEstimable {
    reason: "the scheme cannot have made the assignment of the data: check blocks and order",
};

/// Cuts the subjects of one stratum, in order, into blocks.
pub(super) fn blocks_of(members: &[usize], blocks: &[Block]) -> Result<Vec<Unit>, StatError> {
    let fits = |b: &Block| b.size > 0 && b.size <= LARGEST_BLOCK && b.first <= b.size;
    if let Some(bad) = blocks.iter().find(|b| !fits(b)) {
        return Err(StatError::InvalidParameter { name: "block size", found: bad.size as f64 });
    }
    let mut units = Vec::new();
    let mut rest = members;
    for block in blocks.iter().cycle() {
        let (now, later) = rest.split_at(block.size.min(rest.len()));
        if now.is_empty() {
            return Ok(units);
        }
        units.push(Unit { members: now.to_vec(), block: *block });
        rest = later;
    }
    if rest.is_empty() { Ok(units) } else { Err(StatError::TooFew { needed: 1, found: 0 }) }
}

/// Cuts the subjects into strata, and these into blocks.
pub(super) fn strata_of(subjects: usize, strata: &[usize], blocks: &[Vec<Block>]) -> Result<Vec<Unit>, StatError> {
    if strata.len() != subjects {
        return Err(StatError::LengthMismatch { left: subjects, right: strata.len() });
    }
    if let Some(unknown) = strata.iter().find(|s| **s >= blocks.len()) {
        return Err(StatError::InvalidParameter { name: "stratum", found: *unknown as f64 });
    }
    let mut units = Vec::new();
    for (index, own) in blocks.iter().enumerate() {
        let members: Vec<usize> =
            strata.iter().enumerate().filter(|(_, s)| **s == index).map(|(subject, _)| subject).collect();
        units.extend(blocks_of(&members, own)?);
    }
    Ok(units)
}

/// Refuses an assignment that the blocks could not have made.
pub(super) fn check_possible(units: &[Unit], first: &[bool]) -> Result<(), StatError> {
    let taken = |unit: &Unit| unit.members.iter().filter(|m| first.get(**m) == Some(&true)).count();
    if units.iter().all(|unit| unit.completions(taken(unit)) > 0.0) { Ok(()) } else { Err(IMPOSSIBLE) }
}
