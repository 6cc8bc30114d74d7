//! Square root, logarithm, power and exponential of decimals, rounded to 12 decimals.
//!
//! Twelve decimals lie well within the accuracy of a double for the sizes met here, and are far finer than any
//! published cut-off. The rounded number is a decimal like any other, and what is exact stays exact: the root of 4 is
//! 2, the logarithm of 1 is 0. Results do not depend on the machine, since the functions come from `libm`.

use engraft_base::Dec;

/// `None` for a number that is not finite or does not fit.
fn rounded(value: f64) -> Option<Dec> {
    value.is_finite().then(|| Dec::parse(&format!("{value:.12}")))?
}

/// Square root; `None` below 0.
pub(super) fn sqrt(value: Dec) -> Option<Dec> {
    rounded(libm::sqrt(value.to_f64()))
}

/// Natural logarithm; `None` at 0 and below.
pub(super) fn ln(value: Dec) -> Option<Dec> {
    rounded(libm::log(value.to_f64()))
}

/// A positive number to a power.
pub(super) fn pow(value: Dec, exponent: Dec) -> Option<Dec> {
    rounded(libm::pow(value.to_f64(), exponent.to_f64()))
}

/// `1 / (1 + exp(-x))`, which lies within [0, 1] for every x.
pub(super) fn logistic(x: Dec) -> Dec {
    let x = x.to_f64();
    rounded(1.0 / (1.0 + libm::exp(-x))).unwrap_or(if x < 0.0 { Dec::ZERO } else { Dec::ONE })
}
