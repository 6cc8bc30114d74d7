//! Measure tables: one row a subject and visit, one column an item or a value.

use std::sync::Arc;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Finding, Place};
use engraft_instruments::{Answer, Instrument};
use engraft_protocol::{Enter, Measure, MeasureKind, Study};
use smol_str::SmolStr;

use super::{Cell, Censor, Columns, Number, Parser, When, WhenColumns, is_missing};
use crate::codes;
use crate::read::{RawRow, RawTable};

/// One measure at one time, as entered.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Subject.
    pub subject: Arc<Cell<Arc<str>>>,
    /// Measure of the study.
    pub measure: Arc<str>,
    /// When; all measures of a row share it.
    pub when: Arc<When>,
    /// What was entered.
    pub entered: Entered,
    /// The row.
    pub place: Place,
}

/// What was entered.
#[derive(Clone, Debug)]
pub enum Entered {
    /// The items of an instrument, in its order, each with its place.
    Items(Vec<(Answer, Cell<Arc<str>>)>),
    /// A total or a single value.
    Number(Cell<Number>),
    /// A category.
    Word(Cell<Arc<str>>),
    /// A list: known and empty when the cell says `none`.
    List(Cell<Vec<String>>),
}

impl Entered {
    /// Whether nothing at all was entered.
    pub fn is_empty(&self) -> bool {
        match self {
            Entered::Items(items) => items.iter().all(|(_, cell)| cell.value.is_none() && !cell.at_fault),
            Entered::Number(cell) => cell.is_empty(),
            Entered::Word(cell) => cell.is_empty(),
            Entered::List(cell) => cell.is_empty(),
        }
    }

    /// The cells that hold it: those with text, or the one cell.
    pub fn places(&self) -> Vec<Place> {
        match self {
            Entered::Items(items) => {
                items.iter().filter(|(_, c)| !is_missing(&c.text)).map(|(_, c)| c.place.clone()).collect()
            }
            Entered::Number(cell) => vec![cell.place.clone()],
            Entered::Word(cell) => vec![cell.place.clone()],
            Entered::List(cell) => vec![cell.place.clone()],
        }
    }
}

/// A measure with the columns of its items, or of its value.
type Found<'a> = (Arc<str>, &'a Measure, Vec<Option<usize>>);

/// Reads the measures that share one table.
pub fn read_assessments(
    study: &Study,
    (name, table): (&str, &RawTable),
    measures: &[(&str, &Measure)],
    parser: Parser,
    findings: &mut Vec<Finding>,
) -> Vec<Assessment> {
    let mut columns = Columns::new(table, study.file.tables.measures.get(name));
    let subject = columns.require("subject", findings);
    let when = WhenColumns::find(&mut columns);
    let found: Vec<Found<'_>> = measures
        .iter()
        .map(|(name, measure)| {
            (Arc::from(*name), *measure, value_columns(study, name, measure, &mut columns, findings))
        })
        .collect();
    let known: Vec<&str> =
        measures.iter().map(|(name, _)| *name).chain(["subject", "visit", "cycle", "day", "date"]).collect();
    columns.note_unused(&known, findings);
    let mut rows = Vec::with_capacity(table.rows.len().saturating_mul(found.len()));
    for row in table.rows.iter().filter(|_| subject.is_some()) {
        let id = Arc::new(parser.word(columns.text(row, subject), columns.place(row, subject)));
        let at = Arc::new(when.read(&columns, row, parser, findings));
        for (name, measure, value) in &found {
            let Some(entered) = read_value(study, measure, &columns, row, value, parser, findings) else { continue };
            let place = columns.place(row, None);
            rows.push(Assessment { subject: id.clone(), measure: name.clone(), when: at.clone(), entered, place });
        }
    }
    rows
}

fn value_columns(
    study: &Study,
    name: &str,
    measure: &Measure,
    columns: &mut Columns<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<Option<usize>> {
    if let Some(instrument) = study.instrument(measure).filter(|_| measure.enter == Enter::Items) {
        let column = |id: &str| measure.columns.get(id).map_or(id, String::as_str).to_owned();
        return instrument.items.iter().map(|item| columns.require(&column(&item.id), findings)).collect();
    }
    vec![columns.require(measure.column.as_deref().unwrap_or(name), findings)]
}

/// `None` when the table lacks the column altogether (a finding says so).
fn read_value(
    study: &Study,
    measure: &Measure,
    columns: &Columns<'_>,
    row: &RawRow,
    value: &[Option<usize>],
    parser: Parser,
    findings: &mut Vec<Finding>,
) -> Option<Entered> {
    if let Some(instrument) = study.instrument(measure).filter(|_| measure.enter == Enter::Items) {
        return Some(Entered::Items(read_items(instrument, columns, row, value, parser, findings)));
    }
    let column = value.first().copied().flatten()?;
    let (text, place) = (columns.text(row, Some(column)), columns.place(row, Some(column)));
    Some(match measure.kind {
        MeasureKind::Instrument | MeasureKind::Value | MeasureKind::Lab => {
            let cell = parser.censored(text, place, findings);
            Entered::Number(within_range(study, measure, cell, findings))
        }
        MeasureKind::Category => Entered::Word(category(measure, parser.word(text, place), findings)),
        MeasureKind::List => Entered::List(list(measure, text, place)),
    })
}

fn read_items(
    instrument: &Instrument,
    columns: &Columns<'_>,
    row: &RawRow,
    value: &[Option<usize>],
    parser: Parser,
    findings: &mut Vec<Finding>,
) -> Vec<(Answer, Cell<Arc<str>>)> {
    let mut answers = Vec::with_capacity(instrument.items.len());
    for (item, column) in instrument.items.iter().zip(value) {
        let cell = parser.word(columns.text(row, *column), columns.place(row, *column));
        let text = match (is_missing(&cell.text), parser.decimal_comma) {
            (true, _) => SmolStr::default(),
            (false, true) => cell.text.replacen(',', ".", 1).into(),
            (false, false) => cell.text.clone(),
        };
        match item.read(&text) {
            Ok(answer) => answers.push((answer, cell)),
            Err(fault) => {
                let message = format!("{}: {}", item.label, fault.phrase);
                let finding = Finding::error(codes::BAD_ITEM, message).at(&cell.place).found(&cell.text);
                findings.push(finding.expected(fault.expected));
                answers.push((Answer::Missing, Cell { value: None, at_fault: true, ..cell }));
            }
        }
    }
    answers
}

/// A single value must lie on its scale; a total must be one that the instrument can have.
fn within_range(study: &Study, measure: &Measure, cell: Cell<Number>, findings: &mut Vec<Finding>) -> Cell<Number> {
    let Some(number) = cell.value else { return cell };
    let name = cell.place.field.clone().unwrap_or_default();
    let fault = match (number.censor, study.instrument(measure), study.range(measure)) {
        (Censor::Exact, Some(instrument), _) => {
            instrument.score_total(number.value).err().map(|fault| (format!("is {}", fault.phrase), fault.expected))
        }
        (Censor::Exact, None, Some((low, high))) if !(low..=high).contains(&number.value) => {
            Some(("is outside its range".to_owned(), format!("{low} to {high}")))
        }
        (Censor::Below | Censor::Above, _, Some((low, high))) => {
            Some(("is a limit of detection, which a scale with limits has not".to_owned(), format!("{low} to {high}")))
        }
        _ => None,
    };
    let Some((phrase, expected)) = fault else { return cell };
    let finding = Finding::error(codes::OUT_OF_RANGE, format!("`{name}` {phrase}")).at(&cell.place);
    findings.push(finding.found(&cell.text).expected(expected));
    Cell { value: None, at_fault: true, ..cell }
}

fn category(measure: &Measure, cell: Cell<Arc<str>>, findings: &mut Vec<Finding>) -> Cell<Arc<str>> {
    match &cell.value {
        Some(value) if !measure.values.iter().any(|v| **v == **value) => {
            let hint = did_you_mean(value, measure.values.iter().map(String::as_str));
            let fault = Finding::error(codes::NOT_A_WORD, format!("`{value}` is not a value of the category"));
            let expected = format!("one of {}", measure.values.join(", "));
            findings.push(fault.at(&cell.place).found(&cell.text).expected(expected).hint_if(hint));
            Cell { value: None, at_fault: true, ..cell }
        }
        _ => cell,
    }
}

fn list(measure: &Measure, text: &str, place: Place) -> Cell<Vec<String>> {
    let separator = measure.separator.as_deref().filter(|s| !s.is_empty()).unwrap_or(";");
    let value = if is_missing(text) {
        None
    } else if text.eq_ignore_ascii_case("none") {
        Some(Vec::new())
    } else {
        Some(text.split(separator).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect())
    };
    Cell { value, text: text.into(), place, at_fault: false }
}
