//! One row: answers read, scored, written as cells.

use std::borrow::Cow;

use engraft_base::{Dec, Score};
use engraft_instruments::batch::Kernel;
use engraft_instruments::{Answer, Instrument, Item, ItemFault};

use super::Layout;
use super::cells::defused;

/// The output row of a record.
pub struct Scores {
    /// Cells in the order of [`Layout::header`].
    pub cells: Vec<String>,
    /// The score, when it is complete.
    pub exact: Option<Dec>,
    /// Whether anything was found.
    pub has_findings: bool,
}

/// Units in a point of the sums of a group, where no kernel says: scores are exact to six decimals.
const UNITS: i64 = 1_000_000;

/// Units in a point of the sums of a group.
pub(super) fn units(kernel: Option<&Kernel>) -> i64 {
    kernel.map_or(UNITS, Kernel::units)
}

/// Reads the text of a cell; what tables write for nothing is missing.
pub(super) fn read_cell(item: &Item, text: &str, decimal_comma: bool) -> Result<Answer, ItemFault> {
    let text = pointed(text, decimal_comma);
    if engraft_data::table::is_missing(&text) { Ok(Answer::Missing) } else { item.read(&text) }
}

/// The text without spaces around it, and with a decimal point.
fn pointed(text: &str, decimal_comma: bool) -> Cow<'_, str> {
    let text = text.trim();
    if decimal_comma && text.contains(',') { text.replacen(',', ".", 1).into() } else { text.into() }
}

/// Reads the answers of a record; what cannot be read is missing, with a finding.
pub fn answers(
    instrument: &Instrument,
    layout: &Layout,
    record: &csv::ByteRecord,
    decimal_comma: bool,
) -> (Vec<Answer>, Vec<String>) {
    let mut findings = Vec::new();
    let read = instrument.items.iter().zip(&layout.items).map(|(item, column)| {
        let text = String::from_utf8_lossy(record.get(*column).unwrap_or_default());
        read_cell(item, &text, decimal_comma).unwrap_or_else(|fault| {
            let shown: String = pointed(&text, decimal_comma).chars().take(30).collect();
            findings.push(format!("{}: {} (`{shown}`; takes {})", item.id, fault.phrase, fault.expected));
            Answer::Missing
        })
    });
    let answers = read.collect();
    (answers, findings)
}

/// Scores a record.
pub fn score_row(instrument: &Instrument, layout: &Layout, record: &csv::ByteRecord, decimal_comma: bool) -> Scores {
    let (answers, mut findings) = answers(instrument, layout, record, decimal_comma);
    let scored = instrument.score(&answers);
    findings.extend(scored.queries.iter().cloned());
    if record.len() != layout.width() {
        findings.push(format!("the row has {} fields, the header has {}", record.len(), layout.width()));
    }
    let text = |value: Option<Dec>| value.map(|v| v.to_string()).unwrap_or_default();
    let exact = scored.total.exact();
    let copied = layout.copied.iter().map(|i| String::from_utf8_lossy(record.get(*i).unwrap_or_default()));
    let mut cells: Vec<String> = copied.map(|cell| defused(&cell)).collect();
    cells.push(text(exact));
    cells.push(text(scored.total.lower()));
    cells.push(text(scored.total.upper()));
    cells.push(scored.missing.join("; "));
    cells.push(text(scored.by_rule));
    cells.extend(scored.domains.iter().map(|(_, score)| domain(score)));
    cells.extend(instrument.bands.iter().map(|b| exact.and_then(|v| b.level(v)).unwrap_or("").to_owned()));
    let has_findings = !findings.is_empty();
    cells.push(defused(&findings.join("; ")));
    Scores { cells, exact, has_findings }
}

fn domain(score: &Score) -> String {
    score.to_string()
}
