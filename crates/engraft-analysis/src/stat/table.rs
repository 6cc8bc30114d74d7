//! A table of text cells as it was read, and what its cells hold.

use smol_str::SmolStr;

/// A table with a header.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// Cells, a row at a time; a short row lacks its last cells.
    pub rows: Vec<Vec<SmolStr>>,
    /// Line of each row in its file; shorter when it is not known.
    pub lines: Vec<u64>,
}

impl Table {
    /// Position of a column, by its exact name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h.trim() == name)
    }

    /// A cell without the spaces around it; empty where the row is short.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", |cell| cell.trim())
    }

    /// Line of a row in its file, or its position counted from the header.
    pub fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or_else(|| (row as u64).saturating_add(2))
    }

    /// Only the rows whose cell of a column equals a word.
    pub fn only(&mut self, column: usize, word: &str) {
        let keep: Vec<bool> = (0..self.rows.len()).map(|row| self.cell(row, column) == word).collect();
        let mut kept = keep.iter();
        self.rows.retain(|_| kept.next().copied().unwrap_or(false));
        let mut kept = keep.iter();
        self.lines.retain(|_| kept.next().copied().unwrap_or(false));
    }
}

/// Whether a cell says that there is nothing: empty, `NA` or `.`.
pub fn is_missing(cell: &str) -> bool {
    matches!(cell, "" | "NA" | ".")
}

/// A finite number with a decimal point.
pub fn number(cell: &str) -> Option<f64> {
    let written = cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    cell.parse::<f64>().ok().filter(|value| written && value.is_finite())
}

/// A whole number from 0.
pub fn count(cell: &str) -> Option<u64> {
    cell.parse::<u64>().ok()
}

/// Yes or no.
pub fn flag(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "y" => Some(true),
        "0" | "false" | "no" | "n" => Some(false),
        _ => None,
    }
}
