//! The arithmetic of the printed figures, sources that disagree, the sources themselves.

use maud::{Markup, html};

use super::{row, said, source, text};
use crate::context::Page;

pub(crate) fn render(page: &Page<'_>) -> Option<Markup> {
    let checks = page.lookup.analyses("printed-check.");
    let conflicts = page.lookup.analyses("printed-conflict.");
    let sources = page.lookup.analyses("printed-source.");
    if checks.is_empty() && conflicts.is_empty() && sources.is_empty() {
        return None;
    }
    Some(html! {
        @if !checks.is_empty() { (table(page, &checks)) }
        @for analysis in &conflicts {
            @let trust = row(page, analysis, "trust");
            h3 { "Sources disagree: " (trust.map_or("", |(_, r)| r.measure.as_str())) }
            ul { @for found in page.lookup.rows(analysis).filter(|(_, r)| r.statistic.starts_with("version ")) {
                li { (said(Some(found))) " — " (source(page, &found.1.note)) }
            } }
            p.about { (said(trust)) }
        }
        @if !sources.is_empty() {
            h3 { "Sources of the printed figures" }
            dl.unknown { @for analysis in &sources {
                @let id = analysis.strip_prefix("printed-source.").unwrap_or(analysis);
                @let title = row(page, analysis, "title");
                div id={ "source-" (id) } {
                    dt { (id) ": " (said(title)) }
                    dd { (title.map_or("", |(_, r)| r.method.as_str()))
                        @if row(page, analysis, "link").is_some() { " · " (text(page, analysis, "link")) }
                        @if let Some((_, r)) = title.filter(|(_, r)| !r.note.is_empty()) { " · " (r.note) } }
                }
            } }
        }
    })
}

fn table(page: &Page<'_>, checks: &[&str]) -> Markup {
    html! {
        p { "Every check that the figures allow, whether or not it finds something. It says what was printed, what was computed, and what has to be assumed." }
        div.scroll { table {
            caption { "Arithmetic of the printed figures" }
            thead { tr {
                th scope="col" { "Check" } th scope="col" { "About" } th scope="col" { "Printed" } th scope="col" { "Computed" } th scope="col" { "Assumed" } th scope="col" { "Outcome" }
            } }
            tbody { @for analysis in checks {
                @let outcome = row(page, analysis, "outcome");
                tr class=(outcome.map_or("", |(_, r)| if r.text == "disagrees" { "warning" } else { "" })) {
                    td { (outcome.map_or("", |(_, r)| r.method.as_str())) " "
                        @if let Some((_, r)) = outcome.filter(|(_, r)| r.text != "agrees") { code { (r.note) } } }
                    th scope="row" { (outcome.map_or("", |(_, r)| r.measure.as_str())) }
                    td { (said(row(page, analysis, "printed"))) } td { (said(row(page, analysis, "computed"))) }
                    td { (text(page, analysis, "assumption")) } td { (said(outcome)) }
                }
            } }
        } }
    }
}
