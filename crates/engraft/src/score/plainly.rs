//! The same record by record, split and written by the `csv` crate: what the fast way is held against.

use std::io::{Read, Write};

use engraft_instruments::Instrument;
use engraft_instruments::batch::Kernel;

use super::groups::{BlockGroups, Groups};
use super::row::{self, score_row};
use super::{Dialect, Layout, Outcome, ScoreError, Tally};

/// Scores a table on one core, one record at a time.
///
/// # Errors
/// As [`score_source`](super::score_source).
pub fn score_plainly(
    instrument: &Instrument,
    input: impl Read,
    output: Option<&mut dyn Write>,
    dialect: &Dialect,
) -> Result<Outcome, ScoreError> {
    let mut reader = csv::ReaderBuilder::new().delimiter(dialect.delimiter).flexible(true).from_reader(input);
    let layout = Layout::new(instrument, &reader.byte_headers()?.clone(), dialect).map_err(ScoreError::Columns)?;
    let mut writer = output.map(csv::Writer::from_writer);
    if let Some(writer) = &mut writer {
        writer.write_record(layout.header(instrument))?;
    }
    let units = row::units(Kernel::compile(instrument).as_ref());
    let (mut tally, mut groups) = (Tally::default(), BlockGroups::new(&layout.by));
    for record in reader.byte_records() {
        let record = record?;
        let scores = score_row(instrument, &layout, &record, dialect.decimal_comma);
        tally.rows = tally.rows.saturating_add(1);
        tally.complete = tally.complete.saturating_add(u64::from(scores.exact.is_some()));
        tally.with_findings = tally.with_findings.saturating_add(u64::from(scores.has_findings));
        let cells = layout.by.iter().map(|column| record.get(*column).unwrap_or_default());
        groups.add(cells, |group| group.add_points(scores.exact, units));
        if let Some(writer) = &mut writer {
            writer.write_record(&scores.cells)?;
        }
    }
    if let Some(writer) = &mut writer {
        writer.flush()?;
    }
    let mut outcome = Outcome { tally, groups: Groups::new(&layout, units) };
    outcome.groups.merge(&groups)?;
    Ok(outcome)
}
