//! What must hold between printed numbers. Each check is a pure function over printed values; `run` applies all of them
//! to a study's figures.

pub mod denominator;
pub mod grim;
pub mod grimmer;
mod of_counts;
mod of_figures;
pub mod p_and_statistic;
pub mod percentage;
mod run;
pub mod spread;
pub mod totals;

pub use run::{Checked, Outcome, run};
