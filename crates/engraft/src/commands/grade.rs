//! `engraft grade`

use engraft_base::suggest::did_you_mean;
use engraft_instruments::grading;
use engraft_results::write_table;
use serde_json::json;

use super::stat::say_problems;
use super::{fail, print};
use crate::any_table::read;
use crate::args::Format;
use crate::exit;
use crate::grade::{Graded, grade};

/// Version of the shape of the document.
const SCHEMA_VERSION: &str = "engraft-grades/1";

/// Grades a table.
pub fn run(scale: &str, file: &str, format: Format) -> u8 {
    if grading::table(scale).is_none() && grading::scale(scale).is_none() {
        let known = known();
        let hint = did_you_mean(scale, known.iter().map(String::as_str)).unwrap_or_else(|| known.join(", "));
        return fail(exit::USAGE, &format!("there is no grading `{scale}`\n  hint: {hint}"));
    }
    let table = match read(file) {
        Ok(table) => table,
        Err(code) => return code,
    };
    match grade(scale, &table) {
        Some(Ok(graded)) => show(&graded, format),
        Some(Err(problems)) => {
            say_problems(&problems);
            exit::FINDINGS
        }
        None => exit::INTERNAL,
    }
}

/// Tables of laboratory limits and clinical scales.
pub fn known() -> Vec<String> {
    let tables = grading::tables().iter().map(|table| table.id.clone());
    tables.chain(grading::scales().iter().map(|scale| scale.id.clone())).collect()
}

fn show(graded: &Graded, format: Format) -> u8 {
    let header: Vec<&str> = graded.header.iter().map(String::as_str).collect();
    match format {
        Format::Text => print(&write_table(&header, graded.rows.iter().cloned())),
        Format::Json => {
            let row = |cells: &Vec<String>| -> serde_json::Map<String, serde_json::Value> {
                header.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), json!(cell))).collect()
            };
            let rows: Vec<_> = graded.rows.iter().map(row).collect();
            let document = json!({ "schema": SCHEMA_VERSION, "rows": rows });
            print(&format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default()))
        }
    }
}
