//! Events and subjects of two groups.

use super::score::Measure;
use crate::StatError;
use crate::proportion::check_counts;

/// Two groups, each with its events and subjects. Built by [`TwoByTwo::new`], which checks the counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TwoByTwo {
    pub(crate) x1: u64,
    pub(crate) n1: u64,
    pub(crate) x2: u64,
    pub(crate) n2: u64,
}

impl TwoByTwo {
    /// `x1` events of `n1` subjects and `x2` of `n2`. An empty group is allowed here (a stratum may have one); methods
    /// for a single table refuse it.
    ///
    /// # Errors
    /// [`StatError::InvalidCount`] for more events than subjects, [`StatError::TooLarge`] above a million subjects.
    pub fn new(x1: u64, n1: u64, x2: u64, n2: u64) -> Result<TwoByTwo, StatError> {
        check_counts(x1, n1)?;
        check_counts(x2, n2)?;
        Ok(TwoByTwo { x1, n1, x2, n2 })
    }

    /// Events and subjects of the first group.
    pub fn first(&self) -> (u64, u64) {
        (self.x1, self.n1)
    }

    /// Events and subjects of the second group.
    pub fn second(&self) -> (u64, u64) {
        (self.x2, self.n2)
    }

    /// The table with its groups exchanged.
    pub fn exchanged(&self) -> TwoByTwo {
        TwoByTwo { x1: self.x2, n1: self.n2, x2: self.x1, n2: self.n1 }
    }

    /// Refuses an empty group.
    pub(crate) fn both_groups(&self) -> Result<(), StatError> {
        if self.n1 == 0 || self.n2 == 0 { Err(StatError::TooFew { needed: 1, found: 0 }) } else { Ok(()) }
    }

    /// Refuses a group above `limit`, for methods whose work grows with the square of the size.
    pub(crate) fn at_most(&self, limit: u64) -> Result<(), StatError> {
        let largest = self.n1.max(self.n2);
        if largest > limit {
            return Err(StatError::TooLarge { limit: limit as usize, found: largest as usize });
        }
        Ok(())
    }

    /// Proportions of the two groups; both groups must hold a subject.
    pub(crate) fn proportions(&self) -> (f64, f64) {
        (self.x1 as f64 / self.n1 as f64, self.x2 as f64 / self.n2 as f64)
    }

    /// Counts as numbers: x1, n1, x2, n2.
    pub(crate) fn numbers(&self) -> [f64; 4] {
        [self.x1 as f64, self.n1 as f64, self.x2 as f64, self.n2 as f64]
    }

    /// The sample value of a measure: infinite over a zero, `None` for 0/0.
    pub(crate) fn estimate(&self, measure: Measure) -> Option<f64> {
        let (p1, p2) = self.proportions();
        let over = |a: f64, b: f64| if a == 0.0 && b == 0.0 { None } else { Some(a / b) };
        match measure {
            Measure::Difference => Some(p1 - p2),
            Measure::RiskRatio => over(p1, p2),
            Measure::OddsRatio => {
                let [x1, n1, x2, n2] = self.numbers();
                over(x1 * (n2 - x2), x2 * (n1 - x1))
            }
        }
    }

    /// Why a ratio has no estimate, or an infinite one; `None` when it is finite.
    pub(crate) fn reason(&self, measure: Measure) -> Option<&'static str> {
        let (none1, none2) = (self.x1 == 0, self.x2 == 0);
        let (all1, all2) = (self.x1 == self.n1, self.x2 == self.n2);
        match measure {
            Measure::Difference => None,
            Measure::RiskRatio if none1 && none2 => {
                Some("no event in either group: the risk ratio has no estimate, and nothing bounds it")
            }
            Measure::RiskRatio if none2 => Some("no event in the second group: nothing bounds the risk ratio above"),
            Measure::RiskRatio => None,
            Measure::OddsRatio if none1 && none2 => {
                Some("no event in either group: the odds ratio has no estimate, and nothing bounds it")
            }
            Measure::OddsRatio if all1 && all2 => {
                Some("every subject has the event: the odds ratio has no estimate, and nothing bounds it")
            }
            Measure::OddsRatio if none2 => Some("no event in the second group: nothing bounds the odds ratio above"),
            Measure::OddsRatio if all1 => {
                Some("every subject of the first group has the event: nothing bounds the odds ratio above")
            }
            Measure::OddsRatio => None,
        }
    }
}
