//! Normal scores that hang together: between measures at a visit, and between the visits of a subject.

use engraft_stats::random::Stream;

/// How the scores of the measures hang together.
#[derive(Clone, Debug)]
pub(crate) struct Latent {
    /// Lower triangle whose product with its transpose is the correlation matrix of the measures.
    factor: Vec<Vec<f64>>,
    /// Share of the variance that a subject keeps, for each measure.
    kept: Vec<f64>,
    /// Autoregression of the rest, for each measure.
    serial: Vec<f64>,
}

impl Latent {
    /// `None` where the correlations cannot hold together (the matrix is not positive definite).
    pub(crate) fn new(correlations: &[Vec<f64>], kept: Vec<f64>, serial: Vec<f64>) -> Option<Latent> {
        Some(Latent { factor: cholesky(correlations)?, kept, serial })
    }

    /// Scores of a subject: one list of measures for each of `visits` visits in order.
    pub(crate) fn draw(&self, visits: usize, stream: &mut Stream) -> Vec<Vec<f64>> {
        let own = self.joint(stream);
        let mut drift: Vec<f64> = Vec::new();
        let mut scores = Vec::with_capacity(visits);
        for _ in 0..visits {
            let fresh = self.joint(stream);
            drift = if drift.is_empty() { fresh } else { self.next(&drift, &fresh) };
            let at = own.iter().zip(&drift).zip(&self.kept);
            scores.push(at.map(|((own, new), kept)| libm::sqrt(*kept) * own + libm::sqrt(1.0 - kept) * new).collect());
        }
        scores
    }

    fn next(&self, drift: &[f64], fresh: &[f64]) -> Vec<f64> {
        let parts = drift.iter().zip(fresh).zip(&self.serial);
        parts.map(|((old, new), phi)| phi * old + libm::sqrt(1.0 - phi * phi) * new).collect()
    }

    /// One score a measure, correlated as the measures are.
    fn joint(&self, stream: &mut Stream) -> Vec<f64> {
        let plain: Vec<f64> = self.factor.iter().map(|_| stream.normal()).collect();
        self.factor.iter().map(|row| row.iter().zip(&plain).map(|(weight, z)| weight * z).sum()).collect()
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
        let latent = Latent::new(&matrix, vec![0.5; 3], vec![0.4; 3]).unwrap();
        let mut stream = Stream::new(11, 0);
        let draws: Vec<_> = (0..40_000).map(|_| latent.draw(3, &mut stream)).collect();
        let n = draws.len() as f64;
        let product =
            |(v, m): (usize, usize), (w, k): (usize, usize)| draws.iter().map(|d| d[v][m] * d[w][k]).sum::<f64>() / n;
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
        assert!(Latent::new(&matrix, vec![0.5; 3], vec![0.0; 3]).is_none());
    }
}
