//! `engraft report`

use std::path::Path;

use engraft_report::Spec;
use engraft_results::write_csv;

use super::{derive, outcome, prepare_sound, print, report_findings, write_all};
use crate::pipeline::{self, Sound};
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
    let Some(sound) = &prepared.sound else { return outcome(&prepared) };
    let results = pipeline::analyze(sound, &progress);
    progress.step("writing");
    let page = engraft_report::render(
        &with_printed(sound, spec(&sound.study, &prepared.findings, &sound.exclusions, &prepared.folder.hash)),
        &results,
    );
    let folder = output.map_or_else(|| prepared.folder.path.join("report"), Path::to_owned);
    let mut outputs = vec![
        Output { path: folder.join("index.html"), bytes: page.into_bytes() },
        Output { path: folder.join("results.csv"), bytes: write_csv(&results).into_bytes() },
    ];
    if !sound.printed_only {
        outputs.extend(derive::data_sets(sound, &folder.join("derived")));
    }
    progress.done();
    report_findings(&prepared);
    if let Err(code) = write_all(&outputs) {
        return code;
    }
    print(&format!("wrote {}\n", folder.join("index.html").display()));
    outcome(&prepared)
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
