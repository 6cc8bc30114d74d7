//! Figures as printed: trajectories with both readings, the table of figures, the answer for each spread with its arguments.

use maud::{Markup, PreEscaped, html};

use super::{reading_words, row, said, source, text, with_method};
use crate::charts;
use crate::context::Page;
use crate::number::{dash, linked, range};
use crate::sections::answer::percent;

pub(crate) fn render(page: &Page<'_>) -> Option<Markup> {
    let figures = page.lookup.analyses("printed.");
    if figures.is_empty() {
        return None;
    }
    Some(html! {
        p { "Each number is printed by the source beside it. Where a source does not say what its “±” is, both readings are worked out, "
            "and one is chosen only where the other can be proven impossible." }
        @for (label, svg) in charts::printed_means(page) {
            figure { (PreEscaped(svg)) figcaption { (label) ": printed means, visits at equal distances. The bars are " (percent(page.spec.level))
                " % intervals of the mean by Student's t: full if ± is a standard deviation, broken if it is a standard error." } }
        }
        (table(page, &figures))
        (readings(page))
    })
}

fn table(page: &Page<'_>, figures: &[&str]) -> Markup {
    html! {
        div.scroll { table {
            caption { "Figures as printed, with the standard deviation under each reading of the spread" }
            thead { tr {
                th scope="col" { "Figure" } th scope="col" { "Visit" } th.num scope="col" { "n" } th.num scope="col" { "Centre" } th.num scope="col" { "±" }
                th scope="col" { "Said to be" } th scope="col" { "Read as" } th.num scope="col" { "SD if SD" } th.num scope="col" { "SD if SEM" }
                th.num scope="col" { "p as printed" } th scope="col" { "Source" }
            } }
            tbody { @for analysis in figures { (line(page, analysis)) } }
        } }
        (remarks(page, figures))
    }
}

fn line(page: &Page<'_>, analysis: &str) -> Markup {
    let get = |statistic| row(page, analysis, statistic);
    let centre = get("centre");
    let (visit, unit) = centre.map_or(("", ""), |(_, r)| (r.visit.as_str(), r.unit.as_str()));
    let reading = text(page, analysis, "reading");
    html! {
        tr {
            th scope="row" { (text(page, analysis, "label")) @if !unit.is_empty() { " " span.unit { "(" (unit) ")" } } }
            td { @if visit.is_empty() { (dash()) } @else { (page.spec.visit_label(visit)) } }
            td.num { (linked(get("n"))) }
            td.num { (linked(centre)) }
            td.num { @if get("spread").is_some() { (linked(get("spread"))) } @else if get("low").is_some() { (range(get("low"), get("high"))) } @else { (dash()) } }
            td { @if let Some((_, r)) = get("spread").or(get("low")) { (said_to_be(&r.method)) } @else { (dash()) } }
            td { @if reading.is_empty() { (dash()) } @else { a.n href={ "#" (get("reading").map(|(id, _)| id.to_string()).unwrap_or_default()) } { (reading_words(reading)) } } }
            td.num { (linked(with_method(page, analysis, "sd", &["reading=sd"]))) }
            td.num { (linked(with_method(page, analysis, "sd", &["reading=sem"]))) }
            td.num { (linked(get("p-printed"))) }
            td { (source(page, text(page, analysis, "source"))) }
        }
    }
}

fn said_to_be(kind: &str) -> &str {
    match kind {
        "unclear" => "not said",
        "sd" => "SD",
        "sem" => "SEM",
        "range-width" => "width of the range",
        "iqr" => "quartiles",
        other => other,
    }
}

/// How each n is known and what is noted, each once.
fn remarks(page: &Page<'_>, figures: &[&str]) -> Markup {
    let mut notes: Vec<String> = Vec::new();
    for analysis in figures {
        let label = text(page, analysis, "label");
        let note = row(page, analysis, "centre").map_or("", |(_, r)| r.note.as_str());
        for note in [text(page, analysis, "n-rule"), note].into_iter().filter(|n| !n.is_empty()) {
            let line = format!("{label}: {note}");
            if !notes.contains(&line) {
                notes.push(line);
            }
        }
    }
    html! { @if !notes.is_empty() { ul.references { @for note in notes { li { (note) } } } } }
}

fn readings(page: &Page<'_>) -> Markup {
    html! {
        @for analysis in page.lookup.analyses("printed-reading.") {
            article {
                h3 { "How to read ± of " (text(page, analysis, "label")) ": " (reading_words(text(page, analysis, "reading"))) }
                p.about { (text(page, analysis, "figures")) " · source " (source(page, text(page, analysis, "source")))
                    @if let Some((_, r)) = row(page, analysis, "reading") { " · " (r.note) } }
                ul { @for found in page.lookup.rows(analysis).filter(|(_, r)| r.statistic.starts_with("argument ")) {
                    li { @if found.1.note.starts_with("proof") { strong { (found.1.note) } } @else { (found.1.note) } ": " (said(Some(found))) "." }
                } }
                @if row(page, analysis, "assumption").is_some() { p.about { "Assumed: " (said(row(page, analysis, "assumption"))) "." } }
            }
        }
    }
}
