//! The page of a method: what it does, what it takes, what it was compared with.

use serde::Deserialize;

/// A method as `engraft explain`, `engraft list methods` and `engraft stat METHOD --help` show it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Page {
    /// Name on the command line and in study files.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Group of methods it is listed with.
    pub family: String,
    /// What is estimated and tested, in a sentence or two.
    pub about: String,
    /// How the numbers come about, in formulas or words.
    pub formula: String,
    /// What must hold.
    pub assumptions: String,
    /// What happens in small samples, with ties, zeros, empty cells; when it refuses.
    pub small_samples: String,
    /// What `--as r` changes or is equal to.
    #[serde(default)]
    pub as_r: Option<String>,
    /// What `--as sas` changes or is equal to.
    #[serde(default)]
    pub as_sas: Option<String>,
    /// What it was compared with (folders under `oracles/`), and what was not compared.
    pub validation: String,
    /// Sources, each with its DOI where there is one.
    pub references: Vec<String>,
    /// Columns it takes.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// Options it takes.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// An example of a call, without `engraft stat`.
    pub example: String,
}

/// A column of the table, bound by `--role NAME`.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Column {
    /// Name of the argument.
    pub role: String,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether the call needs it.
    #[serde(default)]
    pub required: bool,
    /// Whether several columns may be given, as `--role a,b`.
    #[serde(default)]
    pub many: bool,
    /// Whether a row with an empty cell here is kept.
    #[serde(default)]
    pub may_be_empty: bool,
    /// What it is.
    pub what: String,
}

/// What the cells of a column, or an option, hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A finite number with a decimal point.
    Number,
    /// A whole number from 0.
    Count,
    /// Yes or no: 1/0, true/false, yes/no, y/n.
    Flag,
    /// A word: a group, a subject, a stratum, a named choice.
    Word,
}

/// An option, given by `--name VALUE`.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Choice {
    /// Name of the argument.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Value when left out; without one the option may be absent.
    #[serde(default)]
    pub default: Option<String>,
    /// Whether the call needs it.
    #[serde(default)]
    pub required: bool,
    /// Words allowed; empty for any.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether several may be given, separated by commas.
    #[serde(default)]
    pub many: bool,
    /// What it is.
    pub what: String,
}

impl Kind {
    /// `number`, `count`, `yes or no`, `word`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Count => "count",
            Kind::Flag => "yes or no",
            Kind::Word => "word",
        }
    }
}

impl Page {
    /// The page in Markdown.
    pub fn markdown(&self, version: &str) -> String {
        let mut text = format!("# {} (`{}`, version {version})\n\n{}\n", self.name, self.id, self.about.trim());
        let mut section = |title: &str, body: &str| text.push_str(&format!("\n## {title}\n\n{}\n", body.trim()));
        section("Formula", &self.formula);
        section("Assumptions", &self.assumptions);
        section("Small samples", &self.small_samples);
        if let Some(same) = &self.as_r {
            section("As R", same);
        }
        if let Some(same) = &self.as_sas {
            section("As SAS", same);
        }
        section("Call", &self.call());
        section("Validation", &self.validation);
        let references = self.references.iter().map(|r| format!("- {r}")).collect::<Vec<_>>().join("\n");
        section("References", &references);
        text
    }

    fn call(&self) -> String {
        let mut text = format!("    engraft stat {}\n", self.example.trim());
        if !self.columns.is_empty() {
            text.push_str("\n| column | holds | needed | what |\n|---|---|---|---|\n");
        }
        for column in &self.columns {
            let needed = if column.required { "yes" } else { "no" };
            let many = if column.many { ", several" } else { "" };
            text.push_str(&format!(
                "| `--{}` | {}{many} | {needed} | {} |\n",
                column.role,
                column.kind.word(),
                column.what
            ));
        }
        if !self.options.is_empty() {
            text.push_str("\n| option | holds | default | what |\n|---|---|---|---|\n");
        }
        for option in &self.options {
            let holds = if option.values.is_empty() { option.kind.word().to_owned() } else { option.values.join(", ") };
            let default = match (&option.default, option.required) {
                (Some(value), _) => value.as_str(),
                (None, true) => "(needed)",
                (None, false) => "",
            };
            text.push_str(&format!("| `--{}` | {holds} | {default} | {} |\n", option.name, option.what));
        }
        text
    }
}
