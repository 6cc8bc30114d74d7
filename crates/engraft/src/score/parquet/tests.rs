//! A table as Parquet gives what it gives as CSV.

use std::io::Write as _;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int8Array, Int64Array, RecordBatch,
    StringArray, TimestampSecondArray,
};
use arrow_schema::{Field, Schema};
use engraft_instruments::builtin;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use tempfile::NamedTempFile;

use super::ParquetBlocks;
use super::cells::{Cells, push_day, push_decimal};
use crate::score::{Dialect, Outcome, ScoreError, score_source, score_table};

const DIALECT: Dialect = Dialect { delimiter: b',', decimal_comma: false, map: Vec::new(), by: Vec::new() };

mod same;

fn written(columns: Vec<(&str, ArrayRef)>, compression: Compression) -> NamedTempFile {
    let field = |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let properties = WriterProperties::builder().set_compression(compression).build();
    let file = NamedTempFile::new().unwrap();
    let mut writer = ArrowWriter::try_new(file.reopen().unwrap(), schema.clone(), Some(properties)).unwrap();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    writer.write(&RecordBatch::try_new(schema, arrays).unwrap()).unwrap();
    writer.close().unwrap();
    file
}

fn scored(id: &str, file: NamedTempFile, dialect: &Dialect) -> Result<(Outcome, String), ScoreError> {
    let mut source = ParquetBlocks::new(|| file.reopen()).unwrap();
    let mut output = Vec::new();
    let outcome = score_source(builtin(id).unwrap(), &mut source, Some(&mut output), dialect, &|_| {})?;
    Ok((outcome, String::from_utf8(output).unwrap()))
}

/// PASI has four items in four regions: every type of column holds one of them.
#[test]
fn every_type_of_column_gives_what_its_text_gives() {
    let instrument = builtin("pasi").unwrap();
    let csv_cells = ["1", "", "2", "4"];
    let whole = || vec![Some(1), None, Some(2), Some(4)];
    let column = |index: usize| -> ArrayRef {
        match index % 5 {
            0 => Arc::new(Int8Array::from(whole())),
            1 => Arc::new(Int64Array::from(whole().iter().map(|v| v.map(i64::from)).collect::<Vec<_>>())),
            2 => Arc::new(Float64Array::from(whole().iter().map(|v| v.map(f64::from)).collect::<Vec<_>>())),
            3 => Arc::new(StringArray::from(vec![Some("1"), None, Some("2"), Some("4")])),
            _ => {
                let values = whole().iter().map(|v| v.map(|v| i128::from(v) * 100)).collect::<Vec<_>>();
                Arc::new(Decimal128Array::from(values).with_precision_and_scale(9, 2).unwrap())
            }
        }
    };
    let names: Vec<&str> = instrument.items.iter().map(|item| item.id.as_str()).collect();
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("who", Arc::new(StringArray::from(vec![Some("a, b"), Some("=x"), None, Some("\"q\"")]))),
        ("seen", Arc::new(BooleanArray::from(vec![true, false, true, true]))),
        ("day", Arc::new(Date32Array::from(vec![0, 19_782, -1, 11_016]))),
    ];
    columns.extend(names.iter().enumerate().map(|(index, name)| (*name, column(index))));
    let mut table = format!("who,seen,day,{}\n", names.join(","));
    let front =
        ["\"a, b\",true,1970-01-01", "=x,false,2024-02-29", ",true,1969-12-31", "\"\"\"q\"\"\",true,2000-02-29"];
    for (front, cell) in front.iter().zip(csv_cells) {
        table.push_str(&format!("{front},{}\n", vec![cell; names.len()].join(",")));
    }
    let mut wanted = Vec::new();
    let dialect = Dialect { by: vec!["seen".to_owned()], ..DIALECT };
    let outcome = score_table(instrument, table.as_bytes(), Some(&mut wanted), &dialect, &|_| {}).unwrap();
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default())] {
        let found = scored("pasi", written(columns.clone(), compression), &dialect).unwrap();
        assert_eq!(found, (outcome.clone(), String::from_utf8(wanted.clone()).unwrap()));
    }
}

#[test]
fn nothing_in_a_table_of_one_column_is_a_row_and_nan_is_a_finding() {
    let values = Float64Array::from(vec![Some(2.0), None, Some(f64::NAN)]);
    let (outcome, output) =
        scored("viga-ad", written(vec![("viga-ad", Arc::new(values))], Compression::UNCOMPRESSED), &DIALECT).unwrap();
    assert_eq!((outcome.tally.rows, outcome.tally.complete, outcome.tally.with_findings), (3, 1, 1));
    assert!(output.lines().last().unwrap().contains("not a number (`NaN`"), "{output}");
}

#[test]
fn a_type_that_is_not_read_is_named_with_its_column() {
    let when = TimestampSecondArray::from(vec![1]);
    let columns: Vec<(&str, ArrayRef)> =
        vec![("viga-ad", Arc::new(Int8Array::from(vec![1]))), ("when", Arc::new(when))];
    match scored("viga-ad", written(columns, Compression::UNCOMPRESSED), &DIALECT) {
        Err(ScoreError::Io(message)) => {
            assert!(message.contains("`when` has the type Timestamp"), "{message}")
        }
        other => panic!("{other:?}"),
    }
    let mut text = NamedTempFile::new().unwrap();
    text.write_all(b"who,viga-ad\n1,2\n").unwrap();
    assert!(ParquetBlocks::new(|| text.reopen()).is_err());
}

#[test]
fn floats_are_written_as_their_shortest_text() {
    let values =
        [0.0, -0.0, 0.5, 9.5, 10.0, 10.5, 0.25, -1.0, 2.1, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 127.5];
    let array: ArrayRef = Arc::new(Float64Array::from(values.to_vec()));
    let cells = Cells::new(&array).unwrap();
    for (row, value) in values.iter().enumerate() {
        let mut out = Vec::new();
        cells.push(row, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
    }
}

#[test]
fn days_and_decimals_are_written_out() {
    let day = |days| {
        let mut out = Vec::new();
        push_day(&mut out, days);
        String::from_utf8(out).unwrap()
    };
    assert_eq!([day(0), day(-719_162), day(20_779)], ["1970-01-01", "0001-01-01", "2026-11-22"]);
    let decimal = |value, scale| {
        let mut out = Vec::new();
        push_decimal(&mut out, value, scale);
        String::from_utf8(out).unwrap()
    };
    assert_eq!([decimal(-5, 1), decimal(250, 2), decimal(7, 0)], ["-0.5", "2.5", "7"]);
    assert_eq!(decimal(-10_i128.pow(30), 30), format!("-1.{}", "0".repeat(30)));
}
