//! `engraft report`

use std::path::Path;

use engraft::simulated::marked;
use engraft_report::Spec;
use engraft_results::write_csv;

use super::{derive, or_refused, outcome, prepare_sound, print, report_findings, simulate, write_all};
use crate::args::Draw;
use crate::pipeline::{self, Prepared, Sound};
use crate::progress::Progress;
use crate::spec::spec;
use crate::write::Output;

/// Writes the report, RESULTS and the derived data.
pub fn run(study: &Path, output: Option<&Path>) -> u8 {
    let progress = Progress::new();
    let prepared = match prepare_sound(study, &progress) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    let folder = output.map_or_else(|| prepared.folder.path.join("report"), Path::to_owned);
    write(&prepared, &folder, &[], &progress)
}

/// Draws subjects from the truth of a study and writes the report on them.
pub fn run_simulated(study: &Path, output: Option<&Path>, draw: Draw) -> u8 {
    let progress = Progress::new();
    let drawn = match simulate::draw(study, draw, &progress) {
        Ok(drawn) => drawn,
        Err(code) => return code,
    };
    let folder = output.map_or_else(|| drawn.folder.path.join("report-simulated"), Path::to_owned);
    let note = Output { path: folder.join("simulated.txt"), bytes: drawn.note.into_bytes() };
    match or_refused(pipeline::prepare_folder(drawn.folder, &progress), &progress) {
        Ok(prepared) => write(&prepared, &folder, &[note], &progress),
        Err(code) => code,
    }
}

/// Analyses, and writes the report with everything beside it.
fn write(prepared: &Prepared, folder: &Path, more: &[Output], progress: &Progress) -> u8 {
    let Some(sound) = &prepared.sound else { return outcome(prepared) };
    let results = pipeline::analyze(sound, progress);
    progress.step("writing");
    let page = engraft_report::render(
        &with_printed(sound, spec(&sound.study, &prepared.findings, &sound.exclusions, &prepared.folder.hash)),
        &results,
    );
    let mut outputs = vec![
        Output { path: folder.join("index.html"), bytes: page.into_bytes() },
        Output { path: folder.join("results.csv"), bytes: marked(&sound.study, write_csv(&results)).into_bytes() },
    ];
    if !sound.printed_only {
        outputs.extend(derive::data_sets(sound, &folder.join("derived")));
    }
    outputs.extend(more.iter().cloned());
    progress.done();
    report_findings(prepared);
    if let Err(code) = write_all(&outputs) {
        return code;
    }
    print(&format!("wrote {}\n", folder.join("index.html").display()));
    outcome(prepared)
}

/// The spec with what printed figures add: how they are read, and that nothing else is known where that is so.
fn with_printed(sound: &Sound, mut spec: Spec) -> Spec {
    if sound.published.is_some() {
        let conventions = [
            ("Printed numbers", "each stands for every value that rounds to it"),
            (
                "Reading of ±",
                "a reading is excluded by proof only: limits of the scale, whole numbers, a printed p that no correlation gives",
            ),
            ("Paired claims", "two-sided paired t test; the correlation of before and after is what is not printed"),
            ("Printed counts", "Clopper–Pearson intervals; a count without a denominator has none"),
        ];
        spec.conventions.extend(conventions.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
    if sound.printed_only {
        // the methods of planned estimands were not run
        spec.methods.clear();
        spec.printed_only = true;
    }
    spec
}
