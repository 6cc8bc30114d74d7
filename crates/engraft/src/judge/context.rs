//! What a rule may ask about a row of a table.

use engraft_analysis::stat::Table;
use engraft_base::{Dec, Verdict};
use engraft_instruments::item::{Item, Kind as Answers};
use engraft_instruments::rule::{Context, Contribution, Kind, Value, When, rule_name};
use engraft_instruments::{Answer, Instrument};

use super::columns::{Columns, number, score};

/// A row, with the rows of its subject before it.
pub struct AtRow<'a> {
    pub table: &'a Table,
    pub columns: &'a Columns<'a>,
    pub baseline: Option<usize>,
    pub earlier: &'a [usize],
    pub row: usize,
}

impl<'a> AtRow<'a> {
    fn item(&self, role: &str, item: &str) -> Option<&'a Item> {
        self.columns.instruments.get(role)?.items.iter().find(|known| rule_name(&known.id) == item)
    }

    /// The value of a role or an item in a row.
    fn at(&self, row: usize, name: &str) -> Value {
        if let Some((role, item)) = name.split_once('.') {
            return self.answer(row, role, item);
        }
        let Some(cell) = self.columns.cell(self.table, row, name) else {
            return self.columns.instruments.get(name).map_or(Value::Missing, |of| self.total(row, name, of));
        };
        match self.columns.kind(name) {
            _ if cell.is_empty() => Value::Missing,
            Some(Kind::Text) => Value::Text(cell.to_owned()),
            Some(Kind::List) => {
                let entries = cell.split(';').map(|entry| entry.trim().to_owned());
                Value::List(entries.filter(|entry| !entry.is_empty() && entry != "none").collect())
            }
            _ => score(cell).map_or(Value::Missing, Value::Number),
        }
    }

    fn answer(&self, row: usize, role: &str, item: &str) -> Value {
        let name = format!("{role}.{item}");
        let (Some(item), Some(cell)) = (self.item(role, item), self.columns.cell(self.table, row, &name)) else {
            return Value::Missing;
        };
        match item.read(cell) {
            Ok(Answer::Value(_)) if item.kind == Answers::Letter => Value::Text(cell.to_uppercase()),
            Ok(Answer::Value(value)) => Value::Number(engraft_base::Score::Complete(value)),
            _ => Value::Missing,
        }
    }

    /// The total of an instrument whose items stand in the table.
    fn total(&self, row: usize, role: &str, instrument: &Instrument) -> Value {
        let read = |item: &Item| {
            let cell = self.columns.cell(self.table, row, &format!("{role}.{}", rule_name(&item.id)));
            cell.and_then(|cell| item.read(cell).ok()).unwrap_or(Answer::Missing)
        };
        let answers: Vec<Answer> = instrument.items.iter().map(read).collect();
        Value::Number(instrument.score(&answers).total)
    }

    fn row_of(&self, when: When, name: &str) -> Option<usize> {
        let known = |row: &usize| self.at(*row, name) != Value::Missing;
        let exact = |row: &usize| match self.at(*row, name) {
            Value::Number(score) => score.exact().map(|value| (value, *row)),
            _ => None,
        };
        let so_far = || self.earlier.iter().chain([&self.row]).filter(|row| Some(**row) != self.baseline);
        match when {
            When::Now => Some(self.row),
            When::Baseline => self.baseline,
            When::Previous => self.earlier.iter().rev().copied().find(known),
            When::Nadir => so_far().filter_map(exact).min_by_key(|(value, _)| *value).map(|(_, row)| row),
            When::Peak => so_far().filter_map(exact).max_by_key(|(value, _)| *value).map(|(_, row)| row),
        }
    }
}

impl Context for AtRow<'_> {
    fn value(&self, when: When, name: &str) -> Value {
        // items of a visit belong together: the previous visit is the last one at which the role has any value
        let role = name.split_once('.').map_or(name, |(role, _)| role);
        let by = if self.columns.cell(self.table, self.row, role).is_some() { role } else { name };
        self.row_of(when, by).map_or(Value::Missing, |row| self.at(row, name))
    }

    fn range(&self, name: &str) -> Option<(Dec, Dec)> {
        let range = match name.split_once('.') {
            Some((role, item)) => &self.item(role, item)?.range,
            None => &self.columns.instruments.get(name)?.range,
        };
        Some((range.lower, range.upper?))
    }

    fn uln(&self, when: When, name: &str) -> Option<Dec> {
        let row = self.row_of(when, name)?;
        self.columns.cell(self.table, row, &format!("{name}.uln")).and_then(number)
    }

    fn step(&self, name: &str) -> Option<Dec> {
        match name.split_once('.') {
            Some((role, item)) => self.item(role, item)?.grain(),
            None => self.columns.instruments.get(name)?.step,
        }
    }

    fn options(&self, name: &str) -> Option<Vec<String>> {
        let (role, item) = name.split_once('.')?;
        Some(self.item(role, item)?.letters.keys().cloned().collect())
    }

    fn contribution(&self, role: &str, item: &str) -> Option<Contribution> {
        self.columns.instruments.get(role)?.contribution(item)
    }

    fn happened(&self, event: &str) -> Verdict {
        match self.columns.cell(self.table, self.row, &format!("happened.{}", rule_name(event))) {
            Some("1") => Verdict::Met,
            Some("0") => Verdict::NotMet,
            _ => Verdict::Undetermined,
        }
    }

    fn day(&self) -> Option<i32> {
        self.columns.day(self.table, self.row)
    }
}
