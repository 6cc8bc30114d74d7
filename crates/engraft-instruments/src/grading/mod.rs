//! Severity grades of safety data: laboratory values (CTCAE), cytokine release syndrome and neurotoxicity (ASTCT),
//! infusion reactions, and what becomes of a grade over a course.
//!
//! The laboratory criteria are data, one table per version. Grades that need clinical judgement never come from a
//! number alone: the result is an interval of grades with what could settle it. A missing number is never grade 0.

mod clinical;
mod completions;
mod course;
mod crs;
mod evaluate;
mod fact;
mod grade;
mod icans;
mod infusion;
mod laboratory;
mod page;
mod registry;
mod scale;
mod series;
mod shift;
mod table;

#[cfg(test)]
mod tests;

pub use clinical::{ClinicalFault, ClinicalGrade};
pub use course::{Course, Days, Episode, course, episode, onset};
pub use crs::{Crs, Oxygen, astct_crs};
pub use fact::{Fact, Facts};
pub use grade::Grade;
pub use icans::{Consciousness, Icans, Ice, IceScore, Oedema, Seizure, astct_icans};
pub use infusion::{InfusionReaction, infusion_reaction};
pub use laboratory::{GradeFault, GradeNote, LabGrade, LabInput, Missing, RangeFlag};
pub use registry::{ids, page, scale, scales, table, tables};
pub use scale::{Column, Level, Scale};
pub use series::{LabSeries, LabSeriesGrades};
pub use shift::{ShiftTable, shift_table};
pub use table::{Comparison, Condition, Criterion, GradeTable, LimitSet, Limits, Of, Side, Term};
