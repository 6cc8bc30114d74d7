//! Covariance structures of repeated measurements at planned visits.

mod matrices;
mod start;

pub(crate) use matrices::{Shape, shape};
pub(crate) use start::start_values;

/// How the measurements of one subject at the planned visits vary together.
///
/// The parameters are those of SAS PROC MIXED: variances (not standard deviations) and correlations, or variances and
/// covariances where the structure is linear in them. The full Kenward-Roger adjustment depends on this choice; the
/// linear form and Satterthwaite's degrees of freedom do not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Covariance {
    /// Every variance and covariance free: `m (m + 1) / 2` parameters, row by row of the lower triangle. SAS: UN.
    Unstructured,
    /// A variance for each visit, a correlation for each distance: `2 m - 1` parameters. SAS: TOEPH.
    ToeplitzHeterogeneous,
    /// One variance, a covariance for each distance: `m` parameters. SAS: TOEP.
    Toeplitz,
    /// A variance for each visit, correlation `rho^distance`: `m + 1` parameters. SAS: ARH(1).
    Ar1Heterogeneous,
    /// One variance, correlation `rho^distance`: 2 parameters. SAS: AR(1).
    Ar1,
    /// A variance for each visit, one correlation: `m + 1` parameters. SAS: CSH.
    CompoundSymmetryHeterogeneous,
    /// One covariance and a residual variance: 2 parameters, covariance first. SAS: CS.
    CompoundSymmetry,
    /// A variance for each visit, no covariance: `m` parameters. SAS: UN(1).
    Diagonal,
    /// One variance, no covariance: 1 parameter. SAS: VC.
    Independent,
}

impl Covariance {
    /// Number of parameters for `visits` planned visits.
    pub fn parameters(self, visits: usize) -> usize {
        match self {
            Covariance::Unstructured => visits * (visits + 1) / 2,
            Covariance::ToeplitzHeterogeneous => (2 * visits).saturating_sub(1),
            Covariance::Toeplitz | Covariance::Diagonal => visits,
            // one visit has no correlation
            Covariance::Ar1Heterogeneous | Covariance::CompoundSymmetryHeterogeneous => {
                visits + usize::from(visits > 1)
            }
            Covariance::Ar1 | Covariance::CompoundSymmetry => 1 + usize::from(visits > 1),
            Covariance::Independent => 1,
        }
    }

    /// Whether the matrix is a linear function of the parameters, so that the full and the linear form of
    /// Kenward-Roger are the same.
    pub fn is_linear(self) -> bool {
        !matches!(
            self,
            Covariance::ToeplitzHeterogeneous
                | Covariance::Ar1Heterogeneous
                | Covariance::Ar1
                | Covariance::CompoundSymmetryHeterogeneous
        )
    }

    /// The name in words.
    pub fn name(self) -> &'static str {
        match self {
            Covariance::Unstructured => "unstructured",
            Covariance::ToeplitzHeterogeneous => "heterogeneous Toeplitz",
            Covariance::Toeplitz => "Toeplitz",
            Covariance::Ar1Heterogeneous => "heterogeneous AR(1)",
            Covariance::Ar1 => "AR(1)",
            Covariance::CompoundSymmetryHeterogeneous => "heterogeneous compound symmetry",
            Covariance::CompoundSymmetry => "compound symmetry",
            Covariance::Diagonal => "diagonal",
            Covariance::Independent => "independent",
        }
    }

    /// Whether the parameter at `index` is a correlation (and not a variance or a covariance).
    pub(crate) fn is_correlation(self, index: usize, visits: usize) -> bool {
        match self {
            Covariance::ToeplitzHeterogeneous
            | Covariance::Ar1Heterogeneous
            | Covariance::CompoundSymmetryHeterogeneous => index >= visits,
            Covariance::Ar1 => index == 1,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests;
