//! The subjects table: one row a subject.

use std::sync::Arc;

use engraft_base::{Date, Dec, Finding};
use engraft_protocol::{CharacteristicKind, Study};
use indexmap::IndexMap;

use super::{Cell, Columns, Parser};
use crate::codes;
use crate::read::{RawRow, RawTable};

/// A subject. CDISC: USUBJID.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Identifier.
    pub id: Cell<Arc<str>>,
    /// Arm; `all` in a study without arms.
    pub arm: Cell<Arc<str>>,
    /// Body weight in kg.
    pub weight: Cell<Dec>,
    /// Day of enrolment.
    pub enrolled: Cell<Date>,
    /// Characteristics in the order of the study file.
    pub characteristics: Characteristics,
}

/// Characteristic → number or word.
pub type Characteristics = IndexMap<String, (Cell<Dec>, Cell<Arc<str>>)>;

/// Reads the subjects table.
pub fn read_subjects(study: &Study, table: &RawTable, parser: Parser, findings: &mut Vec<Finding>) -> Vec<Subject> {
    let mut columns = Columns::new(table, study.file.tables.subjects.as_ref());
    let id = columns.require("subject", findings);
    let arm = if study.file.arms.is_empty() { columns.find("arm") } else { columns.require("arm", findings) };
    let weight = columns.find("weight-kg");
    let enrolled = columns.find("enrolled");
    let wanted: Vec<(&String, Option<usize>)> = study
        .file
        .characteristics
        .iter()
        .map(|(name, c)| (name, columns.require(c.column.as_deref().unwrap_or(name), findings)))
        .collect();
    columns.note_unused(&["subject", "arm", "weight-kg", "enrolled"], findings);
    if id.is_none() {
        return Vec::new();
    }
    let read = |row: &RawRow, findings: &mut Vec<Finding>| Subject {
        id: parser.word(columns.text(row, id), columns.place(row, id)),
        arm: parser.word(columns.text(row, arm), columns.place(row, arm)),
        weight: parser.number(columns.text(row, weight), columns.place(row, weight), findings),
        enrolled: parser.date(columns.text(row, enrolled), columns.place(row, enrolled), findings),
        characteristics: wanted
            .iter()
            .map(|(name, column)| {
                ((*name).clone(), characteristic(study, name, &columns, row, *column, parser, findings))
            })
            .collect(),
    };
    table.rows.iter().map(|row| read(row, findings)).collect()
}

fn characteristic(
    study: &Study,
    name: &str,
    columns: &Columns<'_>,
    row: &RawRow,
    column: Option<usize>,
    parser: Parser,
    findings: &mut Vec<Finding>,
) -> (Cell<Dec>, Cell<Arc<str>>) {
    let (text, place) = (columns.text(row, column), columns.place(row, column));
    let spec = study.file.characteristics.get(name);
    if spec.is_some_and(|s| s.kind == CharacteristicKind::Number) {
        let mut number = parser.number(text, place.clone(), findings);
        let limits = spec.and_then(|s| s.range).map(|[low, high]| (Dec::from_f64(low), Dec::from_f64(high)));
        if let (Some(value), Some((Some(low), Some(high)))) = (number.value, limits)
            && !(low..=high).contains(&value)
        {
            let fault = Finding::error(codes::OUT_OF_RANGE, format!("`{name}` is outside its range"));
            findings.push(fault.at(&place).found(text).expected(format!("{low} to {high}")));
            number = Cell { value: None, at_fault: true, ..number };
        }
        return (number, Cell::absent(place));
    }
    let mut word = parser.word(text, place.clone());
    let known = spec.map(|s| s.values.as_slice()).unwrap_or_default();
    if let Some(value) = &word.value
        && !known.is_empty()
        && !known.iter().any(|k| **k == **value)
    {
        let fault = Finding::error(codes::NOT_A_WORD, format!("`{value}` is not a value of `{name}`")).at(&place);
        let hint = engraft_base::suggest::did_you_mean(value, known.iter().map(String::as_str));
        findings.push(fault.found(text).expected(format!("one of {}", known.join(", "))).hint_if(hint));
        word = Cell { value: None, at_fault: true, ..word };
    }
    (Cell::absent(place), word)
}
