//! Units of laboratory values: which units a quantity may have, and the exact, named rule from one to another.
//!
//! A rule is a ratio of two decimals (`88.4 / 1`), so that converting there and back loses nothing that a decimal can
//! hold. Quantities that look alike and are not (CK-MB as mass or activity, urea or urea nitrogen, protein per day or
//! per creatinine) are different analytes. Quantities without a conversion (anti-dsDNA) list units without a rule.

mod table;
mod text;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use engraft_base::Dec;

/// Creatinine: umol/L in 1 mg/dL, the factor KDIGO uses (the exact molar mass gives 88.402).
pub const CREATININE_UMOL_PER_MG_DL: &str = "88.4";
/// Protein-creatinine ratio: mg/g in 1 mg/mmol, the factor that belongs to 88.4.
pub const RATIO_MG_G_PER_MG_MMOL: &str = "8.84";

/// A quantity measured by a laboratory (or at the bedside).
#[derive(Clone, Debug)]
pub struct Analyte {
    /// Identifier, such as `ck`.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// Other names it goes by.
    pub aliases: &'static [&'static str],
    /// UCUM text of the unit that values are kept in.
    pub canonical: &'static str,
    /// Units it may have, the canonical one first.
    pub units: Vec<AnalyteUnit>,
    /// Whether its values are usually shown and analysed on a log scale.
    pub log_scale: bool,
}

/// A unit that an analyte may have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnalyteUnit {
    /// UCUM text.
    pub ucum: &'static str,
    /// Other ways to write it.
    pub aliases: &'static [&'static str],
    /// Name of the rule to the canonical unit, such as `ck-ukat-per-l-to-u-per-l`.
    pub rule: String,
    /// How to reach the canonical unit; `None` when there is no conversion.
    pub factor: Option<Factor>,
    /// Smallest and greatest plausible value in this unit.
    pub plausible: (Dec, Dec),
}

/// Canonical value = (value - offset) × numerator / denominator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Factor {
    /// Subtracted first; 0 but for temperatures.
    pub offset: Dec,
    /// Multiplies.
    pub numerator: Dec,
    /// Divides.
    pub denominator: Dec,
}

/// The analyte with this identifier, label or other name; case, spaces, hyphens and underscores do not count.
pub fn find_analyte(name: &str) -> Option<&'static Analyte> {
    let name = text::fold_name(name);
    analytes().iter().find(|a| [a.id, a.label].iter().chain(a.aliases).any(|known| text::fold_name(known) == name))
}

/// Every analyte, sorted by identifier.
pub fn analytes() -> &'static [Analyte] {
    static TABLE: OnceLock<Vec<Analyte>> = OnceLock::new();
    TABLE.get_or_init(table::build)
}

/// Whether any analyte may have this unit.
pub fn unit_known(text: &str) -> bool {
    analytes().iter().any(|analyte| analyte.unit(text).is_some())
}

/// A value on a scale from 0 to `from_max`, carried to a scale from 0 to `to_max`: 7 of 10 is 2.1 of 3.
pub fn rescale(value: Dec, from_max: Dec, to_max: Dec) -> Option<Dec> {
    value.times(to_max)?.over(from_max)
}

impl Analyte {
    /// The unit that a text stands for. Micro may be written `u`, `µ` (U+00B5), `μ` (U+03BC) or, for katal, `micro`;
    /// powers of ten as `10*9/L`, `10^9/L`, `x10^9/L` or `×10⁹/L`. Case counts only where two units differ by it.
    pub fn unit(&self, text: &str) -> Option<&AnalyteUnit> {
        let text = text::fold_unit(text);
        let of = |same: &dyn Fn(&str) -> bool| {
            self.units.iter().find(|u| std::iter::once(&u.ucum).chain(u.aliases).any(|name| same(name)))
        };
        let exact = of(&|name| text::fold_unit(name) == text);
        exact.or_else(|| of(&|name| text::fold_unit(name).to_lowercase() == text.to_lowercase()))
    }

    /// A value carried from one unit to another; `None` when there is no conversion between them.
    pub fn convert(&self, value: Dec, from: &AnalyteUnit, to: &AnalyteUnit) -> Option<Dec> {
        if from.ucum == to.ucum {
            return Some(value);
        }
        let (a, b) = (from.factor?, to.factor?);
        // One division at the end, so that a finite result is exact.
        let numerator = value.minus(a.offset)?.times(a.numerator)?.times(b.denominator)?;
        numerator.over(a.denominator.times(b.numerator)?)?.plus(b.offset)
    }

    /// The unit that was probably meant, when a value is implausible in the unit stated and plausible in another.
    pub fn unit_slip(&self, value: Dec, stated: &AnalyteUnit) -> Option<&AnalyteUnit> {
        if stated.is_plausible(value) {
            return None;
        }
        self.units.iter().find(|unit| unit.ucum != stated.ucum && unit.is_plausible(value))
    }

    /// The canonical unit.
    pub fn canonical_unit(&self) -> Option<&AnalyteUnit> {
        self.units.iter().find(|unit| unit.ucum == self.canonical)
    }
}

impl AnalyteUnit {
    /// Whether a value in this unit may occur in a living subject.
    pub fn is_plausible(&self, value: Dec) -> bool {
        value >= self.plausible.0 && value <= self.plausible.1
    }
}
