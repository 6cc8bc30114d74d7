//! A test of several linear combinations at once.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::estimate::{Turned, bilinear};
use super::likelihood::turn_vector;
use super::stack::over_cells;
use super::{DegreesOfFreedom, MarginalFit};
use crate::StatError;
use crate::dist::{chi_squared_sf, f_sf};
use crate::linalg::{Qr, Spd, axpy, packed_len, packed_outer, packed_rows};

/// An F test of a hypothesis about several coefficients.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FTest {
    /// The F statistic, scaled for Kenward-Roger.
    pub statistic: f64,
    /// Numerator degrees of freedom: independent combinations tested.
    pub numerator_df: usize,
    /// Denominator degrees of freedom; infinite for [`DegreesOfFreedom::Normal`].
    pub denominator_df: f64,
    /// The factor on the Wald statistic: 1 but for Kenward-Roger with several combinations.
    pub scaling: f64,
    /// p-value.
    pub p_value: f64,
}

const LARGEST_DF: f64 = 1e7;

impl MarginalFit {
    /// Tests that all combinations `rows` of the coefficients are zero. Dependent rows count once.
    pub(crate) fn test(&self, rows: &[Vec<f64>], method: DegreesOfFreedom) -> Result<FTest, StatError> {
        let all = rows.iter().map(|l| self.on_columns(l)).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() {
            return Err(StatError::TooFew { needed: 1, found: 0 });
        }
        let plain: Vec<DVector<f64>> = all.iter().map(|c| c.plain.clone()).collect();
        let independent = Qr::new(&DMatrix::from_columns(&plain), 1e-9);
        if independent.rank() == 0 {
            return Err(StatError::NotEstimable { reason: "all combinations tested are zero" });
        }
        // an orthonormal basis of the combinations: statistic and Kenward-Roger do not depend on how they are written
        let basis = independent.q();
        let l: Vec<Vec<f64>> =
            basis.column_iter().map(|c| turn_vector(&self.state.root, c.into_owned().as_slice())).collect();
        let (covariance, v) = self.covariance_for(method)?;
        let bread = Spd::new(&between(covariance, &l))
            .ok_or(StatError::NotEstimable { reason: "the adjusted covariance matrix is not positive definite" })?;
        let estimate = basis.transpose() * &self.effects / self.scale;
        let q = independent.rank();
        let wald = estimate.dot(&bread.solve(&estimate)) / q as f64;
        let (denominator_df, scaling) = match (method, v) {
            (DegreesOfFreedom::Satterthwaite(_), Some(v)) => {
                let given = independent.kept.iter().filter_map(|k| all.get(*k));
                (self.fai_cornelius(&given.map(|c| c.turned.clone()).collect::<Vec<_>>(), v)?, 1.0)
            }
            (_, Some(v)) => self.kenward_roger(&l, v)?,
            (_, None) => (f64::INFINITY, 1.0),
        };
        let statistic = scaling * wald;
        let p_value = if denominator_df > LARGEST_DF {
            chi_squared_sf(statistic * q as f64, q as f64)?
        } else {
            f_sf(statistic, q as f64, denominator_df)?
        };
        Ok(FTest { statistic, numerator_df: q, denominator_df, scaling, p_value })
    }

    /// Denominator degrees of freedom from the Satterthwaite ones of the independent components of the combinations as
    /// written: other combinations that span the same hypothesis may give slightly other degrees of freedom.
    ///
    /// Source: Fai AHT, Cornelius PL. J Stat Comput Simul 1996;54:363-78. doi:10.1080/00949659608811740
    fn fai_cornelius(&self, l: &[Vec<f64>], v: &DMatrix<f64>) -> Result<f64, StatError> {
        let eigen = SymmetricEigen::new(between(None, l));
        let components = eigen.eigenvectors.column_iter();
        let degrees: Vec<f64> =
            components.map(|column| self.degrees(&combined(l, column.iter().copied()), v)).collect();
        let q = degrees.len() as f64;
        let low = StatError::NotEstimable { reason: "a component of the test has two or fewer degrees of freedom" };
        if let [only] = degrees.as_slice() {
            return if *only > 0.0 { Ok(*only) } else { Err(low) };
        }
        if degrees.iter().any(|d| d.is_nan() || *d <= 2.0) {
            return Err(low);
        }
        // sum of d / (d - 2), less q, without the loss of digits for large d
        let excess: f64 = degrees.iter().map(|d| 2.0 / (d - 2.0)).sum();
        Ok(2.0 * (excess + q) / excess)
    }

    /// Denominator degrees of freedom and scaling of Kenward and Roger (1997), section 3.
    fn kenward_roger(&self, l: &[Vec<f64>], v: &DMatrix<f64>) -> Result<(f64, f64), StatError> {
        let q = l.len() as f64;
        let none = StatError::NotEstimable { reason: "the Kenward-Roger moments give no F distribution" };
        // combinations of unit covariance: the matrices P_k between them are all the moments need
        let root = Spd::new(&between(None, l)).ok_or(none)?.inverse_root();
        let unit: Vec<Vec<f64>> = packed_rows(&root).map(|row| combined(l, row.iter().copied())).collect();
        let pairs: Vec<Vec<f64>> = (unit.iter().enumerate())
            .flat_map(|(b, right)| unit.iter().take(b + 1).map(|left| packed_outer(left, right)))
            .collect();
        // pair by pair, the parameters of a pair side by side
        let depth = self.theta.len();
        let parts: Vec<Vec<f64>> = pairs.iter().map(|pair| over_cells(pair, &self.state.slopes, depth)).collect();
        let on_diagonal = |pair: usize| (0..l.len()).any(|i| packed_len(i + 1) == pair + 1);
        let mut traces: DVector<f64> = DVector::zeros(depth);
        let mut a2 = 0.0;
        for (pair, part) in parts.into_iter().enumerate() {
            let part = DVector::from_vec(part);
            let both = part.dot(&(v * &part));
            if on_diagonal(pair) {
                traces += part;
                a2 += both;
            } else {
                a2 += 2.0 * both;
            }
        }
        let a1 = traces.dot(&(v * &traces));
        if l.len() == 1 {
            // the moments reduce to Satterthwaite's degrees of freedom without scaling
            return if a2 > 0.0 { Ok((2.0 / a2, 1.0)) } else { Err(none) };
        }
        let b = (a1 + 6.0 * a2) / (2.0 * q);
        let g = ((q + 1.0) * a1 - (q + 4.0) * a2) / ((q + 2.0) * a2);
        let base = 3.0 * q + 2.0 * (1.0 - g);
        let (c1, c2, c3) = (g / base, (q - g) / base, (q + 2.0 - g) / base);
        let mean = 1.0 / (1.0 - a2 / q);
        let spread = 2.0 / q * (1.0 + c1 * b) / ((1.0 - c2 * b) * (1.0 - c2 * b) * (1.0 - c3 * b));
        let rho = spread / (2.0 * mean * mean);
        let df = 4.0 + (q + 2.0) / (q * rho - 1.0);
        let scaling = df / (mean * (df - 2.0));
        if df.is_finite() && df > 0.0 && scaling.is_finite() && scaling > 0.0 { Ok((df, scaling)) } else { Err(none) }
    }
}

/// The matrix of `left' M right` over all pairs of `l`.
fn between(m: Turned, l: &[Vec<f64>]) -> DMatrix<f64> {
    let at = |i: usize| l.get(i).map_or(&[][..], Vec::as_slice);
    DMatrix::from_fn(l.len(), l.len(), |i, j| bilinear(m, at(i.min(j)), at(i.max(j))))
}

/// The sum of the vectors, each times its factor.
fn combined(l: &[Vec<f64>], factors: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sum = vec![0.0; l.first().map_or(0, Vec::len)];
    for (vector, factor) in l.iter().zip(factors) {
        axpy(&mut sum, factor, vector);
    }
    sum
}
