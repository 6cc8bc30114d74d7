//! `[visits.NAME]`, `[windows]`, `[baseline]`, `[cycles]`.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[visits.NAME]`: a planned contact. CDISC: AVISIT.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Visit {
    /// Planned day after the first infusion of the cycle; 0 or less is before treatment.
    #[schemars(range(min = -3650, max = 36500))]
    pub day: i32,
    /// Name for readers; the visit's key when left out.
    pub label: Option<String>,
    /// Allowed deviation in days, such as `[-7, 7]`. Without it an assessment belongs to the visit it names.
    pub window: Option<[i32; 2]>,
}

/// `[windows]`: how an assessment finds its visit.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Windows {
    /// Which assessment counts when several fall into one window.
    #[serde(default)]
    pub choose: WindowRule,
    /// Which one when two are equally close.
    #[serde(default)]
    pub tie: TieRule,
}

/// Which assessment counts when several fall into one window. CDISC: ANL01FL.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum WindowRule {
    /// The one closest to the planned day.
    #[default]
    Closest,
    /// The earliest.
    First,
    /// The latest.
    Last,
}

impl WindowRule {
    /// The rule's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            WindowRule::Closest => "closest",
            WindowRule::First => "first",
            WindowRule::Last => "last",
        }
    }
}

/// Which assessment counts when two are equally close to the planned day.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum TieRule {
    /// The earlier one.
    #[default]
    Earlier,
    /// The later one.
    Later,
}

impl TieRule {
    /// The rule's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            TieRule::Earlier => "earlier",
            TieRule::Later => "later",
        }
    }
}

/// `[baseline]`: which value is the baseline. CDISC: ABLFL.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BaselineSection {
    /// The rule.
    #[serde(default)]
    pub rule: BaselineRule,
    /// The visit, for the rule `visit`.
    pub visit: Option<String>,
    /// Whether a value on the day of the first infusion may be the baseline.
    #[serde(default)]
    pub day_of_infusion: DayOfInfusion,
}

/// Which value is the baseline.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum BaselineRule {
    /// The last value on or before the day of the first infusion (of the cycle).
    #[default]
    LastBefore,
    /// The value at the visit named.
    Visit,
}

/// Whether a value on the day of the first infusion may be the baseline.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum DayOfInfusion {
    /// It is taken as measured before the infusion.
    #[default]
    Counts,
    /// It is taken as measured after the infusion.
    DoesNotCount,
}

/// `[cycles]`: when infusions open a new treatment cycle.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cycles {
    /// An infusion more than this many days after the previous one opens a new cycle (when the infusions table has no
    /// `cycle` column).
    #[serde(default = "default_gap")]
    #[schemars(range(min = 1, max = 3650))]
    pub gap_days: i32,
    /// The baseline of a later cycle.
    #[serde(default)]
    pub baseline: CycleBaseline,
}

impl Default for Cycles {
    fn default() -> Self {
        Cycles { gap_days: default_gap(), baseline: CycleBaseline::default() }
    }
}

fn default_gap() -> i32 {
    60
}

/// The baseline of a later cycle.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum CycleBaseline {
    /// Each cycle has its own baseline: the last value on or before its day 0.
    #[default]
    Cycle,
    /// The baseline of the first cycle serves all.
    Study,
}
