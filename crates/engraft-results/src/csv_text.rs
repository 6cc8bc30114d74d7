//! RESULTS, and any other table, as CSV that a spreadsheet opens without running anything in it.

use std::borrow::Cow;

use crate::{COLUMNS, ReadError, ResultRow, Results, SourceRows};

/// Defuses a text that a spreadsheet would run as a formula: it gets an apostrophe in front.
///
/// Numbers keep their sign.
pub fn defuse(text: &str) -> Cow<'_, str> {
    let dangerous = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    // `-5 to 15` is a range of numbers, nothing that could run
    let range = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ' ' | 't' | 'o' | '?'));
    if dangerous && text.parse::<f64>().is_err() && !(range && text.contains(" to ")) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes any table as CSV: UTF-8, comma, LF, quotes where needed, texts defused.
pub fn write_table<R, C>(header: &[&str], rows: R) -> String
where
    R: IntoIterator,
    R::Item: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    // writing to memory cannot fail, and rows of another length than the header are allowed to differ
    let mut write = |record: &[Cow<'_, str>]| {
        let _ = writer.write_record(record.iter().map(|c| c.as_bytes()));
    };
    write(&header.iter().map(|h| Cow::Borrowed(*h)).collect::<Vec<_>>());
    for row in rows {
        let cells: Vec<Cow<'static, str>> =
            row.into_iter().map(|cell| Cow::Owned(defuse(cell.as_ref()).into_owned())).collect();
        write(&cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A number with all its digits, in the shortest form that reads back the same.
pub(crate) fn number_text(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && !(1e-5..1e16).contains(&size) { format!("{value:e}") } else { format!("{value}") }
}

/// RESULTS as CSV; the first column names the row.
pub fn write_csv(results: &Results) -> String {
    let rows = results.iter().map(|(id, row)| {
        [
            id.to_string(),
            row.analysis_id.clone(),
            row.estimand_id.clone(),
            row.analysis_set.clone(),
            row.arm.clone(),
            row.cycle.clone(),
            row.visit.clone(),
            row.measure.clone(),
            row.subject.clone(),
            row.day.map(|d| d.to_string()).unwrap_or_default(),
            row.statistic.clone(),
            row.value.map(number_text).unwrap_or_default(),
            row.text.clone(),
            row.unit.clone(),
            row.n.map(|n| n.to_string()).unwrap_or_default(),
            row.method.clone(),
            row.method_version.clone(),
            row.note.clone(),
            row.source_rows.0.clone(),
        ]
    });
    write_table(&COLUMNS, rows)
}

/// Reads RESULTS from CSV; lines that begin with `#`, which say that data are simulated, are left out.
///
/// # Errors
/// When the header is not that of RESULTS, a record has another number of fields, or a number cannot be read.
pub fn read_csv(text: &str) -> Result<Results, ReadError> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let fail = |error: csv::Error| ReadError {
        line: error.position().map_or(0, csv::Position::line),
        message: error.to_string(),
    };
    let header = reader.headers().map_err(fail)?.clone();
    if header.iter().ne(COLUMNS) {
        let message = format!("not a RESULTS table: its columns are not {}", COLUMNS.join(", "));
        // the reader does not count the lines it leaves out before the header
        let marks = text.lines().take_while(|line| line.starts_with('#')).count();
        return Err(ReadError { message, line: (marks as u64).saturating_add(1) });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fail)?;
        rows.push(read_record(&record)?);
    }
    Ok(Results::from_rows(rows))
}

fn read_record(record: &csv::StringRecord) -> Result<ResultRow, ReadError> {
    let line = record.position().map_or(0, csv::Position::line);
    let raw = |name: &str| {
        let column = COLUMNS.iter().position(|c| *c == name);
        column.and_then(|c| record.get(c)).unwrap_or("")
    };
    let text = |name: &str| {
        let cell = raw(name);
        let bare = cell.strip_prefix('\'').filter(|bare| defuse(bare) == cell);
        bare.unwrap_or(cell).to_owned()
    };
    let number = |name: &str| match raw(name) {
        "" => Ok(None),
        cell => cell.parse().map(Some).map_err(|_| ReadError { message: format!("`{cell}` is not a number"), line }),
    };
    let whole = |name: &str| match raw(name) {
        "" => Ok(None),
        cell => cell
            .parse::<i64>()
            .map(Some)
            .map_err(|_| ReadError { message: format!("`{cell}` is not a whole number"), line }),
    };
    let n = whole("n")?.and_then(|n| u32::try_from(n).ok());
    let day = whole("day")?.and_then(|d| i32::try_from(d).ok());
    Ok(ResultRow {
        analysis_id: text("analysis_id"),
        estimand_id: text("estimand_id"),
        analysis_set: text("analysis_set"),
        arm: text("arm"),
        cycle: text("cycle"),
        visit: text("visit"),
        measure: text("measure"),
        subject: text("subject"),
        day,
        statistic: text("statistic"),
        value: number("value")?,
        text: text("text"),
        unit: text("unit"),
        n,
        method: text("method"),
        method_version: text("method_version"),
        note: text("note"),
        source_rows: SourceRows(text("source_rows")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for text in ["=cmd()", "+SUM(A1)", "-A1", "@x", "\t=1"] {
            assert_eq!(defuse(text), format!("'{text}"));
        }
        for text in ["-3.5", "+2", "1e-5", "plain", ""] {
            assert_eq!(defuse(text), text);
        }
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let row = ResultRow {
            analysis_id: "measure.ck".into(),
            statistic: "mean".into(),
            value: Some(-0.1 + 0.3),
            text: "=1, \"two\"\nlines".into(),
            n: Some(9),
            source_rows: SourceRows("R1-R9".into()),
            ..ResultRow::default()
        };
        let tiny = ResultRow { value: Some(2.5e-300), ..row.clone() };
        let results = Results::from_rows(vec![row, tiny]);
        assert_eq!(read_csv(&write_csv(&results)).unwrap(), results);
        assert_eq!(read_csv(&format!("# SIMULATED\n{}", write_csv(&results))).unwrap(), results);
    }

    #[test]
    fn another_table_is_refused_with_a_reason() {
        assert!(read_csv("a,b\n1,2\n").unwrap_err().to_string().contains("not a RESULTS table"));
        assert_eq!(read_csv("# SIMULATED\na,b\n1,2\n").unwrap_err().line, 2, "the line of the header");
    }
}
