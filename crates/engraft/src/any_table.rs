//! A table of any shape from a file that the user names: for `stat` and `judge`, which know no study.

use std::path::Path;

use engraft_analysis::stat::{Problem, Table};
use engraft_base::Severity;
use engraft_data::DataFile;
use engraft_data::read::read_file;

use crate::commands::fail;
use crate::{exit, show};

/// Reads the table; faults of the file are shown with their places.
///
/// # Errors
/// The exit code, once what is wrong has been said.
pub fn read(path: &str) -> Result<Table, u8> {
    let bytes = std::fs::read(Path::new(path))
        .map_err(|error| fail(exit::UNREADABLE, &format!("{path} cannot be read: {error}")))?;
    let mut findings = Vec::new();
    let tables = read_file(&DataFile { name: path.into(), bytes }, &mut findings);
    let broken = findings.iter().any(|f| f.severity == Severity::Error);
    if !findings.is_empty() {
        eprint!("{}", show::text(&findings, None));
    }
    match tables.into_iter().next() {
        Some(raw) if !broken => Ok(Table {
            header: raw.headers.iter().map(|h| h.to_string()).collect(),
            lines: raw.rows.iter().map(|row| u64::from(row.line)).collect(),
            rows: raw.rows.into_iter().map(|row| row.cells).collect(),
        }),
        _ => Err(if findings.is_empty() {
            fail(exit::UNREADABLE, &format!("{path} holds no table"))
        } else {
            exit::UNREADABLE
        }),
    }
}

/// Problems shown one by one; beyond that they are counted.
const SHOWN: usize = 20;

/// The first problems, and how many more there are.
pub fn first_of(mut problems: Vec<Problem>) -> Vec<Problem> {
    let hidden = problems.len().saturating_sub(SHOWN);
    problems.truncate(SHOWN);
    if hidden > 0 {
        problems.push(Problem { message: format!("and {hidden} more"), hint: None });
    }
    problems
}
