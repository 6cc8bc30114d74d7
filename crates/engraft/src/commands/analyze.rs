//! `engraft analyze`

use std::path::Path;

use engraft_results::{Results, write_csv, write_json};

use super::{fail, outcome, prepare, print, refusal, report_findings, write_all};
use crate::args::TableFormat;
use crate::exit;
use crate::pipeline::{self, Prepared};
use crate::progress::Progress;
use crate::write::Output;

/// Program and version, as documents name it.
pub const PROGRAM: &str = concat!("engraft ", env!("CARGO_PKG_VERSION"));

/// Writes RESULTS.
pub fn run(study: &Path, output: Option<&Path>, format: TableFormat) -> u8 {
    let format = match output.map(|o| (o, o.extension().and_then(|e| e.to_str()))) {
        None => format,
        Some((_, Some("csv"))) => TableFormat::Csv,
        Some((_, Some("json"))) => TableFormat::Json,
        Some((path, _)) => return fail(exit::USAGE, &format!("{} ends neither in .csv nor in .json", path.display())),
    };
    let progress = Progress::new();
    let prepared = match prepare(study, &progress) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    let (None, Some(sound)) = (refusal(&prepared), &prepared.sound) else {
        progress.done();
        report_findings(&prepared);
        return refusal(&prepared).unwrap_or_else(|| outcome(&prepared));
    };
    let results = pipeline::analyze(sound, &progress);
    progress.done();
    report_findings(&prepared);
    let text = render(&results, &prepared, format);
    match output {
        None => drop(print(&text)),
        Some(path) => {
            if let Err(code) = write_all(&[Output { path: path.to_owned(), bytes: text.into_bytes() }]) {
                return code;
            }
        }
    }
    outcome(&prepared)
}

fn render(results: &Results, prepared: &Prepared, format: TableFormat) -> String {
    let id = prepared.sound.as_ref().map_or("", |s| s.study.file.study.id.as_str());
    match format {
        TableFormat::Csv => write_csv(results),
        TableFormat::Json => write_json(results, PROGRAM, id, &prepared.folder.hash),
    }
}
