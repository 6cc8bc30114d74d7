//! Parquet as blocks of columns: only the columns that are asked for are read, several of them at a time.
//!
//! A table gives the same bytes as it gives as CSV: a value is what its text is, a float its shortest text. Answers go
//! straight to codes where their text is known by heart; a record with any other answer is scored from its texts. Only
//! with the feature `parquet`.
//!
//! | file | what |
//! |---|---|
//! | `cells` | types that are read, and the texts of their values |
//! | `codes` | a column of answers to codes |
//! | `table` | columns of a stretch of records, and their scores |

mod cells;
mod codes;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::reader::ChunkReader;
use rayon::prelude::*;

pub use table::Table;

use super::plan::{Plan, Role};
use super::{Block, ScoreError, Source};
use cells::{Kept, read_as};
use codes::Coder;
use table::Column;

/// Records of a block: the answers of a column stay in the nearer caches until they are codes.
const ROWS: usize = 32_768;

/// Most readers of a file. Each has some of the columns, and a place in the file of its own.
const LANES: usize = 16;

/// Blocks of a Parquet file.
///
/// Columns of whole numbers, floats, decimals, texts, truth values and days are read, and dictionaries of these. A float
/// is what its shortest text is, so that 0.1 stays 0.1; nothing is the empty cell.
pub struct ParquetBlocks<F> {
    open: F,
    file: ArrowReaderMetadata,
    lanes: Option<Vec<Lane>>,
}

/// What is done with a column.
enum Reading {
    Item(usize, Box<Coder>),
    Kept,
}

/// A reader of some of the columns.
struct Lane {
    batches: ParquetRecordBatchReader,
    columns: Vec<(usize, Reading)>,
}

impl<R: ChunkReader + 'static, F: Fn() -> std::io::Result<R> + Send> ParquetBlocks<F> {
    /// Takes how to open a file: it is opened several times, since one handle has one place where it reads.
    ///
    /// # Errors
    /// It cannot be opened, is not Parquet, or is compressed in a way that this build does not know.
    pub fn new(open: F) -> Result<ParquetBlocks<F>, String> {
        let file = open().map_err(|error| error.to_string())?;
        let file = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| error.to_string())?;
        Ok(ParquetBlocks { open, file, lanes: None })
    }

    /// The columns in the types in which they are read.
    fn schema(&self) -> Result<SchemaRef, ScoreError> {
        let fields = self.file.schema().fields().iter().map(|field| match read_as(field.data_type()) {
            Some(kind) => Ok(field.as_ref().clone().with_data_type(kind)),
            None => Err(not_read(field)),
        });
        let fields = fields.collect::<Result<Vec<_>, _>>()?;
        Ok(Arc::new(Schema::new_with_metadata(fields, self.file.schema().metadata().clone())))
    }

    fn start(&mut self, columns: Vec<(usize, Reading)>) -> Result<(), ScoreError> {
        let options = ArrowReaderOptions::new().with_schema(self.schema()?);
        let file = ArrowReaderMetadata::try_new(self.file.metadata().clone(), options).map_err(unreadable)?;
        let number = columns.len().clamp(1, LANES);
        let mut shares: Vec<Vec<(usize, Reading)>> = (0..number).map(|_| Vec::new()).collect();
        for (index, column) in columns.into_iter().enumerate() {
            if let Some(share) = shares.get_mut(index % number) {
                share.push(column);
            }
        }
        let lane = |columns: Vec<(usize, Reading)>| {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata((self.open)()?, file.clone());
            let wanted = columns.iter().map(|(column, _)| *column);
            let wanted = ProjectionMask::roots(builder.parquet_schema(), wanted);
            let batches = builder.with_projection(wanted).with_batch_size(ROWS).build().map_err(unreadable)?;
            Ok(Lane { batches, columns })
        };
        self.lanes = Some(shares.into_iter().map(lane).collect::<Result<_, ScoreError>>()?);
        Ok(())
    }
}

impl<R: ChunkReader + 'static, F: Fn() -> std::io::Result<R> + Send> Source for ParquetBlocks<F> {
    fn header(&mut self) -> Result<csv::ByteRecord, ScoreError> {
        self.schema().map(|schema| schema.fields().iter().map(|field| field.name().as_str()).collect())
    }

    fn begin(&mut self, plan: &Plan<'_>) -> Result<(), ScoreError> {
        self.start(readings(plan))
    }

    fn block(&mut self) -> Result<Option<Block>, ScoreError> {
        let width = self.file.schema().fields().len();
        if self.lanes.is_none() {
            self.start((0..width).map(|column| (column, Reading::Kept)).collect())?;
        }
        let lanes = self.lanes.iter_mut().flatten().collect::<Vec<_>>();
        let read: Vec<_> = lanes.into_par_iter().map(Lane::next).collect();
        let mut read = read.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter();
        let Some((rows, mut columns)) = read.next() else { return Ok(None) };
        for (more, others) in read {
            if more != rows {
                return Err(ScoreError::Io("the columns of the table differ in length".to_owned()));
            }
            columns.extend(others);
        }
        Ok((rows > 0).then(|| Block::Table(Table::new(rows, width, columns))))
    }
}

/// The columns that are needed.
fn readings(plan: &Plan<'_>) -> Vec<(usize, Reading)> {
    let layout = plan.layout;
    let Some(fast) = &plan.fast else {
        let copies = |column: &usize| plan.writes && layout.copied.contains(column);
        let wanted = |column: &usize| layout.items.contains(column) || layout.by.contains(column) || copies(column);
        return (0..layout.width()).filter(wanted).map(|column| (column, Reading::Kept)).collect();
    };
    let reading = |(column, role): (usize, &Role)| match role {
        Role::Item(item) => Some((column, Reading::Item(*item, Box::new(Coder::new(fast, *item)?)))),
        Role::Kept => Some((column, Reading::Kept)),
        Role::Passed => None,
    };
    fast.roles.iter().enumerate().filter_map(reading).collect()
}

impl Lane {
    /// The next records: their number, which is 0 at the end, and the columns.
    fn next(&mut self) -> Result<(usize, Vec<(usize, Column)>), ScoreError> {
        let Some(batch) = self.batches.next() else { return Ok((0, Vec::new())) };
        let batch: RecordBatch = batch.map_err(unreadable)?;
        let schema = batch.schema();
        let fields = schema.fields().iter().zip(batch.columns());
        let columns = self.columns.iter().zip(fields).map(|((column, reading), (field, array))| {
            reading.of(array).map(|read| (*column, read)).ok_or_else(|| not_read(field))
        });
        Ok((batch.num_rows(), columns.collect::<Result<_, _>>()?))
    }
}

impl Reading {
    /// `None` for a type that is not read.
    fn of(&self, array: &ArrayRef) -> Option<Column> {
        match self {
            Reading::Item(item, coder) => Some(Column::Item(*item, array.clone(), coder.codes(array)?)),
            Reading::Kept => Kept::new(array).map(Column::Kept),
        }
    }
}

fn not_read(field: &arrow_schema::Field) -> ScoreError {
    ScoreError::Io(format!(
        "the column `{}` has the type {}, which is not read; write it as text, or leave it out",
        field.name(),
        field.data_type()
    ))
}

fn unreadable(error: impl std::fmt::Display) -> ScoreError {
    ScoreError::Io(error.to_string())
}
