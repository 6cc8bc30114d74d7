//! Property: a table of any types as Parquet gives the bytes that its texts give as CSV, record by record.

use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    Int8Array, Int64Array, LargeStringArray, NullArray, RecordBatch, StringArray, StringViewArray, UInt16Array,
    UInt64Array,
};
use arrow_schema::{Field, Schema};
use engraft_instruments::{Instrument, builtin};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;
use tempfile::NamedTempFile;

use super::super::cells::Cells;
use super::super::{ParquetBlocks, cells::read_as};
use crate::score::cells::push_cell;
use crate::score::{Dialect, Layout, Source, explain, nth_record, score_plainly, score_source};

const OWN: &str = r#"
id = "itch-and-sleep"
name = "Itch and sleep"
version = "1"
measures = "Two questions of our clinic."
direction = "higher-is-worse"
range = [-5, 14]
items = [
    { id = "itch", label = "itch", kind = "KIND", range = [-5, 10] },
    { id = "sleep", label = "bad nights", kind = "integer", range = [0, 2], weight = 2 },
]
"#;

const NUMBERS: [f64; 16] =
    [0.0, 1.0, 2.0, 3.0, 0.5, 1.5, 0.1, 6.0, 7.0, 10.0, -0.0, -1.0, 100.0, 255.5, f64::NAN, f64::INFINITY];
const TEXTS: [&str; 18] =
    ["0", "1", "2", "3", "1", "2.5", "NA", "", "yes", "No", "A", "nd", "a,b", "\"", "=1+1", "1.0", "\n", "\u{feff}1"];

/// A column of one of the types, made of numbers that choose its values; `rare` is the share of unusual ones.
fn column(kind: u8, picks: &[u8]) -> ArrayRef {
    // most cells are an answer
    let pick = |pick: &u8, most: usize| usize::from(if *pick < 224 { pick % 4 } else { pick % 32 }).min(most);
    let is_null = |pick: &u8| *pick % 29 == 28;
    let numbers: Vec<Option<f64>> =
        picks.iter().map(|p| (!is_null(p)).then(|| NUMBERS[pick(p, NUMBERS.len() - 1)])).collect();
    let texts: Vec<Option<&str>> =
        picks.iter().map(|p| (!is_null(p)).then(|| TEXTS[pick(p, TEXTS.len() - 1)])).collect();
    let whole = || numbers.iter().map(|n| n.map(|n| n as i64));
    match kind % 14 {
        0 => Arc::new(Float64Array::from(numbers)),
        1 => Arc::new(Float32Array::from(numbers.iter().map(|n| n.map(|n| n as f32)).collect::<Vec<_>>())),
        2 => Arc::new(Int8Array::from(numbers.iter().map(|n| n.map(|n| n as i8)).collect::<Vec<_>>())),
        3 => Arc::new(Int64Array::from(whole().collect::<Vec<_>>())),
        4 => Arc::new(UInt16Array::from(numbers.iter().map(|n| n.map(|n| n as u16)).collect::<Vec<_>>())),
        5 => Arc::new(UInt64Array::from(numbers.iter().map(|n| n.map(|n| n as u64)).collect::<Vec<_>>())),
        6 => Arc::new(StringArray::from(texts)),
        7 => Arc::new(LargeStringArray::from(texts)),
        8 => Arc::new(StringViewArray::from(texts)),
        9 => Arc::new(texts.into_iter().collect::<DictionaryArray<Int8Type>>()),
        10 => Arc::new(BooleanArray::from(whole().map(|n| n.map(|n| n == 1)).collect::<Vec<_>>())),
        11 => Arc::new(Date32Array::from(numbers.iter().map(|n| n.map(|n| n as i32)).collect::<Vec<_>>())),
        12 => {
            let values: Decimal128Array =
                numbers.iter().map(|n| n.map(|n| (n.clamp(-9.0, 99.0) * 10.0) as i128)).collect();
            Arc::new(values.with_precision_and_scale(9, 1).unwrap())
        }
        _ => Arc::new(NullArray::new(picks.len())),
    }
}

/// The same table as Parquet and as CSV.
fn both(columns: &[(String, ArrayRef)], group: usize) -> (NamedTempFile, Vec<u8>) {
    let fields = columns.iter().map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let file = NamedTempFile::new().unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group)).build();
    let mut writer = ArrowWriter::try_new(file.reopen().unwrap(), schema.clone(), Some(properties)).unwrap();
    let arrays: Vec<ArrayRef> = columns.iter().map(|(_, array)| array.clone()).collect();
    writer.write(&RecordBatch::try_new(schema, arrays).unwrap()).unwrap();
    writer.close().unwrap();
    let mut csv = columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(",").into_bytes();
    let plain: Vec<ArrayRef> = columns.iter().map(|(_, array)| plain(array)).collect();
    for row in 0..plain[0].len() {
        csv.push(b'\n');
        for (index, array) in plain.iter().enumerate() {
            if index > 0 {
                csv.push(b',');
            }
            let mut cell = Vec::new();
            Cells::new(array).unwrap().push(row, &mut cell);
            push_cell(&mut csv, &cell);
        }
    }
    csv.push(b'\n');
    (file, csv)
}

/// The texts of a column that the reader would read as another type.
fn plain(array: &ArrayRef) -> ArrayRef {
    match array.as_any().downcast_ref::<DictionaryArray<Int8Type>>() {
        Some(dictionary) => {
            let texts = dictionary.downcast_dict::<StringArray>().unwrap();
            Arc::new(texts.into_iter().collect::<StringArray>())
        }
        None => array.clone(),
    }
}

fn same(instrument: &Instrument, columns: &[(String, ArrayRef)], dialect: &Dialect, group: usize) {
    assert!(columns.iter().all(|(_, array)| read_as(array.data_type()).is_some()));
    let (file, csv) = both(columns, group);
    let (mut wanted, mut found) = (Vec::new(), Vec::new());
    let by_records = score_plainly(instrument, csv.as_slice(), Some(&mut wanted), dialect);
    let mut source = ParquetBlocks::new(|| file.reopen()).unwrap();
    let by_columns = score_source(instrument, &mut source, Some(&mut found), dialect, &|_| {});
    assert_eq!(String::from_utf8_lossy(&found), String::from_utf8_lossy(&wanted), "{}", String::from_utf8_lossy(&csv));
    assert_eq!(by_columns, by_records);
    let mut source = ParquetBlocks::new(|| file.reopen()).unwrap();
    assert_eq!(score_source(instrument, &mut source, None, dialect, &|_| {}), by_records, "nothing written");
}

/// Columns for an instrument: `who`, its items, each under its name or one of its own, and `arm` behind.
fn table(instrument: &Instrument, kinds: &[u8], picks: &[u8], rows: usize, renamed: bool) -> Vec<(String, ArrayRef)> {
    let names = instrument.items.iter().map(|item| if renamed { format!("q {}", item.id) } else { item.id.clone() });
    let names = ["who".to_owned()].into_iter().chain(names).chain(["arm".to_owned()]);
    let cells = |index: usize| (0..rows).map(|row| picks[(row * 31 + index * 7) % picks.len()]).collect::<Vec<_>>();
    names.enumerate().map(|(index, name)| (name, column(kinds[index % kinds.len()], &cells(index)))).collect()
}

fn dialect(instrument: &Instrument, renamed: bool, decimal_comma: bool) -> Dialect {
    let map = instrument.items.iter().filter(|_| renamed).map(|item| (item.id.clone(), format!("q {}", item.id)));
    Dialect { delimiter: b',', decimal_comma, map: map.collect(), by: vec!["arm".to_owned()] }
}

proptest! {
    #[test]
    fn any_types_give_the_bytes_of_csv(kinds in prop::collection::vec(any::<u8>(), 1..9), picks in prop::collection::vec(any::<u8>(), 50..400), rows in 1..60_usize, which in 0..7_usize, renamed in any::<bool>(), decimal_comma in any::<bool>(), group in 1..40_usize) {
        let ids = ["easi", "sledai-2k", "pasi", "haq-di-standard", "bilag-2004-numeric", "scorad", "viga-ad"];
        let instrument = builtin(ids[which]).unwrap();
        let columns = table(instrument, &kinds, &picks, rows, renamed);
        same(instrument, &columns, &dialect(instrument, renamed, decimal_comma), group);
    }

    /// Answers that are nearly all known, as floats, whole numbers and texts: the way through codes.
    #[test]
    fn usual_answers_give_the_bytes_of_csv(picks in prop::collection::vec(0..225_u8, 50..400), rows in 1..200_usize, kind in 0..10_u8, group in 1..90_usize) {
        for id in ["easi", "sledai-2k", "haq-di-standard"] {
            let instrument = builtin(id).unwrap();
            let columns = table(instrument, &[kind], &picks, rows, false);
            same(instrument, &columns, &dialect(instrument, false, false), group);
        }
    }
}

/// More records than a block holds, in row groups that end elsewhere.
#[test]
fn blocks_and_row_groups_end_at_different_records() {
    let easi = builtin("easi").unwrap();
    let picks: Vec<u8> = (0..251_u8).collect();
    let columns = table(easi, &[0, 3, 6, 1], &picks, 40_000, false);
    same(easi, &columns, &dialect(easi, false, false), 15_001);
}

/// Two items in one column go the ordinary way, and so does an instrument of one's own without steps.
#[test]
fn shared_columns_and_own_instruments_give_the_bytes_of_csv() {
    let picks: Vec<u8> = (0..=255).collect();
    let pasi = builtin("pasi").unwrap();
    let mut columns = table(pasi, &[0, 6, 9], &picks, 300, false);
    columns.remove(2);
    let map = vec![(pasi.items[1].id.clone(), pasi.items[0].id.clone())];
    same(pasi, &columns, &Dialect { map, ..dialect(pasi, false, false) }, 64);
    let scorad = builtin("scorad").unwrap();
    assert!(engraft_instruments::batch::Kernel::compile(scorad).is_none());
    for kind in ["number", "integer"] {
        let own = Instrument::parse(&Arc::from("own.toml"), &OWN.replace("KIND", kind)).unwrap();
        assert_eq!(engraft_instruments::batch::Kernel::compile(&own).is_some(), kind == "integer");
        same(&own, &table(&own, &[0, 1, 2, 3, 6], &picks, 300, false), &dialect(&own, false, false), 64);
    }
}

#[test]
fn a_row_is_explained_as_from_csv() {
    let easi = builtin("easi").unwrap();
    let picks: Vec<u8> = (0..251).collect();
    let columns = table(easi, &[0, 3, 9], &picks, 20_000, false);
    let dialect = dialect(easi, false, false);
    let (file, csv) = both(&columns, 9_000);
    for row in [1, 7, 8192, 8193, 20_000, 20_001] {
        let shown = |source: &mut dyn Source| {
            let layout = Layout::new(easi, &source.header().unwrap(), &dialect).unwrap();
            nth_record(source, b',', row).unwrap().map(|record| explain(easi, &layout, &record, false))
        };
        let mut from_csv = crate::score::CsvBlocks::new(csv.as_slice(), b',', 1 << 16);
        let mut from_parquet = ParquetBlocks::new(|| file.reopen()).unwrap();
        let found = shown(&mut from_parquet);
        assert_eq!(found, shown(&mut from_csv));
        assert_eq!(found.is_some(), row <= 20_000);
    }
}
