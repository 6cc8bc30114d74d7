//! What is assumed of the values after a subject's last observed visit.

use nalgebra::{DMatrix, DVector};

use super::sequential::Parameters;

/// The assumption for values missing after the last observed visit, in arms other than the reference.
///
/// Gaps before the last observed visit, and all gaps of the reference arm, are imputed as missing at random.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strategy {
    /// Missing at random: the subject goes on like the others of its own arm with the same history.
    MissingAtRandom,
    /// Jump to reference (J2R): from the last observed visit on the mean is that of the reference arm.
    JumpToReference,
    /// Copy increments in reference (CIR): the mean stays at its level and from then on changes as the reference arm's does.
    CopyIncrements,
    /// Copy reference (CR): the subject is taken to have been like the reference arm throughout.
    CopyReference,
}

impl Strategy {
    /// Mean over the visits and covariance for a subject of `arm` whose first `length` visits count as observed.
    ///
    /// Carpenter, Roger and Kenward (2013), section 3: given the observed part, the rest has the reference arm's regression
    /// on it and residual covariance. A subject without any observed visit has no level to keep: CIR is then J2R.
    pub(super) fn distribution(
        self,
        parameters: &Parameters,
        arm: usize,
        reference: usize,
        length: usize,
    ) -> Option<(DVector<f64>, DMatrix<f64>)> {
        let own = (parameters.mean.get(arm)?, parameters.covariance.get(arm)?);
        let other = (parameters.mean.get(reference)?, parameters.covariance.get(reference)?);
        if arm == reference {
            return Some((own.0.clone(), own.1.clone()));
        }
        let joined = |after: &dyn Fn(usize, f64) -> f64| {
            let visits = own.0.iter().zip(other.0.iter()).enumerate();
            let mean = visits.map(|(t, (own, other))| if t < length { *own } else { after(t, *other) });
            (DVector::from_iterator(own.0.len(), mean), other.1.clone())
        };
        Some(match self {
            Strategy::MissingAtRandom => (own.0.clone(), own.1.clone()),
            Strategy::JumpToReference => joined(&|_, other| other),
            Strategy::CopyReference => (other.0.clone(), other.1.clone()),
            Strategy::CopyIncrements => {
                let last = length.checked_sub(1);
                let kept = last.and_then(|last| Some(own.0.get(last)? - other.0.get(last)?)).unwrap_or(0.0);
                joined(&|_, other| other + kept)
            }
        })
    }
}
