//! The built-in tables and scales: one file each, compiled in, parsed once.

use std::sync::OnceLock;

use super::scale::Scale;
use super::table::GradeTable;

macro_rules! files {
    ($($id:literal,)+) => { &[$(($id, include_str!(concat!("../../grading/", $id, ".toml")))),+] };
}

/// Identifier and text of every table of laboratory criteria.
pub(super) const TABLES: &[(&str, &str)] = files!["ctcae-v4", "ctcae-v5", "ctcae-v6",];
/// Identifier and text of every scale of clinical findings.
pub(super) const SCALES: &[(&str, &str)] = files!["astct-crs", "astct-icans", "ctcae-infusion-reaction",];

/// Every table of laboratory criteria, sorted by identifier.
pub fn tables() -> &'static [GradeTable] {
    static PARSED: OnceLock<Vec<GradeTable>> = OnceLock::new();
    // A test parses every file, so that none is dropped here.
    PARSED.get_or_init(|| TABLES.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect())
}

/// Every scale of clinical findings, sorted by identifier.
pub fn scales() -> &'static [Scale] {
    static PARSED: OnceLock<Vec<Scale>> = OnceLock::new();
    PARSED.get_or_init(|| SCALES.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect())
}

/// The table with this identifier, such as `ctcae-v5`.
pub fn table(id: &str) -> Option<&'static GradeTable> {
    tables().iter().find(|table| table.id == id)
}

/// The scale with this identifier, such as `astct-crs`.
pub fn scale(id: &str) -> Option<&'static Scale> {
    scales().iter().find(|scale| scale.id == id)
}

/// Identifiers that have a page: scales, tables, and the terms of each table as `ctcae-v5:neutrophils`; sorted.
pub fn ids() -> Vec<String> {
    let terms = tables().iter().flat_map(|table| {
        let term = |id: &str| format!("{}:{id}", table.id);
        std::iter::once(table.id.clone()).chain(table.terms.iter().map(move |t| term(&t.id)))
    });
    let mut ids: Vec<String> = scales().iter().map(|scale| scale.id.clone()).chain(terms).collect();
    ids.sort_unstable();
    ids
}

/// The page of an identifier of [`ids`], in Markdown.
pub fn page(id: &str) -> Option<String> {
    if let Some((id, term)) = id.split_once(':') {
        let table = table(id)?;
        return Some(table.term(term)?.page(table));
    }
    table(id).map(GradeTable::page).or_else(|| scale(id).map(Scale::page))
}
