//! `engraft list`

use engraft_analysis::{methods, stat};
use engraft_instruments::{builtins, grading, response, units};
use engraft_protocol::MethodName;
use serde_json::{Value as Json, json};

use super::print;
use crate::args::{Catalogue, Format};
use crate::pages;

/// Prints a catalogue.
pub fn run(what: Catalogue, format: Format) -> u8 {
    let (columns, rows) = match what {
        Catalogue::Instruments => instruments(),
        Catalogue::Responses => responses(),
        Catalogue::Methods => method_rows(),
        Catalogue::Checks => checks(),
        Catalogue::Analytes => analytes(),
        Catalogue::Grades => grades(),
    };
    if format == Format::Json && what == Catalogue::Instruments {
        // the whole description: whoever builds a form or a score rests on it
        let whole = json!({ "schema": "engraft-instruments/1", "instruments": builtins() });
        return print(&pretty(&whole));
    }
    if format == Format::Json && what == Catalogue::Responses {
        return print(&pretty(&json!({ "schema": "engraft-catalogue/1", "rows": whole_responses(&columns, &rows) })));
    }
    print(&match format {
        Format::Text => table(&columns, &rows),
        Format::Json => pretty(&json!({ "schema": "engraft-catalogue/1", "rows": objects(&columns, &rows) })),
    })
}

fn pretty(value: &Json) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn objects(columns: &[&str], rows: &[Vec<String>]) -> Vec<Json> {
    let object = |row: &Vec<String>| {
        let pairs = columns.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), Json::from(cell.as_str())));
        Json::Object(pairs.collect())
    };
    rows.iter().map(object).collect()
}

/// Columns as wide as their longest cell; the last one as it is.
fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = columns.iter().map(|c| (*c).to_owned()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&header).chain(rows).collect();
    let width = |i: usize| all.iter().filter_map(|row| row.get(i)).map(|c| c.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for row in all {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let pad = width.saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(pad))
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

type Rows = (Vec<&'static str>, Vec<Vec<String>>);

fn instruments() -> Rows {
    let rows = builtins().iter().map(|i| {
        let upper = i.range.upper.map_or("no limit".to_owned(), |u| u.to_string());
        vec![
            i.id.clone(),
            i.name.clone(),
            format!("{} to {upper}", i.range.lower),
            i.direction.word().to_owned(),
            i.status.word().to_owned(),
            i.version.clone(),
            i.sources.first().map(|s| s.text.clone()).unwrap_or_default(),
        ]
    });
    (vec!["instrument", "name", "range", "direction", "status", "version", "source"], rows.collect())
}

fn responses() -> Rows {
    let rows = response::responses().iter().map(|r| {
        vec![
            r.id.clone(),
            r.name.clone(),
            r.disease.clone(),
            r.status.word().to_owned(),
            r.rule_with(&response::Chosen::new()).split_whitespace().collect::<Vec<_>>().join(" "),
            r.sources.first().map(|s| s.text.clone()).unwrap_or_default(),
        ]
    });
    (vec!["response", "name", "disease", "status", "rule", "source"], rows.collect())
}

/// The rows with what a table has no room for: the parameters and the remarks of each definition.
fn whole_responses(columns: &[&str], rows: &[Vec<String>]) -> Vec<Json> {
    let mut whole = objects(columns, rows);
    for (row, definition) in whole.iter_mut().zip(response::responses()) {
        if let Json::Object(row) = row {
            row.insert("parameters".to_owned(), json!(definition.parameters));
            row.insert("remarks".to_owned(), json!(definition.remarks));
        }
    }
    whole
}

fn method_rows() -> Rows {
    let rows = stat::methods().iter().map(|method| {
        let page = &method.page;
        let in_study = MethodName::all().any(|name| name.word() == page.id);
        vec![
            page.id.clone(),
            page.name.clone(),
            page.family.clone(),
            if in_study { "study, stat" } else { "stat" }.to_owned(),
            methods::VERSION.to_owned(),
            page.validation.clone(),
            page.references.first().cloned().unwrap_or_default(),
        ]
    });
    (vec!["method", "name", "family", "reached by", "version", "validated against", "source"], rows.collect())
}

fn checks() -> Rows {
    let rows = pages::checks()
        .into_iter()
        .map(|c| vec![c.code.to_owned(), c.severity.map_or("", |s| s.word()).to_owned(), c.title.to_owned()]);
    (vec!["check", "severity", "finds"], rows.collect())
}

fn grades() -> Rows {
    let tables = grading::tables().iter().map(|t| {
        let source = t.sources.first().map(|s| s.text.clone()).unwrap_or_default();
        vec![t.id.clone(), t.name.clone(), format!("{} laboratory terms", t.terms.len()), source]
    });
    let scales = grading::scales().iter().map(|s| {
        let source = s.sources.first().map(|s| s.text.clone()).unwrap_or_default();
        vec![s.id.clone(), s.name.clone(), "clinical scale".to_owned(), source]
    });
    (vec!["grading", "name", "kind", "source"], tables.chain(scales).collect())
}

fn analytes() -> Rows {
    let rows = units::analytes().iter().map(|a| {
        let units: Vec<&str> = a.units.iter().map(|u| u.ucum).collect();
        let aliases = a.aliases.join(", ");
        vec![a.id.to_owned(), a.label.to_owned(), a.canonical.to_owned(), units.join(", "), aliases]
    });
    (vec!["analyte", "name", "kept in", "units", "also called"], rows.collect())
}
