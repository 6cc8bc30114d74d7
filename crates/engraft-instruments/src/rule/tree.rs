//! The checked rule as a tree, its text, and the values it looks up.

use engraft_base::Dec;

use super::When;

/// Something that is met or not met.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Truth {
    Compare(Relation, Number, Number),
    /// Equality of texts; the flag word says whether equal or different is asked for.
    SameText(Sameness, TextTerm, TextTerm),
    OneOf(TextTerm, Vec<String>),
    Contains(String, When, String),
    Happened(String),
    Not(Box<Truth>),
    And(Vec<Truth>),
    Or(Vec<Truth>),
    All(Vec<Truth>),
    Any(Vec<Truth>),
    /// The second condition, defined only where the first is met.
    Given(Box<Truth>, Box<Truth>),
}

/// `==` or `!=` between texts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Sameness {
    Same,
    Different,
}

/// A comparison of numbers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Relation {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
    Unequal,
}

/// `+ - * /`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// A function of one measure now and at baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    Difference,
    Fall,
    Rise,
    FallPercent,
    RisePercent,
    FallPercentOfRange,
    RisePercentOfRange,
    FallTimesUln,
}

/// A number.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Number {
    Literal(Dec),
    Value(When, String),
    Change(Change, String),
    TimesUln(String),
    /// The lowest or highest value of a measure's scale.
    Limit(Limit, String),
    Size(When, String),
    Hits(When, String, Vec<String>),
    Count(Vec<Truth>),
    /// A count over the items of a measure, as it was written, with the name of each item.
    Items(ItemCount),
    /// Points by the bin a number falls into: bins are open below and closed above.
    Steps(Box<Number>, Vec<Dec>, Vec<Dec>),
    Day,
    Negated(Box<Number>),
    Binary(Operation, Box<Number>, Box<Number>),
}

/// An end of a scale.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Limit {
    Lowest,
    Highest,
}

impl Limit {
    pub(super) fn word(self) -> &'static str {
        match self {
            Limit::Lowest => "scale_min",
            Limit::Highest => "scale_max",
        }
    }
}

/// How many items of a measure meet a condition.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct ItemCount {
    /// As written in the rule: `items_new(bilag, "A")`.
    pub text: String,
    /// Names of the items.
    pub names: Vec<String>,
    /// One condition an item.
    pub conditions: Vec<Truth>,
}

/// A text.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum TextTerm {
    Literal(String),
    Value(When, String),
}

/// One thing a rule looks up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Key {
    Number(When, String),
    Text(When, String),
    List(When, String),
    Uln(When, String),
    Event(String),
    Day,
}

impl Truth {
    /// Everything looked up in this part, in order of appearance.
    pub(super) fn keys(&self, keys: &mut Vec<Key>) {
        match self {
            Truth::Compare(_, left, right) => {
                left.keys(keys);
                right.keys(keys);
            }
            Truth::SameText(_, left, right) => {
                left.keys(keys);
                right.keys(keys);
            }
            Truth::OneOf(item, _) => item.keys(keys),
            Truth::Contains(_, when, list) => keys.push(Key::List(*when, list.clone())),
            Truth::Happened(event) => keys.push(Key::Event(event.clone())),
            Truth::Not(inner) => inner.keys(keys),
            Truth::And(parts) | Truth::Or(parts) | Truth::All(parts) | Truth::Any(parts) => {
                parts.iter().for_each(|part| part.keys(keys));
            }
            Truth::Given(gate, inner) => {
                gate.keys(keys);
                inner.keys(keys);
            }
        }
    }

    pub(super) fn is_chain(&self) -> bool {
        matches!(self, Truth::And(_) | Truth::Or(_))
    }
}

impl Number {
    pub(super) fn keys(&self, keys: &mut Vec<Key>) {
        match self {
            Number::Literal(_) | Number::Limit(..) => {}
            Number::Value(when, name) => keys.push(Key::Number(*when, name.clone())),
            Number::Change(change, name) => {
                keys.push(Key::Number(When::Baseline, name.clone()));
                keys.push(Key::Number(When::Now, name.clone()));
                if *change == Change::FallTimesUln {
                    keys.push(Key::Uln(When::Baseline, name.clone()));
                }
            }
            Number::TimesUln(name) => {
                keys.push(Key::Number(When::Now, name.clone()));
                keys.push(Key::Uln(When::Now, name.clone()));
            }
            Number::Size(when, name) | Number::Hits(when, name, _) => keys.push(Key::List(*when, name.clone())),
            Number::Count(parts) => parts.iter().for_each(|part| part.keys(keys)),
            Number::Items(count) => count.conditions.iter().for_each(|part| part.keys(keys)),
            Number::Steps(inner, ..) => inner.keys(keys),
            Number::Day => keys.push(Key::Day),
            Number::Negated(inner) => inner.keys(keys),
            Number::Binary(_, left, right) => {
                left.keys(keys);
                right.keys(keys);
            }
        }
    }

    /// The lists counted in this number.
    pub(super) fn counts<'a>(&'a self, counts: &mut Vec<&'a [Truth]>) {
        match self {
            Number::Count(parts) => counts.push(parts),
            Number::Items(count) => counts.push(&count.conditions),
            Number::Negated(inner) | Number::Steps(inner, ..) => inner.counts(counts),
            Number::Binary(_, left, right) => {
                left.counts(counts);
                right.counts(counts);
            }
            _ => {}
        }
    }

    pub(super) fn strength(&self) -> u8 {
        match self {
            Number::Binary(Operation::Add | Operation::Subtract, ..) => 1,
            Number::Binary(..) => 2,
            Number::Negated(_) => 3,
            _ => 4,
        }
    }
}

impl TextTerm {
    pub(super) fn keys(&self, keys: &mut Vec<Key>) {
        if let TextTerm::Value(when, name) = self {
            keys.push(Key::Text(*when, name.clone()));
        }
    }
}

impl Change {
    pub(super) fn word(self) -> &'static str {
        match self {
            Change::Difference => "change",
            Change::Fall => "fall",
            Change::Rise => "rise",
            Change::FallPercent => "fall_percent",
            Change::RisePercent => "rise_percent",
            Change::FallPercentOfRange => "fall_percent_of_range",
            Change::RisePercentOfRange => "rise_percent_of_range",
            Change::FallTimesUln => "fall_times_uln",
        }
    }
}

impl Relation {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Relation::Less => "<",
            Relation::AtMost => "<=",
            Relation::Greater => ">",
            Relation::AtLeast => ">=",
            Relation::Equal => "==",
            Relation::Unequal => "!=",
        }
    }
}
