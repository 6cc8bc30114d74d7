//! The table: rows in the order in which the plan of analysis makes them.

use std::fmt;

use crate::ResultRow;

/// Which row: 0 is printed as `R1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RowId(pub usize);

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", self.0.saturating_add(1))
    }
}

/// RESULTS.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Results {
    rows: Vec<ResultRow>,
}

impl Results {
    /// An empty table.
    pub fn new() -> Results {
        Results::default()
    }

    /// An empty table with room for so many rows.
    pub fn with_capacity(rows: usize) -> Results {
        Results { rows: Vec::with_capacity(rows) }
    }

    /// Rows given by a reader.
    pub fn from_rows(rows: Vec<ResultRow>) -> Results {
        Results { rows }
    }

    /// Adds a row and says which it is.
    pub fn push(&mut self, row: ResultRow) -> RowId {
        self.rows.push(row);
        RowId(self.rows.len().saturating_sub(1))
    }

    /// Adds the rows of another table behind its own.
    pub fn append(&mut self, mut other: Results) {
        self.rows.append(&mut other.rows);
    }

    /// All rows in order.
    pub fn rows(&self) -> &[ResultRow] {
        &self.rows
    }

    /// One row.
    pub fn get(&self, id: RowId) -> Option<&ResultRow> {
        self.rows.get(id.0)
    }

    /// All rows with their names.
    pub fn iter(&self) -> impl Iterator<Item = (RowId, &ResultRow)> {
        self.rows.iter().enumerate().map(|(i, row)| (RowId(i), row))
    }

    /// The rows of one analysis, with their names.
    pub fn of_analysis<'a>(&'a self, analysis_id: &'a str) -> impl Iterator<Item = (RowId, &'a ResultRow)> {
        self.iter().filter(move |(_, row)| row.analysis_id == analysis_id)
    }
}
