//! The variable of an estimand: what is measured on each subject.

use schemars::JsonSchema;
use serde::Deserialize;

/// What is measured on each subject: exactly one of the first eight keys.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variable {
    /// Value minus baseline of this measure.
    pub change_in: Option<String>,
    /// Relative change from baseline of this measure, in per cent of the baseline.
    pub percent_change_in: Option<String>,
    /// Value of this measure.
    pub value_of: Option<String>,
    /// Whether this response is met.
    pub response: Option<String>,
    /// Whether this event has happened.
    pub event: Option<String>,
    /// Time from the first infusion of the first cycle to this event, or to the end of follow-up.
    pub time_to: Option<String>,
    /// Time from the first infusion of the first cycle to the first visit at which this response is met, or to the last
    /// visit with an answer.
    pub time_to_response: Option<String>,
    /// Among those who met this response: time from the first visit at which it was met to the first later one at which it
    /// is not, or to the last visit with an answer.
    pub duration_of: Option<String>,
    /// For `time-to`: days count from the first visit at which this response was met, among those who met it (relapse
    /// after response).
    pub from_response: Option<String>,
    /// For `duration-of`: events that end the response too (relapse, rescue).
    #[serde(default)]
    pub lost_by: Vec<String>,
    /// For times of visits: how the end is dated where visits without an answer lie right before the visit that shows it.
    #[serde(default)]
    pub undetermined: OpenRule,
    /// For times: events that end the time at risk for good (death for relapse); methods without competing events take them
    /// as censoring.
    #[serde(default)]
    pub competing: Vec<String>,
    /// The visit; for an event, by the end of follow-up when left out.
    pub at: Option<String>,
    /// Which treatment cycle.
    #[serde(default)]
    pub cycle: CycleChoice,
}

impl Variable {
    /// The key of a time, with what it names; `None` for other variables.
    pub fn time(&self) -> Option<(&'static str, &str)> {
        let keys = [
            ("time-to", &self.time_to),
            ("time-to-response", &self.time_to_response),
            ("duration-of", &self.duration_of),
        ];
        keys.into_iter().find_map(|(key, name)| Some((key, name.as_deref()?)))
    }

    /// The response from whose first met visit the days count.
    pub fn counts_from(&self) -> Option<&str> {
        self.duration_of.as_deref().or(self.time_to.as_ref().and(self.from_response.as_deref()))
    }
}

/// How the end of a time is dated where visits without an answer lie right before the visit that shows it.
///
/// Such a visit is one at which the verdict is undetermined, also because nothing was recorded.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum OpenRule {
    /// On the day of the visit that shows it; visits without an answer are passed over.
    #[default]
    DateAsSeen,
    /// On the day of the first visit without an answer after the last one with an answer (its planned day where nobody came).
    DateEarliest,
    /// It is not counted: the time is censored at the last visit with an answer before.
    CensorBefore,
}

impl OpenRule {
    /// The rule's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            OpenRule::DateAsSeen => "date-as-seen",
            OpenRule::DateEarliest => "date-earliest",
            OpenRule::CensorBefore => "censor-before",
        }
    }

    /// The rule in words for readers.
    pub fn label(self) -> &'static str {
        match self {
            OpenRule::DateAsSeen => "dated at the visit that shows it, visits without an answer before it passed over",
            OpenRule::DateEarliest => "dated at the first visit without an answer before the visit that shows it",
            OpenRule::CensorBefore => {
                "censored at the last visit with an answer where visits without one lie before the visit that shows it"
            }
        }
    }
}

/// Which treatment cycle.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum CycleChoice {
    /// The first.
    #[default]
    First,
    /// The second, among those who had one.
    Second,
    /// Each subject's last.
    Last,
    /// Any: met in at least one cycle.
    Ever,
}

impl CycleChoice {
    /// The choice's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            CycleChoice::First => "first",
            CycleChoice::Second => "second",
            CycleChoice::Last => "last",
            CycleChoice::Ever => "ever",
        }
    }
}
