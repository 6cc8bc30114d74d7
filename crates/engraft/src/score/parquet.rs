//! Parquet as blocks: each batch of rows becomes the CSV that the same table would be.
//!
//! So a table gives the same scores in either format. Only with the feature `parquet`.

use std::io::Write as _;

use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray};
use arrow_schema::{DataType, SchemaRef};
use engraft_base::Dec;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;
use rayon::prelude::*;

use super::cells::push_cell;
use super::{ScoreError, Source};

/// Rows of a batch.
const ROWS: usize = 16_384;

/// Rows that are written out at a time.
const PART: usize = 2048;

/// Batches of a Parquet file.
///
/// Columns of whole numbers, floats, decimals, texts, truth values and days are read. A float is written as its shortest
/// text, so that 0.1 stays 0.1; nothing is the empty cell.
pub struct ParquetBlocks {
    schema: SchemaRef,
    batches: ParquetRecordBatchReader,
}

impl ParquetBlocks {
    /// Opens a file, or bytes in memory.
    ///
    /// # Errors
    /// It is not Parquet, or is compressed in a way that this build does not know.
    pub fn new(file: impl ChunkReader + 'static) -> Result<ParquetBlocks, String> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())?;
        let schema = builder.schema().clone();
        let batches = builder.with_batch_size(ROWS).build().map_err(|error| error.to_string())?;
        Ok(ParquetBlocks { schema, batches })
    }
}

impl Source for ParquetBlocks {
    fn header(&mut self) -> Result<csv::ByteRecord, ScoreError> {
        Ok(self.schema.fields().iter().map(|field| field.name().as_str()).collect())
    }

    fn block(&mut self) -> Result<Option<Vec<u8>>, ScoreError> {
        match self.batches.next() {
            Some(batch) => {
                let batch = batch.map_err(|error| ScoreError::Io(error.to_string()))?;
                let starts: Vec<usize> = (0..batch.num_rows()).step_by(PART).collect();
                let part = |start: &usize| text(&batch.slice(*start, PART.min(batch.num_rows() - start)));
                let parts = starts.par_iter().map(part).collect::<Vec<_>>();
                Ok(Some(parts.into_iter().collect::<Result<Vec<_>, _>>()?.concat()))
            }
            None => Ok(None),
        }
    }
}

/// The rows of a batch as CSV.
fn text(batch: &RecordBatch) -> Result<Vec<u8>, ScoreError> {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns());
    let columns = columns.map(|(field, array)| {
        Cells::new(array).ok_or_else(|| {
            ScoreError::Io(format!(
                "the column `{}` has the type {}, which is not read",
                field.name(),
                field.data_type()
            ))
        })
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let mut out = Vec::with_capacity(batch.num_rows().saturating_mul(columns.len()).saturating_mul(3));
    for row in 0..batch.num_rows() {
        let start = out.len();
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            column.push(row, &mut out);
        }
        if out.len() == start {
            // an empty line would be no row
            out.extend_from_slice(b"\"\"");
        }
        out.push(b'\n');
    }
    Ok(out)
}

/// Writes the value of a row, which is not null.
type Push<'a> = Box<dyn Fn(usize, &mut Vec<u8>) + 'a>;

/// A column whose cells can be written.
struct Cells<'a> {
    array: &'a dyn Array,
    push: Push<'a>,
}

impl<'a> Cells<'a> {
    /// `None` for a type that is not read.
    fn new(array: &'a ArrayRef) -> Option<Cells<'a>> {
        let push: Push<'a> = match array.data_type() {
            DataType::Int8 => whole::<Int8Type>(array),
            DataType::Int16 => whole::<Int16Type>(array),
            DataType::Int32 => whole::<Int32Type>(array),
            DataType::Int64 => whole::<Int64Type>(array),
            DataType::UInt8 => whole::<UInt8Type>(array),
            DataType::UInt16 => whole::<UInt16Type>(array),
            DataType::UInt32 => whole::<UInt32Type>(array),
            DataType::UInt64 => shown::<UInt64Type>(array),
            DataType::Float32 => float::<Float32Type>(array),
            DataType::Float64 => float::<Float64Type>(array),
            DataType::Boolean => {
                let values = array.as_boolean_opt()?;
                Box::new(|row, out| push_cell(out, if values.value(row) { b"true" } else { b"false" }))
            }
            DataType::Utf8 => {
                let values = array.as_string_opt::<i32>()?;
                Box::new(|row, out| push_cell(out, values.value(row).as_bytes()))
            }
            DataType::LargeUtf8 => {
                let values = array.as_string_opt::<i64>()?;
                Box::new(|row, out| push_cell(out, values.value(row).as_bytes()))
            }
            DataType::Utf8View => {
                let values = array.as_string_view_opt()?;
                Box::new(|row, out| push_cell(out, values.value(row).as_bytes()))
            }
            DataType::Decimal128(_, scale) => {
                let values = array.as_primitive_opt::<arrow_array::types::Decimal128Type>()?;
                let scale = u32::try_from(*scale).ok()?;
                Box::new(move |row, out| push_decimal(out, values.value(row), scale))
            }
            DataType::Date32 => {
                let values = array.as_primitive_opt::<arrow_array::types::Date32Type>()?;
                Box::new(|row, out| push_day(out, i64::from(values.value(row))))
            }
            _ => return None,
        };
        Some(Cells { array: array.as_ref(), push })
    }

    fn push(&self, row: usize, out: &mut Vec<u8>) {
        if self.array.is_valid(row) {
            (self.push)(row, out);
        }
    }
}

fn shown<'a, T: ArrowPrimitiveType>(array: &'a ArrayRef) -> Push<'a>
where
    T::Native: std::fmt::Display,
{
    let values = array.as_primitive::<T>();
    Box::new(|row, out| {
        // writing to memory cannot fail
        let _ = write!(out, "{}", values.value(row));
    })
}

/// The shortest text; whole and half points below ten, which most scores are made of, without a search for it.
fn float<'a, T: ArrowPrimitiveType>(array: &'a ArrayRef) -> Push<'a>
where
    T::Native: std::fmt::Display + Into<f64>,
{
    let values = array.as_primitive::<T>();
    Box::new(|row, out| {
        let value = values.value(row);
        let exact: f64 = value.into();
        // the cast of a float saturates; what it changes is not equal below
        let halves = (exact * 2.0) as u8;
        if exact.is_sign_negative() || halves >= 20 || f64::from(halves) != exact * 2.0 {
            let _ = write!(out, "{value}");
            return;
        }
        out.push(b'0' + halves / 2);
        if halves % 2 == 1 {
            out.extend_from_slice(b".5");
        }
    })
}

fn whole<'a, T: ArrowPrimitiveType>(array: &'a ArrayRef) -> Push<'a>
where
    T::Native: Into<i64>,
{
    let values = array.as_primitive::<T>();
    Box::new(|row, out| {
        let value: i64 = values.value(row).into();
        match u8::try_from(value) {
            Ok(digit @ 0..=9) => out.push(b'0' + digit),
            _ => {
                let _ = write!(out, "{value}");
            }
        }
    })
}

fn push_decimal(out: &mut Vec<u8>, value: i128, scale: u32) {
    let short = i64::try_from(value).ok().filter(|_| scale <= 28).map(|value| Dec::scaled(value, scale));
    match short {
        Some(value) => out.extend_from_slice(value.to_string().as_bytes()),
        None => {
            let digits = format!("{:0>width$}", value.unsigned_abs(), width = usize::try_from(scale).unwrap_or(0) + 1);
            let (before, behind) = digits.split_at(digits.len() - usize::try_from(scale).unwrap_or(0));
            let _ = write!(out, "{}{before}.{behind}", if value < 0 { "-" } else { "" });
        }
    }
}

/// A day since 1970 as year, month, day: the Gregorian calendar has 146097 days in 400 years.
fn push_day(out: &mut Vec<u8>, days: i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
}

#[cfg(test)]
mod tests;
