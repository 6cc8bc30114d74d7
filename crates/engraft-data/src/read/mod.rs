//! Bytes → rows of text cells, each with its place: CSV in its dialects, and workbooks.
//!
//! A fault here never stops another file; a file that cannot be read at all gives one finding and no table.

mod container;
mod csv_file;
mod encoding;
mod workbook;

use std::sync::Arc;

pub use csv_file::{delimiter, is_marked_simulated};

use engraft_base::{Finding, Place};
use smol_str::SmolStr;

/// A file of the study's `data/` folder, as handed in.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Name as the user knows it: `data/subjects.csv`.
    pub name: Arc<str>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A table as text.
#[derive(Clone, Debug)]
pub struct RawTable {
    /// File, with the sheet for a workbook: `data/book.xlsx#labs`.
    pub file: Arc<str>,
    /// Name by which a study finds it: the file name without folder and ending, or the sheet name.
    pub name: String,
    /// Column names as written, trimmed.
    pub headers: Vec<Arc<str>>,
    /// Line of the header.
    pub header_line: u32,
    /// The rows below the header; blank rows are left out.
    pub rows: Vec<RawRow>,
}

/// A row of a table as text.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// Line of the file, or row of the sheet, from 1.
    pub line: u32,
    /// One text a header, trimmed.
    pub cells: Vec<SmolStr>,
}

impl RawTable {
    /// Place of a cell by column index, from 0.
    pub fn cell_place(&self, line: u32, column: usize) -> Place {
        let field = self.headers.get(column).cloned().unwrap_or_else(|| "".into());
        Place::cell(&self.file, line, u32::try_from(column.saturating_add(1)).unwrap_or(u32::MAX), &field)
    }

    /// Place of a header by column index, from 0.
    pub fn header_place(&self, column: usize) -> Place {
        self.cell_place(self.header_line, column)
    }
}

/// Reads a file into tables: one for a text file, one a sheet for a workbook.
pub fn read_file(file: &DataFile, findings: &mut Vec<Finding>) -> Vec<RawTable> {
    if file.bytes.starts_with(b"PK\x03\x04") || ends_with_any(&file.name, &[".xlsx", ".xlsm", ".xls", ".ods"]) {
        workbook::read(file, findings)
    } else {
        csv_file::read(file, findings).into_iter().collect()
    }
}

/// Whether a file name is one that the data folder is searched for.
pub fn is_table_name(name: &str) -> bool {
    ends_with_any(name, &[".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"])
}

fn ends_with_any(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|e| name.ends_with(e))
}

/// Name of a file without folder and ending.
pub(crate) fn stem(name: &str) -> &str {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}
