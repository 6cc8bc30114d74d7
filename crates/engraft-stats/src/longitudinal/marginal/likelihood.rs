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

use std::cell::OnceCell;
use std::sync::Arc;

use nalgebra::{DMatrix, DVector};

use super::cross_products::CrossProducts;
use super::slope::Slopes;
use super::stack::{Stack, add_square, turned_vectors};
use super::{Estimation, Group, Rows};
use crate::linalg::{Cells, Entries, Spd, dot, pack, packed_len, packed_rows, product, unpack};
use crate::optimise::{Derivatives, Objective};

/// The covariance matrices of all groups as functions of the parameters.
pub(crate) trait Structure {
    /// Number of parameters.
    fn parameters(&self) -> usize;
    /// The matrices of the groups, in their order; `None` outside the domain.
    fn matrices(&self, theta: &[f64]) -> Option<Vec<DMatrix<f64>>>;
    /// Their derivatives, in the same order.
    fn slopes(&self, theta: &[f64]) -> Option<Vec<Arc<Slopes>>>;
    /// Parameters nearer to the maximum, by a step of the EM algorithm, where there is one: `outer` holds for each
    /// group the gradient in its matrix.
    fn expectation(&self, _theta: &[f64], _outer: &[&DMatrix<f64>]) -> Option<Vec<f64>> {
        None
    }
}

/// The likelihood of given data under a structure.
pub(crate) struct Likelihood<'a, S: Structure> {
    pub(crate) structure: &'a S,
    pub(crate) sums: Vec<CrossProducts>,
    pub(crate) estimation: Estimation,
    pub(crate) columns: usize,
}

/// The value at some parameters, with what it took.
pub(crate) struct Solved {
    /// Minus twice the log-likelihood without its constant.
    pub(crate) value: f64,
    /// Coefficients of the orthonormal columns.
    beta: DVector<f64>,
    xwx: Spd,
    /// `inv(S)` of each group.
    weights: Vec<DMatrix<f64>>,
    /// Of each group [`CrossProducts::residuals`].
    residuals: Vec<(Vec<f64>, DMatrix<f64>)>,
    /// What the derivatives need of each group, made when first asked for.
    parts: OnceCell<Vec<Part>>,
}

/// The terms of the derivatives of one group that no parameter enters.
struct Part {
    /// `sum of W X F X' W` for REML, zero for ML.
    leverage: DMatrix<f64>,
    /// `sum of W r r' W`.
    fit: DMatrix<f64>,
    /// The gradient in the matrix: `sum of W - leverage - fit`.
    outer: DMatrix<f64>,
}

/// Everything at one value of the parameters that the estimates and their tests need.
///
/// With `X'WX = L L'` the matrices of the coefficients are kept as `inv(L) M inv(L)'`: there `F` is the identity.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Minus twice the log-likelihood without its constant.
    pub(crate) value: f64,
    /// Coefficients of the orthonormal columns.
    pub(crate) beta: DVector<f64>,
    /// `inv(L)`, packed.
    pub(crate) root: Vec<f64>,
    /// `inv(S)` of each group.
    pub(crate) weights: Vec<DMatrix<f64>>,
    /// The derivatives of the covariance matrix of each group.
    pub(crate) pieces: Vec<Arc<Slopes>>,
    /// `P_k = inv(L) X' W S_k W X inv(L)'`: cell by cell of the packed triangle, the parameters of a cell side by side.
    pub(crate) slopes: Vec<f64>,
    /// Gradient of the value.
    pub(crate) gradient: DVector<f64>,
    /// Hessian of the value.
    pub(crate) hessian: DMatrix<f64>,
    /// Expectation of the Hessian.
    pub(crate) expected: DMatrix<f64>,
    /// Average information.
    pub(crate) average: DMatrix<f64>,
}

/// Sums over the groups, the parameters of a cell side by side.
struct Over {
    /// `X' W S_k W X`.
    slopes: Stack,
    /// `X' W S_k W r`.
    scores: Vec<f64>,
}

/// `inv(L) v`.
pub(crate) fn turn_vector(root: &[f64], v: &[f64]) -> Vec<f64> {
    packed_rows(root).map(|row| dot(row, v.get(..row.len()).unwrap_or_default())).collect()
}

impl<'a, S: Structure> Likelihood<'a, S> {
    pub(crate) fn new(rows: &Rows, groups: &[Group], structure: &'a S, estimation: Estimation) -> Likelihood<'a, S> {
        let sums = groups.iter().map(|g| CrossProducts::new(rows, g)).collect();
        Likelihood { structure, sums, estimation, columns: rows.design.len() }
    }

    fn reml(&self) -> f64 {
        f64::from(u8::from(self.estimation == Estimation::Reml))
    }

    fn solve(&self, matrices: &[DMatrix<f64>]) -> Option<Solved> {
        let mut xwx = vec![0.0; packed_len(self.columns)];
        let mut xwy = vec![0.0; self.columns];
        let mut value = 0.0;
        let mut weights = Vec::with_capacity(matrices.len());
        for (sum, matrix) in self.sums.iter().zip(matrices) {
            let sigma = Spd::new(matrix)?;
            value += sum.subjects * sigma.log_determinant();
            let w = sigma.inverse();
            sum.add_xx(&mut xwx, &w);
            sum.add_xy(&mut xwy, &w);
            weights.push(w);
        }
        let xwx = Spd::new(&unpack(&xwx, self.columns))?;
        let beta = xwx.solve(&DVector::from_vec(xwy));
        let residuals: Vec<_> = self.sums.iter().map(|sum| sum.residuals(&beta)).collect();
        for (w, (_, products)) in weights.iter().zip(&residuals) {
            value += dot(w.as_slice(), products.as_slice());
        }
        if self.estimation == Estimation::Reml {
            value += xwx.log_determinant();
        }
        let parts = OnceCell::new();
        value.is_finite().then_some(Solved { value, beta, xwx, weights, residuals, parts })
    }

    fn parts<'b>(&self, solved: &'b Solved) -> &'b [Part] {
        let part = |((sum, w), (_, products)): ((&CrossProducts, &DMatrix<f64>), &(_, DMatrix<f64>)),
                    phi: &DMatrix<f64>| {
            let mut leverage = product(w, &product(&sum.leverage(phi), w));
            leverage *= self.reml();
            let fit = product(w, &product(products, w));
            let mut outer = w * sum.subjects;
            outer -= &leverage;
            outer -= &fit;
            Part { leverage, fit, outer }
        };
        solved.parts.get_or_init(|| {
            let phi = solved.xwx.inverse();
            self.sums.iter().zip(&solved.weights).zip(&solved.residuals).map(|group| part(group, &phi)).collect()
        })
    }

    /// Parameters and point after at most `steps` steps of the EM algorithm, each of which raises the likelihood.
    pub(crate) fn expected(&self, mut at: DVector<f64>, mut point: Solved, steps: usize) -> (DVector<f64>, Solved) {
        for _ in 0..steps {
            let outer: Vec<&DMatrix<f64>> = self.parts(&point).iter().map(|part| &part.outer).collect();
            let Some(next) = self.structure.expectation(at.as_slice(), &outer).map(DVector::from_vec) else { break };
            let Some(found) = self.point(&next).filter(|found| found.value <= point.value) else { break };
            (at, point) = (next, found);
        }
        (at, point)
    }

    /// Derivatives with everything computed on the way.
    fn differentiate(&self, theta: &[f64], solved: Solved) -> Option<State> {
        let count = self.structure.parameters();
        self.parts(&solved);
        let parts = solved.parts.into_inner()?;
        let mut s = State {
            value: solved.value,
            beta: solved.beta,
            root: solved.xwx.inverse_root(),
            weights: solved.weights,
            pieces: self.structure.slopes(theta)?,
            slopes: Vec::new(),
            gradient: DVector::zeros(count),
            hessian: DMatrix::zeros(count, count),
            expected: DMatrix::zeros(count, count),
            average: DMatrix::zeros(count, count),
        };
        let mut over = Over { slopes: Stack::new(self.columns, count), scores: vec![0.0; self.columns * count] };
        for (place, (part, residuals)) in parts.iter().zip(&solved.residuals).enumerate() {
            self.add_group(&mut s, &mut over, place, part, &residuals.0);
        }
        s.slopes = over.slopes.turned(&s.root);
        let scores = turned_vectors(&s.root, &over.scores, count);
        self.finish(&mut s, &scores);
        Some(s)
    }

    /// Adds the terms of one group.
    fn add_group(&self, s: &mut State, over: &mut Over, place: usize, part: &Part, beyond: &[f64]) {
        let (Some(sum), Some(w), Some(piece)) = (self.sums.get(place), s.weights.get(place), s.pieces.get(place))
        else {
            return;
        };
        let count = s.gradient.len();
        let Part { leverage, fit, outer } = part;
        let mut expected = w * sum.subjects;
        expected -= leverage;
        expected -= leverage;
        let (mut left, mut right) = (DMatrix::zeros(sum.places, sum.places), DMatrix::zeros(sum.places, sum.places));
        let mut factors = vec![0.0; packed_len(sum.places) * count];
        for (l, d) in &piece.first {
            s.gradient.increase(*l, d.dot(outer));
            d.sandwich(w, w, &mut left);
            factors.iter_mut().skip(*l).step_by(count).zip(pack(&left)).for_each(|(to, value)| *to = value);
            // tr(S_k W S_l U), U symmetric
            d.sandwich(w, &expected, &mut left);
            d.sandwich(w, fit, &mut right);
            for (k, d) in piece.first.iter().take_while(|(k, _)| k <= l) {
                s.expected.increase_cell(*k, *l, d.dot(&left));
                s.average.increase_cell(*k, *l, d.dot(&right));
            }
        }
        sum.add_slopes(&mut over.slopes, &factors, count);
        sum.add_scores(&mut over.scores, &factors, count, beyond);
        for (k, l, d) in &piece.second {
            s.hessian.increase_cell(*k, *l, d.dot(outer));
        }
    }

    /// Adds the terms that run over all groups and completes the symmetric matrices.
    fn finish(&self, s: &mut State, scores: &[f64]) {
        let (count, reml) = (s.gradient.len(), self.reml());
        let rows = (0..self.columns).flat_map(|i| (0..=i).map(move |j| if i == j { 1.0 } else { 2.0 }));
        for (both, cell) in rows.zip(s.slopes.chunks_exact(count.max(1))) {
            add_square(&mut s.expected, reml * both, cell);
        }
        for entry in scores.chunks_exact(count.max(1)) {
            add_square(&mut s.average, -1.0, entry);
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
    type Point = Solved;
    type State = State;

    fn point(&self, at: &DVector<f64>) -> Option<Solved> {
        self.solve(&self.structure.matrices(at.as_slice())?)
    }

    fn value(&self, point: &Solved) -> f64 {
        point.value
    }

    fn state(&self, at: &DVector<f64>, point: Solved) -> Option<State> {
        self.differentiate(at.as_slice(), point)
    }

    fn gradient(&self, at: &DVector<f64>, point: &Solved) -> Option<DVector<f64>> {
        let mut gradient: DVector<f64> = DVector::zeros(at.len());
        for (part, piece) in self.parts(point).iter().zip(&self.structure.slopes(at.as_slice())?) {
            piece.first.iter().for_each(|(l, d)| gradient.increase(*l, d.dot(&part.outer)));
        }
        Some(gradient)
    }

    fn derivatives<'a>(&self, state: &'a State) -> Derivatives<'a> {
        // the average information falls short where residuals are small: the larger of the two is the safer step
        Derivatives { gradient: &state.gradient, hessian: &state.hessian, information: &state.average }
    }
}
