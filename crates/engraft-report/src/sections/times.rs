//! The times behind an estimand: what became of the subjects of each arm, and every subject with its days.

use engraft_results::ResultRow;
use maud::{Markup, html};

use crate::context::Page;
use crate::lookup::{Found, Key};
use crate::number::{linked, range};
use crate::spec::Estimand;

/// How many had the event, by arm.
pub(super) fn counts(page: &Page<'_>, estimand: &Estimand) -> Markup {
    let analysis = format!("time-count.{}", estimand.id);
    if page.lookup.rows(&analysis).next().is_none() {
        return html! {};
    }
    html! {
        div.scroll { table {
            caption { "What became of the subjects" }
            thead { tr {
                th scope="col" { "Arm" } th.num scope="col" { "At risk" } th.num scope="col" { "Event" }
                th.num scope="col" { "Competing event" } th.num scope="col" { "Censored" }
                th.num scope="col" title="visits without an answer right before the visit that shows the end" { "Dated within a gap" }
                th.num scope="col" { "Not at risk" } th.num scope="col" { "Left out" } th.num scope="col" { "Days followed, range" }
            } }
            tbody { @for arm in &page.spec.arms {
                @let get = |statistic| page.lookup.any_method(Key { analysis: &analysis, arm: &arm.id, cycle: "1", statistic, ..Key::default() });
                tr {
                    th scope="row" { (arm.label) }
                    @for statistic in ["n", "n-event", "n-competing", "n-censored", "n-open", "n-not-at-risk", "n-left-out"] {
                        td.num { (linked(get(statistic))) }
                    }
                    td.num { (range(get("shortest"), get("longest"))) }
                }
            } }
        } }
    }
}

/// Every subject: from which day, how many days, what ended them.
pub(super) fn subjects(page: &Page<'_>, estimand: &Estimand) -> Markup {
    let analysis = format!("time.{}", estimand.id);
    let outcomes: Vec<Found<'_>> = page.lookup.rows(&analysis).filter(|(_, r)| r.statistic == "outcome").collect();
    if outcomes.is_empty() {
        return html! {};
    }
    let several = page.spec.single_arms().len() > 1;
    html! {
        details { summary { "Every subject's time (" (outcomes.len()) ")" }
            div.scroll { table {
                caption { "Days to the end or to censoring. “Visits allow” is the shortest and the longest time that the visits leave possible." }
                thead { tr {
                    th scope="col" { "Subject" } @if several { th scope="col" { "Arm" } }
                    th.num scope="col" { "From day" } th.num scope="col" { "Days" } th scope="col" { "Outcome" }
                    th.num scope="col" { "Visits allow" } th scope="col" { "Why" }
                } }
                tbody { @for (id, row) in &outcomes { (subject(page, &analysis, (*id, row), several)) } }
            } }
        }
    }
}

fn subject(page: &Page<'_>, analysis: &str, outcome: (engraft_results::RowId, &ResultRow), several: bool) -> Markup {
    let (id, row) = outcome;
    let get = |statistic| {
        let key = Key { analysis, arm: &row.arm, cycle: "1", subject: &row.subject, statistic, ..Key::default() };
        page.lookup.any_method(key)
    };
    html! {
        tr data-subject=(row.subject) {
            th scope="row" { (row.subject) } @if several { td { (page.spec.arm_label(&row.arm)) } }
            td.num { (linked(get("from-day"))) } td.num { (linked(get("days"))) }
            td { a.n href={ "#" (id) } { (row.text) } }
            td.num {
                @if get("at-least").is_some() && get("at-most").is_none() { "at least " (linked(get("at-least"))) }
                @else { (range(get("at-least"), get("at-most"))) }
            }
            td { (row.note) }
        }
    }
}
