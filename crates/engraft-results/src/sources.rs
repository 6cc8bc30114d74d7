//! The trail of a row: cells of the user's files, or other rows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::RowId;

/// Where a row comes from, as text: cells `file:row:column` or rows `R3-R11`, joined by `; `.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug, Default)]
#[serde(transparent)]
pub struct SourceRows(pub String);

impl SourceRows {
    /// From cells, in the order given; repeated cells are named once.
    pub fn cells<T: ToString>(cells: impl IntoIterator<Item = T>) -> SourceRows {
        let mut texts: Vec<String> = Vec::new();
        for cell in cells {
            let text = cell.to_string();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        SourceRows(texts.join("; "))
    }

    /// From rows of the same table; neighbours are joined to ranges.
    pub fn rows(rows: impl IntoIterator<Item = RowId>) -> SourceRows {
        let mut ids: Vec<usize> = rows.into_iter().map(|r| r.0).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for id in ids {
            match ranges.last_mut() {
                Some((_, end)) if end.checked_add(1) == Some(id) => *end = id,
                _ => ranges.push((id, id)),
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_rows_are_named_as_ranges() {
        let rows = SourceRows::rows([4, 2, 3, 9, 2].map(RowId));
        assert_eq!(rows.0, "R3-R5; R10");
        let parts: Vec<_> = rows.parts().map(SourceRows::row_range).collect();
        assert_eq!(parts, [Some((RowId(2), RowId(4))), Some((RowId(9), RowId(9)))]);
        assert_eq!(SourceRows::row_range("data/R1.csv:3"), None);
    }
}
