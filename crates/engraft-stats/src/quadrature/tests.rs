use std::f64::consts::PI;

use libm::{exp, log, sqrt};
use proptest::prelude::*;

use super::gauss_kronrod::{gauss_points, kronrod_points};
use super::*;

/// Integral of `x^degree` over [-1, 1].
fn moment(degree: i32) -> f64 {
    if degree % 2 == 0 { 2.0 / f64::from(degree + 1) } else { 0.0 }
}

#[test]
fn the_rules_integrate_polynomials_to_their_degree() {
    // Gauss with 7 nodes: degree 13; Kronrod with 15: degree 23. The next even degree must fail.
    for (points, degree) in [(gauss_points(), 13), (kronrod_points(), 23)] {
        let sum = |d: i32| points.iter().map(|(x, w)| w * x.powi(d)).sum::<f64>();
        for d in 0..=degree {
            assert!((sum(d) - moment(d)).abs() < 1e-15, "degree {d}: {}", sum(d));
        }
        assert!((sum(degree + 1) - moment(degree + 1)).abs() > 1e-12);
    }
}

#[test]
fn closed_integrals_are_met() {
    let a = Accuracy::default();
    let met = |found: Result<Integral, StatError>, value: f64| {
        let i = found.unwrap();
        assert!((i.value - value).abs() <= 1e-12 * value.abs().max(1.0), "{i:?} {value}");
        assert!((i.value - value).abs() <= i.error + 1e-14);
    };
    met(adaptive(exp, 0.0, 1.0, a), exp(1.0) - 1.0);
    met(adaptive(|x| (x - 0.3).abs(), 0.0, 1.0, a), 0.5 * (0.09 + 0.49));
    met(adaptive(|x| exp(-x), 2.0, f64::INFINITY, a), exp(-2.0));
    met(adaptive(exp, f64::NEG_INFINITY, -1.0, a), exp(-1.0));
    met(adaptive(|x| 1.0 / (1.0 + x * x), f64::NEG_INFINITY, f64::INFINITY, a), PI);
    met(adaptive(|x| x, 2.0, 0.0, a), -2.0);
    met(tanh_sinh(|_, l, _| log(l), 0.0, 1.0, a), -1.0);
    met(tanh_sinh(|_, l, _| 1.0 / sqrt(l), 0.0, 4.0, a), 4.0);
    met(tanh_sinh(|x, _, _| exp(x), 0.0, 1.0, a), exp(1.0) - 1.0);
}

#[test]
fn refusals_name_the_reason() {
    let a = Accuracy::default();
    assert_eq!(adaptive(|_| f64::NAN, 0.0, 1.0, a), Err(NOT_FINITE));
    // halved towards 0 until 1/x overflows
    assert_eq!(adaptive(|x| 1.0 / x, 0.0, 1.0, a), Err(NOT_FINITE));
    let few = Accuracy { evaluations: 45, ..a };
    assert!(matches!(adaptive(|x| (x - 0.3).abs(), 0.0, 1.0, few), Err(StatError::NotConverged { .. })));
    assert!(matches!(adaptive(|x| x, f64::NAN, 1.0, a), Err(StatError::InvalidParameter { .. })));
    assert_eq!(adaptive(|x| x, 1.0, 1.0, a).unwrap().value, 0.0);
    let bad = Accuracy { absolute: -1.0, ..a };
    assert!(matches!(adaptive(|x| x, 0.0, 1.0, bad), Err(StatError::InvalidParameter { .. })));
    assert!(matches!(tanh_sinh(|x, _, _| x, 0.0, f64::INFINITY, a), Err(StatError::InvalidParameter { .. })));
    assert_eq!(tanh_sinh(|_, _, _| f64::INFINITY, 0.0, 1.0, a), Err(NOT_FINITE));
}

proptest! {
    #[test]
    fn an_integral_adds_over_its_parts(a in -5.0..0.0_f64, b in 0.0..5.0_f64, c in -3.0..3.0_f64) {
        // smooth: at a kink the error estimate itself can be fooled
        let f = |x: f64| (x - c) * (x - c) * exp(-x * x / 4.0);
        let accuracy = Accuracy::default();
        let whole = adaptive(f, a, b, accuracy).unwrap().value;
        let middle = 0.5 * (a + b);
        let parts = adaptive(f, a, middle, accuracy).unwrap().value + adaptive(f, middle, b, accuracy).unwrap().value;
        // three integrals allowed 1e-12 relative each
        prop_assert!((whole - parts).abs() < 1e-11 * whole.abs().max(1.0));
    }
}
