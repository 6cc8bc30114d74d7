//! Events: a lane a subject, events of the study, adverse events by term.

use maud::{Markup, PreEscaped, html};

use crate::charts;
use crate::context::Page;
use crate::number::{linked, range};

pub(super) fn render(page: &Page<'_>) -> Option<Markup> {
    let swimmer = charts::swimmer(page);
    let adverse = adverse(page);
    if swimmer.is_none() && adverse.is_none() && page.spec.events.is_empty() {
        return None;
    }
    Some(html! {
        @if let Some(svg) = swimmer {
            figure { (PreEscaped(svg)) figcaption { "Each subject's course: follow-up, infusions, verdicts of the first response, events." } }
        }
        @if !page.spec.events.is_empty() { (events(page)) }
        @match adverse {
            Some(table) => { (table) (super::adverse::by_grade(page)) (super::adverse::special(page)) }
            None => p { "No events table was given: adverse events are not reported here." },
        }
    })
}

fn events(page: &Page<'_>) -> Markup {
    html! {
        div.scroll { table {
            caption { "Events of the study: subjects with the event at any time" }
            thead { tr {
                th scope="col" { "Event" } th scope="col" { "Arm" } th.num scope="col" { "Subjects" }
                th.num scope="col" { "Per cent" } th.num scope="col" { (super::answer::percent(page.spec.level)) " % CI" }
            } }
            tbody { @for event in &page.spec.events { @for arm in &page.spec.arms {
                (counts(page, &event.label, &format!("event-count.{}", event.id), "", &arm.id, &arm.label))
            } } }
        } }
    }
}

fn counts(page: &Page<'_>, name: &str, analysis: &str, measure: &str, arm: &str, arm_label: &str) -> Markup {
    let get = |statistic: &str| {
        page.lookup
            .rows(analysis)
            .find(|(_, r)| r.arm == arm && r.statistic == statistic && (measure.is_empty() || r.measure == measure))
    };
    html! {
        tr {
            th scope="row" { (name) } td { (arm_label) }
            td.num { (linked(get("n-with"))) @if get("n").is_some() { " / " (linked(get("n"))) } }
            td.num { (linked(get("percent"))) } td.num { (range(get("lower"), get("upper"))) }
        }
    }
}

fn adverse(page: &Page<'_>) -> Option<Markup> {
    let mut terms: Vec<&str> = Vec::new();
    for (_, row) in page.lookup.rows("adverse-event-count") {
        if !terms.contains(&row.measure.as_str()) {
            terms.push(&row.measure);
        }
    }
    if terms.is_empty() {
        return None;
    }
    let listed: Vec<_> = page.lookup.rows("adverse-event").collect();
    Some(html! {
        div.scroll { table {
            caption { "Adverse events on or after the first infusion: subjects with each reported term, zero rows kept" }
            thead { tr {
                th scope="col" { "Term" } th scope="col" { "Arm" } th.num scope="col" { "Subjects" }
                th.num scope="col" { "Per cent" } th.num scope="col" { (super::answer::percent(page.spec.level)) " % CI" }
            } }
            tbody { @for term in &terms { @for arm in &page.spec.arms {
                (counts(page, term, "adverse-event-count", term, &arm.id, &arm.label))
            } } }
        } }
        details.listing {
            summary { "Every event, as reported (" (listed.len()) ")" }
            div.scroll { table {
                thead { tr { th scope="col" { "Subject" } th scope="col" { "Term" } th.num scope="col" { "Day" } th scope="col" { "Grade, seriousness" } } }
                tbody { @for (id, row) in &listed {
                    tr {
                        th scope="row" { (row.subject) } td { a.n href={ "#" (id) } { (row.text) } }
                        td.num { @if let Some(day) = row.day { (day) } @else { "not reported" } }
                        td { @if row.note.is_empty() { "not reported" } @else { (row.note) } }
                    }
                } }
            } }
        }
    })
}
