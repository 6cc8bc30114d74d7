//! Checks of meaning: names that refer to something, rules that can be evaluated, choices that fit together.

mod estimands;
mod events;
mod measures;
mod names;
mod responses;
mod rules;
mod safety;
mod times;
mod truth;
mod visits;

use std::collections::BTreeMap;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Finding};
use engraft_instruments::Instrument;
use indexmap::IndexMap;

use crate::codes;
use crate::study::{Places, Study};
use crate::tree::Value;
use crate::types::{Measure, StudyFile};

/// What the checks look at.
pub struct Context {
    pub(crate) file: StudyFile,
    pub(crate) places: Places,
    pub(crate) own: BTreeMap<String, Instrument>,
}

impl Context {
    pub(crate) fn new(file: StudyFile, places: Places, own: BTreeMap<String, Instrument>) -> Context {
        Context { file, places, own }
    }

    /// Names given in a section, also of entries that were left out because of a fault of their own.
    pub(crate) fn names(&self, section: &str) -> Vec<&str> {
        match self.places.node(&[section]).map(|node| &node.value) {
            Some(Value::Table(entries)) => entries.keys().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// A fault at a path of the file, with the text found there.
    pub(crate) fn fault(&self, code: Code, path: &[&str], message: String) -> Finding {
        Finding::error(code, message).at(&self.places.of(path)).found(self.places.text(path))
    }

    /// A fault unless `name` is one of the names of `section`.
    pub(crate) fn require(&self, section: &str, name: &str, path: &[&str], findings: &mut Vec<Finding>) -> bool {
        let names = self.names(section);
        if names.contains(&name) {
            return true;
        }
        let what = if section == "responses" { "response" } else { section.trim_end_matches('s') };
        let fault = self.fault(codes::UNKNOWN_NAME, path, format!("there is no {what} `{name}`"));
        let hint = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| match names.is_empty() {
            true => format!("[{section}] is empty"),
            false => format!("[{section}] has {}", names.join(", ")),
        });
        findings.push(fault.hint(hint));
        false
    }

    /// Limits of a measure's scale, when it has any.
    pub(crate) fn range_of(&self, measure: &Measure) -> Option<()> {
        let instrument = measure.instrument.as_deref().and_then(|id| self.instrument(id));
        instrument.and_then(|i| i.range.upper).map(|_| ()).or(measure.range.map(|_| ()))
    }

    /// The instrument of that name, of the study or of the library.
    pub(crate) fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.own.get(id).or_else(|| engraft_instruments::builtin(id))
    }
}

/// Runs every check and makes the study. The study is to be used only if no finding is an error.
pub fn check(context: Context, findings: &mut Vec<Finding>) -> Study {
    names::check(&context, findings);
    visits::check(&context, findings);
    measures::check(&context, findings);
    let responses = responses::check(&context, findings);
    let (event_rules, entry) = events::check(&context, &responses, findings);
    estimands::check(&context, findings);
    safety::check(&context, findings);
    truth::check(&context, findings);
    let Context { file, places, own } = context;
    Study { file, responses, entry, event_rules, own_instruments: own, places }
}

pub(crate) type Rules = IndexMap<String, crate::study::BoundRule>;
