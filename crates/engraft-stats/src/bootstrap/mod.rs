//! Bootstrap intervals of any statistic of one sample: percentile, and bias-corrected and accelerated (BCa).
//!
//! **Random numbers.** Resample r draws from its own stream of the seed, so the replicates do not depend on the number
//! of threads. The seed is the caller's.
//!
//! **Quantile of the replicates.** The replicate at position `(R + 1) p` of the ordered R; between two, interpolated on
//! the scale of the normal quantiles (Davison and Hinkley 1997, equation 5.8), as the R package boot does. Other
//! software uses other definitions; with 10,000 replicates of a continuous statistic they agree to the Monte Carlo
//! error.
//!
//! **Ties.** The bias correction takes the share of replicates below the estimate plus half of the share equal to it.
//! Efron's formula and boot count only those below, which moves the interval of a median of scores far to one side;
//! without ties the two are the same.

mod limits;
mod resample;

pub use limits::{Bca, bca_limits, percentile_limits};
pub use resample::{Bootstrap, BootstrapOptions, bootstrap};

/// Mean of a sample in the order given; NaN for none. A statistic for [`bootstrap()`].
pub fn mean(values: &[f64]) -> f64 {
    crate::describe::mean_and_squares(values).0
}

/// Median of a sample; NaN for none. A statistic for [`bootstrap()`].
pub fn median(values: &[f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    let mut values = values.to_vec();
    let (half, odd) = (values.len() / 2, values.len() % 2 == 1);
    // only the middle has to be in its place: half the time of a sort
    let (below, middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| !odd);
    lower.map_or(*middle, |lower| 0.5 * (lower + *middle))
}

#[cfg(test)]
mod tests;
