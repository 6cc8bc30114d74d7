//! Cells of the output: CSV with commas and line feeds, quotes where needed.

use engraft_results::defuse;

/// A cell that a spreadsheet does not run.
pub(super) fn defused(text: &str) -> String {
    defuse(text).into_owned()
}

/// Appends a cell, in quotes where its text needs them.
pub(super) fn push_cell(out: &mut Vec<u8>, text: &[u8]) {
    if !text.iter().any(|b| matches!(b, b',' | b'"' | b'\r' | b'\n')) {
        return out.extend_from_slice(text);
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

/// Appends a row of more than one cell, with its line feed.
pub(super) fn push_row<S: AsRef<str>>(out: &mut Vec<u8>, cells: &[S]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        push_cell(out, cell.as_ref().as_bytes());
    }
    out.push(b'\n');
}

/// Appends a cell of the input as [`defused`] would, in quotes where needed.
pub(super) fn push_copied(out: &mut Vec<u8>, cell: &[u8]) {
    if is_plain(cell) {
        out.extend_from_slice(cell);
    } else {
        push_cell(out, defuse(&String::from_utf8_lossy(cell)).as_bytes());
    }
}

/// Whether a cell is copied byte by byte: letters, digits and the like, and no formula.
fn is_plain(cell: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'.' | b':' | b'/');
    !cell.starts_with(b"-") && cell.iter().all(plain)
}
