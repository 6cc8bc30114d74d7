//! Hostile input: empty, single, constant, huge, tiny, tied, poisoned, and, so that answers are tested too, plain.

use engraft_stats::bayes::{self, map};
use engraft_stats::permutation::MonteCarlo;
use engraft_stats::random::Stream;
use engraft_stats::two_proportions::{Alternative, Measure, TwoByTwo};
use engraft_stats::{StatError, TwoSided};

/// Source of hostile input.
pub struct Hostile(pub Stream);

impl Hostile {
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.below(from.len())]
    }

    /// A number that is ordinary half of the time.
    pub fn number(&mut self) -> f64 {
        const ODD: [f64; 18] = [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            0.0,
            -0.0,
            1.0,
            -1.0,
            1e-320,
            1e-300,
            1e-150,
            1e-16,
            1e16,
            1e100,
            -1e149,
            1e150,
            1e151,
            f64::MAX,
            f64::MIN,
        ];
        match self.0.below(4) {
            0 => self.pick(&ODD),
            1 => self.0.below(7) as f64 - 3.0,
            _ => 3.0 * self.0.normal(),
        }
    }

    /// A finite number, huge or tiny at times.
    pub fn finite(&mut self) -> f64 {
        match self.0.below(6) {
            0 => self.pick(&[0.0, 1e-320, 1e-160, 1e140, -1e149, 1e150, 1e16]),
            1 | 2 => self.0.below(7) as f64 - 3.0,
            _ => 3.0 * self.0.normal(),
        }
    }

    /// A sample: empty, single, constant, huge, tied, poisoned, or plain.
    pub fn sample(&mut self) -> Vec<f64> {
        let n = self.pick(&[0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 11, 15]);
        let scale = self.pick(&[1.0, 1.0, 1.0, 1e-160, 1e-8, 1e8, 1e75, 1e149]);
        match self.0.below(7) {
            0 => vec![self.number(); n],
            1 => (0..n).map(|_| self.number()).collect(),
            2 => (0..n).map(|_| self.finite()).collect(),
            3 => (0..n).map(|_| self.0.below(5) as f64 - 2.0).collect(),
            4 => (0..n).map(|_| 1e9 + self.0.uniform()).collect(),
            _ => (0..n).map(|_| scale * self.0.normal()).collect(),
        }
    }

    pub fn level(&mut self) -> f64 {
        let odd = self.number();
        self.pick(&[0.95, 0.95, 0.9, 0.5, 0.99, 1e-9, 1.0 - 1e-12, 0.0, 1.0, -1.0, 95.0, odd])
    }

    pub fn probability(&mut self) -> f64 {
        let (plain, odd) = (self.0.uniform(), self.number());
        self.pick(&[plain, plain, plain, 0.0, 1.0, 1e-300, 1.0 - 1e-16, odd])
    }

    pub fn count(&mut self) -> u64 {
        let plain = self.0.below(30) as u64;
        self.pick(&[plain, plain, plain, plain, 0, 1, 1000, 1_000_000, 1_000_001, u64::MAX])
    }

    /// Part and whole that are mostly possible.
    pub fn counts(&mut self) -> (u64, u64) {
        let n = self.pick(&[0, 1, 2, 5, 12, 40]);
        if self.0.below(5) == 0 { (self.count(), self.count()) } else { (self.0.below(n + 1) as u64, n as u64) }
    }

    pub fn shape(&mut self) -> f64 {
        let odd = self.number();
        self.pick(&[0.01, 0.06, 0.5, 1.0, 1.5, 3.0, 20.0, 1e4, 1e6, odd])
    }

    pub fn beta(&mut self) -> Result<bayes::Mixture<bayes::Beta>, StatError> {
        let parts: Vec<(f64, bayes::Beta)> = (0..self.pick(&[0, 1, 1, 1, 2, 3]))
            .map(|_| (self.pick(&[1.0, 0.2, 1e-300, 0.5]), bayes::Beta { a: self.shape(), b: self.shape() }))
            .collect();
        bayes::Mixture::new(&parts)
    }

    pub fn spread(&mut self) -> f64 {
        let odd = self.number();
        self.pick(&[1.0, 0.3, 5.0, 1e-100, 1e-8, 1e8, 1e100, odd])
    }

    pub fn normal(&mut self) -> Result<bayes::Mixture<bayes::Normal>, StatError> {
        let parts: Vec<(f64, bayes::Normal)> = (0..self.pick(&[1, 1, 2, 3]))
            .map(|_| (1.0, bayes::Normal { mean: self.finite(), sd: self.spread() }))
            .collect();
        bayes::Mixture::new(&parts)
    }

    pub fn unknown_variance(&mut self) -> Result<bayes::Mixture<bayes::NormalInverseGamma>, StatError> {
        let parts: Vec<(f64, bayes::NormalInverseGamma)> = (0..self.pick(&[1, 1, 2]))
            .map(|_| {
                let (location, size, rate) = (self.finite(), self.spread(), self.spread());
                (1.0, bayes::NormalInverseGamma { location, size, shape: self.shape(), rate })
            })
            .collect();
        bayes::Mixture::new(&parts)
    }

    pub fn hyperprior(&mut self) -> map::Hyperprior {
        let scale = self.spread();
        let tau = match self.0.below(3) {
            0 => map::TauPrior::HalfT { scale, df: self.pick(&[1.0, 3.0, 0.0, f64::NAN]) },
            _ => map::TauPrior::HalfNormal { scale },
        };
        map::Hyperprior { mu: bayes::Normal { mean: self.0.normal(), sd: self.spread() }, tau }
    }

    /// Two samples that mostly are as long, above zero half of the time.
    pub fn pair(&mut self) -> (Vec<f64>, Vec<f64>) {
        let (mut first, mut second) = (self.sample(), self.sample());
        if self.0.below(8) > 0 {
            let n = first.len().min(second.len());
            first.truncate(n);
            second.truncate(n);
        }
        if self.0.below(2) == 0 {
            first.iter_mut().chain(&mut second).for_each(|v| *v = v.abs());
        }
        (first, second)
    }

    /// A response and no to two columns, mostly as long.
    pub fn table(&mut self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let mut columns = vec![self.sample()];
        while columns.len() < 3 && self.0.below(3) > 0 {
            // a sample of its own, a copy (collinear), or plain numbers
            let length = columns[0].len();
            columns.push(match self.0.below(4) {
                0 => self.sample(),
                1 => columns[0].clone(),
                _ => (0..length).map(|_| self.0.normal()).collect(),
            });
        }
        let response = columns.remove(0);
        (response, columns)
    }

    pub fn flags(&mut self, n: usize) -> Vec<bool> {
        let n = if self.0.below(30) == 0 { n + 1 } else { n };
        let share = self.pick(&[0, 2, 2, 2, 4]);
        (0..n).map(|_| self.0.below(4) < share).collect()
    }

    pub fn labels(&mut self, n: usize, below: usize) -> Vec<usize> {
        let n = if self.0.below(30) == 0 { n + 1 } else { n };
        let below = if self.0.below(30) == 0 { below + 1 } else { below };
        (0..n).map(|_| self.0.below(below)).collect()
    }

    pub fn monte_carlo(&mut self) -> MonteCarlo {
        MonteCarlo { draws: self.pick(&[0, 1, 98, 99, 150]), seed: self.0.bits() }
    }

    pub fn convention(&mut self) -> TwoSided {
        self.pick(&[TwoSided::MinimumLikelihood, TwoSided::Central, TwoSided::Blaker, TwoSided::CentralMidP])
    }

    pub fn measure(&mut self) -> Measure {
        self.pick(&[Measure::Difference, Measure::RiskRatio, Measure::OddsRatio])
    }

    pub fn alternative(&mut self) -> Alternative {
        self.pick(&[Alternative::Greater, Alternative::Less, Alternative::TwoSided, Alternative::Doubled])
    }

    pub fn two_by_two(&mut self) -> Option<TwoByTwo> {
        let ((x1, n1), (x2, n2)) = (self.counts(), self.counts());
        TwoByTwo::new(x1, n1, x2, n2).ok()
    }

    pub fn strata(&mut self) -> Vec<TwoByTwo> {
        (0..self.pick(&[0, 1, 2, 3, 5])).filter_map(|_| self.two_by_two()).collect()
    }

    /// Times, events and perhaps entries.
    pub fn rows(&mut self) -> Rows {
        let n = self.pick(&[0, 1, 2, 3, 5, 8, 12, 20]);
        let scale = self.pick(&[1.0, 1.0, 1.0, 1e-150, 1e8, 1e140]);
        let times: Vec<f64> = match self.0.below(8) {
            0 => (0..n).map(|_| self.number()).collect(),
            1 => (0..n).map(|_| self.finite()).collect(),
            2 => (0..n).map(|_| 5.0).collect(),
            3 | 4 => (0..n).map(|_| 1.0 + self.0.below(6) as f64).collect(),
            _ => (0..n).map(|_| -scale * libm::log(self.0.uniform())).collect(),
        };
        let entry = match self.0.below(8) {
            0 => Some(times.iter().map(|t| t * self.0.uniform()).collect()),
            1 => Some((0..n).map(|_| self.number()).collect()),
            2 => Some(vec![0.0; n + 1]),
            _ => None,
        };
        Rows { entry, events: self.flags(n), times }
    }

    /// No to two covariates: plain, flags, constant, collinear, huge, poisoned.
    pub fn columns(&mut self, n: usize) -> Vec<Vec<f64>> {
        let count = self.pick(&[0, 1, 1, 1, 2]);
        let mut columns: Vec<Vec<f64>> = (0..count)
            .map(|_| match self.0.below(9) {
                0 => vec![2.0; n],
                1 => (0..n).map(|_| self.number()).collect(),
                2 => (0..n).map(|_| self.finite()).collect(),
                3 => (0..n + 1).map(|_| self.0.normal()).collect(),
                4 | 5 => (0..n).map(|_| self.0.below(2) as f64).collect(),
                _ => (0..n).map(|_| self.0.normal()).collect(),
            })
            .collect();
        if columns.len() == 2 && self.0.below(6) == 0 {
            columns[1] = columns[0].iter().map(|v| 2.0 * v).collect();
        }
        columns
    }
}

/// Follow-up of some subjects.
pub struct Rows {
    pub entry: Option<Vec<f64>>,
    pub times: Vec<f64>,
    pub events: Vec<bool>,
}
