//! `[measures.NAME]` and `[characteristics.NAME]`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[measures.NAME]`: something followed over the visits. CDISC: PARAMCD, PARAM.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Measure {
    /// Name for readers.
    pub label: Option<String>,
    /// What kind of measure it is.
    pub kind: MeasureKind,
    /// For an instrument: its identifier (`engraft list instruments`), or one defined in the study's `instruments/`.
    pub instrument: Option<String>,
    /// For an instrument: whether the table holds its items or only its total.
    #[serde(default)]
    pub enter: Enter,
    /// File in `data/` that holds it; `<name>.csv` (or a workbook sheet of that name) when left out.
    pub table: Option<String>,
    /// Column that holds the value; the measure's name when left out.
    pub column: Option<String>,
    /// For an instrument entered as items: the columns whose names differ from the item's (`item = "column"`).
    #[serde(default)]
    pub columns: IndexMap<String, String>,
    /// For a value: the limits of its scale.
    pub range: Option<[f64; 2]>,
    /// Which direction is better.
    pub direction: Option<Direction>,
    /// Unit of analysis. Laboratory values are converted to it by named rules.
    pub unit: Option<String>,
    /// For a laboratory value: the analyte (`engraft list analytes`); the measure's name when left out.
    pub analyte: Option<String>,
    /// For a laboratory value: how the test is written in the `test` column; the measure's name when left out.
    pub test: Option<String>,
    /// For a laboratory value: upper limit of normal, in `unit`, where the table does not give one.
    pub upper_limit: Option<f64>,
    /// For a laboratory value: lower limit of normal, in `unit`, where the table does not give one.
    pub lower_limit: Option<f64>,
    /// For a category: its values.
    #[serde(default)]
    pub values: Vec<String>,
    /// For a list: what separates the entries; `;` when left out.
    pub separator: Option<String>,
    /// Visits at which it is planned; all when left out.
    #[serde(default)]
    pub visits: Vec<String>,
    /// Decimals of a single value in print; means get one more.
    #[schemars(range(max = 8))]
    pub decimals: Option<u8>,
    /// Axis of figures.
    #[serde(default)]
    pub axis: AxisKind,
}

/// What kind of measure it is.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// A scored instrument of the library or of the study.
    Instrument,
    /// A single number on a stated scale.
    Value,
    /// A laboratory value with unit and limits.
    Lab,
    /// One of a few words.
    Category,
    /// Several entries in one cell.
    List,
}

impl MeasureKind {
    /// Whether its values are numbers.
    pub fn is_numeric(self) -> bool {
        matches!(self, MeasureKind::Instrument | MeasureKind::Value | MeasureKind::Lab)
    }

    /// The kind's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            MeasureKind::Instrument => "instrument",
            MeasureKind::Value => "value",
            MeasureKind::Lab => "lab",
            MeasureKind::Category => "category",
            MeasureKind::List => "list",
        }
    }
}

/// Whether a table holds an instrument's items or only its total.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Enter {
    /// One column an item.
    #[default]
    Items,
    /// One column with the total.
    Total,
}

/// Which direction is better.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Higher is worse.
    LowerIsBetter,
    /// Higher is better.
    HigherIsBetter,
}

/// Axis of figures.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum AxisKind {
    /// Equal steps.
    #[default]
    Linear,
    /// Equal ratios, for enzymes and titres.
    Log,
}

/// `[characteristics.NAME]`: a column of the subjects table shown in the baseline table.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Characteristic {
    /// Name for readers.
    pub label: Option<String>,
    /// Column of the subjects table; the key when left out.
    pub column: Option<String>,
    /// Number or category.
    #[serde(default)]
    pub kind: CharacteristicKind,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Possible values of a category, in the order of print.
    #[serde(default)]
    pub values: Vec<String>,
    /// Limits of a number.
    pub range: Option<[f64; 2]>,
    /// Decimals of a single value in print.
    #[schemars(range(max = 8))]
    pub decimals: Option<u8>,
}

/// Number or category.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum CharacteristicKind {
    /// A number.
    #[default]
    Number,
    /// One of a few words.
    Category,
}
