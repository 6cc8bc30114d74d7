//! Where blocks of records come from.

use std::io::Read;

use super::ScoreError;
#[cfg(feature = "parquet")]
use super::parquet::Table;
use super::plan::Plan;
use super::scan::{is_end, record_end};

/// Records of a table.
pub enum Block {
    /// CSV text of whole records.
    Text(Vec<u8>),
    /// Columns.
    #[cfg(feature = "parquet")]
    Table(Table),
}

/// A table as blocks of records.
pub trait Source: Send {
    /// The header row. To be asked for once, before the first block.
    ///
    /// # Errors
    /// The table cannot be read.
    fn header(&mut self) -> Result<csv::ByteRecord, ScoreError>;

    /// What will be asked of the records. Comes between the header and the first block, or not at all: then every column
    /// is kept.
    ///
    /// # Errors
    /// The table cannot be read.
    fn begin(&mut self, _plan: &Plan<'_>) -> Result<(), ScoreError> {
        Ok(())
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    /// The table cannot be read.
    fn block(&mut self) -> Result<Option<Block>, ScoreError>;
}

/// Blocks of a stream of CSV.
pub struct CsvBlocks<R> {
    input: R,
    delimiter: u8,
    size: usize,
    /// Read, but not handed out yet.
    rest: Vec<u8>,
    ended: bool,
}

impl<R: Read + Send> CsvBlocks<R> {
    /// Blocks of about `size` bytes; a longer record gets a longer block.
    pub fn new(input: R, delimiter: u8, size: usize) -> CsvBlocks<R> {
        CsvBlocks { input, delimiter, size: size.max(1), rest: Vec::new(), ended: false }
    }

    /// Reads until so many bytes are at hand, or the end.
    fn fill(&mut self, size: usize) -> Result<(), ScoreError> {
        let wanted = size.saturating_sub(self.rest.len());
        if wanted > 0 && !self.ended {
            self.rest.reserve(wanted);
            let limit = u64::try_from(wanted).unwrap_or(u64::MAX);
            let read = self.input.by_ref().take(limit).read_to_end(&mut self.rest)?;
            self.ended = read < wanted;
        }
        Ok(())
    }

    /// Bytes up to the end of the last whole record; `None` where no record ends.
    fn whole_records(&self) -> Option<usize> {
        if !self.rest.contains(&b'"') {
            return self.rest.iter().rposition(|b| is_end(*b)).map(|at| at + 1);
        }
        let mut last = None;
        while let Some(end) = record_end(&self.rest, last.unwrap_or(0), self.delimiter) {
            last = Some(end + 1);
        }
        last
    }
}

impl<R: Read + Send> Source for CsvBlocks<R> {
    fn header(&mut self) -> Result<csv::ByteRecord, ScoreError> {
        let mut size = self.size.max(3);
        self.fill(size)?;
        if self.rest.starts_with(b"\xEF\xBB\xBF") {
            self.rest.drain(..3);
        }
        loop {
            let start = self.rest.iter().position(|b| !is_end(*b));
            let end = start.and_then(|start| record_end(&self.rest, start, self.delimiter));
            if end.is_some() || self.ended {
                let end = end.map_or(self.rest.len(), |end| end + 1);
                let rest = self.rest.split_off(end);
                let header = std::mem::replace(&mut self.rest, rest);
                return Ok(first_record(&header, self.delimiter)?.unwrap_or_default());
            }
            size = size.saturating_mul(2);
            self.fill(size)?;
        }
    }

    fn block(&mut self) -> Result<Option<Block>, ScoreError> {
        let mut size = self.size;
        self.fill(size)?;
        loop {
            if self.ended {
                return Ok(Some(std::mem::take(&mut self.rest)).filter(|block| !block.is_empty()).map(Block::Text));
            }
            if let Some(end) = self.whole_records() {
                let rest = self.rest.split_off(end);
                return Ok(Some(Block::Text(std::mem::replace(&mut self.rest, rest))));
            }
            size = size.saturating_mul(2);
            self.fill(size)?;
        }
    }
}

/// The first record of a text that may start with a cell with a byte order mark.
fn first_record(text: &[u8], delimiter: u8) -> Result<Option<csv::ByteRecord>, ScoreError> {
    let text = [b"\n", text].concat();
    Ok(records(&text, delimiter).next().transpose()?)
}

/// The record of a row, counted from 1; `None` when the table is shorter.
///
/// # Errors
/// The table cannot be read.
pub fn nth_record(source: &mut dyn Source, delimiter: u8, row: usize) -> Result<Option<csv::ByteRecord>, ScoreError> {
    let Some(mut left) = row.checked_sub(1) else { return Ok(None) };
    while let Some(block) = source.block()? {
        match record_of(block, delimiter, left)? {
            Found::Record(record) => return Ok(Some(record)),
            Found::Rows(rows) => left -= rows,
        }
    }
    Ok(None)
}

enum Found {
    Record(csv::ByteRecord),
    /// The block has only so many.
    Rows(usize),
}

/// The record of a row of a block, counted from 0.
fn record_of(block: Block, delimiter: u8, row: usize) -> Result<Found, ScoreError> {
    match block {
        Block::Text(mut text) => {
            // a byte order mark at the start of a block belongs to a cell
            text.insert(0, b'\n');
            let mut rows = 0;
            for record in records(&text, delimiter) {
                let record = record?;
                if rows == row {
                    return Ok(Found::Record(record));
                }
                rows += 1;
            }
            Ok(Found::Rows(rows))
        }
        #[cfg(feature = "parquet")]
        Block::Table(table) if row < table.rows() => Ok(Found::Record(table.record(row))),
        #[cfg(feature = "parquet")]
        Block::Table(table) => Ok(Found::Rows(table.rows())),
    }
}

/// The records of a text without a header, as the `csv` crate splits them. The text must start with a line break where a
/// byte order mark at its start belongs to a cell.
pub(super) fn records(text: &[u8], delimiter: u8) -> csv::ByteRecordsIntoIter<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).flexible(true).has_headers(false);
    builder.from_reader(text).into_byte_records()
}
