//! The first screen: the estimands that matter as sentences with numbers, a small figure each, and what is not known.

use maud::{Markup, PreEscaped, html};

use crate::charts;
use crate::context::{Page, statistic};
use crate::lookup::{Found, Key};
use crate::number::{linked, typeset, with};
use crate::spec::{Estimand, Named};

pub(super) fn render(page: &Page<'_>) -> Markup {
    let estimands = chosen(page);
    html! {
        @if estimands.is_empty() {
            p { "The study file names no estimand; the sections below describe the data." }
        }
        @for estimand in &estimands {
            article.answer {
                div.words {
                    p.role { (estimand.role) " · " code { (estimand.id) } }
                    h3 { (estimand.label) }
                    @for arm in &estimand.arms { (sentence(page, estimand, arm)) }
                }
                @if let Some(svg) = charts::slope(page, estimand) { figure.mini { (PreEscaped(svg)) } }
            }
        }
        (notes(page))
    }
}

/// Primary estimands, or the first three where none is primary.
fn chosen<'a>(page: &'a Page<'_>) -> Vec<&'a Estimand> {
    let primary: Vec<&Estimand> = page.spec.estimands.iter().filter(|e| e.role == "primary").collect();
    if primary.is_empty() { page.spec.estimands.iter().take(3).collect() } else { primary }
}

fn sentence(page: &Page<'_>, estimand: &Estimand, arm: &Named) -> Markup {
    let several = estimand.arms.len() > 1;
    // a method that gives no row for all arms together says nothing of them
    let has_rows = |method: &String| {
        page.lookup.rows(&format!("estimand.{}", estimand.id)).any(|(_, r)| r.arm == arm.id && r.method == *method)
    };
    let answered: Vec<_> = estimand.methods.iter().filter(|(method, _)| has_rows(method)).collect();
    if answered.is_empty() && arm.id == "all" {
        return html! {};
    }
    html! {
        div.sentence {
            @if several { p.arm { (arm.label) } }
            @for (i, (method, name)) in answered.into_iter().enumerate() {
                p class=(if i == 0 { "main" } else { "beside" }) { (one(page, estimand, arm, method, name)) }
                @if i == 0 { (excluded(page, estimand, arm, method)) }
                @if let Some((_, row)) = statistic(page, estimand, &arm.id, method, "n").filter(|_| i == 0) {
                    p.whom { (row.note) }
                }
            }
        }
    }
}

/// What a comparison excludes: an interval that holds no difference shows no equivalence.
pub(super) fn excluded(page: &Page<'_>, estimand: &Estimand, arm: &Named, method: &str) -> Markup {
    let get = |s: &str| statistic(page, estimand, &arm.id, method, s);
    let Some(smallest) = get("smallest-margin") else { return html! {} };
    let unit = if smallest.1.unit.is_empty() { String::new() } else { format!(" {}", smallest.1.unit) };
    let open = smallest.1.note.starts_with("the interval holds");
    let level = percent(asked_level(page, method));
    html! {
        @if open {
            p.margin {
                strong { "No difference is shown, and no equivalence." } " The " (level) " % interval excludes "
                @if estimand.is_ratio() { "only ratios beyond " (linked(Some(smallest))) " either way" }
                @else { "only differences beyond " (linked(Some(smallest))) (unit) " either way" }
                "; smaller ones remain possible."
            }
        }
        @if let (Some(margin), Some((_, within))) = (get("margin"), get("within-margin")) {
            p.margin {
                "Margin of the protocol: " (linked(Some(margin))) (unit) ". The interval lies "
                @if within.text == "yes" { "within it." } @else { "not within it." }
            }
        }
    }
}

/// "4.0 points (95 % CI −0.5 to 7.0; exact signed-rank p = 0.063; n = 9)".
fn one(page: &Page<'_>, estimand: &Estimand, arm: &Named, method: &str, name: &str) -> Markup {
    let get = |s: &str| statistic(page, estimand, &arm.id, method, s);
    if let Some(median) = get("quantile-0.5-estimate") {
        return html! {
            span.big { (linked(Some(median))) " days" } " (median; "
            (interval(page, get("quantile-0.5-lower"), get("quantile-0.5-upper"), None, " days", method)) ")"
            span.method { " " (name) }
        };
    }
    let estimate = get("estimate");
    let unit = estimate.map(|(_, r)| r.unit.clone()).unwrap_or_default();
    html! {
        @if estimand.is_proportion && get("n-met").is_some() {
            span.big { (linked(get("n-met"))) " of " (linked(get("n"))) }
            @if estimate.is_some() { " (" (linked(estimate)) " %)" }
            "; " (interval(page, get("lower"), get("upper"), get("achieved-level"), " %", method))
            span.method { " " (name) }
        } @else {
            @if estimate.is_none() && get("p-value").is_some() {
                (with("p = ", get("p-value"), "")) (with("; n = ", get("n"), "")) span.method { " " (name) }
            } @else if let Some((_, refused)) = get("refused").filter(|_| estimate.is_none()) {
                span.refused { "Not estimated: " (refused.text) "." }
                span.method { " " (name) }
            } @else {
                span.big { (linked(estimate)) @if !unit.is_empty() { " " (unit) } }
                " (" (estimand_summary(estimand, method)) "; "
                (interval(page, get("lower"), get("upper"), get("achieved-level"), "", method))
                (with("; p = ", get("p-value"), ""))
                (with("; n = ", get("n"), "")) ")"
                span.method { " " (name) }
                @if let Some((_, refused)) = get("refused") { span.refused { " " (typeset(&refused.text)) } }
            }
        }
    }
}

fn estimand_summary<'a>(estimand: &'a Estimand, method: &str) -> &'a str {
    // a method beside the main one may estimate another summary
    match method.split(' ').next() {
        Some("paired-t") => "mean",
        Some("sign-test") => "median",
        Some("signed-rank") => "pseudo-median, Hodges–Lehmann",
        Some("welch-t") => "difference in means",
        Some("rank-sum") => "shift, Hodges–Lehmann",
        _ => &estimand.summary,
    }
}

/// "95 % CI a to b", with the level achieved where it is another.
pub(super) fn interval(
    page: &Page<'_>,
    low: Option<Found<'_>>,
    high: Option<Found<'_>>,
    achieved: Option<Found<'_>>,
    unit: &str,
    method: &str,
) -> Markup {
    let asked = asked_level(page, method);
    let other = achieved.filter(|(_, r)| r.value.is_some_and(|v| (v - asked).abs() > 5e-4));
    html! {
        @if low.is_none() && high.is_none() { "no interval" }
        @else {
            (percent(asked)) " % CI " (linked(low)) " to " (linked(high)) (unit)
            @if let Some((id, row)) = other {
                " (level achieved " a.n href={ "#" (id) } { (percent(row.value.unwrap_or_default())) " %" } ")"
            }
        }
    }
}

fn asked_level(page: &Page<'_>, method: &str) -> f64 {
    let stated = method.split(' ').find_map(|part| part.strip_prefix("level="));
    stated.and_then(|text| text.parse().ok()).unwrap_or(page.spec.level)
}

/// A level in per cent with one decimal where it needs one.
pub(super) fn percent(level: f64) -> String {
    let text = format!("{:.1}", 100.0 * level);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn notes(page: &Page<'_>) -> Markup {
    let errors = page.spec.findings.iter().filter(|f| f.severity == "error").count();
    let warnings = page.spec.findings.iter().filter(|f| f.severity == "warning").count();
    let key = Key {
        analysis: "flow",
        arm: page.spec.arms.last().map_or("all", |a| &a.id),
        statistic: "enrolled",
        ..Key::default()
    };
    html! {
        aside.notes {
            h3 { "Before you rely on this" }
            ul {
                li { (page.spec.called()) ": " (linked(page.lookup.any_method(key))) "." }
                li {
                    @if errors > 0 { strong { (counted(errors, "data error")) } " (what they touch is kept out of the analysis); " }
                    (counted(warnings, "warning")) ". " a href="#findings" { "Data findings" } "."
                }
                @for (what, _) in page.spec.unknown.iter().take(4) { li { "Not known: " (what) "." } }
                @if page.spec.unknown.len() > 4 {
                    li { a href="#unknown" { "and " (page.spec.unknown.len().saturating_sub(4)) " more that are not known" } "." }
                }
            }
        }
    }
}
