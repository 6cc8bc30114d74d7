//! What each paired claim needs: the correlations that the printed p allows, and the change with its interval.

use maud::{Markup, PreEscaped, html};

use super::{row, said, text, with_method};
use crate::charts;
use crate::context::Page;
use crate::number::{dash, linked, range};
use crate::sections::answer::percent;

pub(crate) fn render(page: &Page<'_>) -> Option<Markup> {
    let claims = page.lookup.analyses("printed-claim.");
    if claims.is_empty() {
        return None;
    }
    Some(html! {
        p { "A paired test rests on the differences within subjects, whose scatter is not printed. It follows from both spreads and the correlation of "
            "the two values. The table says which correlations allow the printed p; the figures show the change with its " (percent(page.spec.level))
            " % interval at every correlation, and below the axis, as a bar, where the printed p is possible." }
        (table(page, &claims))
        div.claims { @for (label, svg) in charts::printed_claims(page) {
            figure { (PreEscaped(svg)) figcaption { (label) } }
        } }
    })
}

fn table(page: &Page<'_>, claims: &[&str]) -> Markup {
    html! {
        div.scroll { table {
            caption { "Correlation of before and after that each printed p needs" }
            thead { tr {
                th scope="col" { "Measure" } th scope="col" { "Visit" } th scope="col" { "Claim" } th.num scope="col" { "Change" } th scope="col" { "± read as" }
                th.num scope="col" { "Correlation, numbers exact" } th.num scope="col" { "Numbers as rounded" }
            } }
            tbody { @for analysis in claims { @for reading in ["sd", "sem"] {
                @let word = format!("reading={reading}");
                @if page.lookup.rows(analysis).any(|(_, r)| r.method.split(' ').any(|part| part == word)) {
                    tr {
                        th scope="row" { (text(page, analysis, "label")) }
                        td { @if let Some((_, r)) = row(page, analysis, "claim") { (page.spec.visit_label(&r.visit)) } }
                        td { (said(row(page, analysis, "claim"))) }
                        td.num { (linked(row(page, analysis, "change"))) }
                        td { (reading.to_uppercase()) }
                        td.num { (needed(page, analysis, &word, "numbers=as-printed")) }
                        td.num { (needed(page, analysis, &word, "numbers=rounded")) }
                    }
                }
            } } }
        } }
    }
}

fn needed(page: &Page<'_>, analysis: &str, reading: &str, numbers: &str) -> Markup {
    let get = |statistic| with_method(page, analysis, statistic, &[reading, numbers]);
    html! {
        @if get("r-impossible").is_some() { "none (" (linked(get("r-impossible"))) ")" }
        @else if get("r-low").is_some() { (range(get("r-low"), get("r-high"))) }
        @else { (dash()) }
    }
}
