//! Pages of the laboratory criteria, in Markdown, generated from the tables.

use std::fmt::Write as _;

use super::table::{Comparison, Condition, Criterion, GradeTable, Limits, Of, Term};
use crate::instrument::Source;

impl GradeTable {
    /// The page shown by `explain` and in the documentation.
    pub fn page(&self) -> String {
        let mut page = format!("# {} {}\n\n{}\n\n", self.name, self.version, self.measures);
        let _ = writeln!(page, "- Identifier: `{}`\n- Status: {}", self.id, self.status.word());
        if let Some(note) = &self.status_note {
            let _ = writeln!(page, "- Status note: {note}");
        }
        page.push_str("\n## Terms\n\n| Term | Disorder | Analyte | Limit sets | Status |\n|---|---|---|---|---|\n");
        for term in &self.terms {
            let sets: Vec<&str> = term.limits.iter().map(|limits| limits.set.word()).collect();
            let (id, label, analyte, status) = (&term.id, &term.label, &term.analyte, term.status.word());
            let _ = writeln!(page, "| `{}:{id}` | {label} | `{analyte}` | {} | {status} |", self.id, sets.join(", "));
        }
        page.push_str("\n## How a grade is found\n\n");
        page.push_str(RULES);
        page.push_str("\n## Variants and choices\n\n");
        for variant in &self.variants {
            let _ = writeln!(page, "- {variant}");
        }
        let _ = writeln!(page, "\n## Rights\n\n{}\n\n## Sources\n", self.rights);
        write_sources(&mut page, &self.sources);
        page
    }
}

const RULES: &str = "\
- A value has the grade of the most severe bound it passes, 0 when it passes none.
- Values, limits of normal and baseline are compared as exact decimals, unrounded, in the unit of the limit set.
- A missing number leaves every grade possible that some value of it would give.
- A clinical fact that was not recorded leaves the grades open that it would give; no fact is taken from a number.
- A value inside the local normal range that passes a limit is graded, with a note.
- Grade 5 (death) is never given to a value.
";

impl Term {
    /// The page of a term of this table.
    pub fn page(&self, table: &GradeTable) -> String {
        let mut page = format!("# {}: {} {}\n\n", self.label, table.name, table.version);
        let _ = writeln!(page, "- Identifier: `{}:{}`", table.id, self.id);
        let _ = writeln!(page, "- Analyte: `{}`, {} values are graded", self.analyte, self.side.word());
        let _ = writeln!(page, "- Status: {}", self.status.word());
        if let Some(note) = &self.note {
            let _ = writeln!(page, "- Note: {note}");
        }
        for limits in &self.limits {
            write_limits(&mut page, limits);
        }
        page.push_str("\n## How a grade is found\n\n");
        page.push_str(RULES);
        page.push_str("\n## Sources\n\n");
        write_sources(&mut page, &table.sources);
        page
    }
}

fn write_limits(page: &mut String, limits: &Limits) {
    let unit = match &limits.unit {
        Some(unit) => format!("values in {unit}"),
        None => "all numbers in one unit, whichever".to_owned(),
    };
    let _ = writeln!(page, "\n## Limits `{}`: {unit}\n\n| Grade | Value |\n|---|---|", limits.set.word());
    let mut criteria: Vec<&Criterion> = limits.criteria.iter().collect();
    criteria.sort_by_key(|criterion| criterion.grade);
    for criterion in criteria {
        let _ = writeln!(page, "| {} | {} |", criterion.grade, criterion.words());
    }
}

impl Criterion {
    /// The criterion in words: `above 3 × ULN, baseline not above its ULN`.
    pub fn words(&self) -> String {
        let bound = self.bound().map(|(comparison, number)| {
            let how = match comparison {
                Comparison::Above => "above",
                Comparison::AtLeast => "at least",
                Comparison::Below => "below",
                Comparison::AtMost => "at most",
            };
            match self.of {
                Of::Fixed => format!("{how} {number}"),
                Of::Uln => format!("{how} {number} × ULN"),
                Of::Lln => format!("{how} {number} × LLN"),
                Of::Baseline => format!("{how} {number} × baseline"),
                Of::UlnPlus => format!("{how} ULN + {number}"),
                Of::BaselinePlus => format!("{how} baseline + {number}"),
                Of::FallPercent => format!("fall from baseline {how} {number} %"),
            }
        });
        let when = self.when.iter().map(|condition| condition.words().to_owned());
        let needs = self.needs.iter().map(|fact| format!("fact `{}`", fact.word()));
        bound.into_iter().chain(when).chain(needs).collect::<Vec<_>>().join(", ")
    }
}

impl Condition {
    fn words(self) -> &'static str {
        match self {
            Condition::BaselineHigh => "baseline above its ULN",
            Condition::BaselineNotHigh => "baseline not above its ULN",
            Condition::BaselineLow => "baseline below its LLN",
            Condition::AboveUln => "value above ULN",
            Condition::BelowLln => "value below LLN",
            Condition::Graded => "a bound without facts is passed",
        }
    }
}

pub(super) fn write_sources(page: &mut String, sources: &[Source]) {
    for source in sources {
        let doi = source.doi.as_ref().map(|doi| format!(" <https://doi.org/{doi}>")).unwrap_or_default();
        let _ = writeln!(page, "- {}{doi}: {}", source.text, source.what);
    }
}
