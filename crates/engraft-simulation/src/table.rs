//! A table of text cells.

use smol_str::SmolStr;

/// A table in the shape of `data/`: what stands in a file, without the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// Name of the file without its ending, or of the sheet.
    pub name: String,
    /// Column names.
    pub header: Vec<String>,
    /// One text a column; an empty one is a missing value.
    pub rows: Vec<Vec<SmolStr>>,
}

impl Table {
    pub(crate) fn new(name: &str, header: Vec<String>) -> Table {
        Table { name: name.to_owned(), header, rows: Vec::new() }
    }
}
