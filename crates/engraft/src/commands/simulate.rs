//! `engraft simulate`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use engraft::simulated;
use engraft_base::{Finding, Severity};
use engraft_protocol::{Study, load_study};
use engraft_review::load_published;
use engraft_simulation::{Cohort, Fault, Model, Options};

use super::{fail, print, write_all};
use crate::args::Draw;
use crate::folder::{self, Folder};
use crate::progress::Progress;
use crate::write::Output;
use crate::{PROGRAM, exit, show};

/// A simulated study in memory, with what is to be said about it.
pub struct Drawn {
    /// The study folder; its path is that of the study it comes from.
    pub folder: Folder,
    /// How it was made, as a text file.
    pub note: String,
}

/// Draws subjects and writes them as a study folder.
pub fn run(study: &Path, output: &Path, options: Draw) -> u8 {
    let occupied = output.read_dir().map(|mut entries| entries.next().is_some());
    if occupied.unwrap_or(output.exists()) {
        return fail(exit::USAGE, &format!("{} is there already and is not an empty folder", output.display()));
    }
    let progress = Progress::new();
    let drawn = match draw(study, options, &progress) {
        Ok(drawn) => drawn,
        Err(code) => return code,
    };
    progress.done();
    let Drawn { folder, note } = drawn;
    let mut outputs = vec![
        Output { path: output.join("study.toml"), bytes: folder.protocol },
        Output { path: output.join("simulated.txt"), bytes: note.clone().into_bytes() },
    ];
    let instruments = folder.instruments.into_iter().map(|f| (PathBuf::from(&*f.name), f.text.into_bytes()));
    let tables = folder.data.into_iter().map(|f| (PathBuf::from(&*f.name), f.bytes));
    outputs.extend(instruments.chain(tables).map(|(name, bytes)| Output { path: output.join(name), bytes }));
    if let Err(code) = write_all(&outputs) {
        return code;
    }
    print(&format!("{note}wrote {} files to {}\n", outputs.len(), output.display()))
}

/// Draws subjects from the truth of a study; says why and gives the exit code where that cannot be done.
pub fn draw(study: &Path, options: Draw, progress: &Progress) -> Result<Drawn, u8> {
    progress.step("reading");
    let folder = folder::read(study).map_err(|error| {
        progress.done();
        fail(exit::UNREADABLE, &error.0)
    })?;
    let loaded = load_study("study.toml", &folder.protocol, &folder.instruments);
    let refuse = |findings: &[Finding]| {
        progress.done();
        eprint!("{}", show::text(findings, loaded.source.as_ref()));
        exit::FINDINGS
    };
    let Some(study) = &loaded.study else { return Err(refuse(&loaded.findings)) };
    progress.step("simulating");
    let found = |faults: Vec<Fault>| {
        let findings: Vec<Finding> = faults.iter().map(|fault| simulated::finding(study, fault)).collect();
        refuse(&findings)
    };
    let model = Model::new(study, Options { subjects: options.subjects }).map_err(found)?;
    let mut cohort = model.draw(options.seed, options.replicate).map_err(|fault| found(vec![fault]))?;
    if cohort.subjects.is_empty() {
        return Err(fail(exit::IMPOSSIBLE, "[truth] has no subjects"));
    }
    let mark = format!(
        "by {PROGRAM}, study {}, seed {}, replicate {}: no subject is real",
        study.file.study.id, options.seed, options.replicate
    );
    let mut note = format!("SIMULATED {mark}\n");
    if options.to.is_some() {
        matched(&folder, study, &model, &mut cohort, &mut note).map_err(|findings| refuse(&findings))?;
    }
    let data = model.tables(&cohort).iter().map(|table| simulated::file(table, &mark)).collect();
    let protocol = simulated::protocol(study, &folder.protocol, &mark, &folder.instruments).ok_or_else(|| {
        progress.done();
        fail(exit::INTERNAL, "the study file cannot be changed to say that its data are simulated")
    })?;
    Ok(Drawn { folder: Folder::in_memory(folder.path, protocol, folder.instruments, data), note })
}

/// Moves the cohort to the printed figures and says which are met.
fn matched(
    folder: &Folder,
    study: &Study,
    model: &Model<'_>,
    cohort: &mut Cohort,
    note: &mut String,
) -> Result<(), Vec<Finding>> {
    let Some(bytes) = &folder.published else {
        let _ = writeln!(note, "no published.toml: nothing to match");
        return Ok(());
    };
    let loaded = load_published(bytes, study);
    let errors = loaded.findings.iter().any(|f| f.severity == Severity::Error);
    let Some(published) = loaded.published.filter(|_| !errors) else { return Err(loaded.findings) };
    let (targets, left) = simulated::targets(&published);
    let _ = writeln!(note, "matched to published.toml (a ± that is not explained is read as a standard deviation):");
    for outcome in model.match_targets(cohort, &targets) {
        let _ = writeln!(note, "  {}", simulated::line(&outcome));
    }
    for line in left {
        let _ = writeln!(note, "  {line}: not met, values are as drawn");
    }
    Ok(())
}
