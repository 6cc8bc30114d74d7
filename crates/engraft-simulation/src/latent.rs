//! Normal scores that hang together: between measures at a visit, and between the visits of a subject.

use engraft_stats::random::Stream;

/// How the scores of the measures hang together.
#[derive(Clone, Debug)]
pub(crate) struct Latent {
    /// Lower triangle whose product with its transpose is the correlation matrix of the measures.
    factor: Vec<Vec<f64>>,
    /// One for each measure.
    weights: Vec<Weights>,
}

/// What a score is made of, as weights of scores of variance 1.
#[derive(Clone, Copy, Debug)]
struct Weights {
    /// Of what the subject keeps.
    own: f64,
    /// Of what drifts from visit to visit.
    drift: f64,
    /// Of the visit before, in what drifts.
    before: f64,
    /// Of what is new at the visit, in what drifts.
    fresh: f64,
}

impl Weights {
    /// From the share of the variance that a subject keeps and the autoregression of the rest.
    fn new(kept: f64, serial: f64) -> Weights {
        let (own, drift) = (libm::sqrt(kept), libm::sqrt(1.0 - kept));
        Weights { own, drift, before: serial, fresh: libm::sqrt(1.0 - serial * serial) }
    }
}

/// Scores of a subject.
pub(crate) struct Scores {
    /// One row for what the subject keeps, then one for each visit.
    rows: Vec<f64>,
    measures: usize,
}

impl Scores {
    /// One score a measure at a visit; empty beyond the last.
    pub(crate) fn at(&self, visit: usize) -> &[f64] {
        let start = visit.saturating_add(1).saturating_mul(self.measures);
        self.rows.get(start..start.saturating_add(self.measures)).unwrap_or_default()
    }
}

impl Latent {
    /// `None` where the correlations cannot hold together (the matrix is not positive definite).
    pub(crate) fn new(correlations: &[Vec<f64>], kept: &[f64], serial: &[f64]) -> Option<Latent> {
        let weights = kept.iter().zip(serial).map(|(kept, serial)| Weights::new(*kept, *serial)).collect();
        Some(Latent { factor: cholesky(correlations)?, weights })
    }

    /// Scores of a subject at each of `visits` visits in order.
    pub(crate) fn draw(&self, visits: usize, stream: &mut Stream) -> Scores {
        let measures = self.factor.len();
        let numbers = visits.saturating_add(1).saturating_mul(measures);
        let mut rows: Vec<f64> = (0..numbers).map(|_| stream.normal()).collect();
        rows.chunks_exact_mut(measures.max(1)).for_each(|row| self.correlate(row));
        let (own, visits) = rows.split_at_mut(measures);
        self.drift(visits);
        for row in visits.chunks_exact_mut(measures.max(1)) {
            for ((score, own), weights) in row.iter_mut().zip(&*own).zip(&self.weights) {
                *score = weights.own * own + weights.drift * *score;
            }
        }
        Scores { rows, measures }
    }

    /// Independent numbers, one a measure, become scores correlated as the measures are.
    fn correlate(&self, row: &mut [f64]) {
        // from the last on: each needs its own number and those before it
        for (index, factor) in self.factor.iter().enumerate().rev() {
            let score = factor.iter().zip(&*row).map(|(weight, z)| weight * z).sum();
            if let Some(place) = row.get_mut(index) {
                *place = score;
            }
        }
    }

    /// What is new at each visit becomes what has drifted until then.
    fn drift(&self, visits: &mut [f64]) {
        let mut before: Option<&[f64]> = None;
        for row in visits.chunks_exact_mut(self.factor.len().max(1)) {
            for ((new, old), weights) in row.iter_mut().zip(before.unwrap_or_default()).zip(&self.weights) {
                *new = weights.before * old + weights.fresh * *new;
            }
            before = Some(row);
        }
    }
}

/// The lower triangle of a positive definite matrix.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, row) in matrix.iter().enumerate() {
        let mut new: Vec<f64> = Vec::with_capacity(i.saturating_add(1));
        for (j, entry) in row.iter().enumerate().take(i.saturating_add(1)) {
            let other = factor.get(j).unwrap_or(&new);
            let inner: f64 = new.iter().zip(other).take(j).map(|(a, b)| a * b).sum();
            let rest = entry - inner;
            let value = if i == j {
                if rest <= 1e-12 {
                    return None;
                }
                libm::sqrt(rest)
            } else {
                rest / factor.get(j)?.get(j)?
            };
            new.push(value);
        }
        factor.push(new);
    }
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_have_the_correlations_asked_for() {
        let matrix = vec![vec![1.0, 0.6, -0.3], vec![0.6, 1.0, 0.0], vec![-0.3, 0.0, 1.0]];
        let latent = Latent::new(&matrix, &[0.5; 3], &[0.4; 3]).unwrap();
        let mut stream = Stream::new(11, 0);
        let draws: Vec<_> = (0..40_000).map(|_| latent.draw(3, &mut stream)).collect();
        let n = draws.len() as f64;
        let product = |(v, m): (usize, usize), (w, k): (usize, usize)| {
            draws.iter().map(|d| d.at(v)[m] * d.at(w)[k]).sum::<f64>() / n
        };
        // 40,000 products have a standard error below 0.01
        for (a, b, wanted) in [
            ((0, 0), (0, 0), 1.0),
            ((2, 1), (2, 1), 1.0),
            ((1, 0), (1, 1), 0.6),
            ((2, 0), (2, 2), -0.3),
            ((0, 0), (1, 0), 0.5 + 0.5 * 0.4),
            ((0, 0), (2, 0), 0.5 + 0.5 * 0.16),
        ] {
            let found = product(a, b);
            assert!((found - wanted).abs() < 0.03, "{a:?} {b:?}: {found}, not {wanted}");
        }
    }

    #[test]
    fn correlations_that_cannot_hold_together_are_refused() {
        let matrix = vec![vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]];
        assert!(Latent::new(&matrix, &[0.5; 3], &[0.0; 3]).is_none());
    }
}
