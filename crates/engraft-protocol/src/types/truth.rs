//! `[truth]`: what simulated subjects are drawn from.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[truth]`: the values, events and gaps from which `engraft simulate` draws subjects. It is an assumption, never a result.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Truth {
    /// What is assumed and why, shown wherever the simulated data are.
    pub note: Option<String>,
    /// Subjects in each arm; `planned-subjects` shared evenly when left out.
    #[serde(default)]
    pub subjects: IndexMap<String, u32>,
    /// Values of the measures.
    #[serde(default)]
    pub measures: IndexMap<String, TrueMeasure>,
    /// Correlations between measures of one subject at one visit; 0 for pairs that are not listed.
    #[serde(default)]
    pub correlations: Vec<TrueCorrelation>,
    /// Columns of the subjects table.
    #[serde(default)]
    pub characteristics: IndexMap<String, TrueCharacteristic>,
    /// Body weight in kg: mean and standard deviation; 65 and 12 when left out.
    pub weight: Option<TrueNumber>,
    /// Events that have a table.
    #[serde(default)]
    pub events: IndexMap<String, TrueEvent>,
    /// Subjects who leave between visits, for no reason that has to do with their values.
    pub dropout: Option<TrueDropout>,
    /// When visits take place.
    #[serde(default)]
    pub visits: TrueVisits,
    /// What is not done or not entered.
    #[serde(default)]
    pub missing: TrueMissing,
    /// A second treatment cycle.
    pub repeat: Option<TrueRepeat>,
    /// Medication whose dose follows a path.
    #[serde(default)]
    pub tapers: Vec<TrueTaper>,
    /// Adverse events.
    #[serde(default)]
    pub adverse_events: Vec<TrueAdverseEvent>,
}

/// A number for all visits, or one by visit; between visits it changes along straight lines, beyond them it stays.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(untagged)]
pub enum Path {
    /// The same at every visit.
    Constant(f64),
    /// Visit = number.
    Visits(IndexMap<String, f64>),
}

/// `[truth.measures.NAME]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueMeasure {
    /// Mean of the recorded values, by visit.
    pub mean: Option<Path>,
    /// Standard deviation of the recorded values among subjects, by visit. In its place: `between-sd` and `within-sd`.
    pub sd: Option<Path>,
    /// Part of the standard deviation that a subject keeps through all visits.
    #[schemars(range(min = 0.0))]
    pub between_sd: Option<f64>,
    /// Part of the standard deviation that is new at each visit.
    #[schemars(range(min = 0.0))]
    pub within_sd: Option<f64>,
    /// With `sd`: correlation between any two visits of a subject; 0.5 when left out.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub correlation: Option<f64>,
    /// Correlation of what is new at a visit with what was new at the visit before (autoregressive); 0 when left out.
    #[schemars(range(min = 0.0, max = 0.99))]
    pub serial: Option<f64>,
    /// Form of the distribution; `bounded` on a scale with limits, `log-normal` for a laboratory value, else `normal`.
    pub distribution: Option<Distribution>,
    /// Values are whole multiples of this, counted from the lower limit of the scale (from 0 where it has none).
    pub step: Option<f64>,
    /// Lowest value that can be measured: what is lower is written `<5`.
    pub detection_limit: Option<f64>,
    /// Limits within which a subject's baseline value lies (entry criteria): subjects outside are drawn again, so that the
    /// mean and the standard deviation are those of subjects before they are chosen.
    pub at_entry: Option<[f64; 2]>,
    /// For a category: the share of each word. For a list: how many subjects have each entry.
    pub share: Option<IndexMap<String, f64>>,
    /// Share of subjects whom the measure concerns; the others have no value. 1 when left out.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub applies: Option<f64>,
    /// For a laboratory value: upper limit of normal, written beside each value.
    pub upper_limit: Option<f64>,
    /// Where an arm or a later treatment cycle differs: what is stated there replaces what is stated above.
    #[serde(default, rename = "where")]
    pub differs: Vec<TrueDifference>,
}

/// `[[truth.measures.NAME.where]]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueDifference {
    /// The arm; all when left out.
    pub arm: Option<String>,
    /// The treatment cycle; all when left out.
    #[schemars(range(min = 1, max = 2))]
    pub cycle: Option<u32>,
    /// Mean by visit.
    pub mean: Option<Path>,
    /// Standard deviation by visit.
    pub sd: Option<Path>,
    /// Share of each word or entry.
    pub share: Option<IndexMap<String, f64>>,
    /// Share of subjects whom the measure concerns.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub applies: Option<f64>,
}

impl TrueDifference {
    /// Whether it holds for an arm and a treatment cycle.
    pub fn fits(&self, arm: &str, cycle: u32) -> bool {
        self.arm.as_deref().is_none_or(|a| a == arm) && self.cycle.is_none_or(|c| c == cycle)
    }
}

/// Form of a distribution. The mean and the standard deviation are those of the values as recorded, whatever the form.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Distribution {
    /// Normal.
    Normal,
    /// The logarithm is normal.
    LogNormal,
    /// A beta distribution on the scale, cut into its steps.
    Bounded,
}

/// `[[truth.correlations]]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueCorrelation {
    /// Two measures.
    pub between: [String; 2],
    /// Correlation of the normal scores behind their values.
    #[schemars(range(min = -1.0, max = 1.0))]
    pub r: f64,
}

/// A mean and a standard deviation.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueNumber {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    #[schemars(range(min = 0.0))]
    pub sd: f64,
}

/// `[truth.characteristics.NAME]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueCharacteristic {
    /// Mean of a number.
    pub mean: Option<f64>,
    /// Standard deviation of a number.
    #[schemars(range(min = 0.0))]
    pub sd: Option<f64>,
    /// Share of each word of a category.
    pub share: Option<IndexMap<String, f64>>,
}

/// `[truth.events.NAME]`: an event of the study that has a table, at a constant hazard.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueEvent {
    /// Probability that it happens within `within` days, if nothing ends follow-up before.
    #[schemars(range(min = 0.0, max = 0.999_999))]
    pub probability: f64,
    /// The days of `probability`, counted from the day on which it can first happen.
    #[schemars(range(min = 1, max = 36500))]
    pub within: u32,
    /// First day on which it can happen; 0 when left out, and always after it.
    #[serde(default)]
    #[schemars(range(min = 0, max = 36500))]
    pub from: u32,
    /// Share of its way from baseline that every mean goes back after the event; 0 when left out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub back: f64,
    /// The probability in arms where it differs.
    #[serde(default)]
    pub arms: IndexMap<String, f64>,
}

/// `[truth.dropout]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueDropout {
    /// Probability to leave within `within` days.
    #[schemars(range(min = 0.0, max = 0.999_999))]
    pub probability: f64,
    /// The days of `probability`.
    #[schemars(range(min = 1, max = 36500))]
    pub within: u32,
    /// Word in the column `status`; `lost to follow-up` when left out.
    pub status: Option<String>,
}

/// `[truth.visits]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueVisits {
    /// Standard deviation, in days, of the day of a visit around its planned day; it stays within the window.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub sd: f64,
    /// Share of visits that take place outside their window.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub outside: f64,
}

/// `[truth.missing]`: shares, each independent of the values.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueMissing {
    /// Visits that do not take place; the first visit always does.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub visit: f64,
    /// Laboratory values that are not there.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub lab: f64,
    /// Other values that are not there.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub value: f64,
    /// Single items of instruments that are not there.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub item: f64,
}

/// `[truth.repeat]`: a second treatment cycle, after an event or on a day.
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueRepeat {
    /// Event after which it is given; on `day` when left out.
    pub after: Option<String>,
    /// Days after the event, or the day itself.
    #[schemars(range(min = 1, max = 36500))]
    pub day: u32,
    /// Share of subjects who are given it (of those with the event).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub probability: f64,
}

/// `[[truth.tapers]]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueTaper {
    /// Drug.
    pub drug: String,
    /// Unit of the dose.
    pub unit: String,
    /// Route.
    pub route: Option<String>,
    /// Mean dose by visit.
    pub dose: Path,
    /// Standard deviation of a subject's doses in per cent of the mean; a subject keeps its place through all visits.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 200.0))]
    pub percent_sd: f64,
    /// Doses are whole multiples of this; 2.5 when left out.
    pub step: Option<f64>,
}

/// `[[truth.adverse-events]]`
#[derive(Deserialize, JsonSchema, Clone, PartialEq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TrueAdverseEvent {
    /// Term.
    pub term: String,
    /// Number a subject and year.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub per_year: f64,
    /// Probability after each infusion, on the day or the day after it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub per_infusion: f64,
    /// Shares of the grades 1 to 5; all are grade 1 when left out.
    #[serde(default)]
    pub grades: Vec<f64>,
    /// Share that is related to the product.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub related: f64,
    /// Share that is serious.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub serious: f64,
    /// Mean length in days; 5 when left out.
    #[schemars(range(min = 1.0, max = 3650.0))]
    pub days: Option<f64>,
}
