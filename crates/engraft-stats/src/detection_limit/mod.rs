//! Values below a limit of detection: substitution by a named rule, and maximum likelihood that needs none.
//!
//! Substitution is simple and biased: the SD above all depends on the rule more than on the data once a third of the
//! values is below the limit. The censored likelihood (Tobit) uses the limit itself as what is known.

mod substitute;
mod tobit;

pub use substitute::{Measurement, Substitution, substitute};
pub use tobit::{CensoredNormal, censored_log_normal, censored_normal};

#[cfg(test)]
mod tests;
