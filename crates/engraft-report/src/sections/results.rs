//! The ledger: every row of RESULTS, each with what it rests on.

use engraft_results::{ResultRow, RowId, SourceRows};
use maud::{Markup, html};

use crate::context::Page;

pub(super) fn render(page: &Page<'_>) -> Markup {
    let results = page.lookup.results();
    html! {
        p { "Every number of this report is a row here; the same rows are in " code { "results.csv" } ". "
            "A row leads on to the rows or cells it comes from (" code { "file:row:column" } ")." }
        p.filter hidden { label { "Show rows that contain " input type="search" id="filter" autocomplete="off"; } " " span id="filtered" {} }
        div.scroll { table.results {
            thead { tr {
                th scope="col" { "Row" } th scope="col" { "Analysis" } th scope="col" { "Arm" } th scope="col" { "Cycle" } th scope="col" { "Visit" }
                th scope="col" { "Subject" } th scope="col" { "Statistic" } th.num scope="col" { "Printed" } th.num scope="col" { "Value" }
                th.num scope="col" { "n" } th scope="col" { "Method" } th scope="col" { "Note" } th scope="col" { "From" }
            } }
            tbody { @for (id, row) in results.iter() { (one(id, row)) } }
        } }
    }
}

fn one(id: RowId, row: &ResultRow) -> Markup {
    html! {
        tr id=(id) {
            td { a href={ "#" (id) } { (id) } } td { (row.analysis_id) } td { (row.arm) } td { (row.cycle) } td { (row.visit) }
            td { (row.subject) } td { (row.statistic) } td.num { (row.text) }
            td.num { @if let Some(value) = row.value { (value) } }
            td.num { @if let Some(n) = row.n { (n) } } td { (row.method) } td { (row.note) }
            td { @for (i, part) in row.source_rows.parts().enumerate() { @if i > 0 { "; " } (source(part)) } }
        }
    }
}

fn source(part: &str) -> Markup {
    match SourceRows::row_range(part) {
        Some((first, _)) => html! { a href={ "#" (first) } { (part) } },
        None => html! { (part) },
    }
}
