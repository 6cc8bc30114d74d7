//! Exact decimals: what a cell says, compared and added without binary rounding.
//!
//! A threshold such as "rose by at least 0.3" must not depend on how 0.7 is stored in binary (0.7 - 0.4 is
//! 0.29999999999999993 there). All item values, scores, limits and thresholds are `Dec`; statistics work on `f64`.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

/// An exact decimal number of at most 28 significant digits.
///
/// Every operation is checked: a result that does not fit is `None`, never a panic and never a wrapped value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Dec(Decimal);

/// Largest magnitude accepted from a file; beyond it no clinical quantity exists, and sums of many still fit.
const LARGEST: i64 = 1_000_000_000_000_000;

impl Dec {
    /// Zero.
    pub const ZERO: Dec = Dec(Decimal::ZERO);
    /// One.
    pub const ONE: Dec = Dec(Decimal::ONE);
    /// One hundred, for percentages.
    pub const HUNDRED: Dec = Dec(Decimal::ONE_HUNDRED);

    /// A whole number.
    pub fn from_int(value: i64) -> Dec {
        Dec(Decimal::from(value))
    }

    /// `mantissa / 10^scale`, for constants: `Dec::scaled(3, 1)` is 0.3. A scale above 28 gives zero.
    pub fn scaled(mantissa: i64, scale: u32) -> Dec {
        Decimal::try_new(mantissa, scale).map(Dec).unwrap_or_default()
    }

    /// The decimal that a float prints as (its shortest text), `None` for NaN, infinities and magnitudes above 1e15.
    pub fn from_f64(value: f64) -> Option<Dec> {
        if !value.is_finite() || value.abs() > LARGEST as f64 {
            return None;
        }
        // whole numbers need no text
        if value.fract() == 0.0 {
            return Some(Dec::from_int(value as i64));
        }
        Dec::parse(&format!("{value}")).or_else(|| Decimal::from_f64(value).map(Dec))
    }

    /// Reads plain (`-12.50`) or scientific (`1e6`) notation with a decimal point.
    ///
    /// `None` for anything else: empty text, spaces inside, thousands separators, `NaN`, more than 28 digits' worth of
    /// magnitude, or an absolute value above 1e15.
    pub fn parse(text: &str) -> Option<Dec> {
        let text = text.strip_prefix('+').unwrap_or(text);
        let first = text.trim_start_matches('-').chars().next()?;
        if !(first.is_ascii_digit() || first == '.') || text.contains('_') || text.len() > 64 {
            return None;
        }
        let value = if text.contains(['e', 'E']) {
            Decimal::from_scientific(text).ok()?
        } else {
            Decimal::from_str(text).ok()?
        };
        (value.abs() <= Decimal::from(LARGEST)).then_some(Dec(value.normalize()))
    }

    /// Sum, `None` on overflow.
    pub fn plus(self, other: Dec) -> Option<Dec> {
        self.0.checked_add(other.0).map(Dec)
    }

    /// Difference, `None` on overflow.
    pub fn minus(self, other: Dec) -> Option<Dec> {
        self.0.checked_sub(other.0).map(Dec)
    }

    /// Product, `None` on overflow.
    pub fn times(self, other: Dec) -> Option<Dec> {
        self.0.checked_mul(other.0).map(Dec)
    }

    /// Quotient, `None` when the divisor is zero or the result does not fit.
    pub fn over(self, other: Dec) -> Option<Dec> {
        self.0.checked_div(other.0).map(Dec)
    }

    /// The value with its sign turned.
    pub fn negated(self) -> Dec {
        Dec(-self.0)
    }

    /// Absolute value.
    pub fn abs(self) -> Dec {
        Dec(self.0.abs())
    }

    /// True for whole numbers.
    pub fn is_whole(self) -> bool {
        self.0.fract().is_zero()
    }

    /// True for zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Decimals of the shortest exact text: 1 for 12.50, 0 for whole numbers.
    pub fn decimals(self) -> u32 {
        self.0.normalize().scale()
    }

    /// The nearest `f64`.
    pub fn to_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// The whole number, when it is one and fits.
    pub fn to_i64(self) -> Option<i64> {
        if self.is_whole() { self.0.to_i64() } else { None }
    }

    /// The whole number and the scale of the shortest exact text: 12.50 is 125 / 10^1. `None` when that number does not
    /// fit 64 bits.
    pub fn parts(self) -> Option<(i64, u32)> {
        let (mut mantissa, mut scale) = (i64::try_from(self.0.mantissa()).ok()?, self.0.scale());
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Some((mantissa, scale))
    }

    /// Whether `self` is a whole multiple of `step`; false for a step of zero.
    pub fn is_multiple_of(self, step: Dec) -> bool {
        self.0.checked_rem(step.0).is_some_and(|r| r.is_zero())
    }
}

impl fmt::Display for Dec {
    /// Shortest exact text, never scientific: `12.5`, `-0.3`, `0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.normalize().to_string();
        f.write_str(if text == "-0" { "0" } else { &text })
    }
}

impl fmt::Debug for Dec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<i64> for Dec {
    fn from(value: i64) -> Dec {
        Dec::from_int(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Dec {
        Dec::parse(text).unwrap()
    }

    #[test]
    fn a_rise_from_0_4_to_0_7_is_exactly_0_3() {
        assert_eq!(dec("0.7").minus(dec("0.4")), Some(dec("0.3")));
        assert_eq!(dec("1.9").minus(dec("1.6")), Some(Dec::scaled(3, 1)));
    }

    #[test]
    fn reads_plain_and_scientific_text_and_nothing_else() {
        assert_eq!(dec("1e6"), Dec::from_int(1_000_000));
        assert_eq!(dec("+2.50").to_string(), "2.5");
        for text in ["", " 1", "1 000", "1,5", "NaN", "inf", "0x10", "1_000", "--1", "1e99", "e5", "٣"] {
            assert_eq!(Dec::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn parts_have_no_trailing_zeros() {
        assert_eq!(Dec::scaled(1250, 2).parts(), Some((125, 1)));
        assert_eq!(Dec::scaled(-700, 1).parts(), Some((-70, 0)));
        assert_eq!(Dec::scaled(0, 3).negated().parts(), Some((0, 0)));
        assert_eq!(dec("1000000000000000").times(dec("1000000")).unwrap().parts(), None);
    }

    #[test]
    fn division_by_zero_is_none() {
        assert_eq!(Dec::ONE.over(Dec::ZERO), None);
    }

    #[test]
    fn a_float_keeps_its_printed_digits() {
        assert_eq!(Dec::from_f64(0.3), Some(Dec::scaled(3, 1)));
        assert_eq!(Dec::from_f64(f64::NAN), None);
    }
}
