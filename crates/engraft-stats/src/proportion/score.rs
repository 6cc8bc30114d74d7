//! Closed-form intervals: Wilson, Agresti-Coull, arcsine.

use std::f64::consts::FRAC_PI_2;

use libm::{asin, sin, sqrt};

use crate::dist::normal::two_sided_critical;

/// Wilson score interval; the ends at 0 of n and n of n are exactly 0 and 1. `n` above 0.
pub(crate) fn wilson(x: u64, n: u64, level: f64) -> (f64, f64) {
    let z = two_sided_critical(level);
    let (z2, total) = (z * z, n as f64);
    let (events, others) = (x as f64, (n - x) as f64);
    let half = z * sqrt(events * others / total + 0.25 * z2);
    // the smaller root comes from the product of the roots: no cancellation near 0 or 1
    let upper_sum = events + 0.5 * z2 + half;
    let other_sum = others + 0.5 * z2 + half;
    let lower = if x == 0 { 0.0 } else { events * events / total / upper_sum };
    let upper = if x == n { 1.0 } else { upper_sum / (total + z2) };
    let complement = if x == n { 0.0 } else { others * others / total / other_sum };
    // near 1 the complement is the more exact side
    (lower, if upper > 0.5 { 1.0 - complement } else { upper })
}

/// Agresti-Coull interval, cut to [0, 1]. `n` above 0.
pub(super) fn agresti_coull(x: u64, n: u64, level: f64) -> (f64, f64) {
    let z = two_sided_critical(level);
    let total = n as f64 + z * z;
    let centre = (x as f64 + 0.5 * z * z) / total;
    let half = z * sqrt(centre * (1.0 - centre) / total);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// Wald interval on the scale of the arcsine of the square root, cut to the range of an angle. `n` above 0.
pub(super) fn arcsine(x: u64, n: u64, level: f64) -> (f64, f64) {
    let total = n as f64;
    let half = 0.5 * two_sided_critical(level) / sqrt(total);
    // the angle from the nearer end, so that neither end loses digits
    let lower_from = |events: u64| {
        let angle = asin(sqrt(events as f64 / total)) - half;
        if angle <= 0.0 { 0.0 } else { sin(angle) * sin(angle) }
    };
    let angle = asin(sqrt(x as f64 / total)) + half;
    let upper = if angle >= FRAC_PI_2 { 1.0 } else { sin(angle) * sin(angle) };
    (lower_from(x), if upper > 0.5 { 1.0 - lower_from(n - x) } else { upper })
}
