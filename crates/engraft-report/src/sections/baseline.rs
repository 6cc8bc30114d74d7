//! The baseline table: characteristics, and the baseline values of the measures.

use maud::{Markup, html};

use crate::context::Page;
use crate::lookup::{Found, Key};
use crate::number::{dash, linked};
use crate::spec::{Characteristic, MeasureKind};

pub(super) fn render(page: &Page<'_>) -> Option<Markup> {
    let spec = page.spec;
    let measures: Vec<_> = spec.measures.iter().filter(|m| m.kind == MeasureKind::Number).collect();
    let visit = spec.baseline_visit.as_deref().filter(|_| !measures.is_empty());
    if spec.characteristics.is_empty() && visit.is_none() {
        return None;
    }
    Some(html! {
        div.scroll { table {
            caption { "Characteristics and baseline values: n, mean (SD) and median (quartiles), or count (per cent)" }
            thead { tr {
                th scope="col" { "Characteristic" }
                @for arm in &spec.arms { th.num scope="col" { (arm.label) } }
            } }
            tbody {
                @for c in &spec.characteristics { (characteristic(page, c)) }
                @if let Some(visit) = visit {
                    @for m in &measures {
                        @let analysis = format!("measure.{}", m.id);
                        (numbers(page, &label(&m.label, m.unit.as_deref()), &analysis, "1", visit))
                    }
                }
            }
        } }
    })
}

fn label(name: &str, unit: Option<&str>) -> String {
    unit.map_or(name.to_owned(), |u| format!("{name}, {u}"))
}

fn characteristic(page: &Page<'_>, c: &Characteristic) -> Markup {
    let analysis = format!("baseline.{}", c.id);
    if c.is_number {
        return numbers(page, &label(&c.label, c.unit.as_deref()), &analysis, "", "");
    }
    let mut values: Vec<&str> = Vec::new();
    for (_, row) in page.lookup.rows(&analysis) {
        if let Some(value) = row.statistic.strip_prefix("count ").filter(|v| !values.contains(v)) {
            values.push(value);
        }
    }
    let get = |arm: &str, statistic: &str| {
        page.lookup.any_method(Key { analysis: &analysis, arm, statistic, ..Key::default() })
    };
    html! {
        tr.group { th scope="rowgroup" { (c.label) }
            @for arm in &page.spec.arms { td.num { "n = " (linked(get(&arm.id, "n"))) } }
        }
        @for value in values {
            tr {
                th.indent scope="row" { (value) }
                @for arm in &page.spec.arms {
                    td.num { (linked(get(&arm.id, &format!("count {value}")))) " (" (linked(get(&arm.id, &format!("percent {value}")))) " %)" }
                }
            }
        }
    }
}

fn numbers(page: &Page<'_>, label: &str, analysis: &str, cycle: &str, visit: &str) -> Markup {
    let get = |arm: &str, statistic: &str| -> Option<Found<'_>> {
        page.lookup.any_method(Key { analysis, arm, cycle, visit, statistic, ..Key::default() })
    };
    html! {
        tr.group { th scope="rowgroup" { (label) }
            @for arm in &page.spec.arms { td.num { "n = " (linked(get(&arm.id, "n"))) } }
        }
        tr {
            th.indent scope="row" { "mean (SD)" }
            @for arm in &page.spec.arms {
                td.num { @if get(&arm.id, "mean").is_some() { (linked(get(&arm.id, "mean"))) " (" (linked(get(&arm.id, "sd"))) ")" } @else { (dash()) } }
            }
        }
        tr {
            th.indent scope="row" { "median (quartiles)" }
            @for arm in &page.spec.arms {
                td.num {
                    @if get(&arm.id, "median").is_some() {
                        (linked(get(&arm.id, "median"))) " (" (linked(get(&arm.id, "q1"))) " to " (linked(get(&arm.id, "q3"))) ")"
                    } @else { (dash()) }
                }
            }
        }
    }
}
