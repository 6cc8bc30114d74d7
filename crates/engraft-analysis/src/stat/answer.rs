//! The answer of a method: its statistics in the order in which they are printed.

use engraft_stats::{Interval, StatError};

/// One statistic.
#[derive(Clone, PartialEq, Debug)]
pub struct Statistic {
    /// What it belongs to where a method gives several (an arm, a visit, a term, a time); empty otherwise.
    pub of: String,
    /// Name in kebab-case.
    pub name: String,
    /// Its value, or why there is none.
    pub value: Found,
}

/// The value of a statistic.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    /// A finite number, or an infinite end of an interval.
    Number(f64),
    /// A count.
    Count(u64),
    /// A word.
    Text(String),
    /// No value, with the reason.
    Refused(String),
}

/// Statistics and remarks.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Answer {
    /// Statistics in order.
    pub statistics: Vec<Statistic>,
    /// What a reader must know: rows left out, conventions, advice.
    pub notes: Vec<String>,
    of: String,
}

impl Answer {
    /// An empty answer.
    pub fn new() -> Answer {
        Answer::default()
    }

    /// What the statistics entered from here on belong to; an empty text for the whole.
    pub fn of(&mut self, of: impl Into<String>) -> &mut Answer {
        self.of = of.into();
        self
    }

    fn enter(&mut self, name: &str, value: Found) -> &mut Answer {
        self.statistics.push(Statistic { of: self.of.clone(), name: name.to_owned(), value });
        self
    }

    /// A number. NaN is entered as a refusal, so that it can never be printed.
    pub fn number(&mut self, name: &str, value: f64) -> &mut Answer {
        let found = if value.is_nan() { Found::Refused("not defined".to_owned()) } else { Found::Number(value) };
        self.enter(name, found)
    }

    /// A count.
    pub fn count(&mut self, name: &str, value: usize) -> &mut Answer {
        self.enter(name, Found::Count(value as u64))
    }

    /// A word.
    pub fn text(&mut self, name: &str, value: impl Into<String>) -> &mut Answer {
        self.enter(name, Found::Text(value.into()))
    }

    /// A statistic that has no value.
    pub fn refused(&mut self, name: &str, reason: impl Into<String>) -> &mut Answer {
        self.enter(name, Found::Refused(reason.into()))
    }

    /// A number, or the reason why there is none.
    pub fn number_or(&mut self, name: &str, value: Result<f64, StatError>) -> &mut Answer {
        match value {
            Ok(value) => self.number(name, value),
            Err(reason) => self.refused(name, reason.to_string()),
        }
    }

    /// An interval as `interval-lower`, `interval-upper`, and `level-reached` where the method knows it.
    pub fn interval(&mut self, interval: &Interval) -> &mut Answer {
        self.interval_named("interval", interval)
    }

    /// An interval under a name of its own: `NAME-lower`, `NAME-upper`, and `NAME-level-reached` where it is known.
    pub fn interval_named(&mut self, name: &str, interval: &Interval) -> &mut Answer {
        self.number(&format!("{name}-lower"), interval.lower).number(&format!("{name}-upper"), interval.upper);
        match interval.achieved {
            Some(level) if name == "interval" => self.number("level-reached", level),
            Some(level) => self.number(&format!("{name}-level-reached"), level),
            None => self,
        }
    }

    /// An interval, or the reason why there is none.
    pub fn interval_or(&mut self, interval: &Result<Interval, StatError>) -> &mut Answer {
        match interval {
            Ok(interval) => self.interval(interval),
            Err(reason) => {
                let reason = reason.to_string();
                self.refused("interval-lower", reason.clone()).refused("interval-upper", reason)
            }
        }
    }

    /// A remark.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Answer {
        self.notes.push(note.into());
        self
    }
}
