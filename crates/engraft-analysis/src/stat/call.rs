//! What a method is called with: columns of complete rows, and options, both checked against its page.

use std::collections::BTreeMap;

use engraft_stats::StatError;
use engraft_stats::convention::Convention;
use smol_str::SmolStr;

use super::page::{Kind, Page};
use super::table::{self, Table};

/// Why a call cannot be answered.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault {
    /// Something wrong in what was asked or in the table; each with a hint where there is one.
    Usage(Vec<Problem>),
    /// The method has no answer for these data.
    Refused(String),
}

/// One thing wrong in a call.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    /// What was found, with its place.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with a hint.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { message: message.into(), hint: Some(hint.into()) }
    }
}

impl From<StatError> for Fault {
    fn from(error: StatError) -> Fault {
        Fault::Refused(error.to_string())
    }
}

impl Fault {
    /// One thing wrong in what was asked.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Fault {
        Fault::Usage(vec![Problem::new(message, hint)])
    }
}

/// The columns and options of a call.
#[derive(Clone, Debug)]
pub struct Call {
    pub(super) columns: BTreeMap<String, Vec<Bound>>,
    pub(super) options: BTreeMap<String, String>,
    pub(super) rows: usize,
    pub(super) left_out: usize,
    pub(super) convention: Option<Convention>,
}

/// A column bound to a role: its name and the cells of the rows used.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Name in the table.
    pub name: String,
    /// Cells, one a row used.
    pub cells: Vec<SmolStr>,
}

impl Call {
    /// Rows used.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Rows left out because a cell was empty.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Whose defaults are asked for (`--as r`, `--as sas`); ours when nothing is asked.
    pub fn convention(&self) -> Option<Convention> {
        self.convention
    }

    /// Whether SAS's defaults are asked for.
    pub fn as_sas(&self) -> bool {
        self.convention == Some(Convention::Sas)
    }

    /// The same call with our own defaults.
    pub(super) fn without_convention(&self) -> Call {
        Call { convention: None, ..self.clone() }
    }

    /// Whether a column was given for a role.
    pub fn has(&self, role: &str) -> bool {
        self.columns.contains_key(role)
    }

    /// The columns bound to a role.
    pub fn bound(&self, role: &str) -> &[Bound] {
        self.columns.get(role).map_or(&[], Vec::as_slice)
    }

    /// Name of the column bound to a role.
    pub fn column_name(&self, role: &str) -> &str {
        self.bound(role).first().map_or("", |bound| bound.name.as_str())
    }

    /// Numbers of a column; empty when no column was given.
    pub fn numbers(&self, role: &str) -> Vec<f64> {
        self.many_numbers(role).into_iter().next().unwrap_or_default()
    }

    /// Numbers of a column whose cells may be empty.
    pub fn perhaps_numbers(&self, role: &str) -> Vec<Option<f64>> {
        let cells = self.bound(role).first().map_or(&[][..], |bound| &bound.cells);
        cells.iter().map(|cell| table::number(cell)).collect()
    }

    /// Numbers of each column bound to a role.
    pub fn many_numbers(&self, role: &str) -> Vec<Vec<f64>> {
        // the cells were checked when the call was made: none is dropped here
        self.bound(role).iter().map(|b| b.cells.iter().filter_map(|cell| table::number(cell)).collect()).collect()
    }

    /// Yes or no of a column.
    pub fn flags(&self, role: &str) -> Vec<bool> {
        let cells = self.bound(role).first().map_or(&[][..], |bound| &bound.cells);
        cells.iter().filter_map(|cell| table::flag(cell)).collect()
    }

    /// Words of a column.
    pub fn words(&self, role: &str) -> Vec<&str> {
        let cells = self.bound(role).first().map_or(&[][..], |bound| &bound.cells);
        cells.iter().map(SmolStr::as_str).collect()
    }

    /// The different words of a column in order of first appearance, and the position of each row's word among them.
    pub fn levels(&self, role: &str) -> (Vec<String>, Vec<usize>) {
        let mut levels: Vec<String> = Vec::new();
        let mut places = BTreeMap::new();
        let mut codes = Vec::new();
        for word in self.words(role) {
            let code = *places.entry(word).or_insert_with(|| {
                levels.push(word.to_owned());
                levels.len().saturating_sub(1)
            });
            codes.push(code);
        }
        (levels, codes)
    }

    /// The numbers of two groups, in the order of first appearance or of the option `groups` (`--groups active,control`).
    ///
    /// # Errors
    /// The column does not hold exactly two groups.
    pub fn two_groups(&self, value: &str, group: &str) -> Result<TwoGroups, Fault> {
        let (levels, codes) = self.levels(group);
        let names = self.two_levels(&levels, group)?;
        let order: Vec<Option<usize>> = levels.iter().map(|l| names.iter().position(|name| name == l)).collect();
        let mut values = [Vec::new(), Vec::new()];
        for (number, code) in self.numbers(value).into_iter().zip(codes) {
            let place = order.get(code).copied().flatten();
            if let Some(values) = place.and_then(|place| values.get_mut(place)) {
                values.push(number);
            }
        }
        let [first, second] = values;
        Ok(TwoGroups { names, first, second })
    }

    /// The two groups of a column, in the order asked for.
    ///
    /// # Errors
    /// There are not exactly two, or `--groups` names others.
    pub fn two_levels(&self, levels: &[String], role: &str) -> Result<[String; 2], Fault> {
        let asked = self.list("groups");
        let names = if asked.is_empty() { levels.to_vec() } else { asked };
        let there = |name: &String| levels.contains(name);
        match names.as_slice() {
            [first, second] if levels.len() == 2 && first != second && names.iter().all(there) => {
                Ok([first.clone(), second.clone()])
            }
            _ => Err(Fault::usage(
                format!("column `{}` holds {} groups: {}", self.column_name(role), levels.len(), levels.join(", ")),
                "two are compared: take rows with `--where COLUMN=WORD`, and name the order with `--groups FIRST,SECOND`",
            )),
        }
    }

    /// A number given as option; its default when left out.
    pub fn number(&self, option: &str) -> Option<f64> {
        self.options.get(option).and_then(|text| table::number(text))
    }

    /// The confidence level: option `level`, 0.95 when left out.
    pub fn level(&self) -> f64 {
        self.number("level").unwrap_or(0.95)
    }

    /// A count given as option.
    pub fn count(&self, option: &str) -> Option<u64> {
        self.options.get(option).and_then(|text| table::count(text))
    }

    /// Yes or no given as option; no when left out.
    pub fn flag(&self, option: &str) -> bool {
        self.options.get(option).and_then(|text| table::flag(text)).unwrap_or(false)
    }

    /// A word given as option; empty when left out.
    pub fn word(&self, option: &str) -> &str {
        self.options.get(option).map_or("", String::as_str)
    }

    /// Words given as option, separated by commas.
    pub fn list(&self, option: &str) -> Vec<String> {
        let words = self.word(option).split(',').map(|word| word.trim().to_owned());
        words.filter(|word| !word.is_empty()).collect()
    }

    /// Numbers given as option, separated by commas.
    pub fn number_list(&self, option: &str) -> Vec<f64> {
        self.list(option).iter().filter_map(|word| table::number(word)).collect()
    }
}

/// Two groups of numbers.
#[derive(Clone, PartialEq, Debug)]
pub struct TwoGroups {
    /// Names in the order of comparison: first against second.
    pub names: [String; 2],
    /// Values of the first.
    pub first: Vec<f64>,
    /// Values of the second.
    pub second: Vec<f64>,
}

/// Checks arguments and cells against the page; every problem is named.
pub(super) fn bind(page: &Page, table: &Table, given: &[(String, String)]) -> Result<Call, Fault> {
    let mut binding = super::bind::Binding::new(page, table);
    given.iter().for_each(|(key, value)| binding.take(key, value));
    binding.finish()
}

/// What a word of some kind must look like.
pub(super) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "a finite number with a decimal point",
        Kind::Count => "a whole number from 0",
        Kind::Flag => "1 or 0, true or false, yes or no",
        Kind::Word => "a word",
    }
}

/// Whether a word is of some kind.
pub(super) fn fits(kind: Kind, word: &str) -> bool {
    match kind {
        Kind::Number => table::number(word).is_some(),
        Kind::Count => table::count(word).is_some(),
        Kind::Flag => table::flag(word).is_some(),
        Kind::Word => true,
    }
}
