//! The values of an item, counted in steps from the lowest.

use engraft_base::Dec;

use crate::item::{Item, Kind};

/// Most steps of an item: codes stay below the mark of a missing answer.
const MOST_STEPS: i64 = 126;

/// The values of an item: `lower + code x step` for codes from 0 to `last`.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) lower: Dec,
    pub(super) step: Dec,
    pub(super) last: u8,
}

impl Grid {
    /// `None` for a continuous item, one without a greatest value, or one with too many steps.
    pub(super) fn of(item: &Item) -> Option<Grid> {
        let (lower, width) = (item.range.lower, item.range.width()?);
        let step = if item.kind == Kind::Letter { letter_step(item)? } else { item.steps()? };
        let steps = if width.is_multiple_of(step) { width.over(step)?.to_i64()? } else { return None };
        let last = (1..=MOST_STEPS).contains(&steps).then_some(steps)?;
        Some(Grid { lower, step, last: u8::try_from(last).ok()? })
    }

    /// The value of a code; `None` for a code that the item does not have.
    pub(super) fn value(&self, code: u8) -> Option<Dec> {
        let steps = (code <= self.last).then_some(i64::from(code))?;
        self.lower.plus(self.step.times(Dec::from_int(steps))?)
    }

    /// The code of a value; `None` for a value that is not on the grid.
    pub(super) fn code(&self, value: Dec) -> Option<u8> {
        let above = value.minus(self.lower)?;
        let steps = if above.is_multiple_of(self.step) { above.over(self.step)?.to_i64()? } else { return None };
        u8::try_from(steps).ok().filter(|code| *code <= self.last)
    }
}

/// Whole points, or half points, that hold the value of every letter.
fn letter_step(item: &Item) -> Option<Dec> {
    let above = |value: &Dec| value.minus(item.range.lower);
    let holds = |step: &Dec| item.letters.values().all(|v| above(v).is_some_and(|v| v.is_multiple_of(*step)));
    [Dec::ONE, Dec::scaled(5, 1)].into_iter().find(holds)
}
