//! The checked rule as a tree, its text, and the values it looks up.

use std::fmt;

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
}

/// A number.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Number {
    Literal(Dec),
    Value(When, String),
    Change(Change, String),
    TimesUln(String),
    Size(When, String),
    Hits(When, String, Vec<String>),
    Count(Vec<Truth>),
    Day,
    Negated(Box<Number>),
    Binary(Operation, Box<Number>, Box<Number>),
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
    Uln(String),
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
        }
    }

    fn is_chain(&self) -> bool {
        matches!(self, Truth::And(_) | Truth::Or(_))
    }
}

impl Number {
    pub(super) fn keys(&self, keys: &mut Vec<Key>) {
        match self {
            Number::Literal(_) => {}
            Number::Value(when, name) => keys.push(Key::Number(*when, name.clone())),
            Number::Change(_, name) => {
                keys.push(Key::Number(When::Baseline, name.clone()));
                keys.push(Key::Number(When::Now, name.clone()));
            }
            Number::TimesUln(name) => {
                keys.push(Key::Number(When::Now, name.clone()));
                keys.push(Key::Uln(name.clone()));
            }
            Number::Size(when, name) | Number::Hits(when, name, _) => keys.push(Key::List(*when, name.clone())),
            Number::Count(parts) => parts.iter().for_each(|part| part.keys(keys)),
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
            Number::Negated(inner) => inner.counts(counts),
            Number::Binary(_, left, right) => {
                left.counts(counts);
                right.counts(counts);
            }
            _ => {}
        }
    }

    fn strength(&self) -> u8 {
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

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Truth::Compare(relation, left, right) => write!(f, "{left} {} {right}", relation.sign()),
            Truth::SameText(Sameness::Same, left, right) => write!(f, "{left} == {right}"),
            Truth::SameText(Sameness::Different, left, right) => write!(f, "{left} != {right}"),
            Truth::OneOf(item, options) => write!(f, "{item} in {}", quoted(options)),
            Truth::Contains(name, when, list) => write!(f, "{} in {}", quote(name), place(*when, list)),
            Truth::Happened(event) => write!(f, "happened({})", quote(event)),
            Truth::Not(inner) => match inner.as_ref() {
                Truth::Happened(_) | Truth::All(_) | Truth::Any(_) | Truth::Not(_) => write!(f, "!{inner}"),
                _ => write!(f, "!({inner})"),
            },
            Truth::And(parts) => f.write_str(&chain(parts, " && ")),
            Truth::Or(parts) => f.write_str(&chain(parts, " || ")),
            Truth::All(parts) => write!(f, "all([{}])", joined(parts, ", ")),
            Truth::Any(parts) => write!(f, "any([{}])", joined(parts, ", ")),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Literal(value) => write!(f, "{value}"),
            Number::Value(when, name) => f.write_str(&place(*when, name)),
            Number::Change(change, name) => write!(f, "{}({name})", change.word()),
            Number::TimesUln(name) => write!(f, "times_uln({name})"),
            Number::Size(when, name) => write!(f, "size({})", place(*when, name)),
            Number::Hits(when, name, wanted) => write!(f, "hits({}, {})", place(*when, name), quoted(wanted)),
            Number::Count(parts) => write!(f, "count([{}])", joined(parts, ", ")),
            Number::Day => f.write_str("day"),
            Number::Negated(inner) if inner.strength() < 4 => write!(f, "-({inner})"),
            Number::Negated(inner) => write!(f, "-{inner}"),
            Number::Binary(operation, left, right) => {
                let (sign, strength) = match operation {
                    Operation::Add => ("+", 1),
                    Operation::Subtract => ("-", 1),
                    Operation::Multiply => ("*", 2),
                    Operation::Divide => ("/", 2),
                };
                let side =
                    |number: &Number, enough: bool| if enough { format!("{number}") } else { format!("({number})") };
                write!(
                    f,
                    "{} {sign} {}",
                    side(left, left.strength() >= strength),
                    side(right, right.strength() > strength)
                )
            }
        }
    }
}

impl fmt::Display for TextTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TextTerm::Literal(text) => f.write_str(&quote(text)),
            TextTerm::Value(when, name) => f.write_str(&place(*when, name)),
        }
    }
}

/// `now.easi`: how a value is written in a rule.
pub(super) fn place(when: When, name: &str) -> String {
    format!("{}.{name}", when.word())
}

pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn quoted(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(", "))
}

fn joined(parts: &[Truth], between: &str) -> String {
    parts.iter().map(Truth::to_string).collect::<Vec<_>>().join(between)
}

fn chain(parts: &[Truth], between: &str) -> String {
    let side = |part: &Truth| if part.is_chain() { format!("({part})") } else { part.to_string() };
    parts.iter().map(side).collect::<Vec<_>>().join(between)
}
