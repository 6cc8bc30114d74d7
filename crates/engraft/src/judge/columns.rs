//! Which column holds which role, item, limit or event; and reading the cells.

use std::collections::BTreeMap;

use engraft_analysis::stat::{Problem, Table};
use engraft_base::suggest::did_you_mean;
use engraft_base::{Dec, Incomplete, Score};
use engraft_instruments::Instrument;
use engraft_instruments::rule::{Kind, MeasureUse, Rule, rule_name};

use crate::any_table::first_of;

/// Names of the columns that tell rows apart.
pub struct Ids {
    /// Column of the subject.
    pub subject: String,
    /// Column of the visit.
    pub visit: String,
    /// Column of the day.
    pub day: String,
    /// Word in the visit column that marks the baseline row; the first row of each subject when left out.
    pub baseline: Option<String>,
}

/// What the caller knows of the roles.
pub struct Setup<'a> {
    /// The rule to be judged.
    pub rule: &'a Rule,
    /// Instrument of a role, by the role's name in the rule.
    pub instruments: BTreeMap<String, &'a Instrument>,
}

/// The columns found.
pub struct Columns<'a> {
    subject: usize,
    visit: Option<usize>,
    day: Option<usize>,
    baseline: Option<String>,
    /// Column by its name in a rule: `pga`, `bilag.renal`, `ck.uln`, `happened.relapse`.
    places: BTreeMap<String, usize>,
    kinds: BTreeMap<String, Kind>,
    /// Instrument of each role, by its name in the rule.
    pub instruments: BTreeMap<String, &'a Instrument>,
}

impl<'a> Columns<'a> {
    /// Finds the columns.
    ///
    /// # Errors
    /// Every column that the rule needs and the table does not have.
    pub fn find(setup: Setup<'a>, ids: &Ids, table: &Table) -> Result<Columns<'a>, Vec<Problem>> {
        let places: BTreeMap<String, usize> =
            table.header.iter().enumerate().map(|(place, name)| (rule_name(name.trim()), place)).collect();
        let at = |name: &str| places.get(&rule_name(name)).copied();
        let mut problems = Vec::new();
        let subject = at(&ids.subject);
        if subject.is_none() {
            problems.push(lacking(&ids.subject, "one identifier a subject; `--subject COLUMN` names it", table));
        }
        for used in setup.rule.measures() {
            problems.extend(lacking_measure(&used, &setup, &places, table));
        }
        for event in setup.rule.events() {
            let name = format!("happened.{event}");
            if at(&name).is_none() {
                problems.push(lacking(&name, "1 once the event has happened, 0 before, empty where not known", table));
            }
        }
        if ids.baseline.is_some() && at(&ids.visit).is_none() {
            problems.push(lacking(&ids.visit, "it marks the baseline row; `--visit COLUMN` names it", table));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let kinds = setup.rule.measures().into_iter().map(|used| (used.name, used.kind)).collect();
        Ok(Columns {
            subject: subject.unwrap_or_default(),
            visit: at(&ids.visit),
            day: at(&ids.day),
            baseline: ids.baseline.clone(),
            places,
            kinds,
            instruments: setup.instruments,
        })
    }

    /// The cell of a name in a rule; `None` when the table has no such column.
    pub fn cell<'t>(&self, table: &'t Table, row: usize, name: &str) -> Option<&'t str> {
        self.places.get(name).map(|place| table.cell(row, *place))
    }

    /// How the rule uses a role.
    pub fn kind(&self, role: &str) -> Option<Kind> {
        self.kinds.get(role).copied()
    }

    /// The subject, visit and day of a row.
    pub fn names<'t>(&self, table: &'t Table, row: usize) -> [&'t str; 3] {
        let at = |place: Option<usize>| place.map_or("", |place| table.cell(row, place));
        [at(Some(self.subject)), at(self.visit), at(self.day)]
    }

    /// Day of a row.
    pub fn day(&self, table: &Table, row: usize) -> Option<i32> {
        table.cell(row, self.day?).parse().ok()
    }

    /// The rows of each subject, in the order of the table.
    pub fn subjects(&self, table: &Table) -> Vec<Vec<usize>> {
        let mut order: Vec<Vec<usize>> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for row in 0..table.rows.len() {
            let subject = table.cell(row, self.subject);
            let place = *known.entry(subject).or_insert_with(|| {
                order.push(Vec::new());
                order.len().saturating_sub(1)
            });
            if let Some(rows) = order.get_mut(place) {
                rows.push(row);
            }
        }
        order
    }

    /// The baseline row of a subject.
    pub fn baseline(&self, table: &Table, rows: &[usize]) -> Option<usize> {
        match (&self.baseline, self.visit) {
            (Some(word), Some(visit)) => rows.iter().copied().find(|row| table.cell(*row, visit) == word),
            _ => rows.first().copied(),
        }
    }

    /// Every cell that cannot be read.
    ///
    /// # Errors
    /// When there is any.
    pub fn faults(&self, table: &Table) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for (name, place) in &self.places {
            for row in 0..table.rows.len() {
                if let Some(expected) = self.misfit(name, table.cell(row, *place)) {
                    let shown: String = table.cell(row, *place).chars().take(40).collect();
                    let message = format!("line {}, column `{name}`: `{shown}`", table.line(row));
                    problems.push(Problem::new(message, expected));
                }
            }
        }
        for row in (0..table.rows.len()).filter(|row| table.cell(*row, self.subject).is_empty()) {
            problems.push(Problem::new(format!("line {}: no subject", table.line(row)), "every row needs its subject"));
        }
        if problems.is_empty() { Ok(()) } else { Err(first_of(problems)) }
    }

    /// What was expected, when a cell cannot be read.
    fn misfit(&self, name: &str, cell: &str) -> Option<String> {
        if let Some((role, item)) = name.split_once('.') {
            if role == "happened" || item == "uln" {
                let fits = if item == "uln" { number(cell).is_some() } else { matches!(cell, "0" | "1") };
                return (!cell.is_empty() && !fits).then(|| "a number; events are 0 or 1".to_owned());
            }
            let known = self.instruments.get(role)?.items.iter().find(|known| rule_name(&known.id) == item)?;
            return known.read(cell).err().map(|fault| fault.to_string());
        }
        match self.kind(name)? {
            Kind::Number if !cell.is_empty() && score(cell).is_none() => {
                Some("a number, bounds such as 3..7, or a limit such as <5".to_owned())
            }
            _ => None,
        }
    }
}

fn lacking(name: &str, what: &str, table: &Table) -> Problem {
    let near = did_you_mean(name, table.header.iter().map(|h| h.trim()));
    Problem::new(format!("the table has no column `{name}`"), near.unwrap_or_else(|| what.to_owned()))
}

fn lacking_measure(
    used: &MeasureUse,
    setup: &Setup<'_>,
    places: &BTreeMap<String, usize>,
    table: &Table,
) -> Vec<Problem> {
    let role = used.name.replace('_', "-");
    let has = |item: &str| places.contains_key(&format!("{}.{item}", used.name));
    let mut problems = Vec::new();
    let all_items: Vec<String> = setup
        .instruments
        .get(&used.name)
        .map(|instrument| instrument.items.iter().map(|item| rule_name(&item.id)).collect())
        .unwrap_or_default();
    let from_items = !all_items.is_empty() && all_items.iter().any(|item| has(item));
    if !places.contains_key(&used.name) && used.kind != Kind::Items && !from_items {
        problems.push(lacking(&role, &format!("a column for the role `{role}`, or its items as `{role}.ITEM`"), table));
    }
    let needed = if from_items { &all_items } else { &used.items.iter().cloned().collect() };
    for item in needed.iter().filter(|item| !has(item)) {
        let name = format!("{role}.{}", item.replace('_', "-"));
        problems.push(lacking(&name, "an item of the role; leave cells empty where it was not assessed", table));
    }
    if used.needs_uln && !places.contains_key(&format!("{}.uln", used.name)) {
        problems.push(lacking(&format!("{role}.uln"), "the upper limit of normal of each sample", table));
    }
    problems
}

/// A number.
pub fn number(cell: &str) -> Option<Dec> {
    Dec::parse(cell)
}

/// A number, bounds (`3..7`, `..5`, `3..`), or a value beyond a limit (`<5`, `>400`).
pub fn score(cell: &str) -> Option<Score> {
    if let Some(value) = number(cell) {
        return Some(Score::Complete(value));
    }
    let (lower, upper) = if let Some((lower, upper)) = cell.split_once("..") {
        (lower.trim(), upper.trim())
    } else if let Some(limit) = cell.strip_prefix('<') {
        ("", limit.trim())
    } else {
        (cell.strip_prefix('>')?.trim(), "")
    };
    let end = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
    let (lower, upper) = (end(lower)?, end(upper)?);
    if lower.is_none() && upper.is_none() || lower.zip(upper).is_some_and(|(lower, upper)| lower > upper) {
        return None;
    }
    Some(Score::bounded(Incomplete { lower, upper, missing: vec![cell.to_owned()] }))
}
