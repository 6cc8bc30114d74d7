//! Columns of a stretch of records, and their scores.

use arrow_array::ArrayRef;

use super::super::lines::{ROWS, Results};
use super::super::plan::{Fast, Plan};
use super::super::rows::{Rows, Scored, Stretch};
use super::cells::{Cells, Kept};

/// Records as columns.
pub struct Table {
    rows: usize,
    /// Number of columns of the input.
    width: usize,
    /// Column, answers and their codes, item by item.
    items: Vec<(usize, ArrayRef, Vec<u8>)>,
    /// Column and texts, in the order of the columns.
    kept: Vec<(usize, Kept)>,
}

/// What became of a column.
pub(super) enum Column {
    /// Number of the item, answers, codes.
    Item(usize, ArrayRef, Vec<u8>),
    Kept(Kept),
}

impl Table {
    /// Puts columns together, which must have `rows` rows each.
    pub(super) fn new(rows: usize, width: usize, columns: impl IntoIterator<Item = (usize, Column)>) -> Table {
        let (mut items, mut kept) = (Vec::new(), Vec::new());
        for (column, read) in columns {
            match read {
                Column::Item(item, array, codes) => items.push((item, (column, array, codes))),
                Column::Kept(texts) => kept.push((column, texts)),
            }
        }
        items.sort_by_key(|(item, _)| *item);
        kept.sort_by_key(|(column, _)| *column);
        Table { rows, width, items: items.into_iter().map(|(_, item)| item).collect(), kept }
    }

    /// Number of records.
    pub(in crate::score) fn rows(&self) -> usize {
        self.rows
    }

    /// A record as its texts. What was passed over is empty.
    pub(in crate::score) fn record(&self, row: usize) -> csv::ByteRecord {
        let mut cells = vec![Vec::new(); self.width];
        for (column, array, _) in &self.items {
            if let (Some(cell), Some(texts)) = (cells.get_mut(*column), Cells::new(array)) {
                texts.push(row, cell);
            }
        }
        for (column, texts) in &self.kept {
            if let Some(cell) = cells.get_mut(*column) {
                cell.extend_from_slice(texts.get(row));
            }
        }
        cells.into()
    }

    /// Scores the records.
    pub(in crate::score) fn score(&self, plan: &Plan<'_>) -> Scored {
        let mut rows = Rows::new(plan);
        match &plan.fast {
            None => (0..self.rows).for_each(|row| rows.one_record(&self.record(row))),
            Some(fast) => {
                for start in (0..self.rows).step_by(ROWS) {
                    Part { table: self, start, rows: ROWS.min(self.rows - start) }.score(plan, fast, &mut rows);
                }
            }
        }
        rows.scored()
    }
}

/// A few of the records.
struct Part<'a> {
    table: &'a Table,
    start: usize,
    rows: usize,
}

impl Part<'_> {
    fn score(&self, plan: &Plan<'_>, fast: &Fast, to: &mut Rows<'_>) {
        let range = self.start..self.start + self.rows;
        let codes = self.table.items.iter().map(|(_, _, codes)| codes.get(range.clone()).unwrap_or_default());
        let items: Vec<&[u8]> = codes.collect();
        let results = Results::new(&fast.kernel, &items, self.rows, plan.writes);
        let mut worst = vec![0; self.rows];
        for column in &items {
            for (worst, code) in worst.iter_mut().zip(*column) {
                *worst = (*worst).max(*code);
            }
        }
        for (row, worst) in worst.iter().enumerate() {
            if *worst > fast.greatest() {
                to.one_record(&self.table.record(self.start + row));
            } else {
                to.one_row(fast, self, &results, row);
            }
        }
    }
}

impl Stretch for Part<'_> {
    fn codes(&self, row: usize) -> Vec<u8> {
        self.table.items.iter().filter_map(|(_, _, codes)| codes.get(self.start + row)).copied().collect()
    }

    fn kept(&self, row: usize, place: usize) -> &[u8] {
        self.table.kept.get(place).map(|(_, texts)| texts.get(self.start + row)).unwrap_or_default()
    }
}
