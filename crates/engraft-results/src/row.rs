//! The row of RESULTS.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::SourceRows;

/// One statistic, or one subject's value.
///
/// Texts are empty where they do not apply. Identifiers are those of study.toml.
#[derive(Serialize, Deserialize, JsonSchema, Clone, PartialEq, Debug, Default)]
#[serde(default, deny_unknown_fields)]
pub struct ResultRow {
    /// Which analysis made it: `measure.mmt8`, `estimand.mmt8-change`, `response.improved`, `flow`, `baseline.age`.
    pub analysis_id: String,
    /// Estimand of the study file.
    pub estimand_id: String,
    /// Analysis set.
    pub analysis_set: String,
    /// Arm; `all` for all arms together; `double - single` for a comparison.
    pub arm: String,
    /// Treatment cycle: `1`, `2`, …, or `first`, `last`, `ever`.
    pub cycle: String,
    /// Visit.
    pub visit: String,
    /// Measure, response, event or characteristic.
    pub measure: String,
    /// Subject, for a row about one subject.
    pub subject: String,
    /// Days since the first infusion, for a row about one subject at one time.
    pub day: Option<i32>,
    /// Which statistic: `n`, `mean`, `sd`, `p-value`, `estimate`, `lower`, `upper`, `value`, `verdict`, …
    pub statistic: String,
    /// The number, unrounded; none where there is none, or where it was refused (`note` says why).
    pub value: Option<f64>,
    /// As printed.
    pub text: String,
    /// Unit of the value.
    pub unit: String,
    /// Number of subjects it rests on.
    pub n: Option<u32>,
    /// Method with its options: `signed-rank zeros=pratt level=0.95`.
    pub method: String,
    /// Version of the method.
    pub method_version: String,
    /// What a reader must know: the denominator rule, why a method refused, what a verdict rests on.
    pub note: String,
    /// What it comes from: cells of the user's files (`data/mmt8.csv:3:4`), or rows of this table (`R3-R11`).
    pub source_rows: SourceRows,
}

/// The columns of the CSV form, in their order. `row` is the row's own name, `R1` for the first.
pub const COLUMNS: [&str; 19] = [
    "row",
    "analysis_id",
    "estimand_id",
    "analysis_set",
    "arm",
    "cycle",
    "visit",
    "measure",
    "subject",
    "day",
    "statistic",
    "value",
    "text",
    "unit",
    "n",
    "method",
    "method_version",
    "note",
    "source_rows",
];

impl ResultRow {
    /// What identifies a row from one run to the next.
    pub fn key(&self) -> [&str; 10] {
        [
            &self.analysis_id,
            &self.estimand_id,
            &self.analysis_set,
            &self.arm,
            &self.cycle,
            &self.visit,
            &self.measure,
            &self.subject,
            &self.method,
            &self.statistic,
        ]
    }
}
