//! The sandwich covariance and its corrections for few subjects.

use libm::sqrt;
use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::StatError;

/// Correction of the sandwich covariance matrix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Correction {
    /// None (Liang and Zeger 1986): too small below some 50 subjects.
    None,
    /// Residuals times `inv(I - H)` (Mancl and DeRouen 2001): on the safe side.
    ManclDeRouen,
    /// Residuals times `inv(I - H)^(1/2)` (Kauermann and Carroll 2001).
    KauermannCarroll,
    /// Scores times `diag(1 - min(0.75, leverage))^(-1/2)` (Fay and Graubard 2001).
    FayGraubard,
}

/// What the sandwich needs of one subject: `D`, `inv(V)`, residuals `y - mu`.
pub(crate) struct Slice {
    pub(crate) slope: DMatrix<f64>,
    pub(crate) lower: DMatrix<f64>,
    pub(crate) residual: DVector<f64>,
}

/// Largest leverage that Fay and Graubard's correction lets count.
const LARGEST_LEVERAGE: f64 = 0.75;

impl Slice {
    /// `D` and the residual in units in which `V` is the identity.
    fn whitened(&self) -> Option<(DMatrix<f64>, DVector<f64>)> {
        Some((self.lower.solve_lower_triangular(&self.slope)?, self.lower.solve_lower_triangular(&self.residual)?))
    }

    /// The corrected score of the subject, `bread` being `inv(sum D' inv(V) D)`.
    fn score(&self, bread: &DMatrix<f64>, correction: Correction) -> Option<DVector<f64>> {
        let (d, r) = self.whitened()?;
        let power = match correction {
            Correction::None => return Some(d.transpose() * r),
            Correction::FayGraubard => {
                let leverage = d.transpose() * &d * bread;
                let score = d.transpose() * r;
                return Some(score.zip_map(&leverage.diagonal(), |s, h| s / sqrt(1.0 - h.min(LARGEST_LEVERAGE))));
            }
            Correction::ManclDeRouen => 1.0,
            Correction::KauermannCarroll => 0.5,
        };
        // in whitened units H is symmetric, with eigenvalues in [0, 1]
        let eigen = SymmetricEigen::new(&d * bread * d.transpose());
        let mut turned = eigen.eigenvectors.transpose() * r;
        for (value, h) in turned.iter_mut().zip(eigen.eigenvalues.iter()) {
            let rest = 1.0 - h;
            if rest.is_nan() || rest <= 1e-10 {
                return None;
            }
            *value /= if power == 1.0 { rest } else { sqrt(rest) };
        }
        Some(d.transpose() * (&eigen.eigenvectors * turned))
    }
}

/// The sandwich covariance matrix.
pub(crate) fn sandwich(
    slices: &[Slice],
    bread: &DMatrix<f64>,
    correction: Correction,
) -> Result<DMatrix<f64>, StatError> {
    let size = bread.nrows();
    let mut meat = DMatrix::zeros(size, size);
    for slice in slices {
        let score = slice.score(bread, correction).ok_or(StatError::NotEstimable {
            reason: "one subject alone determines a coefficient: the correction has no value",
        })?;
        meat += &score * score.transpose();
    }
    Ok(bread * meat * bread)
}
