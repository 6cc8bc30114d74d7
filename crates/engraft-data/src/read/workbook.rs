//! Workbooks: each sheet a table. Dates come as serial numbers and are turned into ISO dates.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};
use engraft_base::{Finding, Place};

use super::{DataFile, RawRow, RawTable, container, csv_file};
use crate::codes;

/// Most cells read from one sheet; a sheet of a trial has some thousands.
const MOST_CELLS: usize = 5_000_000;

pub(super) fn read(file: &DataFile, findings: &mut Vec<Finding>) -> Vec<RawTable> {
    if let Some(reason) = container::refusal(&file.bytes) {
        let finding = Finding::error(codes::BINARY, format!("the workbook is not opened: {reason}"));
        findings.push(finding.at(&Place::file(&file.name)).hint("save the table as CSV (UTF-8)"));
        return Vec::new();
    }
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
        if declared_size(&mut workbook, &sheet).is_some_and(|cells| cells > MOST_CELLS) {
            findings.push(too_large(&name));
            continue;
        }
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
    let (height, width) = range.get_size();
    let unused = usize::try_from(left).unwrap_or(usize::MAX);
    if height.saturating_mul(width.saturating_add(unused)) > MOST_CELLS {
        findings.push(too_large(name));
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
            Some(table) => {
                table.rows.push(RawRow { line, cells: cells.into_iter().map(Into::into).collect() });
            }
        }
    }
    table
}

fn too_large(name: &Arc<str>) -> Finding {
    let finding = Finding::error(codes::WIDE_LINE, "the sheet is too large").at(&Place::file(name));
    finding.hint("delete the cells far from the table, and the empty rows and columns that carry a format")
}

/// Cells of the block that holds all used cells, told before that block is laid out in memory: two cells at opposite
/// corners of a sheet would ask for seventeen thousand million. `None` where the format sets a small limit itself.
fn declared_size(workbook: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> Option<usize> {
    let mut extent: Option<(u32, u32, u32)> = None;
    let mut widen = |(row, column): (u32, u32)| {
        let (top, bottom, right) = extent.unwrap_or((row, row, column));
        extent = Some((top.min(row), bottom.max(row), right.max(column)));
    };
    // what cannot be read here is told when the sheet itself is read
    match workbook {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(sheet).ok()?;
            while let Ok(Some(cell)) = reader.next_cell() {
                widen(cell.get_position());
            }
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(sheet).ok()?;
            while let Ok(Some(cell)) = reader.next_cell() {
                widen(cell.get_position());
            }
        }
        Sheets::Xls(_) | Sheets::Ods(_) => return None,
    }
    let (top, bottom, right) = extent?;
    let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX).saturating_add(1);
    Some(size(bottom.saturating_sub(top)).saturating_mul(size(right)))
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
