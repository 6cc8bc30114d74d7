//! Standardised differences: Cohen's d and Hedges' g of two groups and of paired differences.
//!
//! **Names.** `d` divides by the pooled SD (two groups) or by the SD of the differences (paired: d_z). `g` is d times the
//! exact correction for small samples, `J = Γ(m/2) / (sqrt(m/2) Γ((m - 1)/2))` with m the degrees of freedom (Hedges 1981,
//! equation 6e), unbiased under normality.
//!
//! **Intervals.** The exact one holds every population difference δ for which the t statistic lies between the outer
//! quantiles of its noncentral t distribution. It is an interval of δ, not shrunk by J. The large-sample one is
//! `g ± z sqrt(v)`, v as in the R package metafor.

mod noncentral;
mod paired;
mod two_groups;

pub use paired::paired_effect_size;
pub use two_groups::effect_size;

use libm::{exp, lgamma, sqrt};

use crate::Interval;

/// A standardised difference.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct EffectSize {
    /// Cohen's d.
    pub d: f64,
    /// The exact small-sample correction J.
    pub correction: f64,
    /// Hedges' g, `J d`.
    pub g: f64,
    /// Degrees of freedom of the SD.
    pub df: f64,
    /// Interval of the population difference δ by the noncentral t distribution.
    pub interval: Interval,
    /// Large-sample variance of g.
    pub variance: f64,
    /// Large-sample normal interval around g.
    pub large_sample: Interval,
}

/// J for `m` degrees of freedom, at least 2.
fn correction(m: f64) -> f64 {
    exp(lgamma(0.5 * m) - lgamma(0.5 * (m - 1.0))) / sqrt(0.5 * m)
}

/// Puts the result together; `root` turns d into its t statistic, `variance` is that of g.
fn assembled(d: f64, df: f64, root: f64, variance: impl Fn(f64) -> f64, level: f64) -> EffectSize {
    let correction = correction(df);
    let g = correction * d;
    let variance = variance(g);
    let half = crate::dist::normal::two_sided_critical(level) * sqrt(variance);
    let (lower, upper) = noncentral::limits(d * root, df, level);
    EffectSize {
        d,
        correction,
        g,
        df,
        interval: Interval { lower: lower / root, upper: upper / root, asked: level, achieved: Some(level) },
        variance,
        large_sample: Interval { lower: g - half, upper: g + half, asked: level, achieved: None },
    }
}

#[cfg(test)]
mod tests;
