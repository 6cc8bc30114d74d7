//! Items in, scores out: any table, no study needed, in constant memory.
//!
//! Rows are read in batches of fixed size, each batch is scored on all cores, and batches are written in their order: the
//! output is the same for any number of threads.

mod columns;
mod explain;
mod row;

use std::io::{Read, Write};

use engraft_instruments::Instrument;
use rayon::prelude::*;

pub use columns::{ColumnFault, Layout};
pub use explain::explain;
pub use row::{Scores, score_row};

/// Rows of one batch.
const BATCH: usize = 16_384;

/// What a run met.
#[derive(Default)]
pub struct Tally {
    /// Rows read.
    pub rows: u64,
    /// Rows whose score is complete.
    pub complete: u64,
    /// Rows with a finding.
    pub with_findings: u64,
}

/// Why a table cannot be scored.
pub enum ScoreError {
    /// The columns do not fit the instrument.
    Columns(Vec<ColumnFault>),
    /// The table cannot be read or the output not written.
    Io(String),
}

impl From<csv::Error> for ScoreError {
    fn from(error: csv::Error) -> ScoreError {
        ScoreError::Io(error.to_string())
    }
}

/// How a table is read.
pub struct Dialect {
    /// Separator.
    pub delimiter: u8,
    /// Whether decimals are written with a comma.
    pub decimal_comma: bool,
    /// `item = column` where the names differ.
    pub map: Vec<(String, String)>,
}

/// Scores a CSV table row by row.
///
/// The columns that are no items are copied in front, so that a row can be recognised. `tell` is called with the number
/// of rows after every batch.
///
/// # Errors
/// When an item has no column, two columns have one name, or reading or writing fails.
pub fn score_table(
    instrument: &Instrument,
    input: impl Read,
    output: impl Write,
    dialect: &Dialect,
    tell: &dyn Fn(u64),
) -> Result<Tally, ScoreError> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(dialect.delimiter).flexible(true).has_headers(true).from_reader(input);
    let headers = reader.byte_headers()?.clone();
    let layout = Layout::new(instrument, &headers, &dialect.map).map_err(ScoreError::Columns)?;
    let mut writer = csv::WriterBuilder::new().from_writer(output);
    writer.write_record(layout.header(instrument))?;
    let mut tally = Tally::default();
    let mut batch: Vec<csv::ByteRecord> = Vec::with_capacity(BATCH);
    loop {
        batch.clear();
        for record in reader.byte_records().take(BATCH) {
            batch.push(record?);
        }
        if batch.is_empty() {
            break;
        }
        let scored: Vec<Scores> =
            batch.par_iter().map(|record| score_row(instrument, &layout, record, dialect.decimal_comma)).collect();
        for scores in &scored {
            tally.complete = tally.complete.saturating_add(u64::from(scores.complete));
            tally.with_findings = tally.with_findings.saturating_add(u64::from(scores.has_findings));
            writer.write_record(&scores.cells)?;
        }
        tally.rows = tally.rows.saturating_add(u64::try_from(batch.len()).unwrap_or(0));
        tell(tally.rows);
    }
    writer.flush().map_err(|error| ScoreError::Io(error.to_string()))?;
    Ok(tally)
}
