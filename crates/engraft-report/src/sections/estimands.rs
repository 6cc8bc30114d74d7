//! Every estimand with its attributes and the answers of its methods.

use engraft_results::ResultRow;
use maud::{Markup, PreEscaped, html};

use super::answer::interval;
use super::times;
use crate::charts;
use crate::context::{Page, statistic};
use crate::number::linked;
use crate::spec::Estimand;

pub(super) fn render(page: &Page<'_>) -> Option<Markup> {
    if page.spec.estimands.is_empty() {
        return None;
    }
    Some(html! {
        @for estimand in &page.spec.estimands {
            article.estimand id={ "estimand-" (estimand.id) } {
                h3 { (estimand.label) }
                p.role { (estimand.role) " · " code { (estimand.id) } }
                dl.attributes { @for (name, text) in &estimand.attributes { div { dt { (name) } dd { (text) } } } }
                @if let Some(svg) = charts::curve(page, estimand) {
                    figure { (PreEscaped(svg)) figcaption {
                        "Steps at the days of events, with " (super::answer::percent(page.spec.level)) " % intervals by day. A line ends with the last subject at risk."
                    } }
                }
                @if let Some(svg) = charts::intervals(page, estimand).filter(|_| !estimand.is_time) {
                    figure { (PreEscaped(svg)) figcaption { "Estimates with their intervals, by method." } }
                }
                @for arm in &estimand.arms { @for (method, _) in estimand.methods.iter().take(1) {
                    (super::answer::excluded(page, estimand, arm, method))
                } }
                (table(page, estimand))
                (times::counts(page, estimand))
                (times::subjects(page, estimand))
                (parts(page, estimand))
            }
        }
    })
}

fn table(page: &Page<'_>, estimand: &Estimand) -> Markup {
    html! {
        div.scroll { table {
            caption { "Answers of the methods" }
            thead { tr {
                @if estimand.arms.len() > 1 { th scope="col" { "Arm" } }
                th scope="col" { "Method" } th.num scope="col" { "n" }
                @if estimand.is_proportion { th.num scope="col" { "Met" } }
                th.num scope="col" { @if estimand.is_time { "Median, days" } @else { "Estimate" } } th.num scope="col" { "Interval" } th.num scope="col" { "p" }
                th scope="col" { "Whom it counts" }
            } }
            tbody { @for arm in &estimand.arms { @for (method, name) in &estimand.methods {
                @let get = |s: &str| statistic(page, estimand, &arm.id, method, s);
                @let refused = get("refused");
                @if get("n").is_some() || refused.is_some() { tr {
                    @if estimand.arms.len() > 1 { th scope="row" { (arm.label) } }
                    th scope="row" { (name) }
                    td.num { (linked(get("n"))) }
                    @if estimand.is_proportion { td.num { (linked(get("n-met").or(get("counts")))) } }
                    // the median of a time; methods without one have their own estimate
                    @let median = get("quantile-0.5-estimate").or(get("quantile-0.5-lower")).is_some();
                    @let of = |s: &str| if median { get(&format!("quantile-0.5-{s}")) } else { get(s) };
                    td.num { (linked(of("estimate"))) }
                    td.num { (interval(page, of("lower"), of("upper"), get("achieved-level"), "", method)) }
                    td.num { (linked(get("p-value"))) }
                    td { (get("n").map(|(_, r)| r.note.clone()).unwrap_or_default())
                        @if let Some((id, row)) = refused { " " a.refused href={ "#" (id) } { (row.text) } } }
                } }
            } } }
        } }
    }
}

/// Statistics that the table of answers has no column for: those of a time, a visit, an arm within a comparison.
fn parts(page: &Page<'_>, estimand: &Estimand) -> Markup {
    const SHOWN: [&str; 12] = [
        "smallest-margin",
        "margin",
        "within-margin",
        "n",
        "n-met",
        "n-open",
        "counts",
        "estimate",
        "lower",
        "upper",
        "achieved-level",
        "p-value",
    ];
    let analysis = format!("estimand.{}", estimand.id);
    let visit = estimand.visit.as_deref().unwrap_or_default();
    let built_in = |row: &ResultRow| {
        let part = row.day.is_some() || (!row.visit.is_empty() && row.visit != visit);
        let arm = estimand.arms.iter().any(|arm| arm.id == row.arm);
        !part && arm && SHOWN.contains(&row.statistic.as_str())
    };
    let rows: Vec<_> = page.lookup.rows(&analysis).filter(|(_, row)| !built_in(row)).collect();
    html! {
        @if !rows.is_empty() { details { summary { "Every other statistic (" (rows.len()) ")" }
            div.scroll { table {
                thead { tr {
                    th scope="col" { "Method" } th scope="col" { "Of" } th scope="col" { "Statistic" }
                    th.num scope="col" { "Value" }
                } }
                tbody { @for (id, row) in &rows { tr {
                    td { (method_name(estimand, &row.method)) }
                    td { (row.arm) @if !row.visit.is_empty() { " " (row.visit) } @if let Some(day) = row.day { " day " (day) } }
                    td { (row.statistic) }
                    td.num { (linked(Some((*id, *row)))) }
                } } }
            } }
        } }
    }
}

fn method_name<'a>(estimand: &'a Estimand, method: &'a str) -> &'a str {
    estimand.methods.iter().find(|(id, _)| id == method).map_or(method, |(_, name)| name)
}
