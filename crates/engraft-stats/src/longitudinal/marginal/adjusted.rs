//! The small-sample adjustment of the covariance matrix of the coefficients by Kenward and Roger.
//!
//! Source: Kenward MG, Roger JH. Biometrics 1997;53:983-97. doi:10.2307/2533558. With
//! `P_k = -X'W S_k W X`, `Q_kl = X'W S_k W S_l W X`, `R_kl = X'W S_kl W X` and `V` the covariance matrix of the parameters:
//! `A = F + 2 F { sum V_kl (Q_kl - P_k F P_l - R_kl / 4) } F`. The linear form leaves `R` out.

use nalgebra::DMatrix;

use super::MarginalFit;
use crate::linalg::{Cells, packed_len, unpack};

impl MarginalFit {
    /// The adjusted matrix for the orthonormal columns, on the internal scale. `full`: with second derivatives.
    pub(crate) fn adjusted(&self, theta_covariance: &DMatrix<f64>, full: bool) -> DMatrix<f64> {
        let columns = self.state.phi.nrows();
        let mut bracket = vec![0.0; packed_len(columns)];
        for ((sum, piece), w) in self.sums.iter().zip(&self.state.pieces).zip(&self.state.weights) {
            let mut middle = DMatrix::zeros(sum.places, sum.places);
            for (k, left) in &piece.first {
                let mut weighted = DMatrix::zeros(sum.places, sum.places);
                for (l, right) in &piece.first {
                    weighted += right * theta_covariance.cell(*k, *l);
                }
                middle += left * w * weighted;
            }
            if full {
                for (k, l, second) in &piece.second {
                    let both = if k == l { 1.0 } else { 2.0 };
                    middle -= second * (0.25 * both * theta_covariance.cell(*k, *l));
                }
            }
            let product = w * middle * w;
            sum.add_xx(&mut bracket, &(0.5 * (&product + product.transpose())));
        }
        let mut bracket = unpack(&bracket, columns);
        let phi = &self.state.phi;
        for (k, left) in self.state.slopes.iter().enumerate() {
            let mut weighted = DMatrix::zeros(columns, columns);
            for (l, right) in self.state.slopes.iter().enumerate() {
                weighted += right * theta_covariance.cell(k, l);
            }
            bracket -= left * phi * weighted;
        }
        let adjusted = phi + 2.0 * phi * bracket * phi;
        0.5 * (&adjusted + adjusted.transpose())
    }
}
