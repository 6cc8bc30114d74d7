//! Where the rows stand on which those of the estimands rest.

use engraft_protocol::Variable;
use engraft_results::RowId;

use crate::events::HappenedRows;
use crate::responses::Verdicts;
use crate::values::Values;

/// Rows of subjects' values, verdicts and events in RESULTS.
pub(crate) struct Trail {
    pub values: Values,
    pub verdicts: Verdicts,
    pub happened: HappenedRows,
}

impl Trail {
    /// The row of the number that a variable asks for.
    pub fn number(&self, variable: &Variable, cycle: u32, visit: &str, subject: usize) -> Option<RowId> {
        let of = |measure: &Option<String>| self.values.get(measure.as_ref()?, cycle, visit, subject);
        of(&variable.change_in)
            .map(|entry| entry.change_row)
            .or_else(|| of(&variable.percent_change_in).map(|entry| entry.percent_row))
            .or_else(|| of(&variable.value_of).map(|entry| entry.row))
            .flatten()
    }

    /// The row of a verdict.
    pub fn verdict(&self, response: &str, cycle: u32, visit: &str, subject: usize) -> Option<RowId> {
        self.verdicts.get(&(response.to_owned(), cycle, visit.to_owned(), subject)).map(|(row, _)| *row)
    }

    /// The row of the first time that an event happened to a subject.
    pub fn event(&self, event: &str, subject: usize) -> Option<RowId> {
        self.happened.get(&(event.to_owned(), subject)).copied()
    }
}
