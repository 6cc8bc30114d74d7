//! `engraft analyze`

use std::path::Path;

use engraft::simulated::marked;
use engraft_results::{Results, write_csv, write_json};

use super::{fail, outcome, prepare_sound, print, report_findings, write_all};
use crate::args::TableFormat;
use crate::pipeline::{self, Prepared, Sound};
use crate::progress::Progress;
use crate::write::Output;
use crate::{PROGRAM, exit};

/// Writes RESULTS.
pub fn run(study: &Path, output: Option<&Path>, format: TableFormat) -> u8 {
    let format = match output.map(|o| (o, o.extension().and_then(|e| e.to_str()))) {
        None => format,
        Some((_, Some("csv"))) => TableFormat::Csv,
        Some((_, Some("json"))) => TableFormat::Json,
        Some((path, _)) => return fail(exit::USAGE, &format!("{} ends neither in .csv nor in .json", path.display())),
    };
    let progress = Progress::new();
    let prepared = match prepare_sound(study, &progress) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    let Some(sound) = &prepared.sound else { return outcome(&prepared) };
    let results = pipeline::analyze(sound, &progress);
    progress.done();
    report_findings(&prepared);
    let text = render(&results, &prepared, sound, format);
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

fn render(results: &Results, prepared: &Prepared, sound: &Sound, format: TableFormat) -> String {
    match format {
        TableFormat::Csv => marked(&sound.study, write_csv(results)),
        TableFormat::Json => write_json(results, PROGRAM, &sound.study.file.study.id, &prepared.folder.hash),
    }
}
