//! RESULTS: one flat table, a row per statistic, from which every report is laid out.
//!
//! This is the small crate that outsiders read: its row ([`ResultRow`]), its schema ([`json_schema`]), reading, writing
//! and comparing. It computes nothing. The idea is CDISC's Analysis Results Data: what a reader can see can be diffed.

mod csv_text;
mod diff;
mod json;
mod row;
mod sources;
mod table;

pub use csv_text::{defuse, read_csv, write_csv, write_table};
pub use diff::{Change, Difference, compare};
pub use json::{Document, json_schema, read_json, write_json};
pub use row::{COLUMNS, ResultRow};
pub use sources::SourceRows;
pub use table::{Results, RowId};

/// Version of the shape of RESULTS, in every JSON document.
pub const SCHEMA_VERSION: &str = "engraft-results/1";

/// Why a RESULTS file cannot be read.
#[derive(Debug)]
pub struct ReadError {
    /// What is wrong.
    pub message: String,
    /// Line of the file, from 1; 0 when it concerns the whole file.
    pub line: u64,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 { write!(f, "line {}: {}", self.line, self.message) } else { f.write_str(&self.message) }
    }
}

impl std::error::Error for ReadError {}
