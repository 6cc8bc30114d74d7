//! One linear combination of the coefficients, with its degrees of freedom.

use libm::sqrt;
use nalgebra::{DMatrix, DVector};

use super::{Estimation, MarginalFit};
use crate::describe::t_interval;
use crate::dist::student;
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

impl MarginalFit {
    /// Inverse information of the kind asked, on the internal scale.
    pub(crate) fn theta_covariance(&self, kind: Information) -> &DMatrix<f64> {
        match kind {
            Information::Observed => &self.observed,
            Information::Expected => &self.expected,
        }
    }

    /// Covariance matrix of the orthonormal coefficients on the internal scale, and the inverse information that
    /// goes with the method.
    pub(crate) fn covariance_for(
        &self,
        method: DegreesOfFreedom,
    ) -> Result<(DMatrix<f64>, Option<&DMatrix<f64>>), StatError> {
        let (kind, full) = match method {
            DegreesOfFreedom::Normal => return Ok((self.state.phi.clone(), None)),
            DegreesOfFreedom::Satterthwaite(kind) => {
                return Ok((self.state.phi.clone(), Some(self.theta_covariance(kind))));
            }
            DegreesOfFreedom::KenwardRogerLinear(kind) => (kind, false),
            DegreesOfFreedom::KenwardRogerFull(kind) => (kind, true),
        };
        if self.estimation == Estimation::Ml {
            return Err(StatError::NotEstimable { reason: "Kenward-Roger needs REML; use Satterthwaite with ML" });
        }
        let v = self.theta_covariance(kind);
        Ok((self.adjusted(v, full), Some(v)))
    }

    /// The combination as a vector over the orthonormal columns.
    pub(crate) fn on_columns(&self, l: &[f64]) -> Result<DVector<f64>, StatError> {
        check::finite(l)?;
        let columns = self.qr.kept.len() + self.qr.aliased.len();
        if l.len() != columns {
            return Err(StatError::LengthMismatch { left: columns, right: l.len() });
        }
        let kept = self.qr.estimable(l).ok_or(StatError::NotEstimable {
            reason: "the combination needs a coefficient the data do not determine (an empty arm at a visit?)",
        })?;
        Ok(self.qr.forward_solve(&kept))
    }

    /// Degrees of freedom of one combination: `2 (t'Ft)² / (g'Vg)`, `g_k = t'F P_k F t`.
    pub(crate) fn degrees(&self, t: &DVector<f64>, v: &DMatrix<f64>) -> f64 {
        let phi_t = &self.state.phi * t;
        let variance = t.dot(&phi_t);
        let g =
            DVector::from_iterator(self.state.slopes.len(), self.state.slopes.iter().map(|s| phi_t.dot(&(s * &phi_t))));
        2.0 * variance * variance / g.dot(&(v * &g))
    }

    /// Estimates the combination `l` of the coefficients (zero or one entry per design column).
    pub(crate) fn estimate(&self, l: &[f64], method: DegreesOfFreedom, level: f64) -> Result<Estimate, StatError> {
        check::level(level)?;
        let t = self.on_columns(l)?;
        let (covariance, v) = self.covariance_for(method)?;
        let variance = t.dot(&(&covariance * &t));
        if !(variance > 0.0 && variance.is_finite()) {
            return Err(StatError::NotEstimable {
                reason: "the adjusted variance of the combination is not above zero",
            });
        }
        let value = t.dot(&self.effects);
        let se = self.scale * sqrt(variance);
        let df = v.map_or(f64::INFINITY, |v| self.degrees(&t, v));
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
