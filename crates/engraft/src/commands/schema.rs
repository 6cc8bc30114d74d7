//! `engraft schema`

use super::print;
use crate::args::Schema;
use crate::show;

/// Prints a JSON Schema.
pub fn run(what: Schema) -> u8 {
    print(&text(what))
}

/// A JSON Schema as text.
pub fn text(what: Schema) -> String {
    let schema = match what {
        Schema::Study => engraft_protocol::shape::study_schema(),
        Schema::Results => engraft_results::json_schema(),
        Schema::Published => engraft_review::published_schema(),
        Schema::Instrument => engraft_instruments::json_schema().to_value(),
        Schema::Findings => show::json_schema(),
    };
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
