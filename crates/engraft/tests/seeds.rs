//! Every figure of `studies/*/published.toml` that names one of the documents the project began with stands in that document.
//!
//! The documents are no part of the repository: `ENGRAFT_SEEDS` names their folder. Without it the comparison is skipped, and
//! says so.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

use std::fs;
use std::path::{Path, PathBuf};

use engraft_protocol::load_study;
use engraft_review::{Published, load_published};

fn studies() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies");
    let all = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = all.filter(|path| path.join("published.toml").is_file()).collect();
    found.sort();
    found
}

fn published(study: &Path) -> Published {
    let protocol = load_study("study.toml", &fs::read(study.join("study.toml")).unwrap(), &[]);
    let protocol = protocol.study.unwrap_or_else(|| panic!("{}: {:?}", study.display(), protocol.findings));
    let loaded = load_published(&fs::read(study.join("published.toml")).unwrap(), &protocol);
    loaded.published.unwrap_or_else(|| panic!("{}: {:?}", study.display(), loaded.findings))
}

/// What stands in a source: the piece to find, the numbers that it must hold, and what it is of.
struct Piece {
    source: String,
    printed: Option<String>,
    numbers: Vec<String>,
    of: String,
}

fn pieces(published: &Published) -> Vec<Piece> {
    let file = &published.file;
    let mut all = Vec::new();
    for f in &file.figures {
        let numbers = [Some(f.centre.clone()), f.spread.clone()].into_iter().flatten().collect();
        all.push(Piece { source: f.source.clone(), printed: f.printed.clone(), numbers, of: f.id.clone() });
    }
    for c in &file.counts {
        let numbers = c.percent.clone().into_iter().collect();
        all.push(Piece { source: c.source.clone(), printed: c.printed.clone(), numbers, of: c.id.clone() });
    }
    for e in &file.estimates {
        let numbers = [e.estimate.clone(), e.lower.clone(), e.upper.clone()].into_iter().flatten().collect();
        all.push(Piece { source: e.source.clone(), printed: e.printed.clone(), numbers, of: e.id.clone() });
    }
    for s in &file.statements {
        let piece =
            Piece { source: s.source.clone(), printed: s.printed.clone(), numbers: vec![], of: s.outcome.clone() };
        all.push(piece);
    }
    for v in file.conflicts.iter().flat_map(|c| &c.versions).filter(|v| v.printed.is_some()) {
        all.push(Piece { source: v.source.clone(), printed: v.printed.clone(), numbers: vec![], of: v.says.clone() });
    }
    all
}

/// The text with every stretch of white space as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_of_the_five_studies_has_its_printed_figures() {
    let names: Vec<String> =
        studies().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    for study in ["liang-2010-sle", "shin-2021-ad", "tang-2011-pmdm", "wang-2011-pmdm", "wang-2012-sle"] {
        assert!(names.iter().any(|name| name == study), "{study} is not among {names:?}");
    }
}

#[test]
fn a_figure_of_a_document_quotes_it_and_the_quotation_holds_its_numbers() {
    for study in studies() {
        let published = published(&study);
        for piece in pieces(&published) {
            let source = published.file.sources.iter().find(|s| s.id == piece.source).unwrap();
            let Some(printed) = &piece.printed else {
                assert!(source.document.is_none(), "{}: {} quotes nothing", study.display(), piece.of);
                continue;
            };
            for number in &piece.numbers {
                assert!(printed.contains(number), "{}: {}: {number} is not in {printed:?}", study.display(), piece.of);
            }
        }
    }
}

#[test]
fn every_quotation_stands_in_its_document() {
    let Some(folder) = std::env::var_os("ENGRAFT_SEEDS").map(PathBuf::from) else {
        println!("skipped: ENGRAFT_SEEDS names no folder of source documents");
        return;
    };
    let mut compared = 0_usize;
    let mut missing = Vec::new();
    for study in studies() {
        let published = published(&study);
        let all = pieces(&published);
        for source in published.file.sources.iter().filter(|s| s.document.is_some()) {
            let document = folder.join(source.document.as_ref().unwrap());
            let text = fs::read_to_string(&document).unwrap_or_else(|e| panic!("{}: {e}", document.display()));
            let text = plain(&text);
            for piece in all.iter().filter(|p| p.source == source.id) {
                compared += 1;
                let printed = piece.printed.as_deref().unwrap_or("\u{0}");
                if !text.contains(&plain(printed)) {
                    missing.push(format!("{}: {}: {printed:?}", study.display(), piece.of));
                }
            }
        }
    }
    assert!(missing.is_empty(), "not in their documents:\n{}", missing.join("\n"));
    assert!(compared > 40, "only {compared} compared");
    println!("{compared} quotations found in their documents");
}
