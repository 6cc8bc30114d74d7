//! Kleene logic on the parts of a rule, interval arithmetic on its numbers.

use std::cmp::Ordering;

use engraft_base::{Dec, Verdict};

use super::change::{Quantity, change, times_uln};
use super::facts::Facts;
use super::ratio::{Interval, Ratio};
use super::tree::{Number, Operation, Relation, Sameness, TextTerm, Truth};

/// The answer of a condition; open where Kleene logic leaves it open.
pub(super) fn truth(condition: &Truth, facts: &Facts) -> Verdict {
    match condition {
        Truth::Compare(relation, left, right) => compare(*relation, number(left, facts), number(right, facts)),
        Truth::SameText(sameness, left, right) => same_text(*sameness, left, right, facts),
        Truth::OneOf(item, options) => match text(item, facts) {
            Some(text) => Verdict::known(options.contains(&text)),
            None => Verdict::Undetermined,
        },
        Truth::Contains(name, when, list) => match facts.list(*when, list) {
            Some(entries) => Verdict::known(entries.contains(name)),
            None => Verdict::Undetermined,
        },
        Truth::Happened(event) => facts.happened(event),
        Truth::Not(inner) => truth(inner, facts).negated(),
        Truth::And(parts) | Truth::All(parts) => {
            parts.iter().fold(Verdict::Met, |so_far, part| so_far.and(truth(part, facts)))
        }
        Truth::Or(parts) | Truth::Any(parts) => {
            parts.iter().fold(Verdict::NotMet, |so_far, part| so_far.or(truth(part, facts)))
        }
        Truth::Given(gate, inner) => match truth(gate, facts) {
            Verdict::Met => truth(inner, facts),
            Verdict::NotMet | Verdict::NotEvaluable => Verdict::NotEvaluable,
            Verdict::Undetermined => Verdict::Undetermined,
        },
    }
}

/// The bounds of a number.
pub(super) fn number(term: &Number, facts: &Facts) -> Quantity {
    match term {
        Number::Literal(value) => Quantity::Within(Interval::exact(Ratio::whole(*value))),
        Number::Value(when, name) => Quantity::Within(facts.number(*when, name)),
        Number::Change(kind, name) => change(*kind, name, facts),
        Number::TimesUln(name) => times_uln(name, facts),
        Number::Limit(limit, name) => Quantity::Within(facts.limit(*limit, name)),
        Number::Size(when, name) => Quantity::Within(match facts.list(*when, name) {
            Some(entries) => Interval::exact(Ratio::from_count(entries.len())),
            None => Interval { lower: Some(Ratio::ZERO), upper: None },
        }),
        Number::Hits(when, name, wanted) => Quantity::Within(match facts.list(*when, name) {
            Some(entries) => Interval::exact(Ratio::from_count(hits(&entries, wanted))),
            None => Interval { lower: Some(Ratio::ZERO), upper: Some(Ratio::from_count(wanted.len())) },
        }),
        Number::Count(parts) => Quantity::Within(count(parts, facts)),
        Number::Items(items) => Quantity::Within(count(&items.conditions, facts)),
        Number::Steps(inner, edges, points) => number(inner, facts).map(|value| steps(value, edges, points)),
        Number::Day => Quantity::Within(facts.day()),
        Number::Negated(inner) => number(inner, facts).map(Interval::negated),
        Number::Binary(operation, left, right) => {
            number(left, facts).join(number(right, facts), |a, b| arithmetic(*operation, a, b))
        }
    }
}

fn arithmetic(operation: Operation, a: Interval, b: Interval) -> Quantity {
    Quantity::Within(match operation {
        Operation::Add => a.plus(b),
        Operation::Subtract => a.minus(b),
        Operation::Multiply => a.times(b),
        Operation::Divide if b.is_zero() => return Quantity::Undefined("division by 0".to_owned()),
        Operation::Divide => match b.reciprocal() {
            Some(reciprocal) => a.times(reciprocal),
            None => return Quantity::Perhaps("the divisor may be 0".to_owned()),
        },
    })
}

/// The points of the bins that the bounds fall into. Points rise with the number, so that the bounds stay exact.
fn steps(value: Interval, edges: &[Dec], points: &[Dec]) -> Interval {
    let bin = |bound: Ratio| {
        let mut bin = 0_usize;
        for edge in edges {
            match bound.compare(Ratio::whole(*edge))? {
                Ordering::Greater => bin += 1,
                _ => break,
            }
        }
        points.get(bin).copied()
    };
    let lower = value.lower.and_then(bin).or(points.first().copied());
    let upper = value.upper.and_then(bin).or(points.last().copied());
    Interval { lower: lower.map(Ratio::whole), upper: upper.map(Ratio::whole) }
}

/// From those met to those met or open; a part that is not evaluable is not met.
fn count(parts: &[Truth], facts: &Facts) -> Interval {
    let (met, open) = tally(parts, facts);
    Interval { lower: Some(Ratio::from_count(met)), upper: Some(Ratio::from_count(met + open)) }
}

/// How many parts are met, and how many are undetermined.
pub(super) fn tally(parts: &[Truth], facts: &Facts) -> (usize, usize) {
    let verdicts: Vec<Verdict> = parts.iter().map(|part| truth(part, facts)).collect();
    let number_of = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    (number_of(Verdict::Met), number_of(Verdict::Undetermined))
}

/// How many of the names begin at least one entry, as whole words and whatever the case.
fn hits(entries: &[String], wanted: &[String]) -> usize {
    wanted.iter().filter(|name| entries.iter().any(|entry| begins(entry, name))).count()
}

fn begins(entry: &str, name: &str) -> bool {
    let (entry, name) = (entry.trim().to_lowercase(), name.trim().to_lowercase());
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'');
    entry.strip_prefix(&name).is_some_and(|rest| !name.is_empty() && !rest.starts_with(joins))
}

pub(super) fn text(term: &TextTerm, facts: &Facts) -> Option<String> {
    match term {
        TextTerm::Literal(text) => Some(text.clone()),
        TextTerm::Value(when, name) => facts.text(*when, name),
    }
}

fn same_text(sameness: Sameness, left: &TextTerm, right: &TextTerm, facts: &Facts) -> Verdict {
    let (Some(left), Some(right)) = (text(left, facts), text(right, facts)) else { return Verdict::Undetermined };
    Verdict::known((left == right) == (sameness == Sameness::Same))
}

fn compare(relation: Relation, left: Quantity, right: Quantity) -> Verdict {
    let (a, b) = match (left, right) {
        (Quantity::Within(a), Quantity::Within(b)) => (a, b),
        (Quantity::Undefined(_), _) | (_, Quantity::Undefined(_)) => return Verdict::NotEvaluable,
        (Quantity::Perhaps(_), _) | (_, Quantity::Perhaps(_)) => return Verdict::Undetermined,
    };
    match relation {
        Relation::AtLeast => at_least(a, b),
        Relation::AtMost => at_least(b, a),
        Relation::Less => at_least(a, b).negated(),
        Relation::Greater => at_least(b, a).negated(),
        Relation::Equal => equal(a, b),
        Relation::Unequal => equal(a, b).negated(),
    }
}

fn order(a: Option<Ratio>, b: Option<Ratio>) -> Option<Ordering> {
    a?.compare(b?)
}

fn at_least(a: Interval, b: Interval) -> Verdict {
    if matches!(order(a.lower, b.upper), Some(Ordering::Greater | Ordering::Equal)) {
        Verdict::Met
    } else if order(a.upper, b.lower) == Some(Ordering::Less) {
        Verdict::NotMet
    } else {
        Verdict::Undetermined
    }
}

fn equal(a: Interval, b: Interval) -> Verdict {
    let apart = |a: Interval, b: Interval| order(a.upper, b.lower) == Some(Ordering::Less);
    if apart(a, b) || apart(b, a) {
        return Verdict::NotMet;
    }
    match order(a.point(), b.point()) {
        Some(Ordering::Equal) => Verdict::Met,
        _ => Verdict::Undetermined,
    }
}
