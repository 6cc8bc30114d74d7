//! Layouts + RESULTS → one self-contained HTML page with tables and figures.
//!
//! A [`Spec`] declares what the report is about before any number exists; [`render`] lays RESULTS out along it. The
//! report computes no statistic: every printed number is the text of a RESULTS row, and links to it.

mod charts;
mod context;
pub mod figure;
mod lookup;
mod number;
mod page;
mod sections;
pub mod spec;

pub use page::render;
pub use spec::Spec;
