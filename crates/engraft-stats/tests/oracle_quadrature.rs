//! Compares the integrals with closed forms (`oracles/quadrature/golden`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

mod common;

use common::*;
use engraft_stats::quadrature::{Accuracy, Integral, adaptive, tanh_sinh};
use libm::{exp, log, log1p, pow, sin, sqrt};

/// Density of t with 3 degrees of freedom.
fn t3(x: f64) -> f64 {
    2.0 / (std::f64::consts::PI * sqrt(3.0)) / ((1.0 + x * x / 3.0) * (1.0 + x * x / 3.0))
}

fn integrals(name: &str) -> Vec<Integral> {
    let a = Accuracy::default();
    let infinite = f64::INFINITY;
    let smooth = |f: fn(f64) -> f64, lower, upper| {
        vec![adaptive(f, lower, upper, a).unwrap(), tanh_sinh(|x, _, _| f(x), lower, upper, a).unwrap()]
    };
    match name {
        "exp" => smooth(exp, 0.0, 1.0),
        "kink" => vec![adaptive(|x| (x - 0.3).abs(), 0.0, 1.0, a).unwrap()],
        "oscillating" => smooth(|x| sin(10.0 * x), 0.0, 10.0),
        "peak" => vec![adaptive(|x| 1.0 / (x * x + 1e-6), -1.0, 1.0, a).unwrap()],
        "bell" => vec![adaptive(|x| exp(-x * x), -infinite, infinite, a).unwrap()],
        "cauchy" => vec![adaptive(|x| 1.0 / (1.0 + x * x), 0.0, infinite, a).unwrap()],
        "gamma" => vec![adaptive(|x| pow(x, 2.5) * exp(-x), 0.0, infinite, a).unwrap()],
        "t3-tail" => vec![adaptive(t3, 2.0, infinite, a).unwrap()],
        "log" => vec![adaptive(log, 0.0, 1.0, a).unwrap(), tanh_sinh(|_, l, _| log(l), 0.0, 1.0, a).unwrap()],
        "root" => vec![tanh_sinh(|_, l, _| 1.0 / sqrt(l), 0.0, 1.0, a).unwrap()],
        "beta-half" => vec![tanh_sinh(|_, l, u| exp(-0.5 * log(l) - 0.7 * log(u)), 0.0, 1.0, a).unwrap()],
        "beta-small" => vec![tanh_sinh(|_, l, u| exp(-0.9 * log(l) + log1p(u - 1.0)), 0.0, 1.0, a).unwrap()],
        other => panic!("unknown integral {other}"),
    }
}

#[test]
fn integrals_match_their_closed_forms() {
    let mut c = Comparison::new("quadrature/golden", CLOSED_FORM);
    for row in rows(&expected("quadrature/golden")) {
        let value = number(row, "value");
        for found in integrals(text(row, "name")) {
            // an integral that cancels (oscillating) is compared with the size of its parts
            c.scaled(text(row, "name"), found.value, value, 1.0);
            assert!((found.value - value).abs() <= found.error.max(1e-12 * value.abs().max(1.0)), "{row} {found:?}");
        }
    }
    c.report();
}
