//! What a rule may ask about a subject at a visit.

use std::cell::RefCell;

use engraft_base::{Dec, ElapsedDay, Place, Score, Verdict};
use engraft_instruments::item::{Item, Kind};
use engraft_instruments::rule::{Context, Contribution, Value, When, rule_name};
use engraft_instruments::{Answer, Instrument};
use engraft_protocol::{BoundRule, Study};

use super::{Derived, Observed, Record};

/// A subject at a visit of a cycle.
pub(super) struct AtVisit<'a> {
    pub study: &'a Study,
    pub derived: &'a Derived,
    pub bound: &'a BoundRule,
    pub subject: usize,
    pub cycle: u32,
    /// The visit; `None` judges by baseline values alone (entry criteria).
    pub visit: Option<&'a str>,
    /// Cells asked for, in order.
    pub used: RefCell<Vec<Place>>,
}

impl<'a> AtVisit<'a> {
    /// A context with no cells asked for yet.
    pub fn new(
        study: &'a Study,
        derived: &'a Derived,
        bound: &'a BoundRule,
        subject: usize,
        cycle: u32,
        visit: Option<&'a str>,
    ) -> AtVisit<'a> {
        AtVisit { study, derived, bound, subject, cycle, visit, used: RefCell::new(Vec::new()) }
    }

    fn measure(&self, name: &str) -> &'a str {
        self.bound.measures.get(name).map_or("", String::as_str)
    }

    fn record(&self, when: When, measure: &str) -> Option<&'a Record> {
        let now = self.visit.and_then(|v| self.derived.at_visit(self.subject, measure, self.cycle, v));
        match when {
            When::Baseline => self.derived.baseline(self.subject, measure, self.cycle),
            When::Now if self.visit.is_none() => self.derived.baseline(self.subject, measure, self.cycle),
            When::Now => now,
            When::Previous => self.earlier(measure).filter(|r| !r.value.is_missing()).last(),
            When::Nadir | When::Peak => {
                let exact = |r: &&Record| r.value.number().and_then(|s| s.exact()).is_some() && !r.is_baseline;
                let known = self.earlier(measure).chain(now).filter(exact);
                let key = |r: &&Record| r.value.number().and_then(|s| s.exact()).unwrap_or_default();
                if when == When::Nadir { known.min_by_key(key) } else { known.max_by_key(key) }
            }
        }
    }

    /// Records of the cycle at earlier visits, in the order of the visits.
    fn earlier(&self, measure: &str) -> impl Iterator<Item = &'a Record> {
        let visits = self.study.file.visits.keys().take_while(|v| Some(v.as_str()) != self.visit);
        let (derived, subject, cycle) = (self.derived, self.subject, self.cycle);
        let measure = measure.to_owned();
        visits.filter_map(move |v| derived.at_visit(subject, &measure, cycle, v))
    }

    /// Day of the visit as recorded with any measure of the rule.
    pub fn recorded_day(&self) -> Option<ElapsedDay> {
        let visit = self.visit?;
        let mut measures = self.bound.measures.values();
        measures.find_map(|m| self.derived.at_visit(self.subject, m, self.cycle, visit).and_then(|r| r.day))
    }

    /// Day of the visit as recorded, else as planned from the start of the cycle.
    pub fn visit_day(&self) -> Option<ElapsedDay> {
        let visit = self.visit?;
        self.recorded_day().or_else(|| {
            let start = self.derived.subjects.get(self.subject)?.cycle(self.cycle)?.start?;
            start.checked_add(self.study.file.visits.get(visit)?.day)
        })
    }
}

/// A measure's name in a rule, and the item where one is named.
fn split(name: &str) -> (&str, Option<&str>) {
    match name.split_once('.') {
        Some((measure, item)) => (measure, Some(item)),
        None => (name, None),
    }
}

impl<'a> AtVisit<'a> {
    fn instrument(&self, name: &str) -> Option<&'a Instrument> {
        self.study.file.measures.get(self.measure(name)).and_then(|measure| self.study.instrument(measure))
    }

    fn item(&self, measure: &str, item: &str) -> Option<(usize, &'a Item)> {
        self.instrument(measure)?.items.iter().enumerate().find(|(_, known)| rule_name(&known.id) == item)
    }

    /// The answer to an item; a letter for an item that answers with letters.
    fn answer(&self, when: When, measure: &str, item: &str) -> Option<Value> {
        let record = self.record(when, self.measure(measure))?;
        let (place, item) = self.item(measure, item)?;
        let Answer::Value(value) = *record.answers.get(place)? else { return None };
        self.used.borrow_mut().extend(record.places.get(place).cloned());
        if item.kind == Kind::Letter {
            let letter = item.letters.iter().find(|(_, number)| **number == value).map(|(letter, _)| letter.clone());
            return letter.map(Value::Text);
        }
        Some(Value::Number(Score::Complete(value)))
    }
}

impl Context for AtVisit<'_> {
    fn value(&self, when: When, name: &str) -> Value {
        if let (measure, Some(item)) = split(name) {
            return self.answer(when, measure, item).unwrap_or(Value::Missing);
        }
        let Some(record) = self.record(when, self.measure(name)) else { return Value::Missing };
        self.used.borrow_mut().extend(record.places.iter().cloned());
        match &record.value {
            Observed::Number(score) => Value::Number(score.clone()),
            Observed::Word(word) => Value::Text(word.to_string()),
            Observed::List(list) => Value::List(list.clone()),
            Observed::Missing => Value::Missing,
        }
    }

    fn range(&self, name: &str) -> Option<(Dec, Dec)> {
        if let (measure, Some(item)) = split(name) {
            let (_, item) = self.item(measure, item)?;
            return Some((item.range.lower, item.range.upper?));
        }
        let measure = self.study.file.measures.get(self.measure(name))?;
        self.study.range(measure)
    }

    fn uln(&self, when: When, name: &str) -> Option<Dec> {
        let name = self.measure(name);
        let stated = self.study.file.measures.get(name).and_then(|m| m.upper_limit).and_then(Dec::from_f64);
        self.record(when, name).and_then(|r| r.upper_limit).or(stated)
    }

    fn step(&self, name: &str) -> Option<Dec> {
        match split(name) {
            (measure, Some(item)) => {
                let (_, item) = self.item(measure, item)?;
                item.grain()
            }
            (measure, None) => self.instrument(measure)?.step,
        }
    }

    fn options(&self, name: &str) -> Option<Vec<String>> {
        match split(name) {
            (measure, Some(item)) => Some(self.item(measure, item)?.1.letters.keys().cloned().collect()),
            (measure, None) => {
                let values = &self.study.file.measures.get(self.measure(measure))?.values;
                (!values.is_empty()).then(|| values.clone())
            }
        }
    }

    fn contribution(&self, measure: &str, item: &str) -> Option<Contribution> {
        self.instrument(measure)?.contribution(item)
    }

    fn happened(&self, event: &str) -> Verdict {
        let name = self.bound.events.get(event).map_or(event, String::as_str);
        let start = self.derived.subjects.get(self.subject).and_then(|s| s.cycle(self.cycle)).and_then(|c| c.start);
        let mine = self.derived.events.iter().filter(|h| h.subject == self.subject && &*h.event == name);
        let mut answer = Verdict::NotMet;
        for happened in mine {
            let verdict = match (happened.day, start, self.visit_day()) {
                (Some(day), Some(start), Some(now)) => Verdict::known(day > start && day <= now),
                _ => Verdict::Undetermined,
            };
            if verdict == Verdict::Met {
                self.used.borrow_mut().extend(happened.places.iter().cloned());
            }
            answer = answer.or(verdict);
        }
        answer
    }

    fn day(&self) -> Option<i32> {
        let start = self.derived.subjects.get(self.subject)?.cycle(self.cycle)?.start?;
        self.visit_day()?.checked_sub(start)
    }
}
