//! Findings as text with the place shown, as JSON, and as a query list.

use std::fmt::Write as _;

use engraft_base::{Finding, Place, Severity};
use engraft_protocol::tree::Source;
use serde_json::{Value as Json, json};

/// Version of the shape of the findings document.
pub const SCHEMA_VERSION: &str = "engraft-findings/1";

/// All findings as text, most serious first within a file's order, and a line that counts them.
pub fn text(findings: &[Finding], source: Option<&Source>) -> String {
    let mut out = String::new();
    for finding in findings {
        one(&mut out, finding, source);
        out.push('\n');
    }
    let count = |severity: Severity| findings.iter().filter(|f| f.severity == severity).count();
    let _ = writeln!(
        out,
        "{}, {}, {}",
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        plural(count(Severity::Note), "note")
    );
    out
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn one(out: &mut String, finding: &Finding, source: Option<&Source>) {
    let _ = writeln!(out, "{}[{}]: {}", finding.severity.word(), finding.code.0, finding.message);
    if let Some(place) = &finding.place {
        let _ = writeln!(out, "  --> {}{}", place, about(finding, place));
        if let Some(line) = source.filter(|s| *s.file == *place.file).and_then(|s| s.line(place.row)) {
            excerpt(out, line, place);
        }
    }
    if let Some(found) = finding.found.as_ref().filter(|f| !f.is_empty()) {
        let _ = writeln!(out, "  found: {found}");
    }
    if let Some(expected) = finding.expected.as_ref().filter(|e| !e.is_empty()) {
        let _ = writeln!(out, "  expected: {expected}");
    }
    for (place, phrase) in &finding.related {
        let _ = writeln!(out, "  see {place}: {phrase}");
    }
    if let Some(hint) = &finding.hint {
        let _ = writeln!(out, "  hint: {hint}");
    }
}

/// Subject, visit and column, where the place is in a table.
fn about(finding: &Finding, place: &Place) -> String {
    let mut parts = Vec::new();
    if let Some(subject) = finding.subject.as_ref().filter(|s| !s.is_empty()) {
        parts.push(format!("subject {subject}"));
    }
    if let Some(visit) = &finding.visit {
        parts.push(format!("visit {visit}"));
    }
    if let Some(field) = place.field.as_ref().filter(|f| !f.is_empty()) {
        parts.push(format!("column `{field}`"));
    }
    if parts.is_empty() { String::new() } else { format!("   {}", parts.join(", ")) }
}

fn excerpt(out: &mut String, line: &str, place: &Place) {
    const WIDTH: usize = 100;
    let number = place.row.to_string();
    let pad = " ".repeat(number.len());
    let shown: String = line.chars().map(|c| if c == '\t' { ' ' } else { c }).take(WIDTH).collect();
    let _ = writeln!(out, " {pad} |\n {number} | {shown}");
    let column = usize::try_from(place.column).unwrap_or(0);
    if (1..=WIDTH).contains(&column) {
        let _ = writeln!(out, " {pad} | {}^", " ".repeat(column.saturating_sub(1)));
    }
}

/// All findings as a JSON document.
pub fn json(findings: &[Finding], study: &str) -> String {
    let list: Vec<Json> = findings.iter().map(json_one).collect();
    let document = json!({ "schema": SCHEMA_VERSION, "study": study, "findings": list });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn json_place(place: &Place) -> Json {
    json!({ "file": &*place.file, "row": place.row, "column": place.column, "field": place.field.as_deref() })
}

fn json_one(finding: &Finding) -> Json {
    json!({
        "code": finding.code.0,
        "severity": finding.severity.word(),
        "message": finding.message,
        "place": finding.place.as_ref().map(json_place),
        "subject": finding.subject,
        "visit": finding.visit,
        "found": finding.found,
        "expected": finding.expected,
        "related": finding.related.iter().map(|(place, phrase)| {
            json!({ "place": json_place(place), "phrase": phrase })
        }).collect::<Vec<_>>(),
        "hint": finding.hint,
    })
}

/// The JSON Schema of the findings document.
pub fn json_schema() -> Json {
    let text = json!({ "type": ["string", "null"] });
    let place = json!({
        "type": "object",
        "properties": {
            "file": { "type": "string" },
            "row": { "type": "integer", "minimum": 0, "description": "from 1; 0 = the whole file" },
            "column": { "type": "integer", "minimum": 0, "description": "character or field, from 1; 0 = the whole row" },
            "field": text
        },
        "required": ["file", "row", "column", "field"]
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Findings",
        "type": "object",
        "properties": {
            "schema": { "const": SCHEMA_VERSION },
            "study": { "type": "string" },
            "findings": { "type": "array", "items": {
                "type": "object",
                "properties": {
                    "code": { "type": "string" },
                    "severity": { "enum": ["error", "warning", "note"] },
                    "message": { "type": "string" },
                    "place": { "anyOf": [place, { "type": "null" }] },
                    "subject": text, "visit": text, "found": text, "expected": text, "hint": text,
                    "related": { "type": "array", "items": {
                        "type": "object",
                        "properties": { "place": place, "phrase": { "type": "string" } },
                        "required": ["place", "phrase"]
                    } }
                },
                "required": ["code", "severity", "message", "place", "subject", "visit", "found", "expected", "related", "hint"]
            } }
        },
        "required": ["schema", "study", "findings"]
    })
}

/// Columns of the query list; the last three are for the site.
pub const QUERY_COLUMNS: [&str; 14] = [
    "query",
    "code",
    "severity",
    "subject",
    "visit",
    "file",
    "row",
    "column",
    "question",
    "found",
    "expected",
    "answer",
    "corrected value",
    "answered by and on",
];

/// The findings of the data as rows of a query list.
pub fn queries(findings: &[Finding]) -> Vec<Vec<String>> {
    let of_data = findings.iter().filter(|f| f.code.0.starts_with('D') && f.severity != Severity::Note);
    let rows = of_data.enumerate().map(|(i, f)| {
        let place = f.place.as_ref();
        let column = place.map(|p| p.field.as_deref().map_or(String::new(), str::to_owned)).unwrap_or_default();
        vec![
            format!("Q{:03}", i.saturating_add(1)),
            f.code.0.to_owned(),
            f.severity.word().to_owned(),
            f.subject.clone().unwrap_or_default(),
            f.visit.clone().unwrap_or_default(),
            place.map(|p| p.file.to_string()).unwrap_or_default(),
            place.filter(|p| p.row > 0).map(|p| p.row.to_string()).unwrap_or_default(),
            column,
            f.message.clone(),
            f.found.clone().unwrap_or_default(),
            f.expected.clone().unwrap_or_default(),
            String::new(),
            String::new(),
            String::new(),
        ]
    });
    rows.collect()
}
