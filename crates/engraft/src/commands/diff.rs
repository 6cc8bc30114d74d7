//! `engraft diff`

use std::fmt::Write as _;
use std::path::Path;

use engraft_results::{Difference, ResultRow, Results, compare, read_csv, read_json};
use serde_json::json;

use super::{fail, print};
use crate::args::Format;
use crate::exit;

/// Prints what changed between two RESULTS tables; exit code 1 when anything did.
pub fn run(before: &Path, after: &Path, format: Format) -> u8 {
    let (old, new) = match (read(before), read(after)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            for error in [old.err(), new.err()].into_iter().flatten() {
                fail(exit::UNREADABLE, &error);
            }
            return exit::UNREADABLE;
        }
    };
    let differences = compare(&old, &new);
    print(&match format {
        Format::Text => text(&differences),
        Format::Json => json_text(&differences),
    });
    if differences.is_empty() { exit::FINE } else { exit::FINDINGS }
}

fn read(path: &Path) -> Result<Results, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    let read = if path.extension().is_some_and(|e| e == "json") { read_json(&text) } else { read_csv(&text) };
    read.map_err(|e| format!("{}: {e}", path.display()))
}

fn name(row: &ResultRow) -> String {
    row.key().into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn cell(row: &ResultRow) -> String {
    let value = row.value.map(|v| format!(" ({v})")).unwrap_or_default();
    format!("{}{value}", row.text)
}

fn text(differences: &[Difference<'_>]) -> String {
    let mut out = String::new();
    for d in differences {
        let row = d.before.or(d.after).map(name).unwrap_or_default();
        let _ = match (d.before, d.after) {
            (Some(a), Some(b)) => writeln!(out, "{:<8}{row}\n        {} -> {}", d.change.word(), cell(a), cell(b)),
            (Some(a), None) => writeln!(out, "{:<8}{row}\n        {}", d.change.word(), cell(a)),
            (None, b) => writeln!(out, "{:<8}{row}\n        {}", d.change.word(), b.map(cell).unwrap_or_default()),
        };
    }
    let _ = match differences.len() {
        0 => writeln!(out, "no differences"),
        1 => writeln!(out, "1 difference"),
        n => writeln!(out, "{n} differences"),
    };
    out
}

fn json_text(differences: &[Difference<'_>]) -> String {
    let list: Vec<_> = differences
        .iter()
        .map(|d| json!({ "change": d.change.word(), "before": d.before, "after": d.after }))
        .collect();
    let mut text =
        serde_json::to_string_pretty(&json!({ "schema": "engraft-diff/1", "differences": list })).unwrap_or_default();
    text.push('\n');
    text
}
