//! Rows with missing answers, and contradictions: one row at a time.

use crate::batch::kernel::Kernel;
use crate::batch::part::Part;

/// Smallest and greatest possible score, in units. Both are attained.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// Smallest possible value.
    pub lower: i32,
    /// Greatest possible value.
    pub upper: i32,
}

impl Bounds {
    const ZERO: Bounds = Bounds { lower: 0, upper: 0 };

    pub(super) fn point(value: i32) -> Bounds {
        Bounds { lower: value, upper: value }
    }

    /// The value, when it is known.
    pub fn exact(self) -> Option<i32> {
        (self.lower == self.upper).then_some(self.lower)
    }

    pub(super) fn plus(self, other: Bounds) -> Bounds {
        let add = i32::saturating_add;
        Bounds { lower: add(self.lower, other.lower), upper: add(self.upper, other.upper) }
    }

    /// Times a factor that is not negative.
    pub(super) fn times(self, factor: i32) -> Bounds {
        Bounds { lower: self.lower.saturating_mul(factor), upper: self.upper.saturating_mul(factor) }
    }

    /// Product of two numbers that cannot be negative: a known zero makes zero.
    pub(super) fn product(self, other: Bounds) -> Bounds {
        if self == Bounds::ZERO || other == Bounds::ZERO {
            return Bounds::ZERO;
        }
        let multiply = i32::saturating_mul;
        Bounds { lower: multiply(self.lower, other.lower), upper: multiply(self.upper, other.upper) }
    }

    pub(super) fn greater(self, other: Bounds) -> Bounds {
        Bounds { lower: self.lower.max(other.lower), upper: self.upper.max(other.upper) }
    }
}

impl Kernel {
    /// Bounds of the total of one row, from its codes in item order.
    pub fn bounds(&self, codes: &[u8]) -> Bounds {
        self.total.iter().fold(Bounds::ZERO, |sum, part| sum.plus(part.bounds(codes)))
    }

    /// Bounds of a domain of one row; zero for a domain that the instrument does not have.
    pub fn domain_bounds(&self, domain: usize, codes: &[u8]) -> Bounds {
        self.domains.get(domain).map_or(Bounds::ZERO, |(_, part)| part.bounds(codes))
    }

    /// The total of one row under the published rule for missing items, of which `missing` are missing.
    ///
    /// `None` where there is no rule, or it does not cover so many.
    pub fn by_rule(&self, bounds: Bounds, missing: usize) -> Option<i32> {
        (1..=self.missing_allowed).contains(&missing).then_some(bounds.lower)
    }

    /// Contradictions within one row, in the words of [`Scored::queries`](crate::Scored::queries).
    pub fn queries(&self, codes: &[u8]) -> Vec<String> {
        let mut queries = Vec::new();
        for (name, part) in &self.domains {
            let Part::Product { signs, area, .. } = part else { continue };
            let (signs, area) = (signs.bounds(codes), area.bounds(codes));
            if area == Bounds::ZERO && signs.lower > 0 {
                queries.push(format!("{name} has signs but area 0"));
            }
            if area.lower > 0 && signs == Bounds::ZERO {
                queries.push(format!("{name} has an area but no signs"));
            }
        }
        queries
    }
}
