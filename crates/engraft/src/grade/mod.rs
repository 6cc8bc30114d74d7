//! `engraft grade`: severity grades on any table, one row a value or an assessment.

mod clinical;
mod laboratory;

use engraft_analysis::stat::{Problem, Table, flag};
use engraft_base::Dec;
use engraft_instruments::grading::{self, Grade};
use engraft_instruments::rule::rule_name;

use crate::any_table::first_of;

/// A graded table.
pub struct Graded {
    /// Names of the columns.
    pub header: Vec<String>,
    /// One row a value and term, or an assessment.
    pub rows: Vec<Vec<String>>,
}

/// Columns that are copied where a table has them.
const COPIED: [&str; 3] = ["subject", "visit", "day"];

/// Grades a table by a scale or a table of laboratory limits; `None` when there is none of that name.
///
/// # Errors
/// Every column that is lacking and every cell that cannot be read.
pub fn grade(id: &str, table: &Table) -> Option<Result<Graded, Vec<Problem>>> {
    if let Some(limits) = grading::table(id) {
        return Some(laboratory::grade(limits, table));
    }
    grading::scale(id).map(|scale| clinical::grade(&scale.id, table))
}

/// The columns of a table by their names with underscores.
struct Reader<'a> {
    table: &'a Table,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn new(table: &'a Table) -> Reader<'a> {
        Reader { table, problems: Vec::new() }
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.table.header.iter().position(|header| rule_name(header.trim()) == rule_name(name))
    }

    /// Says that a column is lacking.
    fn require(&mut self, name: &str, what: &str) {
        if self.column(name).is_none() {
            self.problems.push(Problem::new(format!("the table has no column `{name}`"), what));
        }
    }

    /// A cell; empty where there is no such column.
    fn cell(&self, row: usize, name: &str) -> &'a str {
        self.column(name).map_or("", |column| self.table.cell(row, column))
    }

    fn wrong(&mut self, row: usize, name: &str, expected: &str) {
        let shown: String = self.cell(row, name).chars().take(40).collect();
        let message = format!("line {}, column `{name}`: `{shown}`", self.table.line(row));
        self.problems.push(Problem::new(message, format!("expected {expected}")));
    }

    /// A number; none for an empty cell.
    fn number(&mut self, row: usize, name: &str) -> Option<Dec> {
        let cell = self.cell(row, name);
        let number = Dec::parse(cell);
        if number.is_none() && !cell.is_empty() {
            self.wrong(row, name, "a number with a decimal point, or an empty cell");
        }
        number
    }

    /// A count up to 255; none for an empty cell.
    fn count(&mut self, row: usize, name: &str) -> Option<u8> {
        let cell = self.cell(row, name);
        let count = cell.parse().ok();
        if count.is_none() && !cell.is_empty() {
            self.wrong(row, name, "a whole number from 0, or an empty cell");
        }
        count
    }

    /// Yes or no; none for an empty cell.
    fn flag(&mut self, row: usize, name: &str) -> Option<bool> {
        let cell = self.cell(row, name);
        let answer = flag(cell);
        if answer.is_none() && !cell.is_empty() {
            self.wrong(row, name, "yes or no, 1 or 0, or an empty cell");
        }
        answer
    }

    /// One of several words; none for an empty cell.
    fn word<T: Copy>(&mut self, row: usize, name: &str, words: &[(&str, T)]) -> Option<T> {
        let cell = self.cell(row, name);
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell)).map(|(_, value)| *value);
        if found.is_none() && !cell.is_empty() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(row, name, &known.join(", "));
        }
        found
    }

    /// Subject, visit and day, where the table has them.
    fn copied(&self) -> Vec<&'static str> {
        COPIED.into_iter().filter(|name| self.column(name).is_some()).collect()
    }

    fn copy(&self, row: usize) -> Vec<String> {
        self.copied().into_iter().map(|name| self.cell(row, name).to_owned()).collect()
    }

    fn done(self, header: &[&str], rows: Vec<Vec<String>>) -> Result<Graded, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(first_of(self.problems));
        }
        let header = self.copied().into_iter().chain(header.iter().copied()).map(str::to_owned).collect();
        Ok(Graded { header, rows })
    }
}

/// `2`, or `1..3` where the grade is open.
fn text(grade: Grade) -> String {
    match grade.exact() {
        Some(grade) => grade.to_string(),
        None => format!("{}..{}", grade.at_least, grade.at_most),
    }
}
