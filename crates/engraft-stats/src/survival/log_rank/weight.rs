//! Weights of the log-rank family.

use libm::{pow, sqrt};

use crate::StatError;

/// How much each event time counts.
///
/// S is the Kaplan-Meier curve of all groups together (of the stratum) just before the time, S~ the product of
/// `1 - d / (n + 1)` up to and with the time, n the number at risk. All weights are fixed before the groups are looked at;
/// the choice must be too.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Weight {
    /// 1: the log-rank test (Mantel); best under proportional hazards.
    LogRank,
    /// n: Gehan-Breslow; depends on the censoring pattern.
    GehanBreslow,
    /// The square root of n: Tarone-Ware.
    TaroneWare,
    /// S~: Peto-Peto (also Prentice).
    PetoPeto,
    /// S~ n / (n + 1): Andersen's modification of Peto-Peto.
    ModifiedPetoPeto,
    /// S^rho (1 - S)^gamma: Fleming-Harrington; rho = 1, gamma = 0 stresses early, rho = 0, gamma = 1 late differences.
    FlemingHarrington {
        /// Power of S, at least 0.
        rho: f64,
        /// Power of 1 - S, at least 0.
        gamma: f64,
    },
}

impl Weight {
    pub(super) fn check(self) -> Result<(), StatError> {
        let Weight::FlemingHarrington { rho, gamma } = self else { return Ok(()) };
        for (name, found) in [("rho", rho), ("gamma", gamma)] {
            if !(0.0..=100.0).contains(&found) {
                return Err(StatError::InvalidParameter { name, found });
            }
        }
        Ok(())
    }
}

/// The pooled curves that weights are made of, carried forward in time.
#[derive(Clone, Copy, Debug)]
pub(super) struct PooledCurves {
    survival: f64,
    survival_modified: f64,
}

impl PooledCurves {
    pub fn new() -> PooledCurves {
        PooledCurves { survival: 1.0, survival_modified: 1.0 }
    }

    /// The weight of a time with `d` events among `n` at risk; moves the curves past it.
    pub fn weight(&mut self, weight: Weight, n: f64, d: f64) -> f64 {
        let before = self.survival;
        self.survival *= (n - d) / n;
        self.survival_modified *= 1.0 - d / (n + 1.0);
        match weight {
            Weight::LogRank => 1.0,
            Weight::GehanBreslow => n,
            Weight::TaroneWare => sqrt(n),
            Weight::PetoPeto => self.survival_modified,
            Weight::ModifiedPetoPeto => self.survival_modified * n / (n + 1.0),
            Weight::FlemingHarrington { rho, gamma } => pow(before, rho) * pow(1.0 - before, gamma),
        }
    }
}
