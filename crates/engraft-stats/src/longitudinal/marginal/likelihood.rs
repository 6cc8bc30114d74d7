//! Minus twice the (restricted) log-likelihood and its derivatives in the covariance parameters.
//!
//! With `W = inv(S)`, `F = inv(X'WX)`, `P = W - W X F X' W` and `S_k` the derivative of `S` in parameter `k`:
//!
//! - value: `log|S| + log|X'WX| + r'Wr` (REML) or `log|S| + r'Wr` (ML);
//! - gradient: `tr(P S_k) - r'W S_k W r`, for ML with `tr(W S_k)` first;
//! - Hessian: `tr(P S_kl) - tr(P S_k P S_l) - r'W S_kl W r + 2 r'W S_k P S_l W r`, for ML with W in the traces;
//! - expected information (its double): `tr(P S_k P S_l)`, for ML `tr(W S_k W S_l)`.
//!
//! Source: Lindstrom MJ, Bates DM. J Am Stat Assoc 1988;83:1014-22. doi:10.1080/01621459.1988.10478693; Gilmour AR,
//! Thompson R, Cullis BR. Biometrics 1995;51:1440-50. doi:10.2307/2533274 (average information).

use nalgebra::{DMatrix, DVector};

use super::cross_products::CrossProducts;
use super::{Estimation, Group, Rows};
use crate::linalg::{Cells, Entries, Spd, pack, packed_len, unpack};
use crate::optimise::{Derivatives, Objective};

/// The covariance matrix of one group at some parameters.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    /// The matrix.
    pub(crate) sigma: DMatrix<f64>,
    /// `(parameter, first derivative)` for the parameters that matter to this group.
    pub(crate) first: Vec<(usize, DMatrix<f64>)>,
    /// `(k, l, second derivative)` with `k <= l` where it is not zero.
    pub(crate) second: Vec<(usize, usize, DMatrix<f64>)>,
}

/// The covariance matrices of all groups as functions of the parameters.
pub(crate) trait Structure {
    /// Number of parameters.
    fn parameters(&self) -> usize;
    /// The matrices of the groups, in their order; `None` outside the domain.
    fn pieces(&self, theta: &[f64], derivatives: bool) -> Option<Vec<Pieces>>;
}

/// The likelihood of given data under a structure.
pub(crate) struct Likelihood<'a, S: Structure> {
    pub(crate) structure: &'a S,
    pub(crate) sums: Vec<CrossProducts>,
    pub(crate) estimation: Estimation,
    pub(crate) columns: usize,
}

/// Everything at one value of the parameters that the estimates and their tests need.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Minus twice the log-likelihood without its constant.
    pub(crate) value: f64,
    /// Coefficients of the orthonormal columns.
    pub(crate) beta: DVector<f64>,
    /// `inv(X'WX)`.
    pub(crate) phi: DMatrix<f64>,
    /// `inv(S)` of each group.
    pub(crate) weights: Vec<DMatrix<f64>>,
    /// The matrices and their derivatives.
    pub(crate) pieces: Vec<Pieces>,
    /// `X' W S_k W X` for each parameter.
    pub(crate) slopes: Vec<DMatrix<f64>>,
    /// Gradient of the value.
    pub(crate) gradient: DVector<f64>,
    /// Hessian of the value.
    pub(crate) hessian: DMatrix<f64>,
    /// Expectation of the Hessian.
    pub(crate) expected: DMatrix<f64>,
    /// Average information.
    pub(crate) average: DMatrix<f64>,
}

/// The parts that do not need derivatives.
struct Solved {
    value: f64,
    beta: DVector<f64>,
    xwx: Spd,
    weights: Vec<DMatrix<f64>>,
    residuals: Vec<DMatrix<f64>>,
    beyond: Vec<Vec<DVector<f64>>>,
}

impl<'a, S: Structure> Likelihood<'a, S> {
    pub(crate) fn new(rows: &Rows, groups: &[Group], structure: &'a S, estimation: Estimation) -> Likelihood<'a, S> {
        let sums = groups.iter().map(|g| CrossProducts::new(rows, g)).collect();
        Likelihood { structure, sums, estimation, columns: rows.q.ncols() }
    }

    fn solve(&self, pieces: &[Pieces]) -> Option<Solved> {
        let mut xwx = vec![0.0; packed_len(self.columns)];
        let mut xwy = vec![0.0; self.columns];
        let mut value = 0.0;
        let mut weights = Vec::with_capacity(pieces.len());
        for (sum, piece) in self.sums.iter().zip(pieces) {
            let sigma = Spd::new(piece.sigma.clone())?;
            value += sum.subjects * sigma.log_determinant();
            let w = sigma.inverse();
            sum.add_xx(&mut xwx, &w);
            sum.add_xr(&mut xwy, &w, &sum.xy());
            weights.push(w);
        }
        let xwx = Spd::new(unpack(&xwx, self.columns))?;
        let beta = xwx.solve(&DVector::from_vec(xwy));
        let (mut residuals, mut beyond) = (Vec::new(), Vec::new());
        for (sum, w) in self.sums.iter().zip(&weights) {
            let xx_beta = sum.xx_times(&beta);
            let products = sum.residual_products(&beta, &xx_beta);
            value += w.dot(&products);
            beyond.push(sum.xy().iter().zip(&xx_beta).map(|(y, x)| y - x).collect());
            residuals.push(products);
        }
        if self.estimation == Estimation::Reml {
            value += xwx.log_determinant();
        }
        value.is_finite().then_some(Solved { value, beta, xwx, weights, residuals, beyond })
    }

    /// Value and derivatives with everything computed on the way.
    pub(crate) fn state(&self, theta: &[f64]) -> Option<State> {
        let pieces = self.structure.pieces(theta, true)?;
        let solved = self.solve(&pieces)?;
        let phi = solved.xwx.inverse();
        let count = self.structure.parameters();
        let mut s = State {
            value: solved.value,
            beta: solved.beta.clone(),
            phi,
            weights: solved.weights.clone(),
            pieces,
            slopes: Vec::new(),
            gradient: DVector::zeros(count),
            hessian: DMatrix::zeros(count, count),
            expected: DMatrix::zeros(count, count),
            average: DMatrix::zeros(count, count),
        };
        self.fill(&mut s, &solved);
        Some(s)
    }

    fn fill(&self, s: &mut State, solved: &Solved) {
        let count = s.gradient.len();
        let reml = f64::from(u8::from(self.estimation == Estimation::Reml));
        let doubled: Vec<f64> = {
            let mut twice = 2.0 * &s.phi;
            twice.set_diagonal(&s.phi.diagonal());
            pack(&twice)
        };
        let mut slopes = vec![vec![0.0; packed_len(self.columns)]; count];
        let mut scores = vec![vec![0.0; self.columns]; count];
        let groups = self.sums.iter().zip(&s.pieces).zip(&s.weights).zip(solved.residuals.iter().zip(&solved.beyond));
        for (((sum, piece), w), (products, beyond)) in groups {
            // W M W with M the leverages, W R W with R the residual products
            let leverage = w * sum.leverage(&doubled) * w * reml;
            let fit = w * products * w;
            let plain = w * sum.subjects;
            let outer = &plain - &leverage - &fit;
            let (expected, average) = (&plain - 2.0 * &leverage, &fit);
            let turned: Vec<(usize, DMatrix<f64>)> = piece.first.iter().map(|(k, d)| (*k, d * w)).collect();
            for ((k, d), (_, dw)) in piece.first.iter().zip(&turned) {
                s.gradient.increase(*k, d.dot(&outer));
                let wdw = w * dw;
                if let (Some(to), Some(score)) = (slopes.get_mut(*k), scores.get_mut(*k)) {
                    sum.add_xx(to, &wdw);
                    sum.add_xr(score, &wdw, beyond);
                }
            }
            for (l, d) in &piece.first {
                // tr(S_k W S_l U) as a sum over cells, U symmetric
                let (de, da) = ((d * &expected).transpose(), (d * average).transpose());
                for (k, dw) in turned.iter().filter(|(k, _)| k <= l) {
                    s.expected.increase_cell(*k, *l, dw.dot(&de));
                    s.average.increase_cell(*k, *l, dw.dot(&da));
                }
            }
            for (k, l, d) in &piece.second {
                s.hessian.increase_cell(*k, *l, d.dot(&outer));
            }
        }
        s.slopes = slopes.iter().map(|p| unpack(p, self.columns)).collect();
        self.finish(s, &scores, reml);
    }

    /// Adds the terms that run over all groups and completes the symmetric matrices.
    fn finish(&self, s: &mut State, scores: &[Vec<f64>], reml: f64) {
        let count = s.gradient.len();
        let turned: Vec<DMatrix<f64>> = s.slopes.iter().map(|p| &s.phi * p).collect();
        let scores: Vec<DVector<f64>> = scores.iter().map(|v| DVector::from_row_slice(v)).collect();
        for (l, (tl, dl)) in turned.iter().zip(&scores).enumerate() {
            let (across, half) = (tl.transpose(), &s.phi * dl);
            for (k, (tk, dk)) in turned.iter().zip(&scores).enumerate().take(l + 1) {
                s.expected.increase_cell(k, l, reml * tk.dot(&across));
                s.average.increase_cell(k, l, -dk.dot(&half));
            }
        }
        for k in 0..count {
            for l in k..count {
                s.hessian.increase_cell(k, l, 2.0 * s.average.cell(k, l) - s.expected.cell(k, l));
                for m in [&mut s.hessian, &mut s.expected, &mut s.average] {
                    m.put(l, k, m.cell(k, l));
                }
            }
        }
    }
}

impl<S: Structure> Objective for Likelihood<'_, S> {
    fn value(&self, at: &DVector<f64>) -> Option<f64> {
        let pieces = self.structure.pieces(at.as_slice(), false)?;
        self.solve(&pieces).map(|s| s.value)
    }

    fn derivatives(&self, at: &DVector<f64>) -> Option<Derivatives> {
        let s = self.state(at.as_slice())?;
        // the average information falls short where residuals are small: the larger of the two is the safer step
        Some(Derivatives { value: s.value, gradient: s.gradient, hessian: s.hessian, information: s.average })
    }
}
