//! From the bytes of published.toml to [`Published`], or to everything that is wrong with it.

use engraft_base::finding::sort_findings;
use engraft_base::{Finding, Place, Severity};
use engraft_protocol::shape::fit;
use engraft_protocol::tree::{Source, parse_tree};
use engraft_protocol::{Places, Study};
use serde_json::Value as Json;

use crate::codes;

use super::check::check;
use super::model::Published;
use super::types::PublishedFile;

/// Name of the file in a study folder.
pub const FILE: &str = "published.toml";

/// Largest file read.
const LARGEST: usize = 4 * 1024 * 1024;

/// What loading gave.
#[derive(Debug)]
pub struct Loaded {
    /// The figures, when the file is free of errors.
    pub published: Option<Published>,
    /// Everything found, sorted by place.
    pub findings: Vec<Finding>,
    /// The text of the file, for showing places.
    pub source: Option<Source>,
}

/// The JSON Schema of published.toml, generated from the types.
pub fn published_schema() -> Json {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    settings.into_generator().into_root_schema_for::<PublishedFile>().to_value()
}

/// Reads the published figures of a study. All faults are reported together; the figures are given only without errors.
pub fn load_published(bytes: &[u8], study: &Study) -> Loaded {
    let text = match read_text(bytes) {
        Ok(text) => text,
        Err(finding) => return Loaded { published: None, findings: vec![*finding], source: None },
    };
    let source = Source::new(FILE, text);
    let (tree, mut findings) = parse_tree(&source, text);
    let schema = published_schema();
    let mut published = None;
    if let Some(json) = fit(&tree, &schema, &source, &mut findings) {
        match serde_json::from_value::<PublishedFile>(json) {
            Ok(file) => {
                let places = Places::new(source.clone(), tree);
                published = Some(check(file, study, &places, &mut findings));
            }
            Err(error) => {
                let fault = Finding::error(codes::UNREADABLE, format!("cannot be read: {error}"));
                findings.push(fault.at(&Place::file(&source.file)));
            }
        }
    }
    sort_findings(&mut findings);
    findings.dedup();
    let sound = findings.iter().all(|f| f.severity != Severity::Error);
    Loaded { published: published.filter(|_| sound), findings, source: Some(source) }
}

fn read_text(bytes: &[u8]) -> Result<&str, Box<Finding>> {
    let place = Place::file(&FILE.into());
    let fault = |message: String| Box::new(Finding::error(codes::UNREADABLE, message).at(&place));
    if bytes.len() > LARGEST {
        return Err(fault(format!("published.toml has {} bytes, more than {LARGEST}", bytes.len())));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        fault(format!("published.toml is not UTF-8 text: byte {} is not part of a character", error.valid_up_to()))
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
