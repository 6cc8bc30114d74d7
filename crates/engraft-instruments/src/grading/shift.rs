//! Shift tables: how many subjects went from which grade at baseline to which worst grade after it.

use schemars::JsonSchema;
use serde::Serialize;

use super::course::Course;

/// Counts of subjects by grade at baseline (row) and worst grade after it (column), 0 to 5 each.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ShiftTable {
    /// Counts.
    pub cells: [[u32; 6]; 6],
    /// Subjects with a grade that is open, or without an assessment after baseline: in no cell.
    pub open: u32,
}

impl ShiftTable {
    /// The count of a cell; 0 beyond grade 5.
    pub fn count(&self, baseline: u8, worst: u8) -> u32 {
        self.cells.get(usize::from(baseline)).and_then(|row| row.get(usize::from(worst))).copied().unwrap_or(0)
    }
}

/// Counts the courses of several subjects.
pub fn shift_table(courses: &[Course]) -> ShiftTable {
    let mut table = ShiftTable::default();
    for course in courses {
        let cell = course.shift().and_then(|(baseline, worst)| {
            table.cells.get_mut(usize::from(baseline)).and_then(|row| row.get_mut(usize::from(worst)))
        });
        match cell {
            Some(count) => *count = count.saturating_add(1),
            None => table.open = table.open.saturating_add(1),
        }
    }
    table
}
