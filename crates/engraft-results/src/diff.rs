//! What changed between two RESULTS tables.

use std::collections::BTreeMap;

use crate::{ResultRow, Results};

/// One difference.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference<'a> {
    /// What happened to the row.
    pub change: Change,
    /// The row before; none when it was added.
    pub before: Option<&'a ResultRow>,
    /// The row after; none when it was removed.
    pub after: Option<&'a ResultRow>,
}

/// What happened to a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    /// Only in the second table.
    Added,
    /// Only in the first table.
    Removed,
    /// The number differs.
    Value,
    /// The number is the same; its text, unit, n, note or method version differs.
    Words,
}

impl Change {
    /// The word printed.
    pub fn word(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Value => "value",
            Change::Words => "words",
        }
    }
}

type Key<'a> = ([&'a str; 10], usize);

/// Compares two tables row by row: rows are matched by what they say they are, not by their position.
///
/// Row names and trails are not compared, because a row added elsewhere moves them. The differences come in the order of
/// the first table, then the added rows in the order of the second.
pub fn compare<'a>(before: &'a Results, after: &'a Results) -> Vec<Difference<'a>> {
    let old = index(before);
    let new = index(after);
    let mut differences = Vec::new();
    for (key, row) in keyed(before) {
        match new.get(&key) {
            None => differences.push(Difference { change: Change::Removed, before: Some(row), after: None }),
            Some(other) => {
                if let Some(change) = change(row, other) {
                    differences.push(Difference { change, before: Some(row), after: Some(other) });
                }
            }
        }
    }
    let added = keyed(after).into_iter().filter(|(key, _)| !old.contains_key(key));
    differences.extend(added.map(|(_, row)| Difference { change: Change::Added, before: None, after: Some(row) }));
    differences
}

fn change(before: &ResultRow, after: &ResultRow) -> Option<Change> {
    let same_value = match (before.value, after.value) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => false,
    };
    let words = |r: &ResultRow| (r.text.clone(), r.unit.clone(), r.n, r.note.clone(), r.method_version.clone());
    match (same_value, words(before) == words(after)) {
        (false, _) => Some(Change::Value),
        (true, false) => Some(Change::Words),
        (true, true) => None,
    }
}

/// Rows with the same description are told apart by their order.
fn keyed(results: &Results) -> Vec<(Key<'_>, &ResultRow)> {
    let mut seen: BTreeMap<[&str; 10], usize> = BTreeMap::new();
    let mut keyed = Vec::with_capacity(results.rows().len());
    for row in results.rows() {
        let count = seen.entry(row.key()).or_default();
        keyed.push(((row.key(), *count), row));
        *count = count.saturating_add(1);
    }
    keyed
}

fn index(results: &Results) -> BTreeMap<Key<'_>, &ResultRow> {
    keyed(results).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(statistic: &str, value: f64) -> ResultRow {
        ResultRow { statistic: statistic.into(), value: Some(value), ..ResultRow::default() }
    }

    #[test]
    fn rows_are_matched_by_what_they_say_not_by_position() {
        let before = Results::from_rows(vec![row("mean", 1.0), row("sd", 2.0), row("n", 3.0)]);
        let after = Results::from_rows(vec![row("max", 9.0), row("sd", 2.0), row("mean", 1.5)]);
        let changes: Vec<Change> = compare(&before, &after).iter().map(|d| d.change).collect();
        assert_eq!(changes, [Change::Value, Change::Removed, Change::Added]);
        assert!(compare(&before, &before).is_empty());
    }
}
