//! The grade of a laboratory value: the bounds it passes, over every completion of what is missing.
//!
//! Values, limits of normal and baseline are in the unit of the limit set. Nothing is rounded before a comparison.

use std::fmt;

use engraft_base::Dec;

use super::completions::{Numbers, completions};
use super::evaluate::{Passed, passed};
use super::fact::{Fact, Facts};
use super::grade::Grade;
use super::table::{Condition, Limits, Of, Side, Term};
use crate::word::words;

/// What is known of one laboratory value. `None` stands for what was not recorded; it never stands for normal.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabInput {
    /// The value.
    pub value: Option<Dec>,
    /// Lower limit of normal of the sample's laboratory.
    pub lln: Option<Dec>,
    /// Upper limit of normal of the sample's laboratory.
    pub uln: Option<Dec>,
    /// The value at baseline.
    pub baseline: Option<Dec>,
    /// Where the baseline lay in its own range; without it the sample's limits are taken for the baseline too.
    pub baseline_flag: Option<RangeFlag>,
    /// Clinical facts.
    pub facts: Facts,
}

/// Where a value lies in its normal range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RangeFlag {
    /// Below the lower limit.
    Low,
    /// Within the limits.
    Normal,
    /// Above the upper limit.
    High,
}

words! {
    /// A number that a grade needs and that is missing.
    pub enum Missing {
        /// The value itself.
        #[default]
        Value = "value",
        /// Upper limit of normal.
        Uln = "uln",
        /// Lower limit of normal.
        Lln = "lln",
        /// The value at baseline.
        Baseline = "baseline",
    }
}

words! {
    /// Something worth knowing about a grade.
    pub enum GradeNote {
        /// The value lies inside the local normal range and passes a limit all the same; it is graded as the table says.
        #[default]
        InsideNormalRange = "inside-normal-range",
    }
}

/// The grade of a laboratory value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabGrade {
    /// All grades possible, whatever the missing numbers and the facts that were not recorded may be.
    pub grade: Grade,
    /// The same with every fact that was not recorded taken as absent: what the numbers alone tell.
    pub by_number: Grade,
    /// Missing numbers that leave the grade open.
    pub missing: Vec<Missing>,
    /// Clinical facts, not recorded, that could raise the grade.
    pub needs: Vec<Fact>,
    /// What is worth knowing.
    pub notes: Vec<GradeNote>,
}

/// Why a value cannot be graded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GradeFault {
    /// The value or a limit of normal is negative, or a baseline or upper limit is not above 0.
    NotPositive(Missing),
    /// The lower limit of normal lies above the upper one.
    RangeReversed,
    /// A number is too large to be compared exactly.
    TooLarge,
    /// A criterion of the table has no bound, or more than one.
    Criterion,
}

impl fmt::Display for GradeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GradeFault::NotPositive(input) => write!(f, "the {} is not above 0", input.word()),
            GradeFault::RangeReversed => f.write_str("the lower limit of normal lies above the upper one"),
            GradeFault::TooLarge => f.write_str("a number is too large"),
            GradeFault::Criterion => f.write_str("a criterion of the table has no single bound"),
        }
    }
}

impl std::error::Error for GradeFault {}

impl Limits {
    /// The grade of a value, in the unit of these limits.
    ///
    /// A missing number makes an interval over all its positive values (a lower limit of normal may be 0, and never
    /// lies above the upper one). A missing value leaves every grade of the term possible. Grade 5 is never given.
    ///
    /// # Errors
    /// A negative value, a baseline or upper limit that is not above 0, limits of normal in the wrong order.
    ///
    /// # Validation
    /// Worked cases and every bound of every table, at the bound and just beside it, in `grading/tests`.
    pub fn grade(&self, side: Side, input: &LabInput) -> Result<LabGrade, GradeFault> {
        input.check()?;
        let Some(value) = input.value else { return Ok(self.without_value(input)) };
        let used = self.used(input);
        let mut seen: Vec<Passed> = Vec::new();
        for numbers in completions(self, value, input, &used) {
            let outcome = passed(self, &numbers, input)?;
            if !seen.contains(&outcome) {
                seen.push(outcome);
            }
        }
        let missing = if seen.len() > 1 { input.missing_of(&used) } else { Vec::new() };
        let mut graded = LabGrade {
            grade: span(seen.iter().flat_map(|passed| [passed.by_number, passed.with_facts])),
            by_number: span(seen.iter().map(|passed| passed.by_number)),
            missing,
            needs: Vec::new(),
            notes: Vec::new(),
        };
        for fact in seen.iter().flat_map(|passed| &passed.open) {
            if !graded.needs.contains(fact) {
                graded.needs.push(*fact);
            }
        }
        if graded.by_number.at_least > 0 && input.inside_range(side, value) {
            graded.notes.push(GradeNote::InsideNormalRange);
        }
        Ok(graded)
    }

    fn without_value(&self, input: &LabInput) -> LabGrade {
        let possible =
            self.criteria.iter().filter(|c| c.needs.iter().all(|fact| input.facts.get(*fact) != Some(false)));
        let highest = |grades: &mut dyn Iterator<Item = u8>| grades.max().unwrap_or(0);
        let recorded = self.criteria.iter().filter(|c| c.needs.iter().all(|fact| input.facts.get(*fact) == Some(true)));
        LabGrade {
            grade: Grade::between(0, highest(&mut possible.map(|c| c.grade))),
            by_number: Grade::between(0, highest(&mut recorded.map(|c| c.grade))),
            missing: vec![Missing::Value],
            needs: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The numbers that the criteria use beside the value.
    fn used(&self, input: &LabInput) -> Vec<Missing> {
        let of = |of: Of| match of {
            Of::Fixed => None,
            Of::Uln | Of::UlnPlus => Some(Missing::Uln),
            Of::Lln => Some(Missing::Lln),
            Of::Baseline | Of::BaselinePlus | Of::FallPercent => Some(Missing::Baseline),
        };
        let compares = |conditions: &[Condition], wanted: &[Condition]| conditions.iter().any(|c| wanted.contains(c));
        let flagged = input.baseline_flag.is_some();
        let high = [Condition::BaselineHigh, Condition::BaselineNotHigh];
        let uses = |number: Missing| {
            self.criteria.iter().any(|c| {
                let by_condition = match number {
                    Missing::Value => false,
                    Missing::Uln => compares(&c.when, &[Condition::AboveUln]) || (!flagged && compares(&c.when, &high)),
                    Missing::Lln => {
                        compares(&c.when, &[Condition::BelowLln])
                            || (!flagged && compares(&c.when, &[Condition::BaselineLow]))
                    }
                    Missing::Baseline => {
                        !flagged && (compares(&c.when, &high) || compares(&c.when, &[Condition::BaselineLow]))
                    }
                };
                by_condition || of(c.of) == Some(number)
            })
        };
        [Missing::Uln, Missing::Lln, Missing::Baseline].into_iter().filter(|number| uses(*number)).collect()
    }
}

impl Term {
    /// The grade of a value in the unit of one of the term's limit sets.
    ///
    /// # Errors
    /// As [`Limits::grade`].
    pub fn grade(&self, limits: &Limits, input: &LabInput) -> Result<LabGrade, GradeFault> {
        limits.grade(self.side, input)
    }
}

impl LabInput {
    /// The number of this kind, when it was recorded.
    pub(super) fn number(&self, which: Missing) -> Option<Dec> {
        match which {
            Missing::Value => self.value,
            Missing::Uln => self.uln,
            Missing::Lln => self.lln,
            Missing::Baseline => self.baseline,
        }
    }

    fn missing_of(&self, used: &[Missing]) -> Vec<Missing> {
        used.iter().copied().filter(|which| self.number(*which).is_none()).collect()
    }

    fn check(&self) -> Result<(), GradeFault> {
        let not_below_0 = [Missing::Value, Missing::Lln];
        let fault = |which: &Missing| {
            let number = self.number(*which)?;
            let wrong = number < Dec::ZERO || (number == Dec::ZERO && !not_below_0.contains(which));
            wrong.then_some(GradeFault::NotPositive(*which))
        };
        let order = [Missing::Value, Missing::Uln, Missing::Lln, Missing::Baseline];
        if let Some(fault) = order.iter().find_map(fault) {
            return Err(fault);
        }
        let reversed = self.lln.zip(self.uln).is_some_and(|(lln, uln)| lln > uln);
        if reversed { Err(GradeFault::RangeReversed) } else { Ok(()) }
    }

    /// Whether the value is known to lie on the normal side of the limit that the term is about.
    fn inside_range(&self, side: Side, value: Dec) -> bool {
        match side {
            Side::Low => self.lln.is_some_and(|lln| value >= lln),
            Side::High => self.uln.is_some_and(|uln| value <= uln),
        }
    }
}

impl Numbers {
    /// Whether the baseline lies above, below or within its range; a recorded flag goes before the sample's limits.
    pub(super) fn baseline_is(&self, flag: RangeFlag, recorded: Option<RangeFlag>) -> Option<bool> {
        if let Some(recorded) = recorded {
            return Some(recorded == flag);
        }
        let baseline = self.baseline?;
        match flag {
            RangeFlag::High => Some(baseline > self.uln?),
            RangeFlag::Low => Some(baseline < self.lln?),
            RangeFlag::Normal => Some(baseline <= self.uln? && baseline >= self.lln?),
        }
    }
}

/// The smallest interval of grades that holds all of them; grade 0 of none.
fn span(grades: impl Iterator<Item = u8>) -> Grade {
    grades.map(Grade::known).reduce(Grade::either).unwrap_or(Grade::known(0))
}
