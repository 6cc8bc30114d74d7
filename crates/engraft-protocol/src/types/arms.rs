//! `[arms.NAME]`.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[arms.NAME]`: a planned arm. CDISC: ARM.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Arm {
    /// Name for readers; the arm's key when left out.
    pub label: Option<String>,
    /// Planned days of infusion of the first treatment cycle, counted from the first (`[0, 7]`).
    #[serde(default)]
    pub infusions: Vec<i32>,
    /// Days by which an infusion may be early or late.
    #[schemars(range(min = 0, max = 365))]
    pub infusion_tolerance: Option<i32>,
    /// Planned dose per kg, when it differs from the product's.
    pub dose_per_kg: Option<f64>,
}
