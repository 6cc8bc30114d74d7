//! Exact fractions of decimals, and intervals of them.
//!
//! A quotient such as 1/3 has no finite decimal; kept as a fraction it still compares exactly with a threshold. Every
//! operation is exact or gives `None`; an interval turns `None` into an unbounded side, so that a comparison it can no
//! longer make is undetermined instead of wrong.

use std::cmp::Ordering;

use engraft_base::Dec;

/// `over / under`, with `under` above zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    over: Dec,
    under: Dec,
}

impl Ratio {
    pub(super) const ZERO: Ratio = Ratio { over: Dec::ZERO, under: Dec::ONE };

    pub(super) const fn whole(value: Dec) -> Ratio {
        Ratio { over: value, under: Dec::ONE }
    }

    /// The number as a decimal, where it is one.
    pub(super) fn decimal(self) -> Option<Dec> {
        (self.under == Dec::ONE).then_some(self.over)
    }

    pub(super) fn from_count(value: usize) -> Ratio {
        Ratio::whole(Dec::from_int(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    /// `None` for a divisor of zero.
    fn new(over: Dec, under: Dec) -> Option<Ratio> {
        if under.is_zero() {
            return None;
        }
        let (over, under) = if under < Dec::ZERO { (over.negated(), under.negated()) } else { (over, under) };
        Some(short_quotient(over, under).map_or(Ratio { over, under }, Ratio::whole))
    }

    pub(super) fn plus(self, other: Ratio) -> Option<Ratio> {
        if self.under == other.under {
            return Ratio::new(sum(self.over, other.over)?, self.under);
        }
        let over = sum(product(self.over, other.under)?, product(other.over, self.under)?)?;
        Ratio::new(over, product(self.under, other.under)?)
    }

    pub(super) fn minus(self, other: Ratio) -> Option<Ratio> {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Ratio) -> Option<Ratio> {
        Ratio::new(product(self.over, other.over)?, product(self.under, other.under)?)
    }

    pub(super) fn divided_by(self, other: Ratio) -> Option<Ratio> {
        Ratio::new(product(self.over, other.under)?, product(self.under, other.over)?)
    }

    pub(super) fn negated(self) -> Ratio {
        Ratio { over: self.over.negated(), under: self.under }
    }

    pub(super) fn sign(self) -> Ordering {
        self.over.cmp(&Dec::ZERO)
    }

    pub(super) fn is_zero(self) -> bool {
        self.over.is_zero()
    }

    /// `None` when the numbers are too long to be compared exactly.
    pub(super) fn compare(self, other: Ratio) -> Option<Ordering> {
        if self.under == other.under {
            return Some(self.over.cmp(&other.over));
        }
        Some(product(self.over, other.under)?.cmp(&product(other.over, self.under)?))
    }

    /// Exact text, or the first four decimals followed by `...`.
    pub(super) fn text(self) -> String {
        let Some(quotient) = self.over.over(self.under) else { return format!("{}/{}", self.over, self.under) };
        let text = quotient.to_string();
        match text.split_once('.') {
            Some((whole, decimals)) if self.under != Dec::ONE || decimals.len() > 6 => {
                format!("{whole}.{}...", decimals.get(..4).unwrap_or(decimals))
            }
            _ => text,
        }
    }
}

/// The quotient where it is a short decimal, so that later products stay short; both factors of the check are short
/// enough for an exact product.
fn short_quotient(over: Dec, under: Dec) -> Option<Dec> {
    if under == Dec::ONE {
        return Some(over);
    }
    let quotient = over.over(under)?;
    (digits(quotient) <= 14 && digits(under) <= 14 && quotient.times(under)? == over).then_some(quotient)
}

fn digits(value: Dec) -> usize {
    value.to_string().bytes().filter(u8::is_ascii_digit).count()
}

/// `None` unless the product is exact (`Dec` rounds at 28 digits).
fn product(a: Dec, b: Dec) -> Option<Dec> {
    if a == Dec::ONE {
        return Some(b);
    }
    if b == Dec::ONE {
        return Some(a);
    }
    if digits(a) + digits(b) > 28 { None } else { a.times(b) }
}

/// `None` unless the sum is exact.
fn sum(a: Dec, b: Dec) -> Option<Dec> {
    let sum = a.plus(b)?;
    (sum.minus(a) == Some(b) && sum.minus(b) == Some(a)).then_some(sum)
}

/// Closed bounds of a number; a side that is `None` is unbounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interval {
    pub(super) lower: Option<Ratio>,
    pub(super) upper: Option<Ratio>,
}

impl Interval {
    pub(super) const UNBOUNDED: Interval = Interval { lower: None, upper: None };

    pub(super) fn exact(value: Ratio) -> Interval {
        Interval { lower: Some(value), upper: Some(value) }
    }

    /// The value, when both bounds are the same.
    pub(super) fn point(self) -> Option<Ratio> {
        let (lower, upper) = (self.lower?, self.upper?);
        (lower.compare(upper)? == Ordering::Equal).then_some(lower)
    }

    pub(super) fn plus(self, other: Interval) -> Interval {
        let add = |a: Option<Ratio>, b: Option<Ratio>| a?.plus(b?);
        Interval { lower: add(self.lower, other.lower), upper: add(self.upper, other.upper) }
    }

    pub(super) fn negated(self) -> Interval {
        Interval { lower: self.upper.map(Ratio::negated), upper: self.lower.map(Ratio::negated) }
    }

    pub(super) fn minus(self, other: Interval) -> Interval {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Interval) -> Interval {
        if let Some(factor) = self.point() {
            return other.scaled(factor);
        }
        if let Some(factor) = other.point() {
            return self.scaled(factor);
        }
        let corner = |a: Option<Ratio>, b: Option<Ratio>| a?.times(b?);
        let corners = [
            corner(self.lower, other.lower),
            corner(self.lower, other.upper),
            corner(self.upper, other.lower),
            corner(self.upper, other.upper),
        ];
        Interval { lower: extreme(&corners, Ordering::Less), upper: extreme(&corners, Ordering::Greater) }
    }

    /// Every value times `factor`.
    pub(super) fn scaled(self, factor: Ratio) -> Interval {
        let scale = |bound: Option<Ratio>| bound?.times(factor);
        match factor.sign() {
            Ordering::Equal => Interval::exact(Ratio::ZERO),
            Ordering::Greater => Interval { lower: scale(self.lower), upper: scale(self.upper) },
            Ordering::Less => Interval { lower: scale(self.upper), upper: scale(self.lower) },
        }
    }

    /// One divided by every value; `None` when zero is among them.
    pub(super) fn reciprocal(self) -> Option<Interval> {
        let one = Ratio::whole(Dec::ONE);
        let turned = |bound: Option<Ratio>| bound.map_or(Some(Ratio::ZERO), |bound| one.divided_by(bound));
        let positive = self.lower.is_some_and(|lower| lower.sign() == Ordering::Greater);
        let negative = self.upper.is_some_and(|upper| upper.sign() == Ordering::Less);
        (positive || negative).then(|| Interval { lower: turned(self.upper), upper: turned(self.lower) })
    }

    /// True when the value is surely zero.
    pub(super) fn is_zero(self) -> bool {
        self.point().is_some_and(Ratio::is_zero)
    }
}

/// The least or greatest of the corners; unbounded when one of them is, or when two cannot be compared.
fn extreme(corners: &[Option<Ratio>], wanted: Ordering) -> Option<Ratio> {
    let mut best: Option<Ratio> = None;
    for corner in corners {
        let corner = (*corner)?;
        let better = match best {
            Some(best) => corner.compare(best)? == wanted,
            None => true,
        };
        if better {
            best = Some(corner);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Ratio {
        Ratio::whole(Dec::parse(text).unwrap())
    }

    fn interval(lower: &str, upper: &str) -> Interval {
        Interval { lower: Dec::parse(lower).map(Ratio::whole), upper: Dec::parse(upper).map(Ratio::whole) }
    }

    #[test]
    fn a_third_times_three_is_one() {
        let third = ratio("1").divided_by(ratio("3")).unwrap();
        assert_eq!(third.times(ratio("3")).unwrap().compare(ratio("1")), Some(Ordering::Equal));
        assert_eq!(third.text(), "0.3333...");
        assert_eq!(ratio("10.5").divided_by(ratio("20")).unwrap().text(), "0.525");
    }

    #[test]
    fn numbers_too_long_to_multiply_exactly_are_refused() {
        let long = ratio("123456789012.345678901");
        assert!(long.times(long).is_none());
        assert!(ratio("1000000000000000").plus(ratio("0.00000000000000000001")).is_none());
    }

    #[test]
    fn products_and_reciprocals_keep_every_corner() {
        let product = interval("-2", "3").times(interval("-5", "4"));
        assert_eq!((product.lower.unwrap().text(), product.upper.unwrap().text()), ("-15".into(), "12".into()));
        assert!(interval("-1", "1").reciprocal().is_none());
        let open = interval("2", "").reciprocal().unwrap();
        assert_eq!((open.lower.unwrap().text(), open.upper.unwrap().text()), ("0".into(), "0.5".into()));
        assert!(interval("0", "").times(interval("0", "1")).upper.is_none());
    }
}
