//! The trail of a row: cells of the user's files, or other rows.

use engraft_base::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::RowId;

/// Where a row comes from, as text: cells `file:row:column` or rows `R3-R11`, joined by `; `.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug, Default)]
#[serde(transparent)]
pub struct SourceRows(pub String);

impl SourceRows {
    /// From cells, grouped by file and row in the order in which these first come; neighbouring columns are joined to
    /// ranges (`data/clinic.csv:3:4-27`).
    pub fn cells<'a>(cells: impl IntoIterator<Item = &'a Place>) -> SourceRows {
        let mut rows: Vec<(&Place, Vec<usize>)> = Vec::new();
        for cell in cells {
            let column = usize::try_from(cell.column).unwrap_or(0);
            match rows.iter_mut().rev().find(|(first, _)| first.file == cell.file && first.row == cell.row) {
                Some((_, columns)) => columns.push(column),
                None => rows.push((cell, vec![column])),
            }
        }
        let texts = rows.into_iter().map(|(first, columns)| {
            let name = |(a, b): &(usize, usize)| if a == b { a.to_string() } else { format!("{a}-{b}") };
            let columns: Vec<String> = ranges(columns).iter().filter(|(a, _)| *a > 0).map(name).collect();
            let row = Place::row(&first.file, first.row);
            if columns.is_empty() { row.to_string() } else { format!("{row}:{}", columns.join(",")) }
        });
        SourceRows(texts.collect::<Vec<_>>().join("; "))
    }

    /// From rows of the same table; neighbours are joined to ranges.
    pub fn rows(rows: impl IntoIterator<Item = RowId>) -> SourceRows {
        let ranges = ranges(rows.into_iter().map(|r| r.0).collect());
        let name = |(a, b): &(usize, usize)| match a == b {
            true => RowId(*a).to_string(),
            false => format!("{}-{}", RowId(*a), RowId(*b)),
        };
        SourceRows(ranges.iter().map(name).collect::<Vec<_>>().join("; "))
    }

    /// The parts of the trail.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split("; ").filter(|part| !part.is_empty())
    }

    /// For a part that names rows: first and last.
    pub fn row_range(part: &str) -> Option<(RowId, RowId)> {
        let row = |text: &str| text.strip_prefix('R')?.parse::<usize>().ok()?.checked_sub(1).map(RowId);
        match part.split_once('-') {
            Some((a, b)) => Some((row(a)?, row(b)?)),
            None => row(part).map(|r| (r, r)),
        }
    }
}

/// Numbers as ranges of neighbours, ascending.
fn ranges(mut numbers: Vec<usize>) -> Vec<(usize, usize)> {
    numbers.sort_unstable();
    numbers.dedup();
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(number) => *end = number,
            _ => ranges.push((number, number)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_one_row_are_named_together() {
        let file = "data/t.csv".into();
        let cells =
            [(3, 4), (3, 6), (3, 5), (4, 2), (3, 9), (5, 0)].map(|(row, column)| Place::text(&file, row, column));
        assert_eq!(SourceRows::cells(&cells).0, "data/t.csv:3:4-6,9; data/t.csv:4:2; data/t.csv:5");
    }

    #[test]
    fn neighbouring_rows_are_named_as_ranges() {
        let rows = SourceRows::rows([4, 2, 3, 9, 2].map(RowId));
        assert_eq!(rows.0, "R3-R5; R10");
        let parts: Vec<_> = rows.parts().map(SourceRows::row_range).collect();
        assert_eq!(parts, [Some((RowId(2), RowId(4))), Some((RowId(9), RowId(9)))]);
        assert_eq!(SourceRows::row_range("data/R1.csv:3"), None);
    }
}
