//! A number of a rule as a function of one unknown value: a quotient of two straight lines.
//!
//! Comparisons of such functions turn only at the zeros of the lines, which is how the joint completions find their
//! test points. What is not of this form (a square, the product of two changes) gives `None`.

use engraft_base::Dec;

use super::When;
use super::evaluate;
use super::facts::Facts;
use super::ratio::Ratio;
use super::tree::{Change, Key, Number, Operation};

/// `slope * x + rest`
#[derive(Clone, Copy, Debug)]
struct Line {
    slope: Ratio,
    rest: Ratio,
}

impl Line {
    fn constant(rest: Ratio) -> Line {
        Line { slope: Ratio::ZERO, rest }
    }

    fn plus(self, other: Line) -> Option<Line> {
        Some(Line { slope: self.slope.plus(other.slope)?, rest: self.rest.plus(other.rest)? })
    }

    fn scaled(self, factor: Ratio) -> Option<Line> {
        Some(Line { slope: self.slope.times(factor)?, rest: self.rest.times(factor)? })
    }

    fn times(self, other: Line) -> Option<Line> {
        if self.slope.is_zero() {
            other.scaled(self.rest)
        } else if other.slope.is_zero() {
            self.scaled(other.rest)
        } else {
            None
        }
    }

    fn negated(self) -> Line {
        Line { slope: self.slope.negated(), rest: self.rest.negated() }
    }

    /// Where it is zero: nowhere (or everywhere) for a constant.
    fn zero(self) -> Option<Vec<Ratio>> {
        if self.slope.is_zero() { Some(Vec::new()) } else { Some(vec![self.rest.negated().divided_by(self.slope)?]) }
    }
}

/// `over / under`
#[derive(Clone, Copy, Debug)]
pub(super) struct Curve {
    over: Line,
    under: Line,
}

impl Curve {
    fn constant(value: Ratio) -> Curve {
        Curve { over: Line::constant(value), under: Line::constant(Ratio::whole(Dec::ONE)) }
    }

    fn unknown() -> Curve {
        let one = Ratio::whole(Dec::ONE);
        Curve { over: Line { slope: one, rest: Ratio::ZERO }, under: Line::constant(one) }
    }

    fn plus(self, other: Curve) -> Option<Curve> {
        let over = self.over.times(other.under)?.plus(other.over.times(self.under)?)?;
        Some(Curve { over, under: self.under.times(other.under)? })
    }

    fn negated(self) -> Curve {
        Curve { over: self.over.negated(), under: self.under }
    }

    fn times(self, other: Curve) -> Option<Curve> {
        Some(Curve { over: self.over.times(other.over)?, under: self.under.times(other.under)? })
    }

    /// `None` where turning the divisor over would hide a point at which it is undefined.
    fn divided_by(self, other: Curve) -> Option<Curve> {
        if !other.under.slope.is_zero() {
            return None;
        }
        self.times(Curve { over: other.under, under: other.over })
    }

    /// Values of the unknown at which `self` and `other` may change places, or one of them stops being defined.
    pub(super) fn turns(self, other: Curve) -> Option<Vec<Ratio>> {
        let mut turns = self.plus(other.negated())?.over.zero()?;
        turns.extend(self.under.zero()?);
        turns.extend(other.under.zero()?);
        Some(turns)
    }
}

/// The number as a function of the value behind `key`; everything else in it must be known.
pub(super) fn curve(number: &Number, key: &Key, facts: &Facts) -> Option<Curve> {
    match number {
        Number::Literal(value) => Some(Curve::constant(Ratio::whole(*value))),
        Number::Value(when, name) => value(*when, name, key, facts),
        Number::Change(kind, name) => change(*kind, name, key, facts),
        Number::TimesUln(name) => {
            value(When::Now, name, key, facts)?.divided_by(Curve::constant(facts.uln(When::Now, name)?))
        }
        Number::Day if *key == Key::Day => Some(Curve::unknown()),
        Number::Day
        | Number::Limit(..)
        | Number::Size(..)
        | Number::Hits(..)
        | Number::Count(_)
        | Number::Items(_)
        | Number::Steps(..) => known(number, facts),
        Number::Negated(inner) => Some(curve(inner, key, facts)?.negated()),
        Number::Binary(operation, left, right) => {
            let (left, right) = (curve(left, key, facts)?, curve(right, key, facts)?);
            match operation {
                Operation::Add => left.plus(right),
                Operation::Subtract => left.plus(right.negated()),
                Operation::Multiply => left.times(right),
                Operation::Divide => left.divided_by(right),
            }
        }
    }
}

fn known(number: &Number, facts: &Facts) -> Option<Curve> {
    match evaluate::number(number, facts) {
        super::change::Quantity::Within(interval) => interval.point().map(Curve::constant),
        _ => None,
    }
}

fn value(when: When, name: &str, key: &Key, facts: &Facts) -> Option<Curve> {
    if *key == Key::Number(when, name.to_owned()) {
        return Some(Curve::unknown());
    }
    facts.number(when, name).point().map(Curve::constant)
}

fn change(kind: Change, name: &str, key: &Key, facts: &Facts) -> Option<Curve> {
    let baseline = value(When::Baseline, name, key, facts)?;
    let now = value(When::Now, name, key, facts)?;
    let fall = baseline.plus(now.negated())?;
    let hundred = Curve::constant(Ratio::whole(Dec::HUNDRED));
    match kind {
        Change::Fall => Some(fall),
        Change::Difference | Change::Rise => Some(fall.negated()),
        Change::FallPercent => fall.times(hundred)?.divided_by(baseline),
        Change::RisePercent => fall.negated().times(hundred)?.divided_by(baseline),
        Change::FallPercentOfRange => fall.times(hundred)?.divided_by(Curve::constant(facts.width(name)?)),
        Change::FallTimesUln => fall.divided_by(Curve::constant(facts.uln(When::Baseline, name)?)),
        Change::RisePercentOfRange => fall.negated().times(hundred)?.divided_by(Curve::constant(facts.width(name)?)),
    }
}
