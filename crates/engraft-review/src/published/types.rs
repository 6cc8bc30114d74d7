//! The keys of published.toml. Doc comments become the descriptions of the JSON Schema.
//!
//! Every number stands as text, because its decimals say how far it was rounded.

use schemars::JsonSchema;
use serde::Deserialize;

/// The figures of a study as printed, each with its source. What a source does not say stays empty.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PublishedFile {
    /// Subjects enrolled, as printed.
    pub subjects: Option<u32>,
    /// What was done, in a sentence or two, from the sources.
    pub summary: Option<String>,
    /// Where the figures come from.
    #[serde(default)]
    pub sources: Vec<SourceEntry>,
    /// Printed centres with their spreads.
    #[serde(default)]
    pub figures: Vec<FigureEntry>,
    /// Printed counts.
    #[serde(default)]
    pub counts: Vec<CountEntry>,
    /// Counts or figures that must add up.
    #[serde(default)]
    pub totals: Vec<TotalEntry>,
    /// Printed estimates with interval, statistic or p.
    #[serde(default)]
    pub estimates: Vec<EstimateEntry>,
    /// What is printed about an outcome without a number.
    #[serde(default)]
    pub statements: Vec<StatementEntry>,
    /// Facts on which sources disagree; all versions are kept.
    #[serde(default)]
    pub conflicts: Vec<ConflictEntry>,
    /// What no source seen says, a sentence each.
    #[serde(default)]
    pub not_known: Vec<String>,
}

/// `[[sources]]`: a document from which figures were taken.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SourceEntry {
    /// Short identifier.
    pub id: String,
    /// What it is, so that a reader finds it.
    pub title: String,
    /// What kind of document.
    pub kind: SourceKind,
    /// Address or DOI.
    pub link: Option<String>,
    /// File name of the document among the documents the project began with.
    pub document: Option<String>,
    /// How far it is to be trusted, and why.
    pub trust: Option<String>,
}

/// What kind of document a source is.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// The paper itself.
    Paper,
    /// Its abstract, wherever it was read.
    Abstract,
    /// A trial registry.
    Registry,
    /// A review that lists the study.
    Review,
    /// A news item.
    News,
    /// A record of a library or catalogue.
    LibraryRecord,
    /// Anything else.
    Other,
}

impl SourceKind {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            SourceKind::Paper => "paper",
            SourceKind::Abstract => "abstract",
            SourceKind::Registry => "registry",
            SourceKind::Review => "review",
            SourceKind::News => "news item",
            SourceKind::LibraryRecord => "library record",
            SourceKind::Other => "other",
        }
    }
}

/// `[[figures]]`: a printed centre, with its spread where there is one.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FigureEntry {
    /// Short identifier.
    pub id: String,
    /// Measure of study.toml; left out for something that is no measure of the study (`label` then names it).
    pub measure: Option<String>,
    /// Name for readers; the measure's when left out.
    pub label: Option<String>,
    /// Arm of study.toml; all when left out.
    pub arm: Option<String>,
    /// Visit of study.toml.
    pub visit: Option<String>,
    /// Subjects behind this figure.
    pub n: Option<u32>,
    /// How this n is known; say so where it is assumed.
    pub n_rule: Option<String>,
    /// The centre as printed.
    pub centre: String,
    /// What the centre is.
    #[serde(default)]
    pub centre_kind: CentreKind,
    /// The number after "±" or in brackets, as printed.
    pub spread: Option<String>,
    /// What the spread is said to be.
    #[serde(default)]
    pub spread_kind: SpreadKind,
    /// Lower end of a printed range or quartile.
    pub low: Option<String>,
    /// Upper end of a printed range or quartile.
    pub high: Option<String>,
    /// Unit as printed.
    pub unit: Option<String>,
    /// p-value as printed, such as `<0.05`.
    pub p: Option<String>,
    /// Figure with which the p compares.
    pub versus: Option<String>,
    /// Test behind the p, where it is stated.
    pub test: Option<TestName>,
    /// Limits that every single value must keep, where they are not those of the measure's scale.
    pub limits: Option<[f64; 2]>,
    /// Where the limits come from.
    pub limits_reason: Option<String>,
    /// Whether single values are whole numbers, which allows GRIM and GRIMMER.
    #[serde(default)]
    pub whole_numbers: bool,
    /// Whole numbers averaged into each single value; 1 when left out.
    #[schemars(range(min = 1, max = 1000))]
    pub items: Option<u32>,
    /// Source.
    pub source: String,
    /// The figure as it stands there, character by character (the shortest piece that holds it).
    pub printed: Option<String>,
    /// Trust or conflict, in words.
    pub note: Option<String>,
}

/// What a printed centre is.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum CentreKind {
    /// Mean.
    #[default]
    Mean,
    /// Median.
    Median,
    /// Not said.
    Unclear,
}

impl CentreKind {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            CentreKind::Mean => "mean",
            CentreKind::Median => "median",
            CentreKind::Unclear => "centre (kind not said)",
        }
    }
}

/// What a printed spread is said to be.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum SpreadKind {
    /// Standard deviation, as stated.
    Sd,
    /// Standard error of the mean, as stated.
    Sem,
    /// Least and largest value, in `low` and `high`.
    Range,
    /// Largest minus least, in `spread`.
    RangeWidth,
    /// Quartiles, in `low` and `high`; or their distance, in `spread`.
    Iqr,
    /// Not said.
    #[default]
    Unclear,
}

impl SpreadKind {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            SpreadKind::Sd => "sd",
            SpreadKind::Sem => "sem",
            SpreadKind::Range => "range",
            SpreadKind::RangeWidth => "range-width",
            SpreadKind::Iqr => "iqr",
            SpreadKind::Unclear => "unclear",
        }
    }
}

/// Test behind a printed p.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum TestName {
    /// Paired t test.
    PairedT,
    /// Another test, or several.
    Other,
}

/// `[[counts]]`: a printed number of subjects.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CountEntry {
    /// Short identifier.
    pub id: String,
    /// What is counted, for readers; counts of one outcome share the text.
    pub outcome: String,
    /// Arm of study.toml; all when left out.
    pub arm: Option<String>,
    /// Visit of study.toml.
    pub visit: Option<String>,
    /// Subjects with it.
    pub events: u32,
    /// Subjects out of whom; left out where no source says.
    pub of: Option<u32>,
    /// Who the denominator is: all enrolled, those followed, responders, those with the manifestation.
    pub denominator: Option<String>,
    /// Whether the denominator is a part of the subjects by its own definition (those with skin lesions), so that it is no
    /// sign of subjects lost.
    #[serde(default)]
    pub subgroup: bool,
    /// Percentage as printed.
    pub percent: Option<String>,
    /// What the count means in time: at one visit, at any time, in one cycle.
    pub time: Option<String>,
    /// Source.
    pub source: String,
    /// The figure as it stands there.
    pub printed: Option<String>,
    /// Trust or conflict, in words.
    pub note: Option<String>,
}

/// `[[totals]]`: counts that must add up to another count or number.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TotalEntry {
    /// What is added, for readers.
    pub what: String,
    /// Counts that are its parts.
    pub parts: Vec<String>,
    /// The whole: a count, or the subjects out of whom it counts when `of` is true.
    pub whole: String,
    /// Compare with the denominator of `whole` and not with its events.
    #[serde(default)]
    pub of: bool,
    /// Whether the parts may leave something over.
    #[serde(default)]
    pub incomplete: bool,
}

/// `[[estimates]]`: a printed estimate with what is printed beside it.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EstimateEntry {
    /// Short identifier.
    pub id: String,
    /// What is estimated, for readers.
    pub label: String,
    /// The estimate as printed.
    pub estimate: Option<String>,
    /// Lower end of its interval.
    pub lower: Option<String>,
    /// Upper end of its interval.
    pub upper: Option<String>,
    /// Level of the interval; 0.95 when left out.
    #[schemars(range(min = 0.5, max = 0.999))]
    pub level: Option<f64>,
    /// Whether it is a ratio, whose interval is symmetric on the log scale.
    #[serde(default)]
    pub ratio: bool,
    /// Test statistic as printed.
    pub statistic: Option<String>,
    /// Degrees of freedom of a t statistic; a z statistic when left out.
    pub df: Option<f64>,
    /// p-value as printed.
    pub p: Option<String>,
    /// Source.
    pub source: String,
    /// The figure as it stands there.
    pub printed: Option<String>,
    /// Trust or conflict, in words.
    pub note: Option<String>,
}

/// `[[statements]]`: what is printed about an outcome without a number.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StatementEntry {
    /// Outcome, for readers.
    pub outcome: String,
    /// What the source says of it, in own words.
    pub says: String,
    /// What would be needed to use it.
    pub lacks: Option<String>,
    /// Source.
    pub source: String,
    /// The words by which it is found there.
    pub printed: Option<String>,
}

/// `[[conflicts]]`: a fact on which sources disagree.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ConflictEntry {
    /// Which fact.
    pub what: String,
    /// What each source says.
    pub versions: Vec<VersionEntry>,
    /// Which version is followed, and why.
    pub trust: String,
}

/// One version of a fact.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VersionEntry {
    /// What it says.
    pub says: String,
    /// Source.
    pub source: String,
    /// The words by which it is found there.
    pub printed: Option<String>,
}
