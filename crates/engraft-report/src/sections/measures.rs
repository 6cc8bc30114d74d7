//! One part a measure: trajectory, table by visit, change from baseline, waterfall.

use maud::{Markup, PreEscaped, html};

use crate::charts;
use crate::context::Page;
use crate::lookup::{Found, Key};
use crate::number::{dash, linked, range};
use crate::spec::{Measure, MeasureKind};

pub(super) fn render(page: &Page<'_>) -> Option<Markup> {
    if page.spec.measures.is_empty() {
        return None;
    }
    Some(html! {
        @for measure in &page.spec.measures {
            article.measure id={ "measure-" (measure.id) } {
                h3 { (measure.label) @if let Some(unit) = &measure.unit { span.unit { " " (unit) } } }
                p.about { (measure.about.join(" · ")) }
                @match measure.kind {
                    MeasureKind::Number => { (number(page, measure)) }
                    MeasureKind::Category => { (category(page, measure)) }
                    MeasureKind::List => { (list(page, measure)) }
                }
            }
        }
    })
}

fn number(page: &Page<'_>, measure: &Measure) -> Markup {
    let analysis = format!("measure.{}", measure.id);
    let cycles = page.lookup.cycles(&analysis);
    html! {
        @for cycle in &cycles {
            @if let Some(svg) = charts::trajectory(page, measure, cycle) {
                figure {
                    (PreEscaped(svg))
                    figcaption {
                        (measure.label) @if cycles.len() > 1 { ", treatment cycle " (cycle) }
                        ": every subject, and the " (charts::mean_name(measure)) " with its " (super::answer::percent(page.spec.level)) " % interval. Below the axis: n at each visit."
                    }
                }
            }
        }
        (table(page, measure, &cycles))
        @if page.lookup.rows(&analysis).any(|(_, r)| r.statistic == "n-incomplete") {
            p.footnote { "+ values that are incomplete or beyond the limit of detection are drawn, and left out of mean and quantiles" }
        }
        (further(page, measure))
    }
}

/// Figures below the table: change by arm, by subject and over time, doses, domains.
fn further(page: &Page<'_>, measure: &Measure) -> Markup {
    // of a measure that a question is about, every subject's change is shown over time
    let asked = page.spec.estimands.iter().any(|e| e.of == measure.id);
    let level = super::answer::percent(page.spec.level);
    let figures = [
        charts::means_by_arm(page, measure).map(|svg| {
            (svg, format!("Mean change of each arm from baseline, with {level} % intervals. Below the axis: n."))
        }),
        charts::waterfall(page, measure).map(|waterfall| (waterfall.svg, waterfall.caption)),
        charts::spider(page, measure).filter(|_| asked).map(|svg| {
            (svg, format!("Change in {} from baseline in the first cycle, one line a subject.", measure.label))
        }),
        charts::doses(page, measure).map(|svg| {
            (svg, "Daily dose of each subject. A dose is drawn from the visit at which it was recorded up to the next one; at the right, the first and the last.".to_owned())
        }),
        charts::domains(page, measure).map(|(svg, last)| {
            (svg, format!("What became of each domain from baseline to {last}. Domains without activity in anybody are left out. Below: less or gone, of those with activity at baseline and a known score."))
        }),
    ];
    html! {
        @for (svg, caption) in figures.into_iter().flatten() {
            figure { (PreEscaped(svg)) figcaption { (caption) } }
        }
    }
}

fn table(page: &Page<'_>, measure: &Measure, cycles: &[String]) -> Markup {
    let value = format!("measure.{}", measure.id);
    let change = format!("measure-change.{}", measure.id);
    html! {
        div.scroll { table {
            caption { (measure.label) " by visit; change is from the baseline of the same cycle" }
            thead { tr {
                @if page.spec.arms.len() > 1 { th scope="col" { "Arm" } }
                @if cycles.len() > 1 { th scope="col" { "Cycle" } }
                th scope="col" { "Visit" } th.num scope="col" { "n" } th.num scope="col" { "Mean (SD)" }
                @if measure.log { th.num scope="col" { "Geometric mean (CV)" } }
                th.num scope="col" { "Median (quartiles)" } th.num scope="col" { "Range" }
                th.num scope="col" { "Change, n" } th.num scope="col" { "Mean change (SD)" }
                th.num scope="col" { (super::answer::percent(page.spec.level)) " % CI" }
            } }
            tbody {
                @for arm in &page.spec.arms { @for cycle in cycles { @for visit in &measure.visits {
                    @let at = Key { arm: &arm.id, cycle, visit, ..Key::default() };
                    @if page.lookup.any_method(Key { analysis: &value, statistic: "n", ..at }).is_some() {
                        (row(page, measure, cycles.len() > 1, Key { analysis: &value, ..at }, Key { analysis: &change, ..at }))
                    }
                } } }
            }
        } }
    }
}

fn row(page: &Page<'_>, measure: &Measure, several: bool, value: Key<'_>, change: Key<'_>) -> Markup {
    let v = |statistic| page.lookup.any_method(Key { statistic, ..value });
    let c = |statistic| page.lookup.any_method(Key { statistic, ..change });
    let open = v("n-incomplete");
    html! {
        tr {
            @if page.spec.arms.len() > 1 { th scope="row" { (page.spec.arm_label(value.arm)) } }
            @if several { td { (value.cycle) } }
            th scope="row" { (page.spec.visit_label(value.visit)) }
            td.num { (linked(v("n"))) @if open.is_some() { sup title="incomplete or beyond detection" { " +" (linked(open)) } } }
            td.num { (pair(v("mean"), v("sd"))) }
            @if measure.log { td.num { @if v("geometric-mean").is_some() { (linked(v("geometric-mean"))) @if v("geometric-cv").is_some() { " (" (linked(v("geometric-cv"))) " %)" } } @else { (dash()) } } }
            td.num { @if v("median").is_some() { (linked(v("median"))) " (" (range(v("q1"), v("q3"))) ")" } @else { (dash()) } }
            td.num { @if v("min").is_some() { (range(v("min"), v("max"))) } @else { (dash()) } }
            td.num { (linked(c("n"))) }
            td.num { (pair(c("mean"), c("sd"))) }
            td.num { @if c("mean-lower").is_some() { (range(c("mean-lower"), c("mean-upper"))) } @else { (dash()) } }
        }
    }
}

fn pair(mean: Option<Found<'_>>, sd: Option<Found<'_>>) -> Markup {
    html! { @if mean.is_some() { (linked(mean)) " (" (linked(sd)) ")" } @else { (dash()) } }
}

fn category(page: &Page<'_>, measure: &Measure) -> Markup {
    let analysis = format!("measure.{}", measure.id);
    let mut values: Vec<String> = Vec::new();
    for (_, row) in page.lookup.rows(&analysis) {
        if let Some(value) = row.statistic.strip_prefix("count ").filter(|v| !values.iter().any(|k| k == v)) {
            values.push(value.to_owned());
        }
    }
    let get = |arm: &str, cycle: &str, visit: &str, statistic: &str| {
        page.lookup.any_method(Key { analysis: &analysis, arm, cycle, visit, statistic, ..Key::default() })
    };
    html! {
        div.scroll { table {
            caption { (measure.label) ": subjects with each value, of those with a value" }
            thead { tr {
                th scope="col" { "Arm" } th scope="col" { "Cycle" } th scope="col" { "Visit" } th.num scope="col" { "n" }
                @for value in &values { th.num scope="col" { (value) } }
            } }
            tbody { @for arm in &page.spec.arms { @for cycle in page.lookup.cycles(&analysis) { @for visit in &measure.visits {
                @if get(&arm.id, &cycle, visit, "n").is_some() {
                    tr {
                        th scope="row" { (page.spec.arm_label(&arm.id)) } td { (cycle) }
                        th scope="row" { (page.spec.visit_label(visit)) }
                        td.num { (linked(get(&arm.id, &cycle, visit, "n"))) }
                        @for value in &values { td.num { (linked(get(&arm.id, &cycle, visit, &format!("count {value}")))) } }
                    }
                }
            } } } }
        } }
    }
}

/// Every subject's entries, as recorded.
fn list(page: &Page<'_>, measure: &Measure) -> Markup {
    let analysis = format!("value.{}", measure.id);
    html! {
        details.listing { summary { "Entries of every subject" }
        div.scroll { table {
            caption { (measure.label) ", as recorded" }
            thead { tr { th scope="col" { "Subject" } th scope="col" { "Visit" } th scope="col" { "Entries" } } }
            tbody { @for (id, row) in page.lookup.rows(&analysis) {
                tr {
                    th scope="row" { (row.subject) } td { (page.spec.visit_label(&row.visit)) }
                    td { @if row.text.is_empty() { span.dash { "not known" } } @else { a.n href={ "#" (id) } { (row.text) } } }
                }
            } }
        } } }
    }
}
