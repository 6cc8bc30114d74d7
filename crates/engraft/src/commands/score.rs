//! `engraft score`

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use engraft_base::suggest::did_you_mean;
use engraft_data::DataFile;
use engraft_data::read::{RawTable, read_file};
use engraft_instruments::{Instrument, builtin, ids};
use engraft_results::write_table;

use super::{fail, print};
use crate::args::ScoreArgs;
use crate::exit;
use crate::progress::Progress;
use crate::score::{Dialect, Layout, ScoreError, Tally, explain, score_table};

/// Scores a table.
pub fn run(args: &ScoreArgs) -> u8 {
    let own = match &args.definition {
        Some(path) => match own_instrument(path) {
            Ok(instrument) => Some(instrument),
            Err(code) => return code,
        },
        None => None,
    };
    let Some(instrument) = own.as_ref().or_else(|| builtin(&args.instrument)) else {
        let hint =
            did_you_mean(&args.instrument, ids()).unwrap_or("`engraft list instruments` shows what there is".into());
        return fail(exit::USAGE, &format!("there is no instrument `{}`\n  hint: {hint}", args.instrument));
    };
    let outcome = open(args).and_then(|(input, delimiter)| {
        let dialect = Dialect { delimiter, decimal_comma: args.decimal_comma, map: args.map.clone() };
        match args.explain {
            Some(row) => explain_row(instrument, input, &dialect, row),
            None => score(instrument, input, &dialect, args.output.as_deref()),
        }
    });
    outcome.unwrap_or_else(|code| code)
}

fn own_instrument(path: &Path) -> Result<Instrument, u8> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| fail(exit::UNREADABLE, &format!("{} cannot be read: {error}", path.display())))?;
    Instrument::parse(&path.display().to_string().into(), &text).map_err(|findings| {
        eprint!("{}", crate::show::text(&findings, None));
        exit::FINDINGS
    })
}

/// The table as a stream of CSV, and its separator. A workbook is turned into CSV first.
fn open(args: &ScoreArgs) -> Result<(Box<dyn Read>, u8), u8> {
    let unreadable = |error: &dyn std::fmt::Display| {
        fail(exit::UNREADABLE, &format!("{} cannot be read: {error}", args.file.display()))
    };
    let is_book =
        args.file.extension().and_then(|e| e.to_str()).is_some_and(|e| matches!(e, "xlsx" | "xlsm" | "xls" | "ods"));
    if is_book {
        let bytes = std::fs::read(&args.file).map_err(|e| unreadable(&e))?;
        let file = DataFile { name: args.file.display().to_string().into(), bytes };
        let mut findings = Vec::new();
        let mut tables = read_file(&file, &mut findings).into_iter();
        let Some(table) = tables.next() else {
            return Err(unreadable(&findings.first().map_or("it has no table".to_owned(), |f| f.message.clone())));
        };
        return Ok((Box::new(std::io::Cursor::new(as_csv(&table).into_bytes())), b','));
    }
    let mut reader = BufReader::with_capacity(1 << 20, File::open(&args.file).map_err(|e| unreadable(&e))?);
    let head = std::io::BufRead::fill_buf(&mut reader).map_err(|e| unreadable(&e))?;
    let delimiter = engraft_data::read::delimiter(&String::from_utf8_lossy(head));
    Ok((Box::new(reader), delimiter))
}

fn as_csv(table: &RawTable) -> String {
    let header: Vec<&str> = table.headers.iter().map(AsRef::as_ref).collect();
    write_table(&header, table.rows.iter().map(|row| row.cells.clone()))
}

fn score(instrument: &Instrument, input: Box<dyn Read>, dialect: &Dialect, output: Option<&Path>) -> Result<u8, u8> {
    let progress = Progress::new();
    let tell = |rows: u64| progress.say(format!("{rows} rows"));
    let tally = match output {
        None => score_table(instrument, input, std::io::stdout().lock(), dialect, &tell),
        Some(path) => to_file(path, |file| score_table(instrument, input, file, dialect, &tell)),
    };
    progress.done();
    let tally = tally.map_err(|error| failed(&error))?;
    let Tally { rows, complete, with_findings } = tally;
    eprintln!("{rows} rows, {complete} complete, {with_findings} with findings");
    Ok(if with_findings > 0 { exit::FINDINGS } else { exit::FINE })
}

/// Writes beside the place, and moves there when all is well.
fn to_file(path: &Path, work: impl FnOnce(&mut dyn Write) -> Result<Tally, ScoreError>) -> Result<Tally, ScoreError> {
    let io = |error: std::io::Error| ScoreError::Io(format!("{} cannot be written: {error}", path.display()));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary: PathBuf = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&temporary).map_err(io)?);
    let done = work(&mut file).and_then(|tally| file.flush().map_err(io).map(|()| tally));
    let done = done.and_then(|tally| std::fs::rename(&temporary, path).map_err(io).map(|()| tally));
    if done.is_err() {
        // what cannot be removed either is named by the error that led here
        let _ = std::fs::remove_file(&temporary);
    }
    done
}

fn failed(error: &ScoreError) -> u8 {
    match error {
        ScoreError::Io(message) => fail(exit::UNREADABLE, message),
        ScoreError::Columns(faults) => {
            for fault in faults {
                let hint = fault.hint.as_ref().map(|h| format!("\n  hint: {h}")).unwrap_or_default();
                fail(exit::FINDINGS, &format!("{}{hint}", fault.message));
            }
            exit::FINDINGS
        }
    }
}

/// Prints the sum of one row; rows are counted from 1 below the header.
fn explain_row(instrument: &Instrument, input: Box<dyn Read>, dialect: &Dialect, row: usize) -> Result<u8, u8> {
    let mut reader = csv::ReaderBuilder::new().delimiter(dialect.delimiter).flexible(true).from_reader(input);
    let io = |error: csv::Error| fail(exit::UNREADABLE, &error.to_string());
    let headers = reader.byte_headers().map_err(io)?.clone();
    let layout = Layout::new(instrument, &headers, &dialect.map).map_err(|f| failed(&ScoreError::Columns(f)))?;
    let record = row.checked_sub(1).and_then(|index| reader.byte_records().nth(index));
    match record {
        Some(record) => Ok(print(&explain(instrument, &layout, &record.map_err(io)?, dialect.decimal_comma))),
        None => Err(fail(exit::USAGE, &format!("the table has no row {row}"))),
    }
}
