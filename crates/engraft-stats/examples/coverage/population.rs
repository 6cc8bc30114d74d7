//! Distributions that values are drawn from.

use engraft_stats::dist::normal_cdf;
use engraft_stats::quadrature::{Accuracy, adaptive};
use engraft_stats::random::Stream;

#[derive(Clone, Copy, PartialEq)]
pub enum Population {
    Normal,
    LogNormal,
    HeavyTailed,
    Ordinal,
}

pub const POPULATIONS: [(Population, &str); 4] = [
    (Population::Normal, "normal (mean 0, SD 1)"),
    (Population::LogNormal, "skewed (log-normal, SD of the logarithm 1)"),
    (Population::HeavyTailed, "heavy-tailed (t with 3 degrees of freedom)"),
    (Population::Ordinal, "ordinal with ties (0 to 4, chances 40, 30, 15, 10, 5 %)"),
];

impl Population {
    pub fn draw(self, stream: &mut Stream) -> f64 {
        match self {
            Population::Normal => stream.normal(),
            Population::LogNormal => libm::exp(stream.normal()),
            Population::HeavyTailed => {
                let z = stream.normal();
                let chi: f64 = (0..3).map(|_| stream.normal()).map(|v| v * v).sum();
                z / libm::sqrt(chi / 3.0)
            }
            Population::Ordinal => {
                let u = stream.uniform();
                [0.4, 0.7, 0.85, 0.95].iter().filter(|bound| u > **bound).count() as f64
            }
        }
    }

    pub fn sample(self, n: usize, stream: &mut Stream) -> Vec<f64> {
        (0..n).map(|_| self.draw(stream)).collect()
    }

    pub fn truths(self) -> Truths {
        match self {
            Population::Normal | Population::HeavyTailed => Truths { mean: 0.0, median: 0.0, pseudomedian: 0.0 },
            Population::LogNormal => {
                Truths { mean: libm::exp(0.5), median: 1.0, pseudomedian: log_normal_pseudomedian() }
            }
            // averages of two at most 0.5: 0.16 + 0.24 = 0.40; at most 1: 0.40 + 0.09 + 0.12 = 0.61
            Population::Ordinal => Truths { mean: 1.1, median: 1.0, pseudomedian: 1.0 },
        }
    }
}

/// What the methods estimate; the pseudomedian is the median of the average of two independent values.
#[derive(Clone, Copy)]
pub struct Truths {
    pub mean: f64,
    pub median: f64,
    pub pseudomedian: f64,
}

fn log_normal_pseudomedian() -> f64 {
    // P(X + Y <= 2 m) = ∫ φ(z) Φ(ln(2 m - e^z)) dz
    let below = |m: f64| {
        let f = |z: f64| {
            let rest = 2.0 * m - libm::exp(z);
            if rest > 0.0 { libm::exp(-0.5 * z * z) * normal_cdf(libm::log(rest)) } else { 0.0 }
        };
        let whole = adaptive(f, -9.0, libm::log(2.0 * m), Accuracy::default()).unwrap().value;
        whole / libm::sqrt(2.0 * std::f64::consts::PI)
    };
    let (mut low, mut high) = (0.5, 4.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) < 0.5 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
