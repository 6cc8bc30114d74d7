//! Which column of a file holds which standard column.

use std::collections::BTreeSet;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Finding, Place};
use engraft_protocol::TableSpec;
use smol_str::SmolStr;

use crate::codes;
use crate::read::{RawRow, RawTable};

/// Column names match without regard to case, spaces, underscores and hyphens.
pub fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '%').flat_map(char::to_lowercase).collect()
}

/// A table with its columns found by standard name.
pub struct Columns<'a> {
    /// The table.
    pub table: &'a RawTable,
    spec: Option<&'a TableSpec>,
    used: BTreeSet<usize>,
    /// Places of a row, and of each of its cells, without the line: their names are made safe to print once.
    row: Place,
    cells: Vec<Place>,
}

impl<'a> Columns<'a> {
    /// Looks at a table through the names that the study file gives its columns.
    pub fn new(table: &'a RawTable, spec: Option<&'a TableSpec>) -> Columns<'a> {
        let cells = (0..table.headers.len()).map(|column| table.cell_place(0, column)).collect();
        Columns { table, spec, used: BTreeSet::new(), row: Place::file(&table.file), cells }
    }

    /// The index of a standard column; `None` when the file has none.
    pub fn find(&mut self, standard: &str) -> Option<usize> {
        let written = self.spec.and_then(|s| s.columns.get(standard)).map_or(standard, String::as_str);
        let wanted = fold(written);
        let index = self.table.headers.iter().position(|h| fold(h) == wanted)?;
        self.used.insert(index);
        Some(index)
    }

    /// The index of a column that must be there; a finding when it is not.
    pub fn require(&mut self, standard: &str, findings: &mut Vec<Finding>) -> Option<usize> {
        let found = self.find(standard);
        if found.is_none() {
            let written = self.spec.and_then(|s| s.columns.get(standard)).map_or(standard, String::as_str);
            let headers: Vec<&str> = self.table.headers.iter().map(AsRef::as_ref).collect();
            let hint = did_you_mean(written, headers.iter().copied());
            let fault = Finding::error(codes::MISSING_COLUMN, format!("there is no column `{written}`"))
                .at(&Place::row(&self.table.file, self.table.header_line))
                .found(headers.join(", "));
            findings.push(fault.hint(
                hint.unwrap_or_else(|| format!("name the column `{written}`, or say in study.toml which column it is")),
            ));
        }
        found
    }

    /// The text of a cell; empty when there is no such column.
    pub fn text<'r>(&self, row: &'r RawRow, column: Option<usize>) -> &'r str {
        column.and_then(|c| row.cells.get(c)).map_or("", SmolStr::as_str)
    }

    /// The place of a cell; of the row when there is no such column.
    pub fn place(&self, row: &RawRow, column: Option<usize>) -> Place {
        let place = column.and_then(|column| self.cells.get(column)).unwrap_or(&self.row);
        Place { row: row.line, ..place.clone() }
    }

    /// Notes the columns that nothing has asked for.
    pub fn note_unused(&self, known: &[&str], findings: &mut Vec<Finding>) {
        for (i, header) in self.table.headers.iter().enumerate() {
            if !self.used.contains(&i) && !header.is_empty() {
                let finding = Finding::note(codes::UNUSED_COLUMN, format!("the column `{header}` is not used"))
                    .at(&self.table.header_place(i))
                    .found(header);
                findings.push(finding.hint_if(did_you_mean(header, known.iter().copied())));
            }
        }
    }
}
