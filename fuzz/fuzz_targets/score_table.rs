//! Arbitrary bytes as a table of items, under an instrument that the first byte chooses.
//!
//! Every second round of the first byte puts two items into one column. The second byte chooses separator, size of the blocks, and whether the header is that of the instrument (otherwise the
//! bytes bring their own). The way through columns must give the bytes of the way record by record, and no number that is
//! none.
#![no_main]

use std::fmt::Write as _;

use engraft::score::{CsvBlocks, Dialect, score_plainly, score_source};
use engraft_instruments::builtins;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let [first, second, body @ ..] = bytes else { return };
    let instrument = &builtins()[usize::from(*first) % builtins().len()];
    let delimiter = if second & 1 == 0 { b',' } else { b';' };
    let mut table = Vec::new();
    if second & 2 == 0 {
        let mut header = String::from("arm");
        for item in &instrument.items {
            write!(header, "{}{}", char::from(delimiter), item.id).unwrap();
        }
        table.extend_from_slice(header.as_bytes());
        table.push(b'\n');
    }
    table.extend_from_slice(body);
    let by = if second & 4 == 0 { vec!["arm".to_owned()] } else { Vec::new() };
    let shares = usize::from(*first) / builtins().len() % 2 == 1;
    let map = match instrument.items.as_slice() {
        [one, other, ..] if shares => vec![(one.id.clone(), other.id.clone())],
        _ => Vec::new(),
    };
    let dialect = Dialect { delimiter, decimal_comma: second & 8 != 0, map, by };
    let block = usize::from(second >> 4) * 37 + 1;

    let (mut fast, mut plain) = (Vec::new(), Vec::new());
    let mut source = CsvBlocks::new(table.as_slice(), delimiter, block);
    let by_columns = score_source(instrument, &mut source, Some(&mut fast), &dialect, &|_| {});
    let by_records = score_plainly(instrument, table.as_slice(), Some(&mut plain), &dialect);
    assert_eq!(by_columns, by_records);
    let Ok(outcome) = by_columns else { return };
    assert!(fast == plain, "{:?}\n{:?}", String::from_utf8_lossy(&fast), String::from_utf8_lossy(&plain));
    no_nan(&fast);
    let summary = outcome.groups.csv();
    for line in summary.lines().skip(1).filter(|line| line.contains("NaN") || line.contains("inf")) {
        // a group may be called so; a number of it may not
        let numbers = line.rsplit(',').skip(1).take(2);
        assert!(numbers.into_iter().all(|n| n.is_empty() || n.parse::<f64>().is_ok_and(f64::is_finite)), "{line}");
    }
});

/// Score, bounds and rule are decimals or nothing; a row without a score says what is missing.
fn no_nan(output: &[u8]) {
    let mut reader = csv::Reader::from_reader(output);
    let header = reader.headers().unwrap().clone();
    // the last of that name: the table may have columns of its own that are called so
    let place = |name: &str| header.iter().enumerate().filter(|(_, h)| *h == name).last().unwrap().0;
    let numbers = ["score", "lower", "upper", "by-rule"].map(place);
    for record in reader.records().map(|record| record.unwrap()) {
        for cell in numbers.iter().map(|place| &record[*place]) {
            assert!(cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite), "{cell:?} in {record:?}");
        }
        let said = !record[place("missing")].is_empty() || !record[place("findings")].is_empty();
        assert!(!record[place("score")].is_empty() || said, "no score and no reason: {record:?}");
    }
}
