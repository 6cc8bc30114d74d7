//! `engraft derive`

use std::path::Path;

use engraft::simulated::marked;
use engraft_data::adam;
use engraft_results::write_table;

use super::{fail, outcome, prepare_sound, report_findings, write_all};
use crate::exit;
use crate::pipeline::Sound;
use crate::progress::Progress;
use crate::write::Output;

/// Writes the data sets with ADaM names.
pub fn run(study: &Path, output: &Path) -> u8 {
    let progress = Progress::new();
    let prepared = match prepare_sound(study, &progress) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    progress.done();
    report_findings(&prepared);
    let Some(sound) = &prepared.sound else { return outcome(&prepared) };
    if sound.printed_only {
        return fail(
            exit::IMPOSSIBLE,
            "the study has printed figures only: there is no subject to derive data sets of",
        );
    }
    match write_all(&data_sets(sound, output)) {
        Ok(()) => outcome(&prepared),
        Err(code) => code,
    }
}

/// The data sets as files of a folder.
pub fn data_sets(sound: &Sound, folder: &Path) -> Vec<Output> {
    let tables = adam::data_sets(&sound.study, &sound.data, &sound.derived);
    let files = tables.into_iter().map(|table| {
        let header: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let path = folder.join(format!("{}.csv", table.name.to_lowercase()));
        Output { path, bytes: marked(&sound.study, write_table(&header, table.rows)).into_bytes() }
    });
    files.collect()
}
