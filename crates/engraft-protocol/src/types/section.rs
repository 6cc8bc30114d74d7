//! `[study]`, `[product]`, `[[unknown]]`.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[study]`: what the study is.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StudySection {
    /// Short identifier, lower case with hyphens. CDISC: STUDYID.
    pub id: String,
    /// Title as readers know it.
    pub title: String,
    /// Disease under study, in words.
    pub disease: String,
    /// Where the data come from; shown as a badge at the head of the report.
    pub data: DataOrigin,
    /// A sentence or two on the origin of the data, shown under the title.
    pub data_note: Option<String>,
    /// Date of the data (ISO), shown in the report.
    pub data_date: Option<String>,
    /// Design in words, such as "single arm, open label".
    pub design: Option<String>,
    /// The published report, if there is one.
    pub citation: Option<Citation>,
    /// Subjects planned.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub planned_subjects: Option<u32>,
    /// What a number in a `day` column means.
    #[serde(default)]
    pub days: DayConvention,
    /// Whether tables write decimals with a comma (`1,5`).
    #[serde(default)]
    pub decimal_comma: bool,
    /// Confidence level of intervals where an estimand does not say otherwise.
    #[schemars(range(min = 0.5, max = 0.999))]
    pub level: Option<f64>,
    /// How numbers are rounded for print.
    #[serde(default)]
    pub rounding: RoundingRule,
}

/// Where the data come from.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum DataOrigin {
    /// Collected in the study.
    Real,
    /// Subject-level data taken from a published table.
    Published,
    /// Made by a computer. Every figure of the report carries a watermark.
    Simulated,
}

/// A published report.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Citation {
    /// Authors, journal, volume, pages.
    pub text: Option<String>,
    /// Digital object identifier, without `https://doi.org/`.
    pub doi: Option<String>,
    /// Year.
    pub year: Option<u16>,
}

/// What a number in a `day` column means.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum DayConvention {
    /// Days since the first infusion, which is day 0.
    #[default]
    Elapsed,
    /// CDISC study days: the first infusion is day 1, the day before it day -1, there is no day 0.
    StudyDay,
}

/// How numbers are rounded for print.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum RoundingRule {
    /// 2.5 becomes 3 (SAS).
    #[default]
    HalfAwayFromZero,
    /// 2.5 becomes 2 (R, IEC 60559).
    HalfEven,
}

/// `[product]`: what is given.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Product {
    /// Name of the product.
    pub name: String,
    /// Whether it is a cell product. Say `false` where it is not: the report says so at its head.
    pub cell_therapy: Option<bool>,
    /// Tissue or donor source.
    pub source: Option<String>,
    /// Route.
    pub route: Option<String>,
    /// Planned dose per kg body weight, in `dose-unit` per kg.
    pub dose_per_kg: Option<f64>,
    /// Unit of the dose: `cells`, `mg`.
    pub dose_unit: Option<String>,
    /// Further words on the dose.
    pub note: Option<String>,
}

/// `[[unknown]]`: something known to be missing.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unknown {
    /// What is not known, as a sentence for the report.
    pub what: String,
    /// Why, or where it might be found.
    pub why: Option<String>,
    /// Measure it concerns; checks for missing values of that measure are then silent.
    pub measure: Option<String>,
    /// Visit it concerns; without `measure` and `table`, all measures of the visit.
    pub visit: Option<String>,
    /// Subjects it concerns; all when left out.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Table column it concerns. With `day` of `disposition` and `infusion` of `infusions` the check for that column is
    /// silent; for other columns the entry is for the report.
    pub column: Option<String>,
    /// Table it concerns: `subjects`, `infusions`, `labs`, `medications`, `events`, `disposition`.
    pub table: Option<String>,
}
