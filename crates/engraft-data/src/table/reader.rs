//! Reads the cells of one row by standard column names; what every table shares: subject, visit, cycle, day, date.

use std::sync::Arc;

use engraft_base::{Date, Day, ElapsedDay, Finding};

use super::{Cell, Columns, Parser};
use crate::read::RawRow;

/// When an assessment was made, as the row says it.
#[derive(Clone, Debug)]
pub struct When {
    /// Visit named.
    pub visit: Cell<Arc<str>>,
    /// Treatment cycle named.
    pub cycle: Cell<u32>,
    /// Days since the subject's first infusion.
    pub day: Cell<ElapsedDay>,
    /// Calendar date.
    pub date: Cell<Date>,
}

impl When {
    /// The day or date given; the day when both are.
    pub fn given(&self) -> Option<Day> {
        self.day.value.map(Day::Elapsed).or(self.date.value.map(Day::Date))
    }

    /// Whether a day or date was entered that could not be read.
    pub fn at_fault(&self) -> bool {
        self.day.at_fault || self.date.at_fault || self.cycle.at_fault
    }
}

/// Where the columns of [`When`] are.
#[derive(Clone, Copy, Debug)]
pub struct WhenColumns {
    visit: Option<usize>,
    cycle: Option<usize>,
    day: Option<usize>,
    date: Option<usize>,
}

impl WhenColumns {
    /// Finds them.
    pub fn find(columns: &mut Columns<'_>) -> WhenColumns {
        WhenColumns {
            visit: columns.find("visit"),
            cycle: columns.find("cycle"),
            day: columns.find("day"),
            date: columns.find("date"),
        }
    }

    /// Reads them from a row.
    pub fn read(&self, columns: &Columns<'_>, row: &RawRow, parser: Parser, findings: &mut Vec<Finding>) -> When {
        When {
            visit: parser.word(columns.text(row, self.visit), columns.place(row, self.visit)),
            cycle: parser.count(columns.text(row, self.cycle), columns.place(row, self.cycle), findings),
            day: parser.day(columns.text(row, self.day), columns.place(row, self.day), findings),
            date: parser.date(columns.text(row, self.date), columns.place(row, self.date), findings),
        }
    }
}
