//! Limits of a noncentrality from one t statistic.

use crate::dist::noncentral_t::NoncentralT;
use crate::dist::normal::two_sided_critical;
use crate::dist::solve::increasing_root;

/// The noncentralities at which `t` is exceeded, or not reached, with probability `(1 - level) / 2`.
pub(super) fn limits(t: f64, df: f64, level: f64) -> (f64, f64) {
    let half = 0.5 * (1.0 - level);
    if t == 0.0 {
        // P(T <= 0) = Φ(-δ) for any degrees of freedom
        let z = two_sided_critical(level);
        return (-z, z);
    }
    let distribution = NoncentralT::new(df);
    let reach = t.abs() * distribution.largest_scale() + 40.0;
    let lower = |delta: f64| {
        let tails = distribution.tails(t, delta);
        (tails.upper - half, -tails.slope)
    };
    let upper = |delta: f64| {
        let tails = distribution.tails(t, delta);
        (half - tails.lower, -tails.slope)
    };
    (increasing_root(lower, -reach, reach, t - 2.0), increasing_root(upper, -reach, reach, t + 2.0))
}
