//! Bytes → text, or the reason why not.

use engraft_base::{Finding, Place};

use super::DataFile;
use crate::codes;

/// Widest line read, in bytes. A table row of a trial has a few hundred.
const WIDEST_LINE: usize = 1024 * 1024;

/// The text of a file: UTF-8 with or without byte order mark.
pub(super) fn text(file: &DataFile) -> Result<&str, Box<Finding>> {
    let bytes = file.bytes.as_slice();
    let place = Place::file(&file.name);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        let fault = Finding::error(codes::ENCODING, "the file is UTF-16, not UTF-8").at(&place);
        return Err(Box::new(fault.hint("save it as \"CSV UTF-8\"")));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.contains(&0) {
        let fault = Finding::error(codes::BINARY, "the file is not text: it holds zero bytes").at(&place);
        return Err(Box::new(fault.hint("save the table as CSV (UTF-8) or as an .xlsx workbook")));
    }
    if let Some((line, width)) = widest_line(bytes).filter(|(_, width)| *width > WIDEST_LINE) {
        let message = format!("line {line} has {width} bytes, more than {WIDEST_LINE}");
        let fault = Finding::error(codes::WIDE_LINE, message).at(&Place::row(&file.name, line));
        return Err(Box::new(fault.hint("is this a table? Check how it was saved")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = count_lines(before);
        let message = "the file is not UTF-8: a byte is not part of a character";
        let found: String =
            before.rsplit(|b| *b == b'\n').next().map(String::from_utf8_lossy).unwrap_or_default().into();
        let fault = Finding::error(codes::ENCODING, message).at(&Place::row(&file.name, line));
        Box::new(
            fault
                .found(format!("{found}�"))
                .hint("save the whole file as UTF-8; do not join files of different encodings"),
        )
    })?;
    if text.trim().is_empty() {
        let fault = Finding::error(codes::EMPTY_FILE, "the file is empty").at(&place);
        return Err(Box::new(fault.hint("leave the file out when there is nothing to enter")));
    }
    Ok(text)
}

fn widest_line(bytes: &[u8]) -> Option<(u32, usize)> {
    let widths = bytes.split(|b| *b == b'\n').map(<[u8]>::len).enumerate();
    let (line, width) = widths.max_by_key(|(_, width)| *width)?;
    Some((u32::try_from(line.saturating_add(1)).unwrap_or(u32::MAX), width))
}

/// Line number of the byte after `before`, from 1.
pub(super) fn count_lines(before: &[u8]) -> u32 {
    let breaks = before.iter().filter(|b| **b == b'\n').count();
    u32::try_from(breaks.saturating_add(1)).unwrap_or(u32::MAX)
}
