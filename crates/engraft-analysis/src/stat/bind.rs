//! Binds the arguments of a call to the columns and options of a page.

use std::collections::{BTreeMap, BTreeSet};

use engraft_base::suggest::did_you_mean;
use engraft_stats::convention::Convention;

use super::call::{Bound, Call, Fault, Problem, expected, fits};
use super::page::{Column, Kind, Page};
use super::table::{Table, is_missing};

/// Faulty cells named one by one; beyond that they are counted.
const CELLS_NAMED: usize = 20;

/// What is wrong with an option alone, without a table.
pub(super) fn wrong_option(page: &Page, name: &str, value: &str) -> Vec<Problem> {
    let table = Table::default();
    let mut binding = Binding::new(page, &table);
    match page.columns.iter().any(|column| column.role == name) {
        true => binding.problem(format!("`--{name}` names a column, which the estimand gives itself"), "leave it out"),
        false => binding.take(name, value),
    }
    binding.problems
}

/// Arguments being bound.
pub(super) struct Binding<'a> {
    page: &'a Page,
    table: &'a Table,
    columns: BTreeMap<String, Vec<(String, usize)>>,
    options: BTreeMap<String, String>,
    convention: Option<Convention>,
    problems: Vec<Problem>,
}

impl<'a> Binding<'a> {
    pub(super) fn new(page: &'a Page, table: &'a Table) -> Binding<'a> {
        let defaults = page.options.iter().filter_map(|o| Some((o.name.clone(), o.default.clone()?)));
        let options = defaults.collect();
        Binding { page, table, columns: BTreeMap::new(), options, convention: None, problems: Vec::new() }
    }

    /// Takes one argument.
    pub(super) fn take(&mut self, key: &str, value: &str) {
        if key == "as" {
            match value {
                "r" => self.convention = Some(Convention::R),
                "sas" => self.convention = Some(Convention::Sas),
                _ => self.problem(format!("`--as {value}`"), "write `--as r` or `--as sas`"),
            }
        } else if let Some(column) = self.page.columns.iter().find(|c| c.role == key) {
            self.take_column(column, value);
        } else if self.page.options.iter().any(|o| o.name == key) {
            self.take_option(key, value);
        } else {
            let known: Vec<&str> = self.names().collect();
            let hint = did_you_mean(key, known.iter().copied())
                .unwrap_or_else(|| format!("`{}` takes --{}", self.page.id, known.join(", --")));
            self.problem(format!("there is no argument `--{key}`"), hint);
        }
    }

    fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let columns = self.page.columns.iter().map(|c| c.role.as_str());
        columns.chain(self.page.options.iter().map(|o| o.name.as_str())).chain(["as"])
    }

    fn problem(&mut self, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(Problem::new(message, hint));
    }

    fn take_column(&mut self, column: &Column, value: &str) {
        let names: Vec<&str> = if column.many { value.split(',').map(str::trim).collect() } else { vec![value.trim()] };
        for name in names {
            match self.table.column(name) {
                Some(place) => self.columns.entry(column.role.clone()).or_default().push((name.to_owned(), place)),
                None => {
                    let hint = did_you_mean(name, self.table.header.iter().map(|h| h.trim()))
                        .unwrap_or_else(|| format!("the table has: {}", self.table.header.join(", ")));
                    self.problem(format!("the table has no column `{name}` (`--{}`)", column.role), hint);
                }
            }
        }
    }

    fn take_option(&mut self, key: &str, value: &str) {
        let Some(option) = self.page.options.iter().find(|o| o.name == key) else { return };
        let words: Vec<&str> = if option.many { value.split(',').map(str::trim).collect() } else { vec![value] };
        for word in words {
            if !fits(option.kind, word) {
                self.problem(format!("`--{key} {word}`"), format!("expected {}", expected(option.kind)));
            } else if !option.values.is_empty() && !option.values.iter().any(|v| v == word) {
                let hint = did_you_mean(word, option.values.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("one of {}", option.values.join(", ")));
                self.problem(format!("`--{key} {word}`"), hint);
            }
        }
        self.options.insert(key.to_owned(), value.to_owned());
    }

    /// The call, when nothing is wrong.
    pub(super) fn finish(mut self) -> Result<Call, Fault> {
        let page = self.page;
        for column in page.columns.iter().filter(|c| c.required) {
            let tried = self.problems.iter().any(|p| p.message.contains(&format!("`--{}`", column.role)));
            if !self.columns.contains_key(&column.role) && !tried {
                let hint = format!("{}; example: engraft stat {}", column.what, page.example.trim());
                self.problem(format!("`--{} COLUMN` is needed", column.role), hint);
            }
        }
        for option in page.options.iter().filter(|o| o.required) {
            if !self.options.contains_key(&option.name) {
                self.problem(format!("`--{} VALUE` is needed", option.name), option.what.clone());
            }
        }
        let used = self.complete_rows();
        let columns = self.cells(&used);
        if !self.problems.is_empty() {
            return Err(Fault::Usage(self.problems));
        }
        let left_out = if self.columns.is_empty() { 0 } else { self.table.rows.len().saturating_sub(used.len()) };
        Ok(Call { columns, options: self.options, rows: used.len(), left_out, convention: self.convention })
    }

    fn column(&self, role: &str) -> Option<&'a Column> {
        self.page.columns.iter().find(|c| c.role == role)
    }

    /// Rows without an empty cell in a column that must not be empty.
    fn complete_rows(&self) -> Vec<usize> {
        let needed: BTreeSet<usize> = self
            .columns
            .iter()
            .filter(|(role, _)| self.column(role).is_some_and(|c| !c.may_be_empty))
            .flat_map(|(_, bound)| bound.iter().map(|(_, place)| *place))
            .collect();
        let complete = |row: &usize| needed.iter().all(|column| !is_missing(self.table.cell(*row, *column)));
        (0..self.table.rows.len()).filter(complete).collect()
    }

    /// The cells of the rows used; a cell of the wrong kind is a problem.
    fn cells(&mut self, used: &[usize]) -> BTreeMap<String, Vec<Bound>> {
        let mut all = BTreeMap::new();
        let mut wrong = Vec::new();
        for (role, bound) in &self.columns {
            let Some(column) = self.column(role) else { continue };
            let mut columns = Vec::new();
            for (name, place) in bound {
                for row in 0..self.table.rows.len() {
                    let cell = self.table.cell(row, *place);
                    if !is_missing(cell) && !fits(column.kind, cell) {
                        wrong.push(wrong_cell(self.table.line(row), name, cell, column.kind));
                    }
                }
                let cells = used.iter().map(|row| self.table.cell(*row, *place).into()).collect();
                columns.push(Bound { name: name.clone(), cells });
            }
            all.insert(role.clone(), columns);
        }
        let more = wrong.len().saturating_sub(CELLS_NAMED);
        self.problems.extend(wrong.into_iter().take(CELLS_NAMED));
        if more > 0 {
            self.problem(format!("and {more} more cells of the wrong kind"), "mend the ones named first");
        }
        all
    }
}

fn wrong_cell(line: u64, column: &str, cell: &str, kind: Kind) -> Problem {
    let shown: String = cell.chars().take(40).collect();
    Problem::new(
        format!("line {line}, column `{column}`: `{shown}`"),
        format!("expected {}; an empty cell, `NA` or `.` is a missing value", expected(kind)),
    )
}
