//! One linear combination of the coefficients, with its degrees of freedom.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use super::likelihood::turn_vector;
use super::stack::over_cells;
use super::{Estimation, MarginalFit};
use crate::describe::t_interval;
use crate::dist::student;
use crate::linalg::{dot, packed_outer};
use crate::{Interval, StatError, check};

/// Which covariance matrix of the covariance parameters a small-sample method uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Information {
    /// Inverse of the observed information (half the Hessian of minus twice the log-likelihood), as lmerTest (compared);
    /// by reconstruction, not compared, also SAS PROC MIXED and mmrm.
    Observed,
    /// Inverse of the expected information, as in the paper of Kenward and Roger and in pbkrtest.
    Expected,
}

/// How degrees of freedom and standard errors are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DegreesOfFreedom {
    /// Satterthwaite: standard errors as estimated, degrees of freedom from the uncertainty of the variances.
    Satterthwaite(Information),
    /// Kenward-Roger with the term of second derivatives left out. SAS: `ddfm=kr(linear)`, mmrm: "Kenward-Roger-Linear".
    KenwardRogerLinear(Information),
    /// Kenward-Roger as published, with second derivatives in the parameters of [`Covariance`](crate::Covariance).
    KenwardRogerFull(Information),
    /// A z test: infinite degrees of freedom. Too small p-values in small trials.
    Normal,
}

/// An estimated linear combination of coefficients.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The estimate, in units of the response.
    pub value: f64,
    /// Its standard error, adjusted for Kenward-Roger.
    pub se: f64,
    /// Degrees of freedom; infinite for [`DegreesOfFreedom::Normal`].
    pub df: f64,
    /// `value / se`.
    pub t: f64,
    /// Two-sided p-value of a value of zero.
    pub p_value: f64,
    /// Interval; its level is approximate.
    pub interval: Interval,
}

/// Degrees of freedom beyond which t and normal agree to all digits used; distributions take no more.
const LARGEST_DF: f64 = 1e7;

/// A combination of the coefficients.
#[derive(Clone, Debug)]
pub(crate) struct Combination {
    /// Over the orthonormal columns.
    pub(crate) plain: DVector<f64>,
    /// `inv(L)` times that, for the matrices of the [`State`](super::likelihood::State).
    pub(crate) turned: Vec<f64>,
}

/// A covariance matrix as the [`State`](super::likelihood::State) keeps them; `None` for `F`, the identity there.
pub(crate) type Turned<'a> = Option<&'a DMatrix<f64>>;

impl MarginalFit {
    /// Inverse information of the kind asked, on the internal scale.
    pub(crate) fn theta_covariance(&self, kind: Information) -> &DMatrix<f64> {
        match kind {
            Information::Observed => &self.observed,
            Information::Expected => &self.expected,
        }
    }

    /// Covariance matrix of the coefficients on the internal scale, and the inverse information that goes with the
    /// method. The adjusted matrix is made once and kept.
    pub(crate) fn covariance_for(
        &self,
        method: DegreesOfFreedom,
    ) -> Result<(Turned<'_>, Option<&DMatrix<f64>>), StatError> {
        let (kind, full) = match method {
            DegreesOfFreedom::Normal => return Ok((None, None)),
            DegreesOfFreedom::Satterthwaite(kind) => return Ok((None, Some(self.theta_covariance(kind)))),
            DegreesOfFreedom::KenwardRogerLinear(kind) => (kind, false),
            DegreesOfFreedom::KenwardRogerFull(kind) => (kind, true),
        };
        if self.estimation == Estimation::Ml {
            return Err(StatError::NotEstimable { reason: "Kenward-Roger needs REML; use Satterthwaite with ML" });
        }
        let v = self.theta_covariance(kind);
        let kept = match (kind, full) {
            (Information::Observed, false) => &self.kept.observed_linear,
            (Information::Observed, true) => &self.kept.observed_full,
            (Information::Expected, false) => &self.kept.expected_linear,
            (Information::Expected, true) => &self.kept.expected_full,
        };
        Ok((Some(kept.get_or_init(|| self.adjusted(v, full))), Some(v)))
    }

    /// The combination, from one weight per design column.
    pub(crate) fn on_columns(&self, l: &[f64]) -> Result<Combination, StatError> {
        check::finite(l)?;
        let columns = self.triangle.kept.len() + self.triangle.aliased.len();
        if l.len() != columns {
            return Err(StatError::LengthMismatch { left: columns, right: l.len() });
        }
        let kept = self.triangle.estimable(l).ok_or(StatError::NotEstimable {
            reason: "the combination needs a coefficient the data do not determine (an empty arm at a visit?)",
        })?;
        let plain = self.triangle.forward_solve(&kept);
        let turned = turn_vector(&self.state.root, plain.as_slice());
        Ok(Combination { plain, turned })
    }

    /// Degrees of freedom of one turned combination `t`: `2 (t't)² / (g'Vg)`, `g_k = t'P_k t`.
    pub(crate) fn degrees(&self, t: &[f64], v: &DMatrix<f64>) -> f64 {
        let variance = dot(t, t);
        let g = DVector::from_vec(over_cells(&packed_outer(t, t), &self.state.slopes, self.theta.len()));
        2.0 * variance * variance / g.dot(&(v * &g))
    }

    /// Estimates the combination `l` of the coefficients (zero or one entry per design column).
    pub(crate) fn estimate(&self, l: &[f64], method: DegreesOfFreedom, level: f64) -> Result<Estimate, StatError> {
        check::level(level)?;
        let t = self.on_columns(l)?;
        let (covariance, v) = self.covariance_for(method)?;
        let variance = bilinear(covariance, &t.turned, &t.turned);
        if !(variance > 0.0 && variance.is_finite()) {
            return Err(StatError::NotEstimable {
                reason: "the adjusted variance of the combination is not above zero",
            });
        }
        let value = t.plain.dot(&self.effects);
        let se = self.scale * sqrt(variance);
        let df = v.map_or(f64::INFINITY, |v| self.degrees(&t.turned, v));
        if df.is_nan() || df < 1.0 {
            return Err(StatError::NotEstimable { reason: "fewer than one degree of freedom for the combination" });
        }
        let used = df.min(LARGEST_DF);
        let ratio = value / se;
        Ok(Estimate {
            value,
            se,
            df,
            t: ratio,
            p_value: student::two_sided_p(ratio, used),
            interval: Interval { achieved: None, ..t_interval(value, se, used, level) },
        })
    }
}

/// `left' M right`.
pub(crate) fn bilinear(m: Turned, left: &[f64], right: &[f64]) -> f64 {
    let Some(m) = m else { return dot(left, right) };
    right.iter().zip(m.as_slice().chunks_exact(left.len().max(1))).map(|(r, column)| r * dot(column, left)).sum()
}
