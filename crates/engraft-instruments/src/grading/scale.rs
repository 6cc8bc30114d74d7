//! What a grading scale of clinical findings holds, and its page.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page::write_sources;
use crate::instrument::{Source, Status};

/// A scale that grades clinical findings, the worst column deciding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scale {
    /// Identifier used in study files.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Version or consensus it comes from.
    pub version: String,
    /// What it grades.
    pub measures: String,
    /// How sure the scale is.
    pub status: Status,
    /// What is not confirmed, when anything is.
    #[serde(default)]
    pub status_note: Option<String>,
    /// Columns, each graded by itself.
    pub columns: Vec<Column>,
    /// How the grade comes from the columns, and how the text was read.
    pub rules: Vec<String>,
    /// Other scales that grade the same differently, and what is left out.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Where it comes from.
    pub sources: Vec<Source>,
}

/// One column of a scale.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Column {
    /// Identifier within the scale.
    pub id: String,
    /// Name for people.
    pub label: String,
    /// Levels, each with its grade.
    pub levels: Vec<Level>,
}

/// A level of a column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Level {
    /// Identifier within the column.
    pub id: String,
    /// The finding, in our own words.
    pub label: String,
    /// The grade it makes.
    pub grade: u8,
}

impl Scale {
    /// The grade of a level of a column.
    pub fn grade_of(&self, column: &str, level: &str) -> Option<u8> {
        let column = self.columns.iter().find(|known| known.id == column)?;
        column.levels.iter().find(|known| known.id == level).map(|level| level.grade)
    }

    /// The page shown by `explain` and in the documentation, in Markdown.
    pub fn page(&self) -> String {
        let mut page = format!("# {}: {}\n\n{}\n\n", self.name, self.version, self.measures);
        let _ = writeln!(page, "- Identifier: `{}`\n- Status: {}", self.id, self.status.word());
        if let Some(note) = &self.status_note {
            let _ = writeln!(page, "- Not confirmed: {note}");
        }
        for column in &self.columns {
            let _ =
                writeln!(page, "\n## {} (`{}`)\n\n| Level | Finding | Grade |\n|---|---|---|", column.label, column.id);
            for level in &column.levels {
                let _ = writeln!(page, "| `{}` | {} | {} |", level.id, level.label, level.grade);
            }
        }
        for (title, lines) in [("How the grade is found", &self.rules), ("Variants and choices", &self.variants)] {
            let _ = writeln!(page, "\n## {title}\n");
            for line in lines {
                let _ = writeln!(page, "- {line}");
            }
        }
        page.push_str("\n## Sources\n\n");
        write_sources(&mut page, &self.sources);
        page
    }
}
