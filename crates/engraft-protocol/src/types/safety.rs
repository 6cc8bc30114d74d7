//! `[safety]`.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[safety]`: severity grades of laboratory values, and how adverse events are laid out.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Safety {
    /// Criteria by which laboratory values are graded: `ctcae-v4`, `ctcae-v5` or `ctcae-v6`. Without it none are graded.
    pub grading: Option<String>,
    /// Laboratory measures that are not graded.
    #[serde(default)]
    pub not_graded: Vec<String>,
    /// Last day of each window after the first infusion for adverse events: `[1, 7, 28]` makes days 0 to 1, 2 to 7, 8 to 28
    /// and 29 on.
    #[serde(default = "default_windows")]
    pub windows: Vec<i32>,
    /// Words of the column `term` or `kind` of the events table that mean cytokine release syndrome. CDISC: AETERM.
    #[serde(default = "default_crs")]
    pub crs: Vec<String>,
    /// Words of the column `term` or `kind` that mean neurotoxicity of effector cells (ICANS).
    #[serde(default = "default_icans")]
    pub icans: Vec<String>,
}

impl Default for Safety {
    fn default() -> Self {
        Safety {
            grading: None,
            not_graded: Vec::new(),
            windows: default_windows(),
            crs: default_crs(),
            icans: default_icans(),
        }
    }
}

fn default_windows() -> Vec<i32> {
    vec![1, 7, 28]
}

fn default_crs() -> Vec<String> {
    ["CRS", "cytokine release syndrome"].map(str::to_owned).to_vec()
}

fn default_icans() -> Vec<String> {
    ["ICANS", "immune effector cell-associated neurotoxicity syndrome"].map(str::to_owned).to_vec()
}
