//! Responder rules as expressions, answered in three-valued logic on exact decimals and intervals.
//!
//! A rule is written in CEL (Common Expression Language) syntax: `now.iga <= 1 && fall(iga) >= 2`. Only the syntax is
//! CEL's; the vocabulary and the evaluation are Engraft's, because a missing value must leave an answer open, a
//! threshold must compare decimals, and a relative change from zero has no value.
//!
//! # Vocabulary
//!
//! | Written | Means |
//! |---|---|
//! | `easi`, `now.easi` | value at this visit; a hyphen of the study's name becomes `_` |
//! | `baseline.easi`, `previous.easi`, `nadir.easi`, `peak.easi` | other values of the same measure |
//! | `change(m)`, `rise(m)` / `fall(m)` | now - baseline / baseline - now |
//! | `fall_percent(m)`, `rise_percent(m)` | relative change, percent of the baseline value |
//! | `fall_percent_of_range(m)`, `rise_percent_of_range(m)` | percent of the scale's range |
//! | `times_uln(m)` | value now divided by the upper limit of normal |
//! | `fall_times_uln(m)` | baseline - now, divided by the upper limit of normal of the baseline sample |
//! | `scale_min(m)`, `scale_max(m)` | the lowest and the highest value of the measure's scale |
//! | `steps(x, [5, 15], [0, 7.5, 15])` | points by the bin of x: open below, closed above |
//! | `now.bilag.renal` | one item of a measure; `baseline.`, `previous.` as for measures |
//! | `items_at(m, "A")`, `items_at(m)` | items at a letter; items above their lowest value |
//! | `items_new(m, "A")`, `items_new(previous.m)` | at the letter (or there) now, and better (or not there) at baseline (at the previous visit) |
//! | `items_kept(m, "A")` | at the letter at baseline, and at it or worse now |
//! | `given(p, q)` | q, not evaluable where p is not met |
//! | `size(l)`, `"x" in now.l` | entries of a list; whether one of them is exactly `x` |
//! | `hits(l, ["a", "b"])` | how many of the names begin an entry, as whole words, whatever the case |
//! | `now.c == "MCR"`, `now.c in ["MCR", "PCR"]` | categories, compared exactly |
//! | `count([p, q, r]) >= 2`, `all([..])`, `any([..])` | parts met; conjunction; disjunction |
//! | `happened("relapse")`, `day` | event after baseline and up to this visit; elapsed days |
//! | `+ - * /`, `< <= > >= == !=`, `&& \|\| !` | arithmetic, comparison, logic |
//!
//! # What is decided when something is missing
//!
//! A missing number lies within its scale's limits where these are known. Interval bounds are exact as long as a value
//! enters a quantity once, and the relative changes use the right corners. Kleene logic on the parts is conservative
//! when one missing value enters several parts; so an open answer is tried again on joint completions: every missing
//! item, letter, event and step of a scale takes each of its values, every other missing number the points where one of
//! its comparisons turns, points between these, and its ends. That is exact as long as no comparison holds such a number
//! and another missing thing, each comparison is between quotients of straight lines in it (no `x * x`), no list or
//! limit of normal is missing, and fewer than 20,000 completions need to be looked at. Otherwise the Kleene answer
//! stands: it may stay open where all completions agree, but it never decides where they differ.
//!
//! A relative change is not evaluable when the baseline is zero or below, whatever the value now. Where a missing
//! baseline may be zero, the part is undetermined. In `count` a part that is not evaluable is not met.

mod change;
mod check;
mod curve;
mod describe;
mod evaluate;
mod facts;
mod items;
mod joint;
mod parse;
mod ratio;
mod text;
mod tree;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

use engraft_base::{Dec, Score, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use items::{Contribution, ItemScale, Items, NoItems};

use tree::Truth;

/// A rule that has been read and checked.
#[derive(Clone, Debug)]
pub struct Rule {
    text: String,
    truth: Truth,
    measures: Vec<MeasureUse>,
    events: Vec<String>,
}

/// Something wrong in the text of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleFault {
    /// Byte offset in the text of the rule.
    pub offset: usize,
    /// Bytes concerned; 0 at the end of the text.
    pub length: usize,
    /// One lower-case phrase.
    pub message: String,
    /// How to mend it.
    pub hint: Option<String>,
}

/// Which value of a measure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum When {
    /// At this visit.
    Now,
    /// Before treatment.
    Baseline,
    /// At the previous visit that has a value.
    Previous,
    /// Lowest so far after baseline.
    Nadir,
    /// Highest so far after baseline.
    Peak,
}

impl When {
    /// As written in a rule: `now`, `baseline`, `previous`, `nadir`, `peak`.
    pub fn word(self) -> &'static str {
        match self {
            When::Now => "now",
            When::Baseline => "baseline",
            When::Previous => "previous",
            When::Nadir => "nadir",
            When::Peak => "peak",
        }
    }
}

/// How a rule uses a measure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Compared as a number.
    Number,
    /// Compared as a text (a category).
    Text,
    /// A list of entries.
    List,
    /// The single items of an instrument.
    Items,
}

impl Kind {
    /// `number`, `text`, `list` or `items`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::List => "list",
            Kind::Items => "items",
        }
    }
}

/// A measure named in a rule, and what the rule needs of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeasureUse {
    /// Name as written in the rule (with underscores).
    pub name: String,
    /// How it is used.
    pub kind: Kind,
    /// Which of its values are used.
    pub times: BTreeSet<When>,
    /// Whether the rule divides by the range of its scale.
    pub needs_range: bool,
    /// Whether the rule divides by its upper limit of normal.
    pub needs_uln: bool,
    /// Items of it that the rule names or counts, with underscores.
    pub items: BTreeSet<String>,
    /// Byte offset of its first mention.
    pub offset: usize,
}

/// A value handed to a rule.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A number, complete or with bounds.
    Number(Score),
    /// A category.
    Text(String),
    /// Entries of a list.
    List(Vec<String>),
    /// Not known.
    Missing,
}

/// What a rule may ask about a subject at a visit.
pub trait Context {
    /// The value of a measure, named as written in the rule; of an item, as `measure.item`.
    fn value(&self, when: When, measure: &str) -> Value;
    /// Limits of the measure's scale: they bound a missing value.
    fn range(&self, measure: &str) -> Option<(Dec, Dec)>;
    /// Upper limit of normal of the sample taken then.
    fn uln(&self, when: When, measure: &str) -> Option<Dec>;
    /// The step of the measure's scale (or of an item), when it has one.
    fn step(&self, _measure: &str) -> Option<Dec> {
        None
    }
    /// Every answer that an item with letters, or a category, can have.
    fn options(&self, _measure: &str) -> Option<Vec<String>> {
        None
    }
    /// What an item adds to its measure, where that is a plain sum.
    fn contribution(&self, _measure: &str, _item: &str) -> Option<Contribution> {
        None
    }
    /// Whether the event happened after baseline and on or before the day of this visit.
    fn happened(&self, event: &str) -> Verdict;
    /// Elapsed days since day 0 of the cycle.
    fn day(&self) -> Option<i32>;
}

/// The answer of a rule, and of its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The answer.
    pub verdict: Verdict,
    /// Top-level conditions in the order of the rule; each that counts or lists conditions is followed by these.
    pub parts: Vec<Part>,
}

/// One condition of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The condition as a rule: `fall_percent(easi) >= 50`.
    pub rule: String,
    /// What it compared: `easi 20 to 9.5: fall 52.5 %`.
    pub values: String,
    /// Its answer.
    pub verdict: Verdict,
}

impl Rule {
    /// Reads and checks a rule; all faults that can be told apart are returned, in the order of the text.
    ///
    /// # Errors
    /// Text over 4,000 characters, nesting over 64 deep, syntax, unknown functions, wrong kinds, or a rule whose
    /// result is not a truth value.
    pub fn parse(text: &str) -> Result<Rule, Vec<RuleFault>> {
        Rule::parse_with(text, &NoItems)
    }

    /// The same for a rule that may count over the items of its measures.
    ///
    /// # Errors
    /// As [`Rule::parse`]; and a count over a measure whose items are not known, or over an answer they cannot have.
    pub fn parse_with(text: &str, items: &dyn Items) -> Result<Rule, Vec<RuleFault>> {
        let (truth, measures, events) = check::check(text, parse::parse(text)?, items)?;
        Ok(Rule { text: text.to_owned(), truth, measures, events })
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The rule in one form: single spaces, `now.` written out, no needless brackets.
    pub fn plain(&self) -> String {
        self.truth.to_string()
    }

    /// Measures used, in the order of their first mention.
    pub fn measures(&self) -> Vec<MeasureUse> {
        self.measures.clone()
    }

    /// Events asked for, in the order of their first mention.
    pub fn events(&self) -> Vec<String> {
        self.events.clone()
    }

    /// Answers the rule for one subject at one visit.
    pub fn evaluate(&self, context: &dyn Context) -> Outcome {
        let facts = facts::Facts::new(context);
        let verdict = joint::decide(&self.truth, &facts);
        Outcome { verdict, parts: describe::parts(&self.truth, verdict, &facts) }
    }
}

/// A name as a rule writes it: hyphens become underscores.
pub fn rule_name(study_name: &str) -> String {
    study_name.replace('-', "_")
}

/// Whether a name of a study (`total-ck`) and a name in a rule (`total_ck`) are the same.
pub fn same_name(study_name: &str, name_in_rule: &str) -> bool {
    rule_name(study_name) == rule_name(name_in_rule)
}
