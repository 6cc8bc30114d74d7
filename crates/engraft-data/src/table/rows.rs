//! Infusions, medications, events, disposition.

use std::sync::Arc;

use engraft_base::{Date, Day, Dec, ElapsedDay, Finding, Place};
use engraft_protocol::{STANDARD_COLUMNS, Study, TableSpec};
use smol_str::SmolStr;

use super::{Cell, Columns, Parser};
use crate::codes;
use crate::read::{RawRow, RawTable};

/// A standard column and its text.
pub type Field = (&'static str, SmolStr);

/// One infusion. CDISC: EX.
#[derive(Clone, Debug)]
pub struct Infusion {
    /// Subject.
    pub subject: Cell<Arc<str>>,
    /// Treatment cycle, when the table says it.
    pub cycle: Cell<u32>,
    /// Days since the first infusion.
    pub day: Cell<ElapsedDay>,
    /// Calendar date.
    pub date: Cell<Date>,
    /// Total dose, in the product's unit.
    pub dose: Cell<Dec>,
    /// Dose per kg body weight.
    pub dose_per_kg: Cell<Dec>,
    /// Body weight in kg at the infusion.
    pub weight: Cell<Dec>,
    /// The row.
    pub place: Place,
}

/// One medication.
#[derive(Clone, Debug)]
pub struct Medication {
    /// Subject.
    pub subject: Cell<Arc<str>>,
    /// Name.
    pub drug: Cell<Arc<str>>,
    /// First day: elapsed day or date.
    pub start: Cell<Day>,
    /// Last day.
    pub end: Cell<Day>,
    /// The row as text, for `where` conditions.
    pub fields: Vec<Field>,
    /// The row.
    pub place: Place,
}

/// One event. CDISC: AE.
#[derive(Clone, Debug)]
pub struct AdverseEvent {
    /// Subject.
    pub subject: Cell<Arc<str>>,
    /// Term as reported.
    pub term: Cell<Arc<str>>,
    /// CTCAE grade.
    pub grade: Cell<u32>,
    /// Serious or not.
    pub serious: Cell<bool>,
    /// Relation to the product, in words.
    pub related: Cell<Arc<str>>,
    /// First day.
    pub start: Cell<Day>,
    /// Last day.
    pub end: Cell<Day>,
    /// The row as text, for `where` conditions.
    pub fields: Vec<Field>,
    /// The row.
    pub place: Place,
}

/// How a subject left the study. CDISC: DS.
#[derive(Clone, Debug)]
pub struct Disposition {
    /// Subject.
    pub subject: Cell<Arc<str>>,
    /// Status in words.
    pub status: Cell<Arc<str>>,
    /// Day.
    pub day: Cell<Day>,
    /// Reason in words.
    pub reason: Cell<Arc<str>>,
    /// The row as text, for `where` conditions.
    pub fields: Vec<Field>,
    /// The row.
    pub place: Place,
}

fn standard(table: &str) -> &'static [&'static str] {
    STANDARD_COLUMNS.iter().find(|(n, _)| *n == table).map_or(&[][..], |(_, columns)| columns)
}

/// A table whose columns are looked up once by their standard names.
struct Reader<'a> {
    columns: Columns<'a>,
    found: Vec<(&'static str, Option<usize>)>,
    parser: Parser,
}

impl<'a> Reader<'a> {
    fn new(
        table: &'a RawTable,
        name: &str,
        spec: Option<&'a TableSpec>,
        needed: &[&str],
        parser: Parser,
        findings: &mut Vec<Finding>,
    ) -> Option<Reader<'a>> {
        let mut columns = Columns::new(table, spec);
        let mut whole = true;
        let mut found = Vec::new();
        for column in standard(name) {
            let index = if needed.contains(column) { columns.require(column, findings) } else { columns.find(column) };
            whole &= index.is_some() || !needed.contains(column);
            found.push((*column, index));
        }
        columns.note_unused(standard(name), findings);
        whole.then_some(Reader { columns, found, parser })
    }

    fn index(&self, column: &str) -> Option<usize> {
        self.found.iter().find(|(name, _)| *name == column).and_then(|(_, index)| *index)
    }

    fn text<'r>(&self, row: &'r RawRow, column: &str) -> &'r str {
        self.columns.text(row, self.index(column))
    }

    fn place(&self, row: &RawRow, column: &str) -> Place {
        self.columns.place(row, self.index(column))
    }

    fn word(&self, row: &RawRow, column: &str) -> Cell<Arc<str>> {
        self.parser.word(self.text(row, column), self.place(row, column))
    }

    fn number(&self, row: &RawRow, column: &str, findings: &mut Vec<Finding>) -> Cell<Dec> {
        self.parser.number(self.text(row, column), self.place(row, column), findings)
    }

    fn count(&self, row: &RawRow, column: &str, findings: &mut Vec<Finding>) -> Cell<u32> {
        self.parser.count(self.text(row, column), self.place(row, column), findings)
    }

    fn row_place(&self, row: &RawRow) -> Place {
        self.columns.place(row, None)
    }

    fn fields(&self, row: &RawRow) -> Vec<Field> {
        self.found.iter().map(|(name, index)| (*name, self.columns.text(row, *index).into())).collect()
    }

    /// A column that holds a day number or a date.
    fn day_or_date(&self, row: &RawRow, column: &str, findings: &mut Vec<Finding>) -> Cell<Day> {
        let (text, place) = (self.text(row, column), self.place(row, column));
        let digits = text.trim_start_matches('-');
        // four digits from 1900 on are a year, not a day
        let year = text.len() == 4 && text.parse().is_ok_and(|y: i32| y >= 1900);
        if !year && digits.len() < 5 && digits.bytes().all(|b| b.is_ascii_digit()) {
            let cell = self.parser.day(text, place, findings);
            return Cell {
                value: cell.value.map(Day::Elapsed),
                text: cell.text,
                place: cell.place,
                at_fault: cell.at_fault,
            };
        }
        let cell = self.parser.date(text, place, findings);
        Cell { value: cell.value.map(Day::Date), text: cell.text, place: cell.place, at_fault: cell.at_fault }
    }

    /// The first of `columns` that holds a day.
    fn first_day(&self, row: &RawRow, columns: &[&str], findings: &mut Vec<Finding>) -> Cell<Day> {
        let filled = columns.iter().find(|c| !super::is_missing(self.text(row, c)));
        let column = filled.or(columns.first()).copied().unwrap_or("day");
        self.day_or_date(row, column, findings)
    }
}

/// Reads the infusions table.
pub fn read_infusions(study: &Study, table: &RawTable, parser: Parser, findings: &mut Vec<Finding>) -> Vec<Infusion> {
    let spec = study.file.tables.infusions.as_ref();
    let Some(reader) = Reader::new(table, "infusions", spec, &["subject"], parser, findings) else { return Vec::new() };
    let read = |row: &RawRow| {
        let (day, date) = (
            (reader.text(row, "day"), reader.place(row, "day")),
            (reader.text(row, "date"), reader.place(row, "date")),
        );
        Infusion {
            subject: reader.word(row, "subject"),
            cycle: reader.count(row, "cycle", findings),
            day: parser.day(day.0, day.1, findings),
            date: parser.date(date.0, date.1, findings),
            dose: reader.number(row, "dose", findings),
            dose_per_kg: reader.number(row, "dose-per-kg", findings),
            weight: reader.number(row, "weight-kg", findings),
            place: reader.row_place(row),
        }
    };
    table.rows.iter().map(read).collect()
}

/// Reads the medications table.
pub fn read_medications(
    study: &Study,
    table: &RawTable,
    parser: Parser,
    findings: &mut Vec<Finding>,
) -> Vec<Medication> {
    let spec = study.file.tables.medications.as_ref();
    let needed = ["subject", "drug"];
    let Some(reader) = Reader::new(table, "medications", spec, &needed, parser, findings) else { return Vec::new() };
    let read = |row: &RawRow| Medication {
        subject: reader.word(row, "subject"),
        drug: reader.word(row, "drug"),
        start: reader.day_or_date(row, "start", findings),
        end: reader.day_or_date(row, "end", findings),
        fields: reader.fields(row),
        place: reader.row_place(row),
    };
    table.rows.iter().map(read).collect()
}

/// Reads the events table.
pub fn read_events(study: &Study, table: &RawTable, parser: Parser, findings: &mut Vec<Finding>) -> Vec<AdverseEvent> {
    let spec = study.file.tables.events.as_ref();
    let needed = ["subject", "term"];
    let Some(reader) = Reader::new(table, "events", spec, &needed, parser, findings) else { return Vec::new() };
    let read = |row: &RawRow| AdverseEvent {
        subject: reader.word(row, "subject"),
        term: reader.word(row, "term"),
        grade: grade(reader.count(row, "grade", findings), findings),
        serious: parser.flag(reader.text(row, "serious"), reader.place(row, "serious"), findings),
        related: reader.word(row, "related"),
        start: reader.first_day(row, &["start", "day", "date"], findings),
        end: reader.day_or_date(row, "end", findings),
        fields: reader.fields(row),
        place: reader.row_place(row),
    };
    table.rows.iter().map(read).collect()
}

fn grade(cell: Cell<u32>, findings: &mut Vec<Finding>) -> Cell<u32> {
    if cell.value.is_some_and(|g| g > 5) {
        let fault = Finding::error(codes::OUT_OF_RANGE, "a grade is 1 to 5").at(&cell.place).found(&cell.text);
        findings.push(fault.expected("1 to 5"));
        return Cell { value: None, at_fault: true, ..cell };
    }
    cell
}

/// Reads the disposition table.
pub fn read_disposition(
    study: &Study,
    table: &RawTable,
    parser: Parser,
    findings: &mut Vec<Finding>,
) -> Vec<Disposition> {
    let spec = study.file.tables.disposition.as_ref();
    let needed = ["subject", "status"];
    let Some(reader) = Reader::new(table, "disposition", spec, &needed, parser, findings) else { return Vec::new() };
    let read = |row: &RawRow| Disposition {
        subject: reader.word(row, "subject"),
        status: reader.word(row, "status"),
        day: reader.first_day(row, &["day", "date"], findings),
        reason: reader.word(row, "reason"),
        fields: reader.fields(row),
        place: reader.row_place(row),
    };
    table.rows.iter().map(read).collect()
}
