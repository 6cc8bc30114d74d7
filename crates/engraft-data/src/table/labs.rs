//! The laboratory table: one row a value, with unit and limits.

use std::sync::Arc;

use engraft_base::{Dec, Finding, Place};
use engraft_instruments::units::find_analyte;
use engraft_protocol::{STANDARD_COLUMNS, Study};

use super::{Cell, Columns, Number, Parser, When, WhenColumns, fold};
use crate::read::RawTable;

/// One laboratory value, as entered.
#[derive(Clone, Debug)]
pub struct Lab {
    /// Subject.
    pub subject: Cell<Arc<str>>,
    /// When.
    pub when: When,
    /// Test as written.
    pub test: Cell<Arc<str>>,
    /// Measure of the study, when one has this test.
    pub measure: Option<Arc<str>>,
    /// Value, censored where the text says so.
    pub value: Cell<Number>,
    /// Unit as written.
    pub unit: Cell<Arc<str>>,
    /// Lower limit of normal, in the row's unit.
    pub lower: Cell<Dec>,
    /// Upper limit of normal, in the row's unit.
    pub upper: Cell<Dec>,
    /// The row.
    pub place: Place,
}

/// The measure of a test: by the name the study gives it, else by another name of its analyte.
fn measure_of(study: &Study, tests: &[(String, Arc<str>)], folded: &str, text: &str) -> Option<Arc<str>> {
    if let Some((_, id)) = tests.iter().find(|(name, _)| name == folded) {
        return Some(id.clone());
    }
    let analyte = find_analyte(text)?.id;
    let mut named = study.lab_measures().filter(|(id, m)| {
        m.test.is_none() && { find_analyte(m.analyte.as_deref().unwrap_or(id)).is_some_and(|a| a.id == analyte) }
    });
    // two measures of one analyte are told apart by `test` only
    named.next().filter(|_| named.next().is_none()).map(|(id, _)| Arc::from(id))
}

/// Reads the laboratory table.
pub fn read_labs(study: &Study, table: &RawTable, parser: Parser, findings: &mut Vec<Finding>) -> Vec<Lab> {
    let mut columns = Columns::new(table, study.file.tables.labs.as_ref());
    let subject = columns.require("subject", findings);
    let when = WhenColumns::find(&mut columns);
    let test = columns.require("test", findings);
    let value = columns.require("value", findings);
    let unit = columns.require("unit", findings);
    let lower = columns.find("lower-limit");
    let upper = columns.find("upper-limit");
    columns.note_unused(STANDARD_COLUMNS.iter().find(|(n, _)| *n == "labs").map_or(&[][..], |(_, c)| c), findings);
    if subject.is_none() || test.is_none() || value.is_none() {
        return Vec::new();
    }
    let tests: Vec<(String, Arc<str>)> =
        study.lab_measures().map(|(id, m)| (fold(m.test.as_deref().unwrap_or(id)), Arc::from(id))).collect();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let test_cell = parser.word(columns.text(row, test), columns.place(row, test));
        let folded = fold(&test_cell.text);
        rows.push(Lab {
            subject: parser.word(columns.text(row, subject), columns.place(row, subject)),
            when: when.read(&columns, row, parser, findings),
            measure: measure_of(study, &tests, &folded, &test_cell.text),
            test: test_cell,
            value: parser.censored(columns.text(row, value), columns.place(row, value), findings),
            unit: parser.word(columns.text(row, unit), columns.place(row, unit)),
            lower: parser.number(columns.text(row, lower), columns.place(row, lower), findings),
            upper: parser.number(columns.text(row, upper), columns.place(row, upper), findings),
            place: Place::row(&table.file, row.line),
        });
    }
    rows
}
