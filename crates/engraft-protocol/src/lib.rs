//! study.toml → [`Study`]: a typed protocol, with every fault of the file found at once, each with its place.
//!
//! The way of a study file: text → spanned [`tree`] → [`shape`] (the tree is held against the JSON Schema that is
//! generated from the types, and what does not fit is reported and left out) → typed [`types::StudyFile`] →
//! `check` (names, references, rules) → [`Study`]. Nothing here sees a subject.

mod check;
pub mod codes;
mod grading;
mod load;
pub mod shape;
pub mod study;
pub mod tree;
pub mod types;

pub use grading::GradedTerm;
pub use load::{InstrumentFile, Loaded, load_study};
pub use study::{BoundRule, Places, Study};
pub use types::*;
