//! From the bytes of study.toml to a [`Study`], or to everything that is wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use engraft_base::finding::sort_findings;
use engraft_base::{Finding, Place, Severity};
use engraft_instruments::Instrument;
use serde_json::{Value as Json, json};

use crate::check::{self, Context};
use crate::codes;
use crate::shape;
use crate::study::{Places, Study};
use crate::tree::{Source, parse_tree};
use crate::types::StudyFile;

/// An instrument definition found in the study's `instruments/` folder.
#[derive(Clone, Debug)]
pub struct InstrumentFile {
    /// File name as the user knows it.
    pub name: Arc<str>,
    /// Its text.
    pub text: String,
}

/// What loading gave.
#[derive(Debug)]
pub struct Loaded {
    /// The study, when the file is free of errors.
    pub study: Option<Study>,
    /// Everything found, sorted by place.
    pub findings: Vec<Finding>,
    /// The text of the file, for showing places.
    pub source: Option<Source>,
}

/// Largest study file read; a protocol is a few hundred lines.
const LARGEST: usize = 4 * 1024 * 1024;

/// Reads a study file and the study's own instruments.
///
/// `file` is the name for findings. All faults are reported together; the study is given only when there is no error.
pub fn load_study(file: &str, bytes: &[u8], instruments: &[InstrumentFile]) -> Loaded {
    let text = match read_text(file, bytes) {
        Ok(text) => text,
        Err(finding) => return Loaded { study: None, findings: vec![*finding], source: None },
    };
    let source = Source::new(file, text);
    let (tree, mut findings) = parse_tree(&source, text);
    if findings.len() > MOST_SYNTAX {
        first_of_many(&mut findings);
        return Loaded { study: None, findings, source: Some(source) };
    }
    let schema = shape::study_schema();
    let fitted = shape::fit(&tree, &schema, &source, &mut findings);
    let own = read_instruments(instruments, &mut findings);
    let usable = fitted.or_else(|| without_study(&tree, &schema, &source));
    let mut study = None;
    if let Some(json) = usable {
        match serde_json::from_value::<StudyFile>(json) {
            Ok(typed) => {
                let places = Places::new(source.clone(), tree);
                study = Some(check::check(Context::new(typed, places, own), &mut findings));
            }
            // the schema is made from the same types, so this says that the two have come apart
            Err(error) => {
                let fault = Finding::error(codes::WRONG_TYPE, format!("cannot be read: {error}"));
                findings.push(fault.at(&Place::file(&source.file)));
            }
        }
    }
    sort_findings(&mut findings);
    findings.dedup();
    let sound = findings.iter().all(|f| f.severity != Severity::Error);
    Loaded { study: study.filter(|_| sound), findings, source: Some(source) }
}

/// Most faults of syntax told: one bracket left open makes every line after it a fault.
const MOST_SYNTAX: usize = 10;

/// Keeps the first faults of syntax and says that the others may follow from them.
fn first_of_many(findings: &mut Vec<Finding>) {
    sort_findings(findings);
    let more = findings.len().saturating_sub(MOST_SYNTAX);
    findings.truncate(MOST_SYNTAX);
    if let Some(first) = findings.first_mut() {
        let hint = format!("is a bracket or a quote left open above? {more} more faults follow, perhaps from this one");
        *first = first.clone().hint(hint);
    }
}

fn read_text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Box<Finding>> {
    let place = Place::file(&file.into());
    let fault =
        |message: String, hint: &str| Box::new(Finding::error(codes::UNREADABLE, message).at(&place).hint(hint));
    if bytes.len() > LARGEST {
        let message = format!("the study file has {} bytes, more than {LARGEST}", bytes.len());
        return Err(fault(message, "a study file is text of a few hundred lines; data belong into data/"));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let message =
            format!("the study file is not UTF-8 text: byte {} is not part of a character", error.valid_up_to());
        fault(message, "save it as UTF-8")
    })?;
    if text.trim().is_empty() {
        return Err(fault(
            "the study file is empty".into(),
            "`engraft new DIR --template sle` writes one to start from",
        ));
    }
    Ok(text)
}

/// When `[study]` itself is at fault the rest of the file is still checked, under a name of no meaning.
fn without_study(tree: &crate::tree::Node, schema: &Json, source: &Source) -> Option<Json> {
    let mut silent = Vec::new();
    let mut lenient = schema.clone();
    lenient.as_object_mut()?.remove("required");
    let mut json = shape::fit(tree, &lenient, source, &mut silent)?;
    let stub = json!({ "id": "unnamed", "title": "unnamed", "disease": "unknown", "data": "real" });
    json.as_object_mut()?.insert("study".to_owned(), stub);
    Some(json)
}

fn read_instruments(files: &[InstrumentFile], findings: &mut Vec<Finding>) -> BTreeMap<String, Instrument> {
    let mut own = BTreeMap::new();
    for file in files {
        match Instrument::parse(&file.name, &file.text) {
            Ok(instrument) => {
                if engraft_instruments::builtin(&instrument.id).is_some() || own.contains_key(&instrument.id) {
                    let message = format!("the instrument `{}` exists already", instrument.id);
                    let finding = Finding::error(codes::DUPLICATE, message).at(&Place::file(&file.name));
                    findings.push(finding.found(&instrument.id).hint("give it an identifier of its own"));
                } else {
                    own.insert(instrument.id.clone(), instrument);
                }
            }
            Err(faults) => findings.extend(faults),
        }
    }
    own
}
