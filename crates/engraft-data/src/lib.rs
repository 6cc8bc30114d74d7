//! Files → typed tables in which every value knows its cell; checks; windows, baselines, derivations.
//!
//! The way of the data: bytes → [`read`] (text cells with places) → [`table`] (typed rows) → [`checks`] (findings, and
//! what they stop) → [`mod@derive`] (records with baseline and change, verdicts, events) → [`adam`] (data sets with CDISC
//! names). No statistic is known here.

pub mod adam;
pub mod checks;
pub mod codes;
pub mod dataset;
pub mod derive;
mod exclusions;
pub mod read;
pub mod table;

pub use dataset::{Dataset, load_dataset, load_tables};
pub use derive::{Derived, derive};
pub use exclusions::Exclusions;
pub use read::{DataFile, is_table_name};
