//! Probabilities and quantiles: normal, Student t, beta, binomial, chi-squared, F, gamma, Poisson; noncentral t,
//! chi-squared and F.
//!
//! Written so that small tails keep their relative accuracy: the tail is computed directly, never as one minus
//! the other. Quantiles are solved on the logarithm of the tail by Newton steps inside a shrinking bracket, so that
//! they agree with the probability functions to rounding error. Points against R, far tails included, are in
//! `oracles/dist/golden-points/` and `oracles/dist/noncentral/`.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod f;
pub mod gamma;
pub mod noncentral;
pub(crate) mod noncentral_t;
pub mod noncentral_t_tails;
pub mod normal;
pub mod poisson;
pub(crate) mod solve;
pub mod student;

pub use beta::{beta_cdf, beta_quantile, beta_sf};
pub use binomial::{binomial_cdf, binomial_pmf, binomial_sf};
pub use chi_squared::{chi_squared_cdf, chi_squared_sf};
pub use f::{f_cdf, f_sf};
pub use gamma::{gamma_cdf, gamma_quantile, gamma_sf};
pub use noncentral::{noncentral_chi_squared_cdf, noncentral_chi_squared_sf, noncentral_f_cdf, noncentral_f_sf};
pub use noncentral_t_tails::{noncentral_t_cdf, noncentral_t_sf};
pub use normal::{normal_cdf, normal_quantile, normal_sf};
pub use poisson::{poisson_cdf, poisson_pmf, poisson_sf};
pub use student::{student_cdf, student_quantile, student_sf};
