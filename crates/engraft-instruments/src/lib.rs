//! Outcome measures as declarative descriptions: items, scoring with exact bounds where items are missing, bands,
//! sources and rights; units of laboratory values; glucocorticoid equivalents.
//!
//! Pure functions over text and numbers handed in: nothing here knows a file, a visit table or a date.

pub mod bands;
pub mod batch;
pub mod course;
pub mod formula;
pub mod glucocorticoid;
pub mod grading;
pub mod instrument;
pub mod item;
pub mod number;
mod page;
pub mod parse;
pub mod registry;
pub mod response;
pub mod rule;
pub mod score;
pub mod units;
mod word;

#[cfg(test)]
mod tests;

pub use bands::{Bands, Level};
pub use formula::Formula;
pub use instrument::{Direction, Domain, Instrument, Reading, Source, Status};
pub use item::{Answer, Item, ItemFault, Kind, Role, Threshold};
pub use number::Range;
pub use parse::CODES;
pub use registry::{builtin, builtins, ids};
pub use score::Scored;

/// The JSON Schema of an instrument definition.
///
/// A definition that starts from another one (`based-on`) may leave out what it takes from there: only `id` is then
/// required, of itself and of its items and domains.
pub fn json_schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(Instrument);
    if let Some(full) = schema.remove("required") {
        let based = serde_json::json!({ "required": ["id", "based-on"] });
        schema.insert("anyOf".to_owned(), serde_json::json!([{ "required": full }, based]));
    }
    for part in ["Item", "Domain"] {
        if let Some(required) = schema.pointer_mut(&format!("/$defs/{part}/required")) {
            *required = serde_json::json!(["id"]);
        }
    }
    schema
}
