//! The grades of one subject's laboratory values over time.

use engraft_base::Dec;

use super::course::{Course, course};
use super::fact::Facts;
use super::grade::Grade;
use super::laboratory::{GradeFault, LabGrade, LabInput, RangeFlag};
use super::table::{Limits, Side};

/// What the values of a series share. All numbers are in the unit of the limits.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabSeries {
    /// Lower limit of normal.
    pub lln: Option<Dec>,
    /// Upper limit of normal.
    pub uln: Option<Dec>,
    /// The value at baseline.
    pub baseline: Option<Dec>,
    /// Where the baseline lay in its own range.
    pub baseline_flag: Option<RangeFlag>,
    /// Clinical facts that hold of every value.
    pub facts: Facts,
}

/// The grades of a series.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LabSeriesGrades {
    /// Grade of the baseline value.
    pub baseline: LabGrade,
    /// Day and grade of each value after it, in the order given.
    pub after: Vec<(i32, LabGrade)>,
}

impl LabSeries {
    /// Grades the baseline value and the values after it.
    ///
    /// The baseline value is graded by the same rule as the others, so that grades compare: where a term counts in
    /// multiples of an abnormal baseline, the baseline itself is 1 × baseline. A shift by multiples of the upper limit
    /// of normal instead is had with `baseline_flag` set to [`RangeFlag::Normal`].
    ///
    /// # Errors
    /// As [`Limits::grade`].
    pub fn grade(
        &self,
        side: Side,
        limits: &Limits,
        after: &[(i32, Option<Dec>)],
    ) -> Result<LabSeriesGrades, GradeFault> {
        let of = |value: Option<Dec>| {
            let (baseline, baseline_flag, facts) = (self.baseline, self.baseline_flag, self.facts.clone());
            limits.grade(side, &LabInput { value, lln: self.lln, uln: self.uln, baseline, baseline_flag, facts })
        };
        let grades: Result<Vec<_>, GradeFault> = after.iter().map(|(day, value)| Ok((*day, of(*value)?))).collect();
        Ok(LabSeriesGrades { baseline: of(self.baseline)?, after: grades? })
    }
}

impl LabSeriesGrades {
    /// Day and interval of grades of each value after baseline.
    pub fn points(&self) -> Vec<(i32, Grade)> {
        self.after.iter().map(|(day, graded)| (*day, graded.grade)).collect()
    }

    /// Worst grade, shift and whether it is treatment-emergent.
    pub fn course(&self) -> Course {
        course(self.baseline.grade, &self.points())
    }
}
