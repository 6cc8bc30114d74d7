//! What papers print, held against what can be proven from it: published.toml → typed figures → readings, claims,
//! arithmetic → RESULTS rows.
//!
//! | Module | What |
//! |---|---|
//! | [`printed`] | a printed number or p-value as the interval that its rounding leaves |
//! | [`published`] | the types of published.toml, reading it with every fault and its place, figures checked against the study |
//! | [`readings`] | whether a "±" is a standard deviation or a standard error, from proofs only |
//! | [`paired_claim`] | which pre-post correlations a printed p of a paired change needs |
//! | [`arithmetic`] | what must hold between printed numbers: one file a check, pure functions |
//! | [`emit`](mod@emit) | all of it as RESULTS rows |
//!
//! Nothing here sees a subject, and nothing a paper does not print is filled in.

pub mod arithmetic;
pub mod codes;
pub mod emit;
pub mod paired_claim;
pub mod printed;
pub mod published;
pub mod readings;

pub use emit::emit;
pub use published::{Loaded, Published, load_published, published_schema};
