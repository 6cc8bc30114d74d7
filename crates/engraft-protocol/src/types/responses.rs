//! `[responses.NAME]`, `[events.NAME]`, `[entry.NAME]`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[responses.NAME]`: a responder or state definition, named or written as a rule.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Response {
    /// Name for readers.
    pub label: Option<String>,
    /// A named definition (`engraft list responses`).
    pub definition: Option<String>,
    /// For a named definition: which measure plays which role (`easi = "easi-total"`); roles that have the name of a
    /// measure need not be listed.
    #[serde(default)]
    pub bind: IndexMap<String, String>,
    /// For a named definition: values of its parameters (`normal-egfr = 85`); a parameter left out has its default.
    #[serde(default)]
    pub parameters: IndexMap<String, f64>,
    /// A rule of the study's own, over its measures: `fall_percent(easi) >= 50`.
    pub rule: Option<String>,
    /// Where the rule comes from.
    pub source: Option<String>,
    /// The verdict as the investigators recorded it, to compare with.
    pub recorded: Option<Recorded>,
    /// Visits at which it is judged; every visit after baseline of its measures when left out.
    #[serde(default)]
    pub visits: Vec<String>,
    /// It must be met again, this many days later or more, at the next visit with an answer; dated at the first (28 is usual).
    pub confirmed_after: Option<i32>,
    /// It must be met at every visit of a stretch; judged at its last visit.
    pub sustained: Option<Sustained>,
}

/// A stretch of visits over which a response must hold.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sustained {
    /// First visit.
    pub from: String,
    /// Last visit.
    pub to: String,
    /// How many of the visits may lack an answer; 0 when left out.
    #[serde(default)]
    pub allow_missing: u32,
}

/// A recorded verdict.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recorded {
    /// The category measure that holds it.
    pub measure: String,
    /// Its values that mean met.
    pub met: Vec<String>,
    /// Its values that mean not met.
    #[serde(default)]
    pub not_met: Vec<String>,
}

/// `[events.NAME]`: something that happens at a day: rows of a table, or the first visit at which a rule is met.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Event {
    /// Name for readers.
    pub label: Option<String>,
    /// Table whose rows are events.
    pub table: Option<EventTable>,
    /// Which rows: column and accepted values (`{ status = ["died"] }`); all rows when left out.
    #[serde(default, rename = "where")]
    pub filter: IndexMap<String, Vec<String>>,
    /// A rule over the measures; the event is dated at the first visit at which it is met.
    pub rule: Option<String>,
    /// For a rule: it counts only at visits after the first one at which this response is met (relapse after response).
    pub after_response: Option<String>,
    /// Whether it ends follow-up; values after it are findings.
    #[serde(default)]
    pub ends_follow_up: bool,
}

/// Table whose rows are events.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum EventTable {
    /// Adverse and other events.
    Events,
    /// How subjects left the study.
    Disposition,
    /// Medications started.
    Medications,
    /// Infusions that open a second or later treatment cycle.
    RepeatInfusions,
}

/// `[entry.NAME]`: an entry criterion, judged on baseline values.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EntryCriterion {
    /// Name for readers.
    pub label: Option<String>,
    /// A rule over the measures, read at baseline: `sledai >= 8`.
    pub rule: String,
}
