//! A checked rule as text: one form for one meaning.

use std::fmt;

use engraft_base::Dec;

use super::When;
use super::tree::{Number, Operation, Sameness, TextTerm, Truth};

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
                Truth::Happened(_) | Truth::All(_) | Truth::Any(_) | Truth::Given(..) | Truth::Not(_) => {
                    write!(f, "!{inner}")
                }
                _ => write!(f, "!({inner})"),
            },
            Truth::And(parts) => f.write_str(&chain(parts, " && ")),
            Truth::Or(parts) => f.write_str(&chain(parts, " || ")),
            Truth::All(parts) => write!(f, "all([{}])", joined(parts, ", ")),
            Truth::Any(parts) => write!(f, "any([{}])", joined(parts, ", ")),
            Truth::Given(gate, inner) => write!(f, "given({gate}, {inner})"),
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
            Number::Limit(limit, name) => write!(f, "{}({name})", limit.word()),
            Number::Size(when, name) => write!(f, "size({})", place(*when, name)),
            Number::Hits(when, name, wanted) => write!(f, "hits({}, {})", place(*when, name), quoted(wanted)),
            Number::Count(parts) => write!(f, "count([{}])", joined(parts, ", ")),
            Number::Items(count) => f.write_str(&count.text),
            Number::Steps(inner, edges, points) => {
                write!(f, "steps({inner}, [{}], [{}])", decimals(edges), decimals(points))
            }
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

fn decimals(values: &[Dec]) -> String {
    values.iter().map(Dec::to_string).collect::<Vec<_>>().join(", ")
}
