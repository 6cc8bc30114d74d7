//! A table of the benchmark from CSV to Parquet: texts, whole numbers, and floats where a cell has a point.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;

/// Rows of a row group.
const ROWS: usize = 1 << 18;

pub fn write(csv: &Path, parquet: &Path) {
    let mut reader = csv::Reader::from_path(csv).unwrap();
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let is_text = |index: usize| index < 3;
    let field = |(index, name): (usize, &String)| {
        Field::new(name, if is_text(index) { DataType::Utf8 } else { DataType::Float64 }, true)
    };
    let schema = Arc::new(Schema::new(names.iter().enumerate().map(field).collect::<Vec<_>>()));
    let mut writer = ArrowWriter::try_new(File::create(parquet).unwrap(), schema.clone(), None).unwrap();
    let mut records = reader.records();
    loop {
        let rows: Vec<csv::StringRecord> = records.by_ref().take(ROWS).map(Result::unwrap).collect();
        if rows.is_empty() {
            break;
        }
        let column = |index: usize| -> ArrayRef {
            let cells = rows.iter().map(|row| row.get(index).unwrap());
            if is_text(index) {
                Arc::new(StringArray::from_iter_values(cells))
            } else {
                Arc::new(Float64Array::from_iter(cells.map(|cell| cell.parse::<f64>().ok())))
            }
        };
        let columns = (0..names.len()).map(column).collect();
        writer.write(&RecordBatch::try_new(schema.clone(), columns).unwrap()).unwrap();
        writer.flush().unwrap();
    }
    writer.close().unwrap();
}
