//! The way of a study: folder → protocol → tables and printed figures → checks → derived data → RESULTS.

use std::path::Path;

use engraft_base::finding::sort_findings;
use engraft_base::{Finding, Severity};
use engraft_data::checks::run_checks;
use engraft_data::{Dataset, Derived, Exclusions, derive, load_dataset};
use engraft_protocol::tree::Source;
use engraft_protocol::{Study, load_study};
use engraft_results::Results;
use engraft_review::{Published, arithmetic, load_published, readings};

use crate::folder::{self, Folder, Unreadable};
use crate::progress::Progress;

/// A study that has been read and checked.
pub struct Prepared {
    /// The folder.
    pub folder: Folder,
    /// Everything found, sorted by place.
    pub findings: Vec<Finding>,
    /// Text of study.toml, for showing places.
    pub source: Option<Source>,
    /// Whether a file could not be read at all.
    pub unreadable: bool,
    /// Protocol and data, when the protocol is sound.
    pub sound: Option<Sound>,
}

/// Protocol and data.
pub struct Sound {
    /// The protocol.
    pub study: Study,
    /// The tables without what errors touch.
    pub data: Dataset,
    /// Derived data without what errors touch.
    pub derived: Derived,
    /// What errors touch.
    pub exclusions: Exclusions,
    /// Figures as printed, where the folder has a sound published.toml.
    pub published: Option<Printed>,
    /// Whether the folder has printed figures and no table of subjects at all.
    pub printed_only: bool,
}

/// Printed figures and what was checked about them.
pub struct Printed {
    /// The figures.
    pub figures: Published,
    /// Checks of the arithmetic.
    pub checks: Vec<arithmetic::Checked>,
}

impl Prepared {
    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// Reads, checks and derives a study.
pub fn prepare(path: &Path, progress: &Progress) -> Result<Prepared, Unreadable> {
    progress.step("reading");
    Ok(prepare_folder(folder::read(path)?, progress))
}

/// Checks and derives a study that has been read.
pub fn prepare_folder(folder: Folder, progress: &Progress) -> Prepared {
    let loaded = load_study("study.toml", &folder.protocol, &folder.instruments);
    let mut findings = loaded.findings;
    let unreadable = loaded.source.is_none();
    let Some(study) = loaded.study else {
        return Prepared { folder, findings, source: loaded.source, unreadable, sound: None };
    };
    let misfits = engraft_analysis::check_options(&study);
    if !misfits.is_empty() {
        findings.extend(misfits);
        sort_findings(&mut findings);
        return Prepared { folder, findings, source: loaded.source, unreadable, sound: None };
    }
    findings.extend(engraft::simulated::faults(&study));
    let printed_only = folder.published.is_some() && folder.data.is_empty();
    let published = folder.published.as_deref().and_then(|bytes| printed(bytes, &study, &mut findings));
    // without a table of subjects there is nothing to say about their rows
    let mut of_data = Vec::new();
    let data = load_dataset(&study, &folder.data, &mut of_data);
    progress.step("deriving");
    let derived = derive(&study, &data);
    progress.step("checking");
    let exclusions = run_checks(&study, &data, &derived, &mut of_data);
    if !printed_only {
        findings.append(&mut of_data);
    }
    let (data, derived) = if exclusions.is_empty() {
        (data, derived)
    } else {
        let data = data.without(&exclusions);
        let derived = derive(&study, &data);
        (data, derived)
    };
    sort_findings(&mut findings);
    findings.dedup();
    let unreadable = data.unreadable;
    let sound = Some(Sound { study, data, derived, exclusions, published, printed_only });
    Prepared { folder, findings, source: loaded.source, unreadable, sound }
}

/// Runs the planned analyses.
pub fn analyze(sound: &Sound, progress: &Progress) -> Results {
    progress.step("analysing");
    let mut results = match sound.printed_only {
        true => Results::new(),
        false => engraft_analysis::analyze(&sound.study, &sound.data, &sound.derived),
    };
    if let Some(printed) = &sound.published {
        // rows about printed figures rest on places of published.toml and never on other rows
        let rows = engraft_review::emit(&sound.study, &printed.figures, &printed.checks);
        for row in rows.rows() {
            results.push(row.clone());
        }
    }
    results
}

/// Reads published.toml and makes every check of its figures.
fn printed(bytes: &[u8], study: &Study, findings: &mut Vec<Finding>) -> Option<Printed> {
    let mut loaded = load_published(bytes, study);
    findings.append(&mut loaded.findings);
    let figures = loaded.published?;
    let checks = arithmetic::run(&figures, &readings::groups(&figures));
    findings.extend(checks.iter().filter_map(arithmetic::Checked::finding));
    Some(Printed { figures, checks })
}
