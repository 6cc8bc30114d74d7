//! Generalised estimating equations: population means of correlated measurements without a distribution.

mod cluster;
mod family;
mod fit;
mod sandwich;
mod working;

pub use family::GeeFamily;
pub use fit::{Gee, GeeCoefficient, GeeData, gee};
pub use sandwich::Correction;
pub use working::WorkingCorrelation;

#[cfg(test)]
mod tests;
