//! `[tables.*]`: files and column names that differ from the standard ones.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[tables]`: one entry for each table whose file or columns have other names than the standard ones.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tables {
    /// One row a subject.
    pub subjects: Option<TableSpec>,
    /// One row an infusion.
    pub infusions: Option<TableSpec>,
    /// One row a laboratory value.
    pub labs: Option<TableSpec>,
    /// One row a medication.
    pub medications: Option<TableSpec>,
    /// One row an event.
    pub events: Option<TableSpec>,
    /// One row a subject: how it left the study.
    pub disposition: Option<TableSpec>,
    /// The measure tables, by file name without ending.
    #[serde(default)]
    pub measures: IndexMap<String, TableSpec>,
}

/// Where a table stands and what its columns are called.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TableSpec {
    /// File in `data/`: `subjects.csv`, or `book.xlsx#Sheet1`.
    pub file: Option<String>,
    /// Standard column = column as written in the file (`subject = "Patient No"`).
    #[serde(default)]
    pub columns: IndexMap<String, String>,
}

/// The columns that each table may have. Other columns are kept only where the study file names them.
pub const STANDARD_COLUMNS: &[(&str, &[&str])] = &[
    ("subjects", &["subject", "arm", "age", "sex", "weight-kg", "enrolled"]),
    (
        "infusions",
        &["subject", "cycle", "infusion", "day", "date", "dose", "dose-per-kg", "weight-kg", "product", "batch"],
    ),
    ("measures", &["subject", "visit", "cycle", "day", "date"]),
    ("labs", &["subject", "visit", "cycle", "day", "date", "test", "value", "unit", "lower-limit", "upper-limit"]),
    ("medications", &["subject", "drug", "dose", "unit", "route", "start", "end", "reason"]),
    (
        "events",
        &["subject", "term", "system", "kind", "grade", "serious", "related", "start", "end", "day", "date", "outcome"],
    ),
    ("disposition", &["subject", "status", "day", "date", "reason"]),
];
