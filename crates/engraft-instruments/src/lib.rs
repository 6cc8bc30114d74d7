//! Outcome measures as declarative descriptions: items, scoring with exact bounds where items are missing, bands,
//! sources and rights; units of laboratory values; glucocorticoid equivalents.
//!
//! Pure functions over text and numbers handed in: nothing here knows a file, a visit table or a date.

pub mod bands;
pub mod course;
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
pub use instrument::{Direction, Domain, Formula, Instrument, Source, Status};
pub use item::{Answer, Item, ItemFault, Kind, Role};
pub use number::Range;
pub use parse::CODES;
pub use registry::{builtin, builtins, ids};
pub use score::Scored;

/// The JSON Schema of an instrument definition.
pub fn json_schema() -> schemars::Schema {
    schemars::schema_for!(Instrument)
}
