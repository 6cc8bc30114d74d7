//! The page of a definition, in Markdown.

use std::fmt::Write as _;

use super::{Need, ResponseDefinition};
use crate::rule::rule_name;

impl ResponseDefinition {
    /// The page shown by `explain` and in the documentation, in Markdown.
    pub fn page(&self) -> String {
        let mut page = format!("# {}\n\n", self.name);
        let _ =
            writeln!(page, "Identifier: `{}`. Disease: {}. Status: {}.\n", self.id, self.disease, self.status.word());
        if let Some(note) = &self.status_note {
            let _ = writeln!(page, "Not confirmed: {note}\n");
        }
        let _ = writeln!(page, "## Rule\n\n```cel\n{}\n```\n", self.rule.trim());
        self.parameter_table(&mut page);
        page.push_str("## Needs\n\n| role | in the rule | kind | instruments | what |\n|---|---|---|---|---|\n");
        for need in &self.needs {
            let _ = writeln!(page, "{}", need_row(need));
        }
        page.push('\n');
        self.remark_table(&mut page);
        if let Some(variants) = &self.variants {
            let _ = writeln!(page, "## Variants and choices\n\n{}\n", variants.trim());
        }
        self.source_list(&mut page);
        page
    }

    fn parameter_table(&self, page: &mut String) {
        if self.parameters.is_empty() {
            return;
        }
        page.push_str("## Parameters\n\n| parameter | default | may be | what | source |\n|---|---|---|---|---|\n");
        for known in &self.parameters {
            let upper = known.range.upper.map_or("no limit".to_owned(), |upper| upper.to_string());
            let range = format!("{} to {upper}", known.range.lower);
            let _ =
                writeln!(page, "| `{}` | {} | {range} | {} | {} |", known.name, known.value, known.what, known.source);
        }
        page.push('\n');
    }

    fn remark_table(&self, page: &mut String) {
        if self.remarks.is_empty() {
            return;
        }
        page.push_str("## Remarks\n\nMade with the verdict where the condition is met.\n\n");
        page.push_str("| remark | when | what |\n|---|---|---|\n");
        for remark in &self.remarks {
            let when = remark.when.replace('|', "\\|");
            let _ = writeln!(page, "| `{}` | `{when}` | {} |", remark.id, remark.text);
        }
        page.push('\n');
    }

    fn source_list(&self, page: &mut String) {
        page.push_str("## Sources\n\n");
        if self.sources.is_empty() {
            page.push_str("- none\n");
        }
        for source in &self.sources {
            let doi = source.doi.as_ref().map(|doi| format!(" <https://doi.org/{doi}>")).unwrap_or_default();
            let _ = writeln!(page, "- {}{doi}: {}", source.text, source.what);
        }
    }
}

fn need_row(need: &Need) -> String {
    let instruments = match need.instruments.as_slice() {
        [] => "any".to_owned(),
        ids => ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "),
    };
    let what = need.what.as_deref().unwrap_or("");
    format!("| {} | `{}` | {} | {instruments} | {what} |", need.measure, rule_name(&need.measure), need.kind.word())
}
