//! Workbooks: each sheet a table. Dates come as serial numbers and are turned into ISO dates.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};
use engraft_base::{Finding, Place};

use super::{DataFile, RawRow, RawTable, csv_file};
use crate::codes;

/// Most cells read from one sheet; a sheet of a trial has some thousands.
const MOST_CELLS: usize = 20_000_000;

pub(super) fn read(file: &DataFile, findings: &mut Vec<Finding>) -> Vec<RawTable> {
    let opened: Result<Sheets<Cursor<&[u8]>>, _> = open_workbook_auto_from_rs(Cursor::new(file.bytes.as_slice()));
    let mut workbook = match opened {
        Ok(workbook) => workbook,
        Err(error) => {
            let message = format!("the workbook cannot be opened: {error}");
            let finding = Finding::error(codes::BINARY, message).at(&Place::file(&file.name));
            findings.push(finding.hint("open it in a spreadsheet program and save it again as .xlsx"));
            return Vec::new();
        }
    };
    let mut tables = Vec::new();
    for sheet in workbook.sheet_names() {
        let name: Arc<str> = format!("{}#{sheet}", file.name).into();
        match workbook.worksheet_range(&sheet) {
            Ok(range) => tables.extend(read_sheet(&name, &sheet, &range, findings)),
            Err(error) => {
                let finding = Finding::error(codes::BINARY, format!("the sheet cannot be read: {error}"));
                findings.push(finding.at(&Place::file(&name)));
            }
        }
    }
    tables
}

fn read_sheet(name: &Arc<str>, sheet: &str, range: &Range<Data>, findings: &mut Vec<Finding>) -> Option<RawTable> {
    let (top, left) = range.start()?;
    if range.get_size().0.saturating_mul(range.get_size().1) > MOST_CELLS {
        let finding = Finding::error(codes::WIDE_LINE, "the sheet is too large").at(&Place::file(name));
        findings.push(finding.hint("delete the empty rows and columns that carry a format"));
        return None;
    }
    let mut table: Option<RawTable> = None;
    for (line, row) in (top.saturating_add(1)..).zip(range.rows()) {
        // columns left of the first used one keep their numbers
        let padding = (0..left).map(|_| String::new());
        let cells: Vec<String> = padding.chain(row.iter().map(cell_text)).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        match &mut table {
            None => {
                let headers = cells.into_iter().map(Arc::from).collect();
                let made =
                    RawTable { file: name.clone(), name: sheet.to_owned(), headers, header_line: line, rows: vec![] };
                csv_file::check_headers(&made, findings);
                table = Some(made);
            }
            Some(table) => table.rows.push(RawRow { line, cells }),
        }
    }
    table
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Float(number) => format!("{number}"),
        Data::Int(number) => number.to_string(),
        Data::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Data::DateTime(when) if when.is_datetime() => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(when) => format!("{}", when.as_f64()),
        Data::Error(error) => format!("{error}"),
    }
}
