//! The small-sample adjustment of the covariance matrix of the coefficients by Kenward and Roger.
//!
//! Source: Kenward MG, Roger JH. Biometrics 1997;53:983-97. doi:10.2307/2533558. With
//! `P_k = -X'W S_k W X`, `Q_kl = X'W S_k W S_l W X`, `R_kl = X'W S_kl W X` and `V` the covariance matrix of the parameters:
//! `A = F + 2 F { sum V_kl (Q_kl - P_k F P_l - R_kl / 4) } F`. The linear form leaves `R` out.

use nalgebra::DMatrix;

use super::MarginalFit;
use super::stack::Stack;
use crate::linalg::{Cells, dot, pack, product, unpack};

impl MarginalFit {
    /// `inv(L) A inv(L)'` on the internal scale, as the [`State`](super::likelihood::State) keeps its matrices. `full`: with
    /// second derivatives.
    pub(crate) fn adjusted(&self, theta_covariance: &DMatrix<f64>, full: bool) -> DMatrix<f64> {
        let columns = self.effects.len();
        let mut bracket = Stack::new(columns, 1);
        for ((sum, piece), w) in self.sums.iter().zip(&self.state.pieces).zip(&self.state.weights) {
            let mut middle: DMatrix<f64> = DMatrix::zeros(sum.places, sum.places);
            let mut weighted: DMatrix<f64> = DMatrix::zeros(sum.places, sum.places);
            for (k, left) in &piece.first {
                weighted.fill(0.0);
                for (l, right) in &piece.first {
                    right.add_to(theta_covariance.cell(*k, *l), &mut weighted);
                }
                left.add_product(&product(w, &weighted), &mut middle);
            }
            if full {
                for (k, l, second) in &piece.second {
                    let both = if k == l { 1.0 } else { 2.0 };
                    second.add_to(-0.25 * both * theta_covariance.cell(*k, *l), &mut middle);
                }
            }
            let product = product(w, &product(&middle, w));
            let both = 0.5 * (&product + product.transpose());
            sum.add_slopes(&mut bracket, &pack(&both).collect::<Vec<_>>(), 1);
        }
        let bracket = bracket.turned(&self.state.root);
        let mut adjusted = unpack(&bracket, columns);
        let depth = self.theta.len();
        let cells = self.state.slopes.chunks_exact(depth.max(1));
        let of = |k: usize| cells.clone().filter_map(move |cell| cell.get(k));
        for (k, by) in theta_covariance.as_slice().chunks_exact(depth.max(1)).enumerate() {
            let left: Vec<f64> = of(k).copied().collect();
            let weighted: Vec<f64> = cells.clone().map(|cell| dot(by, cell)).collect();
            adjusted -= product(&unpack(&left, columns), &unpack(&weighted, columns));
        }
        // 1 + 2 x, symmetric
        let sum = &adjusted + adjusted.transpose();
        sum + DMatrix::identity(columns, columns)
    }
}
