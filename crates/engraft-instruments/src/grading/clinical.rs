//! The grade of clinical findings: the worst of several columns, any of which may be missing.

use std::fmt;

use super::grade::Grade;

/// A grade of clinical findings with the columns it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClinicalGrade {
    /// All grades that the recorded findings allow.
    pub grade: Grade,
    /// Identifier and grade of each column, in the order of the scale.
    pub columns: Vec<(&'static str, Grade)>,
    /// Findings that were not recorded and leave the grade open.
    pub missing: Vec<&'static str>,
}

/// A finding that cannot be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClinicalFault {
    /// Which finding.
    pub input: &'static str,
    /// What it must be.
    pub expected: &'static str,
}

impl fmt::Display for ClinicalFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must be {}", self.input, self.expected)
    }
}

impl std::error::Error for ClinicalFault {}

impl ClinicalGrade {
    /// A grade with the columns behind it. Missing findings are named only where the grade is open.
    pub(super) fn new(
        grade: Grade,
        columns: Vec<(&'static str, Grade)>,
        missing: Vec<(&'static str, bool)>,
    ) -> ClinicalGrade {
        let open = grade.exact().is_none();
        let missing = missing.into_iter().filter(|(_, absent)| *absent && open).map(|(name, _)| name).collect();
        ClinicalGrade { grade, columns, missing }
    }
}

/// The worst of the columns; grade 0 without any.
pub(super) fn worst(columns: &[(&'static str, Grade)]) -> Grade {
    columns.iter().map(|(_, grade)| *grade).fold(Grade::known(0), Grade::worst)
}

/// Both answers of a question that was not asked; the one given otherwise.
pub(super) fn possible(answer: Option<bool>) -> &'static [bool] {
    match answer {
        Some(true) => &[true],
        Some(false) => &[false],
        None => &[false, true],
    }
}

/// The grade of a finding that makes `grade` where it is present.
pub(super) fn if_present(answer: Option<bool>, grade: u8) -> Grade {
    match answer {
        Some(true) => Grade::known(grade),
        Some(false) => Grade::known(0),
        None => Grade::between(0, grade),
    }
}

/// Death decides; where it was not recorded, it stays possible.
pub(super) fn with_death(grade: Grade, died: Option<bool>) -> Grade {
    match died {
        Some(true) => Grade::known(Grade::DEATH),
        Some(false) => grade,
        None => grade.either(Grade::known(Grade::DEATH)),
    }
}
