//! First and second derivative of the logarithm of the gamma function.

use libm::log;

/// Above this the asymptotic series is exact to rounding.
const SERIES_FROM: f64 = 15.0;

/// Digamma and trigamma for `x > 0` (Abramowitz and Stegun 6.3.5, 6.3.18, 6.4.6, 6.4.12).
pub(super) fn digamma_trigamma(x: f64) -> (f64, f64) {
    let (mut top, mut first, mut second) = (x, 0.0, 0.0);
    while top < SERIES_FROM {
        first -= 1.0 / top;
        second += 1.0 / (top * top);
        top += 1.0;
    }
    let r = 1.0 / top;
    let r2 = r * r;
    let digamma = log(top)
        - 0.5 * r
        - r2 * (1.0 / 12.0 - r2 * (1.0 / 120.0 - r2 * (1.0 / 252.0 - r2 * (1.0 / 240.0 - r2 * (1.0 / 132.0)))));
    let trigamma = r
        + 0.5 * r2
        + r * r2 * (1.0 / 6.0 - r2 * (1.0 / 30.0 - r2 * (1.0 / 42.0 - r2 * (1.0 / 30.0 - r2 * (5.0 / 66.0)))));
    (first + digamma, second + trigamma)
}

#[cfg(test)]
mod tests {
    use super::digamma_trigamma;

    #[test]
    fn known_values_are_met() {
        // digamma(1) = -gamma, trigamma(1) = pi²/6; digamma(1/2) = -gamma - 2 ln 2, trigamma(1/2) = pi²/2
        let gamma = 0.577_215_664_901_532_9;
        let square = std::f64::consts::PI * std::f64::consts::PI;
        for (x, first, second) in [
            (1.0, -gamma, square / 6.0),
            (0.5, -gamma - 2.0 * libm::log(2.0), square / 2.0),
            (3.0, 1.5 - gamma, square / 6.0 - 1.25),
        ] {
            let (d, t) = digamma_trigamma(x);
            assert!((d - first).abs() < 1e-14 && (t - second).abs() < 1e-13, "{x}: {d} {t}");
        }
    }
}
