//! `engraft check`

use std::path::Path;

use engraft_base::{Finding, Place, Severity};
use engraft_results::write_table;

use super::{fail, prepare, print, write_all};
use crate::args::Format;
use crate::progress::Progress;
use crate::{exit, show, write};

/// Finds every fault and prints it.
pub fn run(study: &Path, format: Format, queries: Option<&Path>, strict: bool) -> u8 {
    let kind = queries.map(|path| path.extension().and_then(|e| e.to_str()).unwrap_or(""));
    if kind.is_some_and(|kind| kind != "csv" && kind != "xlsx") {
        return fail(exit::USAGE, "--queries takes a name that ends in .csv or .xlsx");
    }
    let progress = Progress::new();
    let prepared = match prepare(study, &progress) {
        Ok(prepared) => prepared,
        Err(code) => {
            if format == Format::Json {
                // the reason is on standard error; programs get a document all the same
                let place = Place::file(&"study.toml".into());
                let finding = Finding::error(engraft_protocol::codes::UNREADABLE, "the study folder cannot be read");
                print(&show::json(&[finding.at(&place)], ""));
            }
            return code;
        }
    };
    progress.done();
    let id = prepared.sound.as_ref().map_or("", |s| s.study.file.study.id.as_str());
    let text = match format {
        Format::Text => show::text(&prepared.findings, prepared.source.as_ref()),
        Format::Json => show::json(&prepared.findings, id),
    };
    print(&text);
    if let Some(path) = queries {
        let rows = show::queries(&prepared.findings);
        let bytes = match kind {
            Some("xlsx") => match workbook(&rows) {
                Ok(bytes) => bytes,
                Err(error) => return fail(exit::INTERNAL, &format!("the workbook cannot be made: {error}")),
            },
            _ => write_table(&show::QUERY_COLUMNS, rows).into_bytes(),
        };
        if let Err(code) = write_all(&[write::Output { path: path.to_owned(), bytes }]) {
            return code;
        }
    }
    if prepared.unreadable {
        return exit::UNREADABLE;
    }
    let counted =
        prepared.count(Severity::Error).saturating_add(if strict { prepared.count(Severity::Warning) } else { 0 });
    if counted > 0 { exit::FINDINGS } else { exit::FINE }
}

/// The query list as a workbook: header in bold, first row frozen, texts never run as formulas.
fn workbook(rows: &[Vec<String>]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    // the date of making would make two runs differ
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let bold = rust_xlsxwriter::Format::new().set_bold();
    let sheet = book.add_worksheet().set_name("Queries")?;
    let column = |i: usize| u16::try_from(i).unwrap_or(u16::MAX);
    for (i, name) in show::QUERY_COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(0, column(i), *name, &bold)?;
        sheet.set_column_width(column(i), if i == 8 { 60.0 } else { 16.0 })?;
    }
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            sheet.write_string(u32::try_from(r.saturating_add(1)).unwrap_or(u32::MAX), column(c), cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
