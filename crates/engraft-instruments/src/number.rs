//! Numbers of a description: decimals and ranges as TOML and JSON write them, and intervals of what is not known.

use std::fmt;

use engraft_base::Dec;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Closed range of values. `upper` is `None` where the quantity has no greatest value (`inf` in a file).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    /// Smallest value.
    pub lower: Dec,
    /// Greatest value, if there is one.
    pub upper: Option<Dec>,
}

impl Range {
    /// A range with both ends.
    pub fn new(lower: Dec, upper: Dec) -> Range {
        Range { lower, upper: Some(upper) }
    }

    /// Whether a value lies in it, ends included.
    pub fn contains(&self, value: Dec) -> bool {
        value >= self.lower && self.upper.is_none_or(|upper| value <= upper)
    }

    /// Upper end minus lower end; `None` without an upper end.
    pub fn width(&self) -> Option<Dec> {
        self.upper?.minus(self.lower)
    }
}

impl fmt::Display for Range {
    /// `0 to 72`, or `0 or more`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.upper {
            Some(upper) => write!(f, "{} to {upper}", self.lower),
            None => write!(f, "{} or more", self.lower),
        }
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let upper = self.upper.map_or(Written::Float(f64::INFINITY), Written::from);
        (Written::from(self.lower), upper).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Range, D::Error> {
        let (lower, upper) = <(Written, Option<Written>)>::deserialize(deserializer)?;
        let upper = upper.filter(|u| !matches!(u, Written::Float(f) if *f == f64::INFINITY));
        Ok(Range { lower: lower.exact()?, upper: upper.map(Written::exact).transpose()? })
    }
}

impl JsonSchema for Range {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Range".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <(f64, Option<f64>)>::json_schema(generator)
    }
}

/// A number as a file format holds it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Whole(i64),
    Float(f64),
}

impl Written {
    fn exact<E: serde::de::Error>(self) -> Result<Dec, E> {
        match self {
            Written::Whole(value) => Ok(Dec::from_int(value)),
            Written::Float(value) => Dec::from_f64(value).ok_or_else(|| E::custom("a number out of reach")),
        }
    }
}

impl From<Dec> for Written {
    fn from(value: Dec) -> Written {
        value.to_i64().map_or_else(|| Written::Float(value.to_f64()), Written::Whole)
    }
}

/// `Option<Dec>` as an optional number.
pub(crate) mod optional {
    use super::{Dec, Deserialize, Deserializer, Serialize, Serializer, Written};

    pub(crate) fn serialize<S: Serializer>(value: &Option<Dec>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(Written::from).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Dec>, D::Error> {
        Option::<Written>::deserialize(deserializer)?.map(Written::exact).transpose()
    }
}

/// `IndexMap<String, Dec>` as a table of numbers.
pub(crate) mod map {
    use indexmap::IndexMap;

    use super::{Dec, Deserialize, Deserializer, Serializer, Written};

    pub(crate) fn serialize<S: Serializer>(map: &IndexMap<String, Dec>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(map.iter().map(|(key, value)| (key, Written::from(*value))))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<IndexMap<String, Dec>, D::Error> {
        let map = IndexMap::<String, Written>::deserialize(deserializer)?;
        map.into_iter().map(|(key, value)| Ok((key, value.exact()?))).collect()
    }
}

/// `Vec<Dec>` as a list of numbers.
pub(crate) mod list {
    use super::{Dec, Deserialize, Deserializer, Serializer, Written};

    pub(crate) fn serialize<S: Serializer>(list: &[Dec], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(list.iter().map(|value| Written::from(*value)))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Dec>, D::Error> {
        Vec::<Written>::deserialize(deserializer)?.into_iter().map(Written::exact).collect()
    }
}

/// A single number that must be there.
pub(crate) mod single {
    use super::{Dec, Deserialize, Deserializer, Serialize, Serializer, Written};

    pub(crate) fn serialize<S: Serializer>(value: &Dec, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(*value).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Dec, D::Error> {
        Written::deserialize(deserializer)?.exact()
    }
}

/// All values a partly known number may have. A side that is `None` is unbounded (or beyond what a decimal can hold).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Interval {
    pub(crate) lower: Option<Dec>,
    pub(crate) upper: Option<Dec>,
}

impl Interval {
    pub(crate) const ZERO: Interval = Interval { lower: Some(Dec::ZERO), upper: Some(Dec::ZERO) };
    pub(crate) const UNKNOWN: Interval = Interval { lower: None, upper: None };

    pub(crate) fn point(value: Dec) -> Interval {
        Interval { lower: Some(value), upper: Some(value) }
    }

    pub(crate) fn exact(&self) -> Option<Dec> {
        self.lower.filter(|_| self.lower == self.upper)
    }

    pub(crate) fn holds(&self, value: Dec) -> bool {
        self.lower.is_none_or(|lower| lower <= value) && self.upper.is_none_or(|upper| value <= upper)
    }

    /// The smallest interval that holds both.
    pub(crate) fn hull(self, other: Interval) -> Interval {
        Interval {
            lower: self.lower.zip(other.lower).map(|(a, b)| a.min(b)),
            upper: self.upper.zip(other.upper).map(|(a, b)| a.max(b)),
        }
    }

    /// The greater of two numbers.
    pub(crate) fn greater(self, other: Interval) -> Interval {
        let greater = |a: Option<Dec>, b: Option<Dec>| Some(a?.max(b?));
        Interval { lower: greater(self.lower, other.lower), upper: greater(self.upper, other.upper) }
    }

    /// A rising function of the number; a side it is not defined for is open.
    pub(crate) fn mapped(self, rising: impl Fn(Dec) -> Option<Dec>) -> Interval {
        Interval { lower: self.lower.and_then(&rising), upper: self.upper.and_then(&rising) }
    }

    pub(crate) fn plus(self, other: Interval) -> Interval {
        let add = |a: Option<Dec>, b: Option<Dec>| a?.plus(b?);
        Interval { lower: add(self.lower, other.lower), upper: add(self.upper, other.upper) }
    }

    /// The first less the second.
    pub(crate) fn less(self, other: Interval) -> Interval {
        self.plus(other.scaled(Dec::from_int(-1)))
    }

    /// The values up to a greatest one; `None` sets no end.
    pub(crate) fn capped(self, top: Option<Dec>) -> Interval {
        let cap = |value: Option<Dec>| match (value, top) {
            (Some(value), Some(top)) => Some(value.min(top)),
            (value, top) => value.or(top),
        };
        Interval { lower: cap(self.lower), upper: cap(self.upper) }
    }

    /// Open sides taken from another interval.
    pub(crate) fn filled(self, from: Interval) -> Interval {
        Interval { lower: self.lower.or(from.lower), upper: self.upper.or(from.upper) }
    }

    /// Times a known factor; a negative one turns the interval round.
    pub(crate) fn scaled(self, factor: Dec) -> Interval {
        let (lower, upper) = if factor < Dec::ZERO { (self.upper, self.lower) } else { (self.lower, self.upper) };
        Interval { lower: lower.and_then(|v| v.times(factor)), upper: upper.and_then(|v| v.times(factor)) }
    }

    /// Product of two numbers that cannot be negative: known zero in one makes zero, whatever the other is.
    pub(crate) fn product(self, other: Interval) -> Interval {
        if self == Interval::ZERO || other == Interval::ZERO {
            return Interval::ZERO;
        }
        let multiply = |a: Option<Dec>, b: Option<Dec>| a?.times(b?);
        Interval { lower: multiply(self.lower, other.lower), upper: multiply(self.upper, other.upper) }
    }

    pub(crate) fn over(self, divisor: Dec) -> Interval {
        let divide = |v: Option<Dec>| v?.over(divisor);
        Interval { lower: divide(self.lower), upper: divide(self.upper) }
    }
}

impl From<Range> for Interval {
    fn from(range: Range) -> Interval {
        Interval { lower: Some(range.lower), upper: range.upper }
    }
}
