//! The noncentral t distribution, by integration over the scale.

use libm::{cos, exp, log, sqrt};

use super::normal::{density, normal_cdf, normal_sf};

/// Points of the Gauss-Legendre rule in each panel.
const POINTS: usize = 20;
/// Panels of each piece.
const PANELS: usize = 8;

/// Both tails and the slope of the lower one in the noncentrality.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tails {
    pub lower: f64,
    pub upper: f64,
    pub slope: f64,
}

/// Nodes and weights on (-1, 1): roots of the Legendre polynomial by Newton's method.
fn gauss_legendre() -> Vec<(f64, f64)> {
    let n = POINTS as f64;
    (1..=POINTS)
        .map(|i| {
            let mut x = cos(std::f64::consts::PI * (i as f64 - 0.25) / (n + 0.5));
            let mut slope = 1.0;
            for _ in 0..10 {
                let (mut p, mut before) = (x, 1.0);
                for k in 2..=POINTS {
                    let k = k as f64;
                    (p, before) = (((2.0 * k - 1.0) * x * p - (k - 1.0) * before) / k, p);
                }
                slope = n * (x * p - before) / (x * x - 1.0);
                x -= p / slope;
            }
            (x, 2.0 / ((1.0 - x * x) * slope * slope))
        })
        .collect()
}

/// The distribution for one number of degrees of freedom; the rule is computed once.
pub(crate) struct NoncentralT {
    df: f64,
    rule: Vec<(f64, f64)>,
}

impl NoncentralT {
    /// `df` at least 1.
    pub fn new(df: f64) -> NoncentralT {
        NoncentralT { df, rule: gauss_legendre() }
    }

    /// Where the scale S = chi / sqrt(df) lies but for 1e-18 of its probability (Gaussian concentration of chi).
    fn range(&self) -> (f64, f64) {
        let reach = 9.5 / sqrt(self.df);
        ((1.0 - reach - 0.5 / self.df).max(0.0), 1.0 + reach)
    }

    /// The largest scale that matters.
    pub fn largest_scale(&self) -> f64 {
        self.range().1
    }

    /// Tails at `t` for noncentrality `delta`: the mean of Φ(t S - delta) over S.
    pub fn tails(&self, t: f64, delta: f64) -> Tails {
        let (low, high) = self.range();
        // the normal probability turns over near delta / t, within a few 1/t
        let turn = delta / t;
        let mut edges = vec![low, high];
        edges
            .extend([-9.0, -3.0, 0.0, 3.0, 9.0].map(|k| turn + k / t.abs()).iter().filter(|s| **s > low && **s < high));
        edges.sort_by(f64::total_cmp);
        let (mut mass, mut lower, mut upper, mut slope) = (0.0, 0.0, 0.0, 0.0);
        for (a, b) in edges.iter().zip(edges.iter().skip(1)) {
            let half = 0.5 * (b - a) / PANELS as f64;
            for panel in 0..PANELS {
                let centre = a + half * (2 * panel + 1) as f64;
                for (x, weight) in &self.rule {
                    let s = centre + half * x;
                    let w = half * weight * self.scale_density(s);
                    let z = t * s - delta;
                    mass += w;
                    lower += w * normal_cdf(z);
                    upper += w * normal_sf(z);
                    slope -= w * density(z);
                }
            }
        }
        Tails { lower: lower / mass, upper: upper / mass, slope: slope / mass }
    }

    /// Density of the scale up to a constant, 1 at s = 1.
    fn scale_density(&self, s: f64) -> f64 {
        if s <= 0.0 {
            return 0.0;
        }
        exp((self.df - 1.0) * log(s) - 0.5 * self.df * (s * s - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_degree_of_freedom_without_shift_is_cauchy() {
        for t in [-40.0, -1.0, 0.01, 3.0, 1e4] {
            let expected = 0.5 + libm::atan(t) / std::f64::consts::PI;
            assert!((NoncentralT::new(1.0).tails(t, 0.0).lower - expected).abs() < 1e-14, "{t}");
        }
    }

    #[test]
    fn central_values_are_students() {
        for df in [2.0, 5.0, 38.0, 1e5] {
            for t in [-3.0, 0.4, 2.0] {
                let expected = crate::dist::student_cdf(t, df).unwrap();
                let found = NoncentralT::new(df).tails(t, 0.0).lower;
                assert!((found - expected).abs() < 1e-13 + 1e-17 * df, "{df} {t} {found} {expected}");
            }
        }
    }

    #[test]
    fn the_rule_integrates_powers() {
        let rule = gauss_legendre();
        let integral: f64 = rule.iter().map(|(x, w)| w * x.powi(18)).sum();
        assert!((integral - 2.0 / 19.0).abs() < 1e-15);
    }

    #[test]
    fn the_slope_is_the_slope() {
        let d = NoncentralT::new(6.0);
        let h = 1e-5;
        let slope = (d.tails(2.5, 1.3 + h).lower - d.tails(2.5, 1.3 - h).lower) / (2.0 * h);
        assert!((slope - d.tails(2.5, 1.3).slope).abs() < 1e-9);
    }
}
