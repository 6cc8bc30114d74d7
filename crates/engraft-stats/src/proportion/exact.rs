//! Intervals from the binomial distribution itself: Clopper-Pearson, mid-P, Jeffreys.

use libm::{exp, log};

use crate::dist::beta::{Tail, beta_tails, from_logit, logit_slope, quantile};
use crate::dist::solve::increasing_root;

/// Beta quantiles at `(x, n - x + 1)` and `(x + 1, n - x)`.
pub(super) fn clopper_pearson(x: u64, n: u64, alpha: f64) -> (f64, f64) {
    let (events, others) = (x as f64, (n - x) as f64);
    let half = 0.5 * alpha;
    let lower = if x == 0 { 0.0 } else { quantile(half, events, others + 1.0, Tail::Lower) };
    let upper = if x == n { 1.0 } else { quantile(half, events + 1.0, others, Tail::Upper) };
    (lower, upper)
}

/// Equal-tailed posterior interval under beta(1/2, 1/2); the ends at 0 of n and n of n as Brown and others advise.
pub(super) fn jeffreys(x: u64, n: u64, alpha: f64) -> (f64, f64) {
    let (a, b) = (x as f64 + 0.5, (n - x) as f64 + 0.5);
    let half = 0.5 * alpha;
    let lower = if x == 0 { 0.0 } else { quantile(half, a, b, Tail::Lower) };
    let upper = if x == n { 1.0 } else { quantile(half, a, b, Tail::Upper) };
    (lower, upper)
}

/// Both ends where the tail with half of the observed outcome equals half of alpha.
pub(super) fn mid_p(x: u64, n: u64, alpha: f64) -> (f64, f64) {
    (mid_p_lower(x, n, alpha), 1.0 - mid_p_lower_complement(x, n, alpha))
}

/// One less the upper end: the lower end for the subjects without the event.
fn mid_p_lower_complement(x: u64, n: u64, alpha: f64) -> f64 {
    mid_p_lower(n - x, n, alpha)
}

/// Solves `P(X > x) + P(X = x)/2 = alpha/2` for the probability.
fn mid_p_lower(x: u64, n: u64, alpha: f64) -> f64 {
    if x == 0 {
        return 0.0;
    }
    let half = 0.5 * alpha;
    if x == n {
        // p^n / 2 = alpha / 2
        return exp(log(alpha) / n as f64);
    }
    let (a, b) = (x as f64, (n - x) as f64);
    let goal = log(half);
    let excess = |u: f64| {
        let (p, q) = from_logit(u);
        // P(X > x) and P(X >= x) average to the mid-P tail
        let above = beta_tails(a + 1.0, b, p, q).0;
        let reached = beta_tails(a, b + 1.0, p, q).0;
        let tail = 0.5 * (above + reached);
        let slope = 0.5 * (logit_slope(a + 1.0, b, p, q) + logit_slope(a, b + 1.0, p, q));
        (log(tail) - goal, slope / tail)
    };
    from_logit(increasing_root(excess, -740.0, 740.0, log(a / b))).0
}
