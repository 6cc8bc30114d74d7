//! A study's files as one set of typed tables.

use std::collections::BTreeSet;
use std::sync::Arc;

use engraft_base::suggest::did_you_mean;
use engraft_base::{DayCount, Finding, Place};
use engraft_protocol::{DataOrigin, DayConvention, Measure, MeasureKind, Study, TableSpec};
use indexmap::IndexMap;

use crate::codes;
use crate::read::{DataFile, RawTable, is_marked_simulated, read_file, stem};
use crate::table::{
    self, AdverseEvent, Assessment, Columns, Disposition, Infusion, Lab, Medication, Parser, Subject, fold,
};

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
    tables: Vec<(Arc<RawTable>, bool)>,
    /// Names of files that could not be read: what they hold is not asked for again.
    unreadable: Vec<String>,
    /// Whether a workbook could not be read: nobody knows which tables it holds.
    book_failed: bool,
}

impl Shelf {
    /// Whether a file of that name is there but could not be read.
    fn failed(&self, name: &str) -> bool {
        self.unreadable.contains(&fold(name)) || self.book_failed
    }

    /// The table for a standard or measure name, by the study's `file` or by its own name.
    fn take(&mut self, name: &str, spec: Option<&TableSpec>, findings: &mut Vec<Finding>) -> Option<Arc<RawTable>> {
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
    let mut shelf = Shelf { tables: Vec::new(), unreadable: Vec::new(), book_failed: false };
    for file in files {
        let before = findings.len();
        simulated(study, file, findings);
        let tables = read_file(file, findings);
        if findings.iter().skip(before).any(|f| codes::UNREADABLE.contains(&f.code)) {
            data.unreadable = true;
            shelf.unreadable.push(fold(stem(&file.name)));
            shelf.book_failed |=
                !file.name.ends_with(".csv") && !file.name.ends_with(".tsv") && !file.name.ends_with(".txt");
        }
        shelf.tables.extend(tables.into_iter().map(|t| (Arc::new(t), false)));
    }
    typed(study, shelf, data, findings)
}

/// The same from tables that are text already, without files.
pub fn load_tables(study: &Study, tables: Vec<RawTable>, findings: &mut Vec<Finding>) -> Dataset {
    let tables = tables.into_iter().map(|table| (Arc::new(table), false)).collect();
    typed(study, Shelf { tables, unreadable: Vec::new(), book_failed: false }, Dataset::default(), findings)
}

/// A table that says that it is simulated has no place among data that are not.
fn simulated(study: &Study, file: &DataFile, findings: &mut Vec<Finding>) {
    if study.file.study.data != DataOrigin::Simulated && is_marked_simulated(&file.bytes) {
        let fault = Finding::error(codes::SIMULATED, "the table is simulated, and the study's data are not");
        let fault = fault.at(&Place::file(&file.name));
        let fault = fault.related(&study.places.of(&["study", "data"]), "where the data come from");
        findings.push(fault.hint("take the table out of data/, or set `data = \"simulated\"` in [study]"));
    }
}

fn typed(study: &Study, mut shelf: Shelf, mut data: Dataset, findings: &mut Vec<Finding>) -> Dataset {
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
            (None, Some(file)) if !shelf.failed(table_name(file)) => {
                missing_file(study, &["tables", name, "file"], file, findings)
            }
            (None, _) => {}
        }
        table
    };
    let subjects = take("subjects", &specs.subjects, findings);
    let infusions = take("infusions", &specs.infusions, findings);
    let labs = take("labs", &specs.labs, findings);
    let medications = take("medications", &specs.medications, findings);
    let events = take("events", &specs.events, findings);
    let disposition = take("disposition", &specs.disposition, findings);
    match &subjects {
        Some(t) if t.rows.is_empty() => findings.push(no_subjects("the subjects table has no rows", &t.file)),
        None if !shelf.failed("subjects") => {
            findings.push(no_subjects("there is no subjects table", &Arc::from("data/subjects.csv")));
        }
        _ => {}
    }
    let tables = &study.file.tables;
    data.subjects =
        read(subjects, tables.subjects.as_ref(), findings, |t, f| table::read_subjects(study, t, parser, f));
    data.infusions =
        read(infusions, tables.infusions.as_ref(), findings, |t, f| table::read_infusions(study, t, parser, f));
    data.labs = read(labs, tables.labs.as_ref(), findings, |t, f| table::read_labs(study, t, parser, f));
    data.medications =
        read(medications, tables.medications.as_ref(), findings, |t, f| table::read_medications(study, t, parser, f));
    data.events = read(events, tables.events.as_ref(), findings, |t, f| table::read_events(study, t, parser, f));
    data.disposition =
        read(disposition, tables.disposition.as_ref(), findings, |t, f| table::read_disposition(study, t, parser, f));
}

/// Reads a table, when it is there, and names the subject in the findings of its rows.
fn read<T>(
    table: Option<Arc<RawTable>>,
    spec: Option<&TableSpec>,
    findings: &mut Vec<Finding>,
    rows: impl FnOnce(&RawTable, &mut Vec<Finding>) -> Vec<T>,
) -> Vec<T> {
    let Some(table) = table else { return Vec::new() };
    let before = findings.len();
    let read = rows(&table, findings);
    let column = Columns::new(&table, spec).find("subject");
    for finding in findings.iter_mut().skip(before).filter(|f| f.subject.is_none()) {
        // the rows stand in the order of their lines
        let at = finding.place.as_ref().map(|place| table.rows.partition_point(|row| row.line < place.row));
        let row =
            at.and_then(|at| table.rows.get(at)).filter(|r| Some(r.line) == finding.place.as_ref().map(|p| p.row));
        if let Some(id) = row.and_then(|row| row.cells.get(column?)).filter(|id| !id.is_empty()) {
            *finding = finding.clone().subject(id);
        }
    }
    read
}

fn no_subjects(message: &str, file: &Arc<str>) -> Finding {
    let fault = Finding::error(codes::NO_SUBJECTS, message).at(&Place::file(file));
    fault.hint("write data/subjects.csv with a column `subject` and one row a subject")
}

fn measure_tables(study: &Study, shelf: &mut Shelf, parser: Parser, data: &mut Dataset, findings: &mut Vec<Finding>) {
    let mut groups: IndexMap<String, Vec<(&str, &Measure)>> = IndexMap::new();
    for (name, measure) in study.file.measures.iter().filter(|(_, m)| m.kind != MeasureKind::Lab) {
        let table = measure.table.as_deref().map_or(name.as_str(), table_name);
        groups.entry(table.to_owned()).or_default().push((name, measure));
    }
    for (name, measures) in groups {
        let spec = study.file.tables.measures.get(&name);
        let Some(table) = shelf.take(&name, spec, findings) else {
            for (measure, _) in measures.into_iter().filter(|_| !shelf.failed(&name)) {
                let path = ["measures", measure, "table"];
                missing_file(study, &path, &format!("{name}.csv"), findings);
            }
            continue;
        };
        let rows =
            read(Some(table), spec, findings, |t, f| table::read_assessments(study, (&name, t), &measures, parser, f));
        match data.assessments.is_empty() {
            true => data.assessments = rows,
            false => data.assessments.extend(rows),
        }
        data.has.insert(name);
    }
    if let Some((first, _)) = study.lab_measures().next().filter(|_| !data.has("labs") && !shelf.failed("labs")) {
        missing_file(study, &["measures", first], "labs.csv", findings);
    }
}

/// A sheet of a workbook goes by the sheet's name, a file by its own.
fn table_name(written: &str) -> &str {
    written.rsplit_once('#').map_or_else(|| stem(written), |(_, sheet)| sheet)
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
