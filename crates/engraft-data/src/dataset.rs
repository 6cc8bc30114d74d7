//! A study's files as one set of typed tables.

use std::collections::BTreeSet;
use std::sync::Arc;

use engraft_base::suggest::did_you_mean;
use engraft_base::{DayCount, Finding, Place};
use engraft_protocol::{DayConvention, Measure, MeasureKind, Study, TableSpec};
use indexmap::IndexMap;

use crate::codes;
use crate::read::{DataFile, RawTable, read_file};
use crate::table::{self, AdverseEvent, Assessment, Disposition, Infusion, Lab, Medication, Parser, Subject, fold};

/// All tables of a study. A table that is absent is empty; `has` says which are there.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// One row a subject.
    pub subjects: Vec<Subject>,
    /// One row an infusion.
    pub infusions: Vec<Infusion>,
    /// One row a measure, subject and time.
    pub assessments: Vec<Assessment>,
    /// One row a laboratory value.
    pub labs: Vec<Lab>,
    /// One row a medication.
    pub medications: Vec<Medication>,
    /// One row an event.
    pub events: Vec<AdverseEvent>,
    /// How subjects left the study.
    pub disposition: Vec<Disposition>,
    /// Names of the tables that are there (`subjects`, `infusions`, …, and the measure tables).
    pub has: BTreeSet<String>,
    /// Whether a file could not be read at all.
    pub unreadable: bool,
}

impl Dataset {
    /// Whether the table is there.
    pub fn has(&self, table: &str) -> bool {
        self.has.contains(table)
    }
}

/// The tables of a study by name, each taken once.
struct Shelf {
    tables: Vec<(RawTable, bool)>,
}

impl Shelf {
    /// The table for a standard or measure name, by the study's `file` or by its own name.
    fn take(&mut self, name: &str, spec: Option<&TableSpec>, findings: &mut Vec<Finding>) -> Option<RawTable> {
        let wanted = spec.and_then(|s| s.file.as_deref());
        let fits = |t: &RawTable| match wanted {
            Some(file) => t.file.strip_prefix("data/").unwrap_or(&t.file) == file,
            None => fold(&t.name) == fold(name),
        };
        let mut fitting = self.tables.iter_mut().filter(|(t, _)| fits(t));
        let first = fitting.next();
        if let (Some((first, _)), Some((second, used))) = (&first, fitting.next()) {
            *used = true;
            let fault = Finding::error(codes::TWO_FILES, format!("the table `{name}` is there twice"));
            let fault = fault.at(&Place::file(&second.file)).related(&Place::file(&first.file), "the one that is read");
            findings.push(fault.found(second.file.as_ref()).hint("remove one, or name the file in study.toml"));
        }
        first.map(|(table, used)| {
            *used = true;
            table.clone()
        })
    }
}

/// Reads all files of a study's data folder.
///
/// Faults of cells, rows and files go to `findings`; what can be read is in the tables.
pub fn load_dataset(study: &Study, files: &[DataFile], findings: &mut Vec<Finding>) -> Dataset {
    let mut data = Dataset::default();
    let mut shelf = Shelf { tables: Vec::new() };
    for file in files {
        let before = findings.len();
        let tables = read_file(file, findings);
        data.unreadable |= findings.iter().skip(before).any(|f| codes::UNREADABLE.contains(&f.code));
        shelf.tables.extend(tables.into_iter().map(|t| (t, false)));
    }
    let days = match study.file.study.days {
        DayConvention::Elapsed => DayCount::Elapsed,
        DayConvention::StudyDay => DayCount::StudyDay,
    };
    let parser = Parser { decimal_comma: study.file.study.decimal_comma, days };
    standard_tables(study, &mut shelf, parser, &mut data, findings);
    measure_tables(study, &mut shelf, parser, &mut data, findings);
    unused_files(study, &shelf, findings);
    data
}

fn standard_tables(study: &Study, shelf: &mut Shelf, parser: Parser, data: &mut Dataset, findings: &mut Vec<Finding>) {
    let specs = study.file.tables.clone();
    let mut take = |name: &str, spec: &Option<TableSpec>, findings: &mut Vec<Finding>| {
        let table = shelf.take(name, spec.as_ref(), findings);
        match (&table, spec.as_ref().and_then(|s| s.file.as_deref())) {
            (Some(_), _) => drop(data.has.insert(name.to_owned())),
            (None, Some(file)) => missing_file(study, &["tables", name, "file"], file, findings),
            (None, None) => {}
        }
        table
    };
    let subjects = take("subjects", &specs.subjects, findings);
    let infusions = take("infusions", &specs.infusions, findings);
    let labs = take("labs", &specs.labs, findings);
    let medications = take("medications", &specs.medications, findings);
    let events = take("events", &specs.events, findings);
    let disposition = take("disposition", &specs.disposition, findings);
    match subjects {
        Some(t) => {
            if t.rows.is_empty() {
                findings.push(no_subjects("the subjects table has no rows", &t.file));
            }
            data.subjects = table::read_subjects(study, &t, parser, findings);
        }
        None => findings.push(no_subjects("there is no subjects table", &Arc::from("data/subjects.csv"))),
    }
    data.infusions = infusions.map(|t| table::read_infusions(study, &t, parser, findings)).unwrap_or_default();
    data.labs = labs.map(|t| table::read_labs(study, &t, parser, findings)).unwrap_or_default();
    data.medications = medications.map(|t| table::read_medications(study, &t, parser, findings)).unwrap_or_default();
    data.events = events.map(|t| table::read_events(study, &t, parser, findings)).unwrap_or_default();
    data.disposition = disposition.map(|t| table::read_disposition(study, &t, parser, findings)).unwrap_or_default();
}

fn no_subjects(message: &str, file: &Arc<str>) -> Finding {
    let fault = Finding::error(codes::NO_SUBJECTS, message).at(&Place::file(file));
    fault.hint("write data/subjects.csv with a column `subject` and one row a subject")
}

fn measure_tables(study: &Study, shelf: &mut Shelf, parser: Parser, data: &mut Dataset, findings: &mut Vec<Finding>) {
    let mut groups: IndexMap<String, Vec<(&str, &Measure)>> = IndexMap::new();
    for (name, measure) in study.file.measures.iter().filter(|(_, m)| m.kind != MeasureKind::Lab) {
        let table = measure.table.as_deref().map_or(name.as_str(), crate::read::stem);
        groups.entry(table.to_owned()).or_default().push((name, measure));
    }
    for (name, measures) in groups {
        let Some(table) = shelf.take(&name, study.file.tables.measures.get(&name), findings) else {
            for (measure, _) in measures {
                let path = ["measures", measure, "table"];
                missing_file(study, &path, &format!("{name}.csv"), findings);
            }
            continue;
        };
        data.has.insert(name);
        data.assessments.extend(table::read_assessments(study, &table, &measures, parser, findings));
    }
    if !data.has("labs") && study.lab_measures().next().is_some() {
        let first = study.lab_measures().next().map_or("", |(id, _)| id);
        missing_file(study, &["measures", first], "labs.csv", findings);
    }
}

fn missing_file(study: &Study, path: &[&str], file: &str, findings: &mut Vec<Finding>) {
    let fault = Finding::error(codes::MISSING_FILE, format!("there is no table `{file}` in data/"));
    let fault = fault.at(&study.places.of(path)).found(study.places.text(path));
    findings.push(fault.hint("add the file, or name the right one in study.toml"));
}

fn unused_files(study: &Study, shelf: &Shelf, findings: &mut Vec<Finding>) {
    let mut known = vec!["subjects", "infusions", "labs", "medications", "events", "disposition"];
    known.extend(study.file.measures.keys().map(String::as_str));
    for (table, _) in shelf.tables.iter().filter(|(_, used)| !used) {
        let finding = Finding::warning(codes::UNUSED_FILE, "no measure or table of the study uses this file");
        let finding = finding.at(&Place::file(&table.file)).found(&table.name);
        findings.push(finding.hint_if(did_you_mean(&table.name, known.iter().copied())));
    }
}
