//! RESULTS as JSON, with a schema and a version.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ReadError, ResultRow, Results, SCHEMA_VERSION};

/// The JSON document.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug)]
pub struct Document {
    /// Version of the shape: `engraft-results/1`.
    pub schema: String,
    /// Program and version that made it.
    pub program: String,
    /// Study identifier.
    pub study: String,
    /// Hash of the inputs (SHA-256 over the names and bytes of the files read).
    pub inputs: String,
    /// The rows, in order; the first is `R1`.
    pub rows: Vec<ResultRow>,
}

/// The JSON Schema of [`Document`].
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Document).to_value()
}

/// RESULTS as a JSON document.
pub fn write_json(results: &Results, program: &str, study: &str, inputs: &str) -> String {
    let document = Document {
        schema: SCHEMA_VERSION.to_owned(),
        program: program.to_owned(),
        study: study.to_owned(),
        inputs: inputs.to_owned(),
        rows: results.rows().to_vec(),
    };
    // rows hold texts and finite numbers only, which always serialise
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads RESULTS from JSON.
///
/// # Errors
/// When it is not JSON, not of this shape, or of another version.
pub fn read_json(text: &str) -> Result<Results, ReadError> {
    let document: Document = serde_json::from_str(text).map_err(|error| ReadError {
        line: u64::try_from(error.line()).unwrap_or(0),
        message: format!("not a RESULTS document: {error}"),
    })?;
    if document.schema != SCHEMA_VERSION {
        let message = format!("its shape is `{}`, this program reads `{SCHEMA_VERSION}`", document.schema);
        return Err(ReadError { message, line: 0 });
    }
    Ok(Results::from_rows(document.rows))
}
