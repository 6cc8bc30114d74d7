//! Ordinary least squares and one-way analysis of variance.

mod anova;
mod least_squares;

pub use anova::{OneWayAnova, one_way_anova};
pub use least_squares::{LeastSquares, LeastSquaresCoefficient, StandardErrors, least_squares};

#[cfg(test)]
mod tests;
