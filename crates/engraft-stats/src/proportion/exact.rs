//! Intervals from the binomial distribution itself: Clopper-Pearson, mid-P, Jeffreys.

use libm::{exp, log};

use crate::dist::beta::{Tail, from_logit, logit_scale, quantile, start, tails_from};
use crate::dist::binomial::SmoothPmf;
use crate::dist::solve::increasing_root_by_bend;

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
    let pmf = SmoothPmf::new(a, b);
    let excess = |u: f64| {
        let (p, q) = from_logit(u);
        let point = pmf.at(p, q);
        // P(X > x) is a beta tail, whose slope in the logit is b p P(X = x); that of P(X >= x) is a q P(X = x)
        let tail = tails_from((a + 1.0, b), p, q, b * p * point).0 + 0.5 * point;
        let per_point = 0.5 * (b * p + a * q);
        let slope = per_point * point / tail;
        let bend = 0.5 * (b - a) * p * q / per_point + (a * q - b * p) - slope;
        (log(tail) - goal, slope, bend)
    };
    // close to the quantile of beta(x + 1/2, n - x + 1/2)
    let from = start(goal, a + 0.5, b + 0.5);
    from_logit(increasing_root_by_bend(excess, (-740.0, 740.0), from, logit_scale(a, b))).0
}
