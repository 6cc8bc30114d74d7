//! Probabilities and quantiles: normal, Student t, beta, binomial, chi-squared, F.
//!
//! Written so that small tails keep their relative accuracy: the tail is computed directly, never as one minus
//! the other. Quantiles are solved on the logarithm of the tail by Newton steps inside a shrinking bracket, so that
//! they agree with the probability functions to rounding error. Points against R, far tails included, are in
//! `oracles/dist/golden-points/`.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod f;
pub mod noncentral_t;
pub mod normal;
pub(crate) mod solve;
pub mod student;

pub use beta::{beta_cdf, beta_quantile, beta_sf};
pub use binomial::{binomial_cdf, binomial_pmf, binomial_sf};
pub use chi_squared::{chi_squared_cdf, chi_squared_sf};
pub use f::{f_cdf, f_sf};
pub use noncentral_t::noncentral_t_cdf;
pub use normal::{normal_cdf, normal_quantile, normal_sf};
pub use student::{student_cdf, student_quantile, student_sf};
