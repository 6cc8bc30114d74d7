//! The protocol as the other parts read it.

use std::collections::BTreeMap;

use engraft_base::{Dec, Place};
use engraft_instruments::Instrument;
use engraft_instruments::response::ReadRemark;
use engraft_instruments::rule::Rule;
use indexmap::IndexMap;

use crate::tree::{Node, Source, Value};
use crate::types::{Direction, Measure, MeasureKind, StudyFile};

/// A study whose protocol is free of faults: every name refers to something, every rule can be evaluated.
#[derive(Clone, Debug)]
pub struct Study {
    /// What study.toml says.
    pub file: StudyFile,
    /// The rule of each response, in the order of the file.
    pub responses: IndexMap<String, BoundRule>,
    /// The rule of each entry criterion.
    pub entry: IndexMap<String, BoundRule>,
    /// The rule of each event that is defined by one.
    pub event_rules: IndexMap<String, BoundRule>,
    /// Instruments defined in the study folder.
    pub own_instruments: BTreeMap<String, Instrument>,
    /// Where each key of the file stands.
    pub places: Places,
}

/// A rule with the measure that plays each role.
#[derive(Clone, Debug)]
pub struct BoundRule {
    /// The rule.
    pub rule: Rule,
    /// Name as written in the rule → measure of the study.
    pub measures: BTreeMap<String, String>,
    /// Name as written in the rule → event of the study.
    pub events: BTreeMap<String, String>,
    /// For a named definition: the value in force of each of its parameters.
    pub parameters: Vec<(String, Dec)>,
    /// For a named definition: its remarks, over the same names as the rule.
    pub remarks: Vec<ReadRemark>,
    /// For a named definition: its identifier.
    pub definition: Option<String>,
    /// `verified`, `reconstructed`, or `study` for a rule of the study's own.
    pub status: String,
    /// Where the definition comes from.
    pub source: Option<String>,
}

impl Study {
    /// The instrument of a measure, when it has one.
    pub fn instrument(&self, measure: &Measure) -> Option<&Instrument> {
        let id = measure.instrument.as_deref()?;
        self.own_instruments.get(id).or_else(|| engraft_instruments::builtin(id))
    }

    /// Limits of a measure's scale, as decimals: of its instrument, or as stated.
    pub fn range(&self, measure: &Measure) -> Option<(engraft_base::Dec, engraft_base::Dec)> {
        if let Some(instrument) = self.instrument(measure) {
            return Some((instrument.range.lower, instrument.range.upper?));
        }
        let [low, high] = measure.range?;
        Some((engraft_base::Dec::from_f64(low)?, engraft_base::Dec::from_f64(high)?))
    }

    /// Which direction is better, when it is known.
    pub fn direction(&self, measure: &Measure) -> Option<Direction> {
        measure.direction.or_else(|| {
            let instrument = self.instrument(measure)?;
            Some(match instrument.direction {
                engraft_instruments::instrument::Direction::HigherIsWorse => Direction::LowerIsBetter,
                engraft_instruments::instrument::Direction::HigherIsBetter => Direction::HigherIsBetter,
            })
        })
    }

    /// Name of a measure for readers.
    pub fn measure_label<'a>(&'a self, id: &'a str) -> &'a str {
        let Some(measure) = self.file.measures.get(id) else { return id };
        measure.label.as_deref().or_else(|| self.instrument(measure).map(|i| i.name.as_str())).unwrap_or(id)
    }

    /// Name of a visit for readers.
    pub fn visit_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.file.visits.get(id).and_then(|v| v.label.as_deref()).unwrap_or(id)
    }

    /// Name of an arm for readers.
    pub fn arm_label<'a>(&'a self, id: &'a str) -> &'a str {
        self.file.arms.get(id).and_then(|a| a.label.as_deref()).unwrap_or(id)
    }

    /// Arms in the order of the file; one arm, `all`, when the file names none.
    pub fn arm_ids(&self) -> Vec<&str> {
        if self.file.arms.is_empty() { vec!["all"] } else { self.file.arms.keys().map(String::as_str).collect() }
    }

    /// Confidence level of intervals where nothing else is said.
    pub fn level(&self) -> f64 {
        self.file.study.level.unwrap_or(0.95)
    }

    /// The visit that holds baseline values for print: the rule's visit, else the last planned on or before day 0.
    pub fn baseline_visit(&self) -> Option<&str> {
        let named = self.file.baseline.visit.as_deref();
        named.or_else(|| {
            let before = self.file.visits.iter().filter(|(_, v)| v.day <= 0);
            before.max_by_key(|(_, v)| v.day).map(|(id, _)| id.as_str())
        })
    }

    /// Visits at which a measure is planned, in the order of the file.
    pub fn measure_visits<'a>(&'a self, measure: &'a Measure) -> Vec<&'a str> {
        self.file.visits.keys().map(String::as_str).filter(|id| self.is_planned(measure, id)).collect()
    }

    /// Whether a measure is planned at a visit of the study.
    pub fn is_planned(&self, measure: &Measure, visit: &str) -> bool {
        match measure.visits.is_empty() {
            true => self.file.visits.contains_key(visit),
            false => measure.visits.iter().any(|v| v == visit) && self.file.visits.contains_key(visit),
        }
    }

    /// Whether an `[[unknown]]` entry says that this value is known to be missing.
    pub fn is_declared_missing(&self, measure: &str, visit: Option<&str>, subject: &str) -> bool {
        self.file.unknown.iter().any(|u| {
            let whole_visit = u.measure.is_none() && u.table.is_none() && u.visit.is_some();
            (u.measure.as_deref() == Some(measure) || whole_visit)
                && u.column.is_none()
                && (u.visit.is_none() || u.visit.as_deref() == visit)
                && (u.subjects.is_empty() || u.subjects.iter().any(|s| s == subject))
        })
    }

    /// Whether an `[[unknown]]` entry says that this column of a table is known to be missing for a subject.
    pub fn is_column_unknown(&self, table: &str, column: &str, subject: &str) -> bool {
        self.file.unknown.iter().any(|u| {
            u.column.as_deref() == Some(column)
                && (u.table.as_deref() == Some(table) || u.measure.as_deref() == Some(table))
                && (u.subjects.is_empty() || u.subjects.iter().any(|s| s == subject))
        })
    }

    /// Numeric measures in the order of the file.
    pub fn numeric_measures(&self) -> impl Iterator<Item = (&str, &Measure)> {
        self.file.measures.iter().filter(|(_, m)| m.kind.is_numeric()).map(|(id, m)| (id.as_str(), m))
    }

    /// Laboratory measures in the order of the file.
    pub fn lab_measures(&self) -> impl Iterator<Item = (&str, &Measure)> {
        self.file.measures.iter().filter(|(_, m)| m.kind == MeasureKind::Lab).map(|(id, m)| (id.as_str(), m))
    }
}

/// Where each key of study.toml stands.
#[derive(Clone, Debug)]
pub struct Places {
    /// The text.
    pub source: Source,
    root: Node,
}

impl Places {
    /// Keeps the tree of a file for later questions.
    pub fn new(source: Source, root: Node) -> Places {
        Places { source, root }
    }

    /// The node at a path of keys (a number is an index of a list).
    pub fn node(&self, path: &[&str]) -> Option<&Node> {
        let mut node = &self.root;
        for key in path {
            node = match &node.value {
                Value::Table(entries) => &entries.get(*key)?.node,
                Value::List(items) => items.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// The place of a path; of its longest part that exists, when the whole does not.
    pub fn of(&self, path: &[&str]) -> Place {
        let parts = (0..=path.len()).rev().filter_map(|n| path.get(..n));
        let found = parts.into_iter().find_map(|part| self.node(part).map(|node| (part, node)));
        let Some((part, node)) = found else { return Place::file(&self.source.file) };
        // a table header such as [measures.ck] is found by its key, not by its first entry
        let key = self.key_span(part);
        let start = match &node.value {
            Value::Table(_) => key.unwrap_or(node.span.start),
            _ => node.span.start,
        };
        self.source.place(start)
    }

    /// The place of the key at the end of a path.
    pub fn key(&self, path: &[&str]) -> Place {
        self.key_span(path).map_or_else(|| self.of(path), |start| self.source.place(start))
    }

    fn key_span(&self, path: &[&str]) -> Option<usize> {
        let (last, parent) = path.split_last()?;
        match &self.node(parent)?.value {
            Value::Table(entries) => entries.get(*last).map(|entry| entry.key.start),
            _ => None,
        }
    }

    /// The text at a path, first line only.
    pub fn text(&self, path: &[&str]) -> String {
        self.node(path).map(|node| self.source.text(&node.span).to_owned()).unwrap_or_default()
    }
}
