//! Responses: the subject × visit grid with the reasons behind each cell, and responders under both strategies.

use std::collections::BTreeMap;

use engraft_results::{ResultRow, RowId};
use maud::{Markup, PreEscaped, html};

use crate::context::{Page, state};
use crate::figure::{State, state_mark};
use crate::lookup::{Found, Key};
use crate::number::{linked, range};
use crate::spec::Response;

pub(super) fn render(page: &Page<'_>) -> Option<Markup> {
    if page.spec.responses.is_empty() {
        return None;
    }
    Some(html! {
        p.legend { @for state in State::ALL { span { (PreEscaped(state_mark(state))) " " (state.label()) } } }
        p.hint { "Open a mark to see the parts of the rule with their values." }
        @for response in &page.spec.responses {
            article.response id={ "response-" (response.id) } {
                h3 { (response.label) }
                p.about {
                    "Rule: " code { (response.rule) }
                    @if let Some(definition) = &response.definition { " · definition " code { (definition) } }
                    " · status: " strong { (status(&response.status)) }
                    @if let Some(source) = &response.source { " · " (source) }
                }
                (grid(page, response))
                (responders(page, response))
            }
        }
    })
}

fn status(word: &str) -> &str {
    match word {
        "study" => "the study's own rule",
        "reconstructed" => "reconstructed, not confirmed against the source",
        other => other,
    }
}

type Cells<'a> = BTreeMap<(String, String, String), (Found<'a>, Vec<Found<'a>>)>;

fn grid(page: &Page<'_>, response: &Response) -> Markup {
    let analysis = format!("verdict.{}", response.id);
    let mut cells: Cells<'_> = BTreeMap::new();
    let mut subjects: Vec<(String, String)> = Vec::new();
    for (id, row) in page.lookup.rows(&analysis) {
        let key = (row.subject.clone(), row.cycle.clone(), row.visit.clone());
        if row.statistic == "verdict" {
            cells.insert(key, ((id, row), Vec::new()));
            let subject = (row.subject.clone(), row.arm.clone());
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        } else if let Some((_, parts)) = cells.get_mut(&key) {
            parts.push((id, row));
        }
    }
    let columns = columns(page, &cells);
    let several = columns.iter().any(|(cycle, _)| cycle != "1");
    html! {
        div.scroll { table.grid {
            caption { (response.label) ": every subject at every visit" }
            thead { tr {
                th scope="col" { "Subject" }
                @if page.spec.single_arms().len() > 1 { th scope="col" { "Arm" } }
                @for (cycle, visit) in &columns {
                    th.state scope="col" { @if several { "cycle " (cycle) ", " } (page.spec.visit_label(visit)) }
                }
                @if columns.len() == 1 { th scope="col" { "Why" } }
            } }
            tbody { @for (subject, arm) in &subjects {
                tr data-subject=(subject) {
                    th scope="row" { (subject) }
                    @if page.spec.single_arms().len() > 1 { td { (page.spec.arm_label(arm)) } }
                    @for (cycle, visit) in &columns {
                        td.state { (cell(cells.get(&(subject.clone(), cycle.clone(), visit.clone())))) }
                    }
                    @if let [(cycle, visit)] = columns.as_slice() {
                        td.why { (reasons(cells.get(&(subject.clone(), cycle.clone(), visit.clone())))) }
                    }
                }
            } }
        } }
    }
}

fn columns(page: &Page<'_>, cells: &Cells<'_>) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (_, cycle, visit) in cells.keys() {
        let column = (cycle.clone(), visit.clone());
        if !found.contains(&column) {
            found.push(column);
        }
    }
    let order = |visit: &str| page.spec.visits.iter().position(|v| v.id == visit).unwrap_or(usize::MAX);
    found.sort_by_key(|(cycle, visit)| (cycle.parse::<u32>().unwrap_or(u32::MAX), order(visit)));
    found
}

fn cell(found: Option<&(Found<'_>, Vec<Found<'_>>)>) -> Markup {
    let Some(((id, row), parts)) = found else {
        return html! { span.dash title="the subject has no such cycle" { "n/a" } };
    };
    let state = state(row);
    html! {
        details.why {
            summary aria-label={ (row.subject) ": " (state.label()) } { (PreEscaped(state_mark(state))) }
            div.parts {
                p { strong { (row.subject) " " (state.label()) } " " a.n href={ "#" (id) } { (id) } }
                ul { @for (_, part) in parts { li { code { (part.text) } br; (part.note) } } }
            }
        }
    }
}

/// The parts of the rule in one line, where the grid has room for them.
fn reasons(found: Option<&(Found<'_>, Vec<Found<'_>>)>) -> Markup {
    let Some((verdict, parts)) = found else { return html! {} };
    html! {
        @if state(verdict.1) == State::NoData { "no data" }
        @else { @for (i, (_, part)) in parts.iter().enumerate() { @if i > 0 { "; " } (part.note) } }
    }
}

fn responders(page: &Page<'_>, response: &Response) -> Markup {
    let mut rows: Vec<(RowId, &ResultRow, &str)> = Vec::new();
    for strategy in ["observed", "non-responder"] {
        let analysis = format!("response-{strategy}.{}", response.id);
        rows.extend(
            page.lookup.rows(&analysis).filter(|(_, r)| r.statistic == "n-met").map(|(id, r)| (id, r, strategy)),
        );
    }
    html! {
        div.scroll { table {
            caption { "Responders with Clopper–Pearson intervals, under both rules for open verdicts" }
            thead { tr {
                th scope="col" { "Arm" } th scope="col" { "Cycle" } th scope="col" { "Visit" }
                th scope="col" { "Open verdicts" } th.num scope="col" { "Met / of" } th.num scope="col" { "Per cent" }
                th.num scope="col" { (super::answer::percent(page.spec.level)) " % CI" } th.num scope="col" { "Open" } th scope="col" { "Denominator" }
            } }
            tbody { @for (_, row, strategy) in &rows {
                @let get = |statistic| page.lookup.any_method(Key {
                    analysis: &row.analysis_id, arm: &row.arm, cycle: &row.cycle, visit: &row.visit, statistic, ..Key::default()
                });
                tr {
                    th scope="row" { (page.spec.arm_label(&row.arm)) } td { (row.cycle) } td { (page.spec.visit_label(&row.visit)) }
                    td { (if *strategy == "observed" { "left out" } else { "not met" }) }
                    td.num { (linked(get("n-met"))) " / " (linked(get("n"))) }
                    td.num { (linked(get("percent"))) } td.num { (range(get("lower"), get("upper"))) }
                    td.num { (linked(get("n-open"))) } td { (row.note) }
                }
            } }
        } }
    }
}
