//! A subject at a visit from the words of a case, with the scales and items of the instruments of the roles.

use std::collections::BTreeMap;

use engraft_base::{Dec, Verdict};

use super::super::{Sheet, Visit, When, response};
use crate::registry::builtin;
use crate::rule::{Context, Contribution, Kind, Value, rule_name};

/// What the words say.
pub(super) struct Scene {
    visit: Visit,
    /// Measures entered by their items.
    sheet: Sheet,
}

impl Scene {
    /// `upcr=0.4`, `baseline.bilag=A,B`, `sledai_2k=rash+fever`, `enzyme.uln=200`, `happened.severe-flare=1`.
    pub(super) fn new(id: &str, words: &str) -> Scene {
        let definition = response(id).unwrap();
        let mut scene = Scene { visit: Visit::new(), sheet: Sheet::default() };
        for need in &definition.needs {
            let range = need.instruments.first().and_then(|id| builtin(id)).map(|instrument| instrument.range);
            if let Some((lower, upper)) = range.and_then(|range| Some((range.lower, range.upper?))) {
                let (lower, upper) = (lower.to_string(), upper.to_string());
                scene.visit = scene.visit.range(&rule_name(&need.measure), &lower, &upper);
            }
        }
        // the last word on a value counts
        let words: BTreeMap<&str, &str> = words.split_whitespace().filter_map(|word| word.split_once('=')).collect();
        words.into_iter().fold(scene, |scene, (name, value)| scene.with(id, name, value))
    }

    fn with(self, id: &str, name: &str, value: &str) -> Scene {
        let Scene { visit, sheet } = self;
        let times = [When::Now, When::Baseline, When::Previous, When::Nadir];
        let (time, role) = name.split_once('.').unwrap_or(("now", name));
        if role == "uln" {
            return Scene { visit: visit.uln(time, value), sheet };
        }
        if time == "happened" {
            return Scene { visit: visit.event(role, Verdict::known(value == "1")), sheet };
        }
        let when = times.into_iter().find(|when| when.word() == time).unwrap_or_else(|| panic!("{id}: {name}"));
        let need = response(id).unwrap().need(role);
        let instrument = need.and_then(|need| need.instruments.first()).map_or("", String::as_str);
        match need.map(|need| need.kind) {
            // a value of another definition that shares the case
            None => Scene { visit, sheet },
            Some(Kind::Text) => Scene { visit: visit.value(when, role, Value::Text(value.to_owned())), sheet },
            Some(Kind::Items) if instrument.starts_with("bilag") => {
                let sheet = super::super::letters(sheet, when, value);
                Scene { visit, sheet }
            }
            Some(_) if Dec::parse(value).is_none() => {
                let items: Vec<(&str, &str)> = value.split('+').map(|item| (item, "1")).collect();
                known(instrument, &items);
                Scene { visit, sheet: sheet.with(when, role, instrument, &items) }
            }
            Some(_) => Scene { visit: visit.at(when, role, value), sheet },
        }
    }
}

/// A misspelt item would be an absent one.
fn known(instrument: &str, items: &[(&str, &str)]) {
    let instrument = builtin(instrument).unwrap();
    for (item, _) in items.iter().filter(|(item, _)| *item != "none") {
        assert!(instrument.items.iter().any(|known| known.id == *item), "{}: {item}", instrument.id);
    }
}

impl Context for Scene {
    fn value(&self, when: When, name: &str) -> Value {
        match self.sheet.value(when, name) {
            Value::Missing => Context::value(&self.visit, when, name),
            found => found,
        }
    }

    fn range(&self, name: &str) -> Option<(Dec, Dec)> {
        self.sheet.range(name).or_else(|| Context::range(&self.visit, name))
    }

    fn uln(&self, when: When, name: &str) -> Option<Dec> {
        Context::uln(&self.visit, when, name)
    }

    fn contribution(&self, measure: &str, item: &str) -> Option<Contribution> {
        self.sheet.contribution(measure, item)
    }

    fn happened(&self, event: &str) -> Verdict {
        self.visit.happened(event)
    }

    fn day(&self) -> Option<i32> {
        None
    }
}
