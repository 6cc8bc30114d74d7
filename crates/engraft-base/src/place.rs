//! Where something stands in a user's file.

use std::fmt;
use std::sync::Arc;

/// A place in a file: a span of a text file, or a cell of a table.
///
/// `row` is the line of the file as an editor shows it (for a workbook, the sheet row), counted from 1. `column` is the
/// character column in a text file and the field number in a table, counted from 1. A zero means "the whole file" or
/// "the whole row".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// File name as the user knows it, relative to the study folder; a workbook sheet is `book.xlsx#Sheet1`.
    pub file: Arc<str>,
    /// Line or sheet row, from 1; 0 = the whole file.
    pub row: u32,
    /// Character column or field number, from 1; 0 = the whole row.
    pub column: u32,
    /// Name of the table column, when the place is a cell.
    pub field: Option<Arc<str>>,
}

impl Place {
    /// The whole file.
    pub fn file(file: &Arc<str>) -> Place {
        Place { file: printable(file), row: 0, column: 0, field: None }
    }

    /// A whole line or row.
    pub fn row(file: &Arc<str>, row: u32) -> Place {
        Place { file: printable(file), row, column: 0, field: None }
    }

    /// A place in a text file.
    pub fn text(file: &Arc<str>, row: u32, column: u32) -> Place {
        Place { file: printable(file), row, column, field: None }
    }

    /// A cell of a table.
    pub fn cell(file: &Arc<str>, row: u32, column: u32, field: &Arc<str>) -> Place {
        Place { file: printable(file), row, column, field: Some(printable(field)) }
    }
}

/// Whether a character would break a line, steer a terminal, or turn the direction of the text around it.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A file or column name that is safe to print.
fn printable(name: &Arc<str>) -> Arc<str> {
    // most names are plain ASCII, which needs no look at single characters
    if name.bytes().all(|b| (b' '..=b'~').contains(&b)) || !name.contains(is_unsafe) {
        return name.clone();
    }
    let shown: String = name.chars().map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect();
    shown.into()
}

impl fmt::Display for Place {
    /// `file:row:column`, without the parts that are zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.row > 0 {
            write!(f, ":{}", self.row)?;
        }
        if self.row > 0 && self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        Ok(())
    }
}
