//! CSV: comma, semicolon or tab; CRLF or LF; quoted fields.

use std::sync::Arc;

use engraft_base::{Finding, Place};

use super::{DataFile, RawRow, RawTable, encoding, stem};
use crate::codes;

/// Reads a CSV file; `None` when it cannot be read at all.
pub(super) fn read(file: &DataFile, findings: &mut Vec<Finding>) -> Option<RawTable> {
    let text = match encoding::text(file) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    let table_from = mark(text);
    let table_text = text.get(table_from..).unwrap_or_default();
    let delimiter = delimiter(table_text);
    if let Some(finding) = open_quote(file, text, delimiter) {
        findings.push(finding);
        return None;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(table_text.as_bytes());
    let mut table: Option<RawTable> = None;
    let mut lines = Lines { bytes: text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        // text that is UTF-8 with flexible rows has no other way to fail
        let Ok(record) = record else { break };
        let from = u64::try_from(table_from).unwrap_or(u64::MAX);
        let line = lines.of_record(record.position().map_or(0, csv::Position::byte).saturating_add(from));
        let cells: Vec<String> = record.iter().map(|c| c.trim().to_owned()).collect();
        match &mut table {
            None => table = Some(header(file, line, cells, findings)),
            Some(_) if cells.iter().all(String::is_empty) => {}
            Some(table) => row(table, line, cells, findings),
        }
    }
    table
}

/// How a first line begins that says that a table is simulated, whatever the case of its letters.
const MARK: &str = "# simulated";

/// Bytes of the first line where it says that the table is simulated, else 0: the header then stands below it.
fn mark(text: &str) -> usize {
    let says = text.get(..MARK.len()).is_some_and(|start| start.eq_ignore_ascii_case(MARK));
    let end = || text.find('\n').map_or(text.len(), |at| at.saturating_add(1));
    if says { end() } else { 0 }
}

/// Whether the first line of a file says that its table is simulated.
pub fn is_marked_simulated(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.get(..MARK.len()).is_some_and(|start| start.eq_ignore_ascii_case(MARK.as_bytes()))
}

/// Counts the lines of a text as an editor shows them, going forward only.
///
/// The reader's own count stands still at the `\n` of a `\r\n` and at blank lines before a record.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Line of the record that begins at `byte`, after the line ends that stand there.
    fn of_record(&mut self, byte: u64) -> u32 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(now) = self.bytes.get(self.at).copied() {
            if self.at >= start && !matches!(now, b'\r' | b'\n') {
                break;
            }
            self.at = self.at.saturating_add(1);
            let next = self.bytes.get(self.at);
            if now == b'\n' || (now == b'\r' && next != Some(&b'\n')) {
                self.line = self.line.saturating_add(1);
            }
        }
        self.line
    }
}

fn header(file: &DataFile, line: u32, cells: Vec<String>, findings: &mut Vec<Finding>) -> RawTable {
    let headers: Vec<Arc<str>> = cells.into_iter().map(Arc::from).collect();
    let table = RawTable {
        file: file.name.clone(),
        name: stem(&file.name).to_owned(),
        headers,
        header_line: line,
        rows: vec![],
    };
    check_headers(&table, findings);
    table
}

/// Two columns of one name cannot be told apart.
pub(super) fn check_headers(table: &RawTable, findings: &mut Vec<Finding>) {
    for (i, name) in table.headers.iter().enumerate() {
        // names of signs alone fold to nothing and are compared as they stand
        let folded = crate::table::fold(name);
        let same =
            |other: &Arc<str>| if folded.is_empty() { other == name } else { crate::table::fold(other) == folded };
        let first = table.headers.iter().position(same);
        if let Some(first) = first.filter(|first| *first < i && !name.is_empty()) {
            let finding = Finding::error(codes::DUPLICATE_HEADER, format!("two columns are called `{name}`"))
                .at(&table.header_place(i))
                .found(name)
                .related(&table.header_place(first), "the first of that name")
                .hint("rename or remove one of them");
            findings.push(finding);
        }
    }
}

fn row(table: &mut RawTable, line: u32, cells: Vec<String>, findings: &mut Vec<Finding>) {
    let wanted = table.headers.len();
    // also a surplus field that is empty may be what is left of a value with a bare separator in it
    if cells.len() != wanted {
        let found = cells.len();
        let finding = Finding::error(codes::RAGGED_ROW, format!("the row has {found} fields, the header has {wanted}"))
            .at(&Place::row(&table.file, line))
            .found(cells.join(" | "))
            .hint("a field that holds the separator must stand in quotes");
        findings.push(finding);
        return;
    }
    table.rows.push(RawRow { line, cells: cells.into_iter().map(Into::into).collect() });
}

/// The separator of the header line: the most frequent of comma, semicolon and tab outside quotes.
pub fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(d, _)| *d == byte && !quoted) {
            *count = count.saturating_add(1);
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(d, _)| *d)
}

/// A quote that is opened and never closed would swallow the rest of the file.
fn open_quote(file: &DataFile, text: &str, delimiter: u8) -> Option<Finding> {
    let start = open_quote_at(text.as_bytes(), delimiter)?;
    let line = encoding::count_lines(text.as_bytes().get(..start).unwrap_or_default());
    let rest = text.get(start..).unwrap_or("").lines().next().unwrap_or("");
    let message = "a quote is opened and never closed";
    let finding = Finding::error(codes::OPEN_QUOTE, message).at(&Place::row(&file.name, line)).found(rest);
    Some(finding.hint("a quote inside a quoted field is written twice (\"\")"))
}

/// Where a reader of CSV stands.
enum Within {
    /// At the start of a field.
    Start,
    /// In a field without quotes; a quote here is a character like any other (`5" step`).
    Bare,
    /// In a quoted field that began at this byte.
    Quoted(usize),
    /// After a quote in a quoted field that began at this byte: its end, or the first half of `""`.
    Quote(usize),
}

/// The byte of the quote that opens a field and is never closed.
fn open_quote_at(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut within = Within::Start;
    for (i, byte) in bytes.iter().copied().enumerate() {
        let ends = byte == delimiter || byte == b'\n' || byte == b'\r';
        within = match within {
            Within::Start if byte == b'"' => Within::Quoted(i),
            Within::Quoted(start) if byte == b'"' => Within::Quote(start),
            Within::Quoted(start) => Within::Quoted(start),
            Within::Quote(start) if byte == b'"' => Within::Quoted(start),
            Within::Start | Within::Bare | Within::Quote(_) => {
                if ends {
                    Within::Start
                } else {
                    Within::Bare
                }
            }
        };
    }
    match within {
        Within::Quoted(start) => Some(start),
        Within::Start | Within::Bare | Within::Quote(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<RawTable>, Vec<Finding>) {
        let mut findings = Vec::new();
        let file = DataFile { name: "data/t.csv".into(), bytes: text.as_bytes().to_vec() };
        (read(&file, &mut findings), findings)
    }

    #[test]
    fn separators_line_ends_and_quotes_are_understood() {
        for text in ["\u{feff}a;b\r\n1,5;\"x;\"\"y\"\r\n", "a\tb\n1,5\tx;\"y\n", "\n\"a\";b\n1,5;'x\n"] {
            let (table, _) = read_text(text);
            if let Some(table) = table {
                assert_eq!(table.headers.len(), 2, "{text:?}");
            }
        }
        let (table, findings) = read_text("\u{feff}a;b\r\n\r\n1,5;\"x;\"\"y\"\r\n");
        assert!(findings.is_empty());
        let table = table.unwrap();
        assert_eq!(table.rows[0].cells, ["1,5", "x;\"y"]);
        assert_eq!(table.rows[0].line, 3);
    }

    #[test]
    fn rows_have_the_line_that_an_editor_shows_whatever_ends_a_line() {
        for text in [
            "a,b\n1,2\n\n3,\"x\ny\"\n5,6\n",
            "a,b\r\n1,2\r\n\r\n3,\"x\r\ny\"\r\n5,6\r\n",
            "a,b\r1,2\r\r3,\"x\ry\"\r5,6",
        ] {
            let (table, _) = read_text(text);
            let lines: Vec<u32> = table.unwrap().rows.iter().map(|r| r.line).collect();
            assert_eq!(lines, [2, 4, 6], "{text:?}");
        }
    }

    #[test]
    fn a_first_line_that_says_simulated_stands_above_the_table() {
        let text = "# Simulated by a program, seed 7; no subject\na,b\n1,2\n";
        let (table, findings) = read_text(text);
        let table = table.unwrap();
        assert!(findings.is_empty() && is_marked_simulated(text.as_bytes()));
        assert_eq!((table.headers.len(), table.header_line, table.rows[0].line), (2, 2, 3));
        let (table, _) = read_text("# count;b\n1;2\n");
        assert_eq!(&*table.unwrap().headers[0], "# count");
    }

    #[test]
    fn faults_of_form_name_their_line() {
        let (_, findings) = read_text("a,b,A\n1,2,3\n1,2\n1,2,3,4\n");
        let places: Vec<String> = findings.iter().filter_map(|f| f.place.as_ref()).map(ToString::to_string).collect();
        assert_eq!(places, ["data/t.csv:1:3", "data/t.csv:3", "data/t.csv:4"]);
        let (table, findings) = read_text("a,b\n1,5\" step\n\"2\"x\"y,3\n");
        assert!(findings.is_empty(), "a quote inside a field opens nothing: {findings:?}");
        assert_eq!(table.unwrap().rows[0].cells[1], "5\" step");
        let (table, findings) = read_text("a,b\n1,\"2\n3,4\n");
        assert!(table.is_none());
        assert_eq!(findings[0].place.as_ref().unwrap().to_string(), "data/t.csv:2");
        let (table, findings) = read_text("a,b\n1,5\" scar\n3,\"x \"\"y\"\"\"\n");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(table.unwrap().rows[1].cells[1], "x \"y\"");
    }
}
