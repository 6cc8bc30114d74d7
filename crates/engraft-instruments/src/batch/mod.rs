//! Many records at once: a description compiled to whole numbers over columns.
//!
//! Answers are bytes: the number of steps above the item's lowest value, or [`MISSING`]. Scores are whole numbers of a
//! unit that is small enough to make every weight and step exact (a twentieth of a point for EASI). Nothing is rounded
//! on the way, so that [`Kernel`] gives what [`Instrument::score`](crate::Instrument::score) gives, digit by digit.
//!
//! What the kernel does not know, it does not guess: [`Kernel::compile`] answers `None` for an item without steps (a
//! visual analogue scale), for more steps than a byte holds, for a formula that is not one of its own, and whenever the
//! compiled form differs from `Instrument::score` on the records it is tried on. [`Vocabulary`] answers [`UNSURE`] for
//! every text that was not read by [`Item::read`](crate::Item::read) beforehand. Both mean: take the ordinary way.
//!
//! # Validation
//! Property tests against `Instrument::score` for every built-in instrument, with missing answers, in `batch/tests.rs`.

mod compile;
mod grid;
mod kernel;
mod open;
mod part;
mod proof;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use kernel::{Kernel, MISSING};
pub use open::Bounds;
pub use vocabulary::{UNSURE, Vocabulary};
