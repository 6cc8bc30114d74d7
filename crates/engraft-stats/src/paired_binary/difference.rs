//! Intervals of a difference of paired proportions.

use libm::sqrt;

use super::PairedTable;
use crate::Interval;
use crate::dist::normal::two_sided_critical;
use crate::dist::solve::increasing_root;
use crate::proportion::wilson;

/// Tango's score interval: every difference whose score statistic is within the normal critical value.
pub(super) fn tango(b: u64, c: u64, n: u64, level: f64) -> Interval {
    let z = two_sided_critical(level);
    let (b, c, n) = (b as f64, c as f64, n as f64);
    let estimate = (b - c) / n;
    // the score falls in the difference; a slope of zero leaves bisection alone
    let at = |target: f64| move |theta: f64| (target - score(b, c, n, theta), 0.0);
    let lower = if estimate <= -1.0 { -1.0 } else { increasing_root(at(z), -1.0, estimate, estimate) };
    let upper = if estimate >= 1.0 { 1.0 } else { increasing_root(at(-z), estimate, 1.0, estimate) };
    Interval { lower, upper, asked: level, achieved: None }
}

/// Score statistic of the difference `theta` (Tango 1998, equations 8 to 10), infinite where its variance is zero.
fn score(b: f64, c: f64, n: f64, theta: f64) -> f64 {
    let numerator = b - c - n * theta;
    if numerator == 0.0 {
        return 0.0;
    }
    // restricted estimate q of the probability of "second only": 2 n q² + B q + C = 0, the larger root
    let half_b = -b - c + (2.0 * n - b + c) * theta;
    let constant = -c * theta * (1.0 - theta);
    let root = sqrt((half_b * half_b - 8.0 * n * constant).max(0.0));
    let q = if half_b > 0.0 { -2.0 * constant / (half_b + root) } else { (root - half_b) / (4.0 * n) };
    let variance = (n * (2.0 * q + theta * (1.0 - theta))).max(0.0);
    numerator / sqrt(variance)
}

/// Newcombe's method 10: Wilson intervals of both proportions, joined by the correlation of the table, which is
/// corrected for continuity when positive.
pub(super) fn newcombe(table: PairedTable, level: f64) -> Interval {
    let PairedTable { both, first_only, second_only, neither } = table;
    let (x1, x2) = (both + first_only, both + second_only);
    let n = x1 + second_only + neither;
    let total = n as f64;
    let (p1, p2) = (x1 as f64 / total, x2 as f64 / total);
    let ((l1, u1), (l2, u2)) = (wilson(x1, n, level), wilson(x2, n, level));
    let correlation = correlation(table, x1, x2, n);
    let reach = |a: f64, b: f64| sqrt((a * a - 2.0 * correlation * a * b + b * b).max(0.0));
    let difference = (first_only as f64 - second_only as f64) / total;
    Interval {
        lower: difference - reach(p1 - l1, u2 - p2),
        upper: difference + reach(u1 - p1, p2 - l2),
        asked: level,
        achieved: None,
    }
}

fn correlation(table: PairedTable, x1: u64, x2: u64, n: u64) -> f64 {
    let product = [x1, n - x1, x2, n - x2].into_iter().fold(1.0, |product, count| product * count as f64);
    if product == 0.0 {
        return 0.0;
    }
    let cross = table.both as f64 * table.neither as f64 - table.first_only as f64 * table.second_only as f64;
    let corrected = if cross > 0.0 { (cross - 0.5 * n as f64).max(0.0) } else { cross };
    corrected / sqrt(product)
}
