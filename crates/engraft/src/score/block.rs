//! A block of text to a block of output.

use std::ops::Range;

use super::lines::{Columns, Lines, ROWS, Results};
use super::plan::{Fast, Plan};
use super::rows::{Rows, Scored, Stretch};
use super::scan::{is_end, record_end};
use super::{ScoreError, source};

/// A block that is being worked on.
struct Work<'a> {
    plan: &'a Plan<'a>,
    text: &'a [u8],
    rows: Rows<'a>,
    /// Rows that go by themselves: number within the stretch, and place of the text.
    alone: Vec<(usize, Range<usize>)>,
}

/// Scores the records of a block. It must hold whole records.
pub(super) fn score(plan: &Plan<'_>, text: &[u8]) -> Result<Scored, ScoreError> {
    let mut work = Work { plan, text, rows: Rows::new(plan), alone: Vec::new() };
    let delimiter = plan.dialect.delimiter;
    let mut fast = plan.fast.as_ref().map(|fast| (fast, Lines::new(text, fast, delimiter), Columns::new(fast)));
    let (mut at, mut row) = (0, 0);
    while let Some(byte) = text.get(at) {
        if is_end(*byte) {
            at += 1;
            continue;
        }
        let plain = fast.as_mut().and_then(|(_, lines, columns)| lines.read(at, row, columns));
        let end = plain.unwrap_or_else(|| {
            let end = record_end(text, at, delimiter).unwrap_or(text.len());
            work.alone.push((row, at..end));
            end
        });
        at = end + 1;
        row += 1;
        if row == ROWS {
            work.flush(fast.as_ref().map(|(fast, _, columns)| (*fast, columns)), row)?;
            row = 0;
        }
    }
    work.flush(fast.as_ref().map(|(fast, _, columns)| (*fast, columns)), row)?;
    Ok(work.rows.scored())
}

impl Work<'_> {
    /// Scores and writes the rows that were gathered.
    fn flush(&mut self, fast: Option<(&Fast, &Columns)>, rows: usize) -> Result<(), ScoreError> {
        let alone = std::mem::take(&mut self.alone);
        let mut records = self.split(&alone)?.into_iter();
        let mut alone = alone.iter().map(|(row, _)| *row).peekable();
        let results =
            fast.map(|(fast, columns)| Results::new(&fast.kernel, &columns.items(rows), rows, self.plan.writes));
        for row in 0..rows {
            let by_itself = alone.next_if(|number| *number == row).and_then(|_| records.next());
            match (by_itself, fast, &results) {
                (Some(record), ..) => self.rows.one_record(&record),
                (None, Some((fast, columns)), Some(results)) => {
                    self.rows.one_row(fast, &Gathered { text: self.text, columns }, results, row);
                }
                (None, ..) => return Err(disagreement()),
            }
        }
        Ok(())
    }

    /// The records that go by themselves, split by the `csv` crate.
    fn split(&self, alone: &[(usize, Range<usize>)]) -> Result<Vec<csv::ByteRecord>, ScoreError> {
        if alone.is_empty() {
            return Ok(Vec::new());
        }
        let mut text = Vec::new();
        for (_, range) in alone {
            // in front and not behind, since the last record of a table may end within quotes
            text.push(b'\n');
            text.extend_from_slice(self.text.get(range.clone()).unwrap_or_default());
        }
        let records = source::records(&text, self.plan.dialect.delimiter).collect::<Result<Vec<_>, _>>()?;
        if records.len() == alone.len() { Ok(records) } else { Err(disagreement()) }
    }
}

/// The rows that were gathered as columns.
struct Gathered<'a> {
    text: &'a [u8],
    columns: &'a Columns,
}

impl Stretch for Gathered<'_> {
    fn codes(&self, row: usize) -> Vec<u8> {
        self.columns.row(row)
    }

    fn kept(&self, row: usize, place: usize) -> &[u8] {
        self.columns.kept(self.text, row, place)
    }
}

/// Two ways of finding where a record ends differ: a fault of the program, and no reason to guess.
fn disagreement() -> ScoreError {
    ScoreError::Io("a record ends elsewhere than the rules of CSV say; please report it with the table".to_owned())
}
