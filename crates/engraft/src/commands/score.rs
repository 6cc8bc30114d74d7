//! `engraft score`

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use engraft::score::{
    BLOCK, CsvBlocks, Dialect, Layout, Outcome, ScoreError, Source, Tally, explain, nth_record, score_source,
};
use engraft_base::suggest::did_you_mean;
use engraft_data::DataFile;
use engraft_data::read::{RawTable, read_file};
use engraft_instruments::{Instrument, builtin, ids};
use engraft_results::write_table;

use super::{fail, print};
use crate::args::ScoreArgs;
use crate::exit;
use crate::progress::Progress;

/// Bytes in which the separator is looked for.
const HEAD: u64 = 1 << 20;

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
    let outcome = open(args).and_then(|(mut source, delimiter)| {
        let by = args.by.iter().map(|name| name.trim().to_owned()).collect();
        let dialect = Dialect { delimiter, decimal_comma: args.decimal_comma, map: args.map.clone(), by };
        match args.explain {
            Some(row) => explain_row(instrument, source.as_mut(), &dialect, row),
            None => score(instrument, source.as_mut(), &dialect, args.output.as_deref()),
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

/// The table as blocks of CSV, and its separator. A workbook is turned into CSV first.
fn open(args: &ScoreArgs) -> Result<(Box<dyn Source>, u8), u8> {
    let unreadable = |error: &dyn std::fmt::Display| {
        fail(exit::UNREADABLE, &format!("{} cannot be read: {error}", args.file.display()))
    };
    let ending = args.file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if ending == "parquet" {
        return parquet(&args.file).map(|source| (source, b',')).map_err(|message| unreadable(&message));
    }
    let is_book = matches!(ending, "xlsx" | "xlsm" | "xls" | "ods");
    if is_book {
        let bytes = std::fs::read(&args.file).map_err(|e| unreadable(&e))?;
        let file = DataFile { name: args.file.display().to_string().into(), bytes };
        let mut findings = Vec::new();
        let mut tables = read_file(&file, &mut findings).into_iter();
        let Some(table) = tables.next() else {
            return Err(unreadable(&findings.first().map_or("it has no table".to_owned(), |f| f.message.clone())));
        };
        // a sheet that cannot be read must not be passed over in silence, nor one that is not scored
        if !findings.is_empty() {
            eprint!("{}", crate::show::text(&findings, None));
        }
        let others: Vec<String> = tables.map(|other| format!("`{}`", other.name)).collect();
        if !others.is_empty() {
            eprintln!("the sheet `{}` is scored, and not {}", table.name, others.join(", "));
        }
        let text = std::io::Cursor::new(as_csv(&table).into_bytes());
        return Ok((Box::new(CsvBlocks::new(text, b',', BLOCK)), b','));
    }
    let mut file = File::open(&args.file).map_err(|e| unreadable(&e))?;
    let mut head = Vec::new();
    Read::by_ref(&mut file).take(HEAD).read_to_end(&mut head).map_err(|e| unreadable(&e))?;
    let delimiter = engraft_data::read::delimiter(&String::from_utf8_lossy(&head));
    let table = std::io::Cursor::new(head).chain(file);
    Ok((Box::new(CsvBlocks::new(table, delimiter, BLOCK)), delimiter))
}

#[cfg(feature = "parquet")]
fn parquet(path: &Path) -> Result<Box<dyn Source>, String> {
    let path = path.to_owned();
    let blocks = engraft::score::ParquetBlocks::new(move || File::open(&path))?;
    Ok(Box::new(blocks))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Path) -> Result<Box<dyn Source>, String> {
    Err("this build has no Parquet; build it with `--features parquet`, or write the table as CSV".to_owned())
}

fn as_csv(table: &RawTable) -> String {
    let header: Vec<&str> = table.headers.iter().map(AsRef::as_ref).collect();
    write_table(&header, table.rows.iter().map(|row| row.cells.clone()))
}

fn score(instrument: &Instrument, source: &mut dyn Source, dialect: &Dialect, output: Option<&Path>) -> Result<u8, u8> {
    let progress = Progress::new();
    let tell = |rows: u64| progress.say(format!("{rows} rows"));
    let outcome = match output {
        None if dialect.by.is_empty() => {
            score_source(instrument, source, Some(&mut std::io::stdout().lock()), dialect, &tell)
        }
        None => score_source(instrument, source, None, dialect, &tell),
        Some(path) => to_file(path, |file| score_source(instrument, source, Some(file), dialect, &tell)),
    };
    progress.done();
    let Outcome { tally, groups } = outcome.map_err(|error| failed(&error))?;
    let Tally { rows, complete, with_findings } = tally;
    let printed = if dialect.by.is_empty() { exit::FINE } else { print(&groups.csv()) };
    eprintln!("{rows} rows, {complete} complete, {with_findings} with findings");
    Ok(if with_findings > 0 { exit::FINDINGS } else { printed })
}

/// Writes beside the place, and moves there when all is well.
fn to_file(
    path: &Path,
    work: impl FnOnce(&mut dyn Write) -> Result<Outcome, ScoreError>,
) -> Result<Outcome, ScoreError> {
    let io = |error: std::io::Error| ScoreError::Io(format!("{} cannot be written: {error}", path.display()));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary: PathBuf = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut file = BufWriter::with_capacity(1 << 20, File::create(&temporary).map_err(io)?);
    let done = work(&mut file).and_then(|outcome| file.flush().map_err(io).map(|()| outcome));
    let done = done.and_then(|outcome| std::fs::rename(&temporary, path).map_err(io).map(|()| outcome));
    if done.is_err() {
        // what cannot be removed either is named by the error that led here
        let _ = std::fs::remove_file(&temporary);
    }
    done
}

fn failed(error: &ScoreError) -> u8 {
    match error {
        ScoreError::Io(message) => fail(exit::UNREADABLE, message),
        ScoreError::Groups(message) => fail(exit::USAGE, message),
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
fn explain_row(instrument: &Instrument, source: &mut dyn Source, dialect: &Dialect, row: usize) -> Result<u8, u8> {
    let header = source.header().map_err(|error| failed(&error))?;
    let layout = Layout::new(instrument, &header, dialect).map_err(|f| failed(&ScoreError::Columns(f)))?;
    match nth_record(source, dialect.delimiter, row).map_err(|error| failed(&error))? {
        Some(record) => Ok(print(&explain(instrument, &layout, &record, dialect.decimal_comma))),
        None => Err(fail(exit::USAGE, &format!("the table has no row {row}"))),
    }
}
