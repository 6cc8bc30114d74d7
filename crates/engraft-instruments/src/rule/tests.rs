//! Hand-worked cases, boundaries, faults and properties of rules.

use std::collections::BTreeMap;

use engraft_base::{Dec, Incomplete, Score, Verdict};

use super::{Context, Outcome, Rule, Value, When};

mod faults;
pub(crate) mod items;
mod logic;
pub(crate) mod mutants;
mod properties;
mod values;

/// A subject at a visit, as a table of values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visit {
    values: BTreeMap<(When, String), Value>,
    ranges: BTreeMap<String, (Dec, Dec)>,
    ulns: BTreeMap<String, Dec>,
    events: BTreeMap<String, Verdict>,
    day: Option<i32>,
}

pub(crate) fn dec(text: &str) -> Dec {
    Dec::parse(text).unwrap()
}

/// `12.5`, `3..7`, `..5`, `3..` or `?`.
fn score(text: &str) -> Value {
    if text == "?" {
        return Value::Missing;
    }
    Value::Number(match text.split_once("..") {
        None => Score::Complete(dec(text)),
        Some((lower, upper)) => Score::bounded(Incomplete {
            lower: Dec::parse(lower),
            upper: Dec::parse(upper),
            missing: vec!["part".into()],
        }),
    })
}

impl Visit {
    pub(crate) fn new() -> Visit {
        Visit::default()
    }

    /// Baseline and value now.
    pub(crate) fn pair(self, name: &str, baseline: &str, now: &str) -> Visit {
        self.at(When::Baseline, name, baseline).at(When::Now, name, now)
    }

    pub(crate) fn now(self, name: &str, value: &str) -> Visit {
        self.at(When::Now, name, value)
    }

    pub(crate) fn at(self, when: When, name: &str, value: &str) -> Visit {
        self.value(when, name, score(value))
    }

    pub(crate) fn value(mut self, when: When, name: &str, value: Value) -> Visit {
        self.values.insert((when, name.to_owned()), value);
        self
    }

    pub(crate) fn text(self, name: &str, text: &str) -> Visit {
        self.value(When::Now, name, Value::Text(text.to_owned()))
    }

    pub(crate) fn list(self, name: &str, entries: &[&str]) -> Visit {
        self.value(When::Now, name, Value::List(entries.iter().map(|e| (*e).to_owned()).collect()))
    }

    pub(crate) fn range(mut self, name: &str, min: &str, max: &str) -> Visit {
        self.ranges.insert(name.to_owned(), (dec(min), dec(max)));
        self
    }

    pub(crate) fn uln(mut self, name: &str, uln: &str) -> Visit {
        self.ulns.insert(name.to_owned(), dec(uln));
        self
    }

    pub(crate) fn event(mut self, name: &str, verdict: Verdict) -> Visit {
        self.events.insert(name.to_owned(), verdict);
        self
    }

    pub(crate) fn day(mut self, day: i32) -> Visit {
        self.day = Some(day);
        self
    }

    pub(crate) fn outcome(&self, rule: &str) -> Outcome {
        Rule::parse(rule).unwrap_or_else(|faults| panic!("{rule}: {faults:?}")).evaluate(self)
    }

    pub(crate) fn answer(&self, rule: &str) -> Verdict {
        self.outcome(rule).verdict
    }
}

impl Context for Visit {
    fn value(&self, when: When, measure: &str) -> Value {
        self.values.get(&(when, measure.to_owned())).cloned().unwrap_or(Value::Missing)
    }

    fn range(&self, measure: &str) -> Option<(Dec, Dec)> {
        self.ranges.get(measure).copied()
    }

    fn uln(&self, _: When, measure: &str) -> Option<Dec> {
        self.ulns.get(measure).copied()
    }

    fn happened(&self, event: &str) -> Verdict {
        self.events.get(event).copied().unwrap_or(Verdict::Undetermined)
    }

    fn day(&self) -> Option<i32> {
        self.day
    }
}
