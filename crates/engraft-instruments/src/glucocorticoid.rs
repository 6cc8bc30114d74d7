//! Prednisone equivalents of systemic glucocorticoids, as exact ratios.
//!
//! A dose becomes `dose × 5 / m`, where `m` mg of the drug equal 5 mg prednisone. The division comes last: with a
//! rounded factor, dexamethasone 0.75 mg would be 5.00025 mg and fail a limit of 5. The equivalence is anti-inflammatory,
//! oral or intravenous; it does not hold for intra-articular, topical or inhaled use, nor for the mineralocorticoid
//! effect. Where sources differ, each reading has its own identifier and the plain name stands for the first.

mod exposure;

#[cfg(test)]
mod tests;

use engraft_base::Dec;

pub use exposure::{Course, Exposure, ExposureFault, Pulses, exposure};

/// A glucocorticoid under one reading of its strength.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Glucocorticoid {
    /// Identifier, such as `betamethasone-0-6`.
    pub id: &'static str,
    /// International name.
    pub drug: &'static str,
    /// Milligrams that equal 5 mg prednisone, in hundredths.
    hundredths: i64,
    /// Where the equivalence comes from.
    pub source: &'static str,
}

const fn drug(id: &'static str, drug: &'static str, hundredths: i64, source: &'static str) -> Glucocorticoid {
    Glucocorticoid { id, drug, hundredths, source }
}

const TABLE: &str = "published equivalence tables (globalrph)";
const FORMULARY: &str = "NHS formulary table";

/// Every reading. The first of a drug is the one its plain name stands for.
pub const GLUCOCORTICOIDS: &[Glucocorticoid] = &[
    drug("betamethasone-0-75", "betamethasone", 75, FORMULARY),
    drug("betamethasone-0-6", "betamethasone", 60, TABLE),
    drug("cortisone", "cortisone", 2500, TABLE),
    drug("deflazacort-6", "deflazacort", 600, FORMULARY),
    drug("deflazacort-7-5", "deflazacort", 750, "recalled, not yet checked"),
    drug("dexamethasone", "dexamethasone", 75, TABLE),
    drug("hydrocortisone", "hydrocortisone", 2000, TABLE),
    drug("methylprednisolone", "methylprednisolone", 400, TABLE),
    drug("prednisolone", "prednisolone", 500, TABLE),
    drug("prednisone", "prednisone", 500, TABLE),
    drug("triamcinolone", "triamcinolone", 400, TABLE),
];

impl Glucocorticoid {
    /// The reading with this identifier, or the first reading of the drug with this name.
    pub fn find(name: &str) -> Option<&'static Glucocorticoid> {
        let name = name.trim().to_lowercase();
        let by_id = GLUCOCORTICOIDS.iter().find(|g| g.id == name);
        by_id.or_else(|| GLUCOCORTICOIDS.iter().find(|g| g.drug == name))
    }

    /// Every reading of the same drug; more than one where sources differ.
    pub fn readings(&self) -> impl Iterator<Item = &'static Glucocorticoid> {
        let drug = self.drug;
        GLUCOCORTICOIDS.iter().filter(move |g| g.drug == drug)
    }

    /// Milligrams that equal 5 mg prednisone.
    pub fn milligrams(&self) -> Dec {
        Dec::scaled(self.hundredths, 2)
    }

    /// A dose in mg prednisone; `None` when it does not fit a decimal.
    pub fn prednisone(&self, dose: Dec) -> Option<Dec> {
        dose.times(Dec::from_int(5))?.over(self.milligrams())
    }
}

// The strengths all divide 300 mg (30000 hundredths), their common multiple; 5 / m = 5 × (300 / m) / 300.
const COMMON: i64 = 300;

/// The sum of doses in mg prednisone. Doses are added as fractions and divided once, so that three times 2 mg
/// dexamethasone are exactly 40 mg.
pub fn total_prednisone(doses: &[(Dec, &Glucocorticoid)]) -> Option<Dec> {
    let mut sum = Dec::ZERO;
    for (dose, drug) in doses {
        let parts = Dec::from_int(COMMON).over(drug.milligrams())?;
        sum = sum.plus(dose.times(parts)?)?;
    }
    sum.times(Dec::from_int(5))?.over(Dec::from_int(COMMON))
}
