//! What the checks found.

use maud::{Markup, html};

use crate::context::Page;

pub(super) fn render(page: &Page<'_>) -> Markup {
    let findings = &page.spec.findings;
    let count = |severity: &str| findings.iter().filter(|f| f.severity == severity).count();
    html! {
        p { (count("error")) " errors, " (count("warning")) " warnings, " (count("note")) " notes. "
            "An error keeps what it touches out of the analysis, and nothing else." }
        @if !page.spec.excluded.is_empty() {
            p { strong { "Kept out of the analysis:" } }
            ul { @for line in &page.spec.excluded { li { (line) } } }
        }
        @if !findings.is_empty() {
            div.scroll { table {
                caption { "Findings in the order of their places" }
                thead { tr {
                    th scope="col" { "Code" } th scope="col" { "Severity" } th scope="col" { "Subject" } th scope="col" { "Finding" }
                    th scope="col" { "Found" } th scope="col" { "Place" }
                } }
                tbody { @for f in findings {
                    tr class=(f.severity) {
                        td { code { (f.code) } } td { (f.severity) } td { (f.subject) }
                        td { (f.message) } td { (f.found) } td { code { (f.place) } }
                    }
                } }
            } }
        }
    }
}
