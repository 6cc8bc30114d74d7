//! The fast way against the plain one: the same bytes, on arbitrary tables.

use engraft_instruments::{Instrument, builtin};
use proptest::prelude::*;

use super::{CsvBlocks, Dialect, Outcome, ScoreError, score_plainly, score_source};

fn dialect(delimiter: u8, by: &[&str]) -> Dialect {
    let by = by.iter().map(|name| (*name).to_owned()).collect();
    Dialect { delimiter, decimal_comma: false, map: Vec::new(), by }
}

type Result = std::result::Result<(Outcome, Vec<u8>), ScoreError>;

fn fast(instrument: &Instrument, table: &[u8], dialect: &Dialect, block: usize) -> Result {
    let mut output = Vec::new();
    let mut source = CsvBlocks::new(table, dialect.delimiter, block);
    let outcome = score_source(instrument, &mut source, Some(&mut output), dialect, &|_| {})?;
    let mut source = CsvBlocks::new(table, dialect.delimiter, block);
    let unwritten = score_source(instrument, &mut source, None, dialect, &|_| {})?;
    assert_eq!(outcome, unwritten, "the summary depends on whether rows are written");
    Ok((outcome, output))
}

fn plain(instrument: &Instrument, table: &[u8], dialect: &Dialect) -> Result {
    let mut output = Vec::new();
    let outcome = score_plainly(instrument, table, Some(&mut output), dialect)?;
    Ok((outcome, output))
}

fn same(id: &str, table: &[u8], dialect: &Dialect) {
    let instrument = builtin(id).unwrap();
    let wanted = plain(instrument, table, dialect);
    for block in [1, 7, 64, 1 << 20] {
        let found = fast(instrument, table, dialect, block);
        let text = |result: &Result| result.as_ref().ok().map(|(_, out)| String::from_utf8_lossy(out).into_owned());
        assert_eq!(text(&found), text(&wanted), "{id}, blocks of {block}: {:?}", String::from_utf8_lossy(table));
        assert_eq!(found, wanted);
    }
}

fn header(instrument: &Instrument, delimiter: char) -> String {
    let items: Vec<&str> = instrument.items.iter().map(|item| item.id.as_str()).collect();
    format!("who{delimiter}arm{delimiter}{}", items.join(&delimiter.to_string()))
}

/// Cells that tables hold beside the usual ones, and some that they should not.
fn other() -> impl Strategy<Value = String> {
    let other = [
        "",
        "NA",
        ".",
        "0.5",
        "1.5",
        "2.50",
        "3.0",
        "6",
        "7",
        "10",
        "-1",
        "yes",
        "No",
        "A",
        "b",
        "ND",
        " 1 ",
        "\"1\"",
        "\"\"",
        "\"1\"x",
        "1\"",
        "\"a\"\"b\"",
        "\"1\n2\"",
        "\"1,2\"",
        "1e0",
        "0,5",
        "\"0,5\"",
        "=1+1",
        "+1",
        "-",
        "NaN",
        "inf",
        "\u{663}",
        "é",
        "1000000000000000",
        "0.000000000000000000000000001",
        "\u{feff}1",
        "\t1",
        "'",
        "n/a",
        "8",
        "00",
        "100",
        "54",
    ];
    prop::sample::select(other.to_vec()).prop_map(str::to_owned)
}

/// Cells of a row: plain ones, with up to three others among them.
fn row() -> impl Strategy<Value = Vec<String>> {
    let usual =
        prop_oneof![30 => prop::sample::select(vec!["0", "1", "0", "1", "2", "3"]), 1 => Just(""), 1 => Just("0.5")];
    let others = prop::collection::vec((0..26_usize, other()), 0..4);
    (prop::collection::vec(usual, 26), others).prop_map(|(cells, others)| {
        let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
        for (place, other) in others {
            cells[place] = other;
        }
        cells
    })
}

fn line_end() -> impl Strategy<Value = &'static str> {
    prop_oneof![8 => Just("\n"), 3 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n\n"), 1 => Just("\n\u{feff}")]
}

/// Rows of cells, some of them ragged, each with its line end.
fn rows() -> impl Strategy<Value = Vec<(Vec<String>, &'static str, i8)>> {
    prop::collection::vec((row(), line_end(), -24_i8..3), 0..30)
}

const INSTRUMENTS: [&str; 9] =
    ["easi", "sledai-2k", "pasi", "haq-di-standard", "bilag-2004-numeric", "scorad", "dlqi", "pga", "selena-sledai"];

proptest! {
    #[test]
    fn tables_of_cells_give_the_same_bytes(rows in rows(), which in 0..INSTRUMENTS.len(), delimiter in prop::sample::select(vec![',', ';', '\t']), decimal_comma in any::<bool>(), bom in any::<bool>()) {
        let instrument = builtin(INSTRUMENTS[which]).unwrap();
        let mut table = if bom { "\u{feff}".to_owned() } else { String::new() };
        table.push_str(&header(instrument, delimiter));
        table.push('\n');
        for (cells, end, ragged) in &rows {
            let width = instrument.items.len() + 2;
            let width = if *ragged < 0 { width } else { width - 1 + usize::try_from(*ragged).unwrap() };
            let cells: Vec<&str> = cells.iter().cycle().take(width).map(String::as_str).collect();
            table.push_str(&cells.join(&delimiter.to_string()));
            table.push_str(end);
        }
        let dialect = Dialect { decimal_comma, ..dialect(u8::try_from(delimiter).unwrap(), &["arm"]) };
        same(&instrument.id, table.as_bytes(), &dialect);
    }

    #[test]
    fn any_bytes_give_the_same_bytes(bytes in prop::collection::vec(prop::sample::select(b"01,;\"\n\r x.\xEF\xBB\xBF\xFF-=".to_vec()), 0..300)) {
        for (id, header) in [("viga-ad", "viga-ad,who"), ("pga", "\"pga\",\"who\""), ("viga-ad", "who,VIGA AD"), ("viga-ad", "viga-ad")] {
            let table = [header.as_bytes(), b"\n", &bytes].concat();
            same(id, &table, &dialect(b',', &[]));
        }
        same("viga-ad", &[b"score;iga;viga-ad\n", bytes.as_slice()].concat(), &dialect(b';', &[]));
        same("pga", &bytes, &dialect(b',', &[]));
    }
}

/// Every row of this table goes through columns; the answers are of every kind that the columns know.
#[test]
fn columns_are_used_and_give_the_same() {
    let easi = builtin("easi").unwrap();
    let mut table = header(easi, ',');
    for row in 0..3000_u32 {
        let item = |index: u32| match (row * 7 + index * 3) % 13 {
            12 => "NA".to_owned(),
            11 => "2.5".to_owned(),
            value => (value % 4).to_string(),
        };
        // areas are whole numbers
        let items: Vec<String> = (0..20).map(|i| if i % 5 == 4 { (row % 7).to_string() } else { item(i) }).collect();
        table.push_str(&format!("\n{row},\"arm {}\",{}", row % 3, items.join(",")));
    }
    same("easi", table.as_bytes(), &dialect(b',', &["arm"]));
}

/// Then no record goes through columns, and the sums of groups must still be those of the plain way.
#[test]
fn two_items_may_share_a_column() {
    let pasi = builtin("pasi").unwrap();
    let mut table = header(pasi, ',').replacen(&format!(",{}", pasi.items[1].id), "", 1);
    for row in 0..50 {
        let items: Vec<String> = (1..pasi.items.len()).map(|item| ((row + item) % 5).to_string()).collect();
        table.push_str(&format!("\n{row},a,{}", items.join(",")));
    }
    let map = vec![(pasi.items[1].id.clone(), pasi.items[0].id.clone())];
    same("pasi", table.as_bytes(), &Dialect { map, ..dialect(b',', &["arm"]) });
}

/// What separates cells may read as an answer (a tab as nothing, a comma as a decimal point without digits).
#[test]
fn separators_are_no_answers() {
    let easi = builtin("easi").unwrap();
    for (delimiter, byte) in [('\t', b'\t'), (',', b',')] {
        for cells in [["", "", "1"], ["1", "", ""], ["", "", ""], ["1", "\n", ""], ["1", "\r", "1"]] {
            let row = |skip: usize| -> Vec<&str> { (0..22 - skip).map(|i| cells[i % 3]).collect() };
            let rows = [0, 1, 2].map(|skip| row(skip).join(&delimiter.to_string()));
            let table = format!("{}\n{}\n", header(easi, delimiter), rows.join("\n"));
            same("easi", table.as_bytes(), &Dialect { decimal_comma: true, ..dialect(byte, &[]) });
        }
    }
}

#[test]
fn a_summary_is_that_of_the_complete_scores() {
    let pga = builtin("viga-ad").unwrap();
    let item = &pga.items[0].id;
    let table = format!("arm,visit,{item}\nb,v1,1\na,v1,2\nb,v1,4\n a ,v1,NA\nb,v2,3\n");
    let (outcome, _) = fast(pga, table.as_bytes(), &dialect(b',', &["arm", "Visit"]), 8).unwrap();
    let wanted = "arm,visit,rows,complete,mean,sd,note\nb,v1,2,2,2.5,2.1213203435596424,\n\
                  a,v1,2,1,2,,one complete score has no SD\nb,v2,1,1,3,,one complete score has no SD\n";
    assert_eq!(outcome.groups.csv(), wanted);
}

#[test]
fn a_missing_group_column_is_named() {
    let pga = builtin("viga-ad").unwrap();
    let table = format!("arm,{}\na,1\n", pga.items[0].id);
    match fast(pga, table.as_bytes(), &dialect(b',', &["visit"]), 8) {
        Err(ScoreError::Columns(faults)) => assert_eq!(faults[0].message, "there is no column `visit`"),
        other => panic!("{other:?}"),
    }
}
