//! Items in, scores out: any table, no study needed, in constant memory.
//!
//! A table is cut into blocks of whole records, blocks are scored on all cores, and their output is written in their
//! order: the same for any number of threads. Within a block, records whose cells are known by heart go through columns
//! of codes ([`engraft_instruments::batch`]); every other record is split by the `csv` crate and scored by itself. Blocks
//! of Parquet are columns from the start.
//!
//! | file | what |
//! |---|---|
//! | `source` | where blocks come from |
//! | `scan` | where a record ends |
//! | `columns`, `plan` | what stands in which column, and the instrument compiled for it |
//! | `lines` | plain records to columns of codes |
//! | `block` | a block of text to output |
//! | `rows` | scored rows to output |
//! | `parquet` | columns of a Parquet file to columns of codes |
//! | `row`, `explain` | one record by itself |
//! | `groups` | number, mean and SD by group |
//! | `plainly` | the whole table record by record: what the fast way is held against |

mod block;
mod cells;
mod columns;
mod explain;
mod groups;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
mod plainly;
mod plan;
mod row;
mod rows;
mod scan;
mod source;
#[cfg(test)]
mod tests;

use std::io::{Read, Write};

use engraft_instruments::Instrument;
use rayon::prelude::*;

pub use columns::{ColumnFault, Layout};
pub use explain::explain;
pub use groups::Groups;
#[cfg(feature = "parquet")]
pub use parquet::ParquetBlocks;
pub use plainly::score_plainly;
pub use row::{Scores, score_row};
pub use source::{Block, CsvBlocks, Source, nth_record};

use plan::Plan;
use rows::Scored;

/// Bytes of a block.
pub const BLOCK: usize = 1 << 20;

/// Most blocks that are in memory at a time, beside those that are being read.
const MOST_BLOCKS: usize = 32;

/// What a run met.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Rows read.
    pub rows: u64,
    /// Rows whose score is complete.
    pub complete: u64,
    /// Rows with a finding.
    pub with_findings: u64,
}

/// Why a table cannot be scored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScoreError {
    /// The columns do not fit the instrument.
    Columns(Vec<ColumnFault>),
    /// The table cannot be read or the output not written.
    Io(String),
    /// More groups than a summary holds.
    Groups(String),
}

impl From<csv::Error> for ScoreError {
    fn from(error: csv::Error) -> ScoreError {
        ScoreError::Io(error.to_string())
    }
}

impl From<std::io::Error> for ScoreError {
    fn from(error: std::io::Error) -> ScoreError {
        ScoreError::Io(error.to_string())
    }
}

/// How a table is read.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// Separator.
    pub delimiter: u8,
    /// Whether decimals are written with a comma.
    pub decimal_comma: bool,
    /// `item = column` where the names differ.
    pub map: Vec<(String, String)>,
    /// Columns whose values make the groups of a summary; none for no summary.
    pub by: Vec<String>,
}

/// What scoring a table gave, beside the rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Counts.
    pub tally: Tally,
    /// Summary by group.
    pub groups: Groups,
}

/// Scores a CSV table; see [`score_source`].
///
/// # Errors
/// As [`score_source`].
pub fn score_table(
    instrument: &Instrument,
    input: impl Read + Send,
    output: Option<&mut dyn Write>,
    dialect: &Dialect,
    tell: &dyn Fn(u64),
) -> Result<Outcome, ScoreError> {
    score_source(instrument, &mut CsvBlocks::new(input, dialect.delimiter, BLOCK), output, dialect, tell)
}

/// Scores a table block by block.
///
/// The columns that are no items are copied in front, so that a row can be recognised. Without `output` rows are scored
/// and counted, and nothing is written. `tell` is called with the number of rows now and then.
///
/// # Errors
/// When an item has no column, two columns have one name, there are more groups than [`Groups`] holds, or reading or
/// writing fails.
///
/// # Validation
/// Property test and fuzz target against [`score_plainly`]: the same bytes.
pub fn score_source(
    instrument: &Instrument,
    source: &mut dyn Source,
    mut output: Option<&mut dyn Write>,
    dialect: &Dialect,
    tell: &dyn Fn(u64),
) -> Result<Outcome, ScoreError> {
    let header = source.header()?;
    let layout = Layout::new(instrument, &header, dialect).map_err(ScoreError::Columns)?;
    let plan = Plan::new(instrument, &layout, dialect, output.is_some());
    source.begin(&plan)?;
    if let Some(output) = &mut output {
        let mut line = Vec::new();
        cells::push_row(&mut line, &layout.header(instrument));
        output.write_all(&line)?;
    }
    let mut outcome = Outcome { tally: Tally::default(), groups: Groups::new(&layout, plan.units) };
    let number = rayon::current_num_threads().clamp(1, MOST_BLOCKS);
    let mut blocks = take(source, number)?;
    while !blocks.is_empty() {
        let work = || blocks.par_iter().map(|block| score_block(&plan, block)).collect::<Vec<_>>();
        let (next, scored) = rayon::join(|| take(source, number), work);
        for block in scored {
            let block = block?;
            if let Some(output) = &mut output {
                output.write_all(&block.output)?;
            }
            outcome.add(&block)?;
        }
        tell(outcome.tally.rows);
        blocks = next?;
    }
    if let Some(output) = &mut output {
        output.flush()?;
    }
    Ok(outcome)
}

fn score_block(plan: &Plan<'_>, block: &Block) -> Result<Scored, ScoreError> {
    match block {
        Block::Text(text) => block::score(plan, text),
        #[cfg(feature = "parquet")]
        Block::Table(table) => Ok(table.score(plan)),
    }
}

fn take(source: &mut dyn Source, number: usize) -> Result<Vec<Block>, ScoreError> {
    let mut blocks = Vec::with_capacity(number);
    while blocks.len() < number {
        match source.block()? {
            Some(block) => blocks.push(block),
            None => break,
        }
    }
    Ok(blocks)
}

impl Outcome {
    fn add(&mut self, block: &Scored) -> Result<(), ScoreError> {
        let add = |sum: &mut u64, more: u64| *sum = sum.saturating_add(more);
        add(&mut self.tally.rows, block.tally.rows);
        add(&mut self.tally.complete, block.tally.complete);
        add(&mut self.tally.with_findings, block.tally.with_findings);
        self.groups.merge(&block.groups)
    }
}
