//! A score is complete, or an interval with what is missing: a missing item is never a zero.

use std::fmt;

use crate::{Dec, Verdict};

/// A number that may not be fully known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Score {
    /// Exactly known.
    Complete(Dec),
    /// Known to lie within closed bounds; a side that is `None` is unbounded.
    Bounded(Box<Incomplete>),
}

/// The bounds of a number that is not fully known, and why.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Incomplete {
    /// Smallest possible value; `None` when unbounded below.
    pub lower: Option<Dec>,
    /// Largest possible value; `None` when unbounded above.
    pub upper: Option<Dec>,
    /// What is missing, in the instrument's item order; for a censored laboratory value, its text (`<5`).
    pub missing: Vec<String>,
}

impl Score {
    /// A number known between bounds only.
    pub fn bounded(bounds: Incomplete) -> Score {
        Score::Bounded(Box::new(bounds))
    }

    /// A value of which nothing is known but its name.
    pub fn unknown(name: &str) -> Score {
        Score::bounded(Incomplete { lower: None, upper: None, missing: vec![name.to_owned()] })
    }

    /// The exact value, when complete.
    pub fn exact(&self) -> Option<Dec> {
        match self {
            Score::Complete(value) => Some(*value),
            Score::Bounded(_) => None,
        }
    }

    /// Smallest possible value; `None` when unbounded below.
    pub fn lower(&self) -> Option<Dec> {
        match self {
            Score::Complete(value) => Some(*value),
            Score::Bounded(b) => b.lower,
        }
    }

    /// Largest possible value; `None` when unbounded above.
    pub fn upper(&self) -> Option<Dec> {
        match self {
            Score::Complete(value) => Some(*value),
            Score::Bounded(b) => b.upper,
        }
    }

    /// Names of what is missing; empty when complete.
    pub fn missing(&self) -> &[String] {
        match self {
            Score::Complete(_) => &[],
            Score::Bounded(b) => &b.missing,
        }
    }

    /// Whether the number is at least `limit` (inclusive).
    pub fn at_least(&self, limit: Dec) -> Verdict {
        self.compare(|lower| lower >= limit, |upper| upper < limit)
    }

    /// Whether the number is above `limit` (strict).
    pub fn above(&self, limit: Dec) -> Verdict {
        self.compare(|lower| lower > limit, |upper| upper <= limit)
    }

    /// Whether the number is at most `limit` (inclusive).
    pub fn at_most(&self, limit: Dec) -> Verdict {
        self.above(limit).negated()
    }

    /// Whether the number is below `limit` (strict).
    pub fn below(&self, limit: Dec) -> Verdict {
        self.at_least(limit).negated()
    }

    fn compare(&self, surely: impl Fn(Dec) -> bool, surely_not: impl Fn(Dec) -> bool) -> Verdict {
        if self.lower().is_some_and(surely) {
            Verdict::Met
        } else if self.upper().is_some_and(surely_not) {
            Verdict::NotMet
        } else {
            Verdict::Undetermined
        }
    }
}

impl fmt::Display for Score {
    /// `12.5`, or `3 to 7`, with `?` for an unbounded side.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Score::Complete(value) => write!(f, "{value}"),
            Score::Bounded(b) => {
                let side = |v: Option<Dec>| v.map_or("?".to_owned(), |v| v.to_string());
                write!(f, "{} to {}", side(b.lower), side(b.upper))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounded(lower: i64, upper: i64) -> Score {
        Score::bounded(Incomplete {
            lower: Some(lower.into()),
            upper: Some(upper.into()),
            missing: vec!["platelets".into()],
        })
    }

    #[test]
    fn an_interval_decides_what_all_its_values_decide() {
        assert_eq!(bounded(3, 5).at_least(3.into()), Verdict::Met);
        assert_eq!(bounded(3, 5).above(3.into()), Verdict::Undetermined);
        assert_eq!(bounded(3, 5).above(5.into()), Verdict::NotMet);
        assert_eq!(bounded(3, 5).at_most(5.into()), Verdict::Met);
        assert_eq!(bounded(3, 5).below(3.into()), Verdict::NotMet);
        assert_eq!(Score::unknown("x").at_least(0.into()), Verdict::Undetermined);
    }
}
