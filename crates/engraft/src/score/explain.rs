//! One row's score, item by item.

use std::fmt::Write as _;

use engraft_base::Score;
use engraft_instruments::{Answer, Formula, Instrument};

use super::{Layout, row};

/// The score of a record as a sum that can be followed.
pub fn explain(instrument: &Instrument, layout: &Layout, record: &csv::ByteRecord, decimal_comma: bool) -> String {
    let (answers, findings) = row::answers(instrument, layout, record, decimal_comma);
    let scored = instrument.score(&answers);
    let mut text = format!("{} ({}), {}\n", instrument.name, instrument.id, instrument.version);
    let width = instrument.items.iter().map(|i| i.id.chars().count()).max().unwrap_or(0);
    for (item, answer) in instrument.items.iter().zip(&answers) {
        let value = match answer {
            Answer::Value(value) => value.to_string(),
            Answer::Missing => "missing".to_owned(),
        };
        let pad = " ".repeat(width.saturating_sub(item.id.chars().count()));
        let _ = write!(text, "  {}{pad}  {value:>8}", item.id);
        if let (Formula::Sum, Some(weight)) = (instrument.formula, item.weight) {
            let points = match answer {
                Answer::Value(value) => value.times(weight).map(|p| p.to_string()).unwrap_or_default(),
                Answer::Missing => {
                    let upper =
                        item.range.upper.and_then(|u| u.times(weight)).map_or("?".to_owned(), |u| u.to_string());
                    format!("{} to {upper}", item.range.lower.times(weight).unwrap_or_default())
                }
            };
            let _ = write!(text, "  x {weight} = {points}");
        }
        text.push('\n');
    }
    for (name, score) in &scored.domains {
        let _ = writeln!(text, "  domain {name}: {score}");
    }
    let _ = match &scored.total {
        Score::Complete(total) => writeln!(text, "score: {total}"),
        open => writeln!(text, "score: {open}; missing: {}", open.missing().join(", ")),
    };
    if let Some(value) = scored.by_rule {
        let _ = writeln!(text, "by the published rule for missing items: {value}");
    }
    for finding in findings.iter().chain(&scored.queries) {
        let _ = writeln!(text, "finding: {finding}");
    }
    text
}
