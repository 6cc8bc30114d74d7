//! Counts as printed with their denominators and exact intervals, and what is said without a number.

use maud::{Markup, html};

use super::{row, said, source, text};
use crate::context::Page;
use crate::number::{linked, range};
use crate::sections::answer::percent;

pub(crate) fn render(page: &Page<'_>) -> Option<Markup> {
    let counts = page.lookup.analyses("printed-count.");
    let statements = page.lookup.analyses("printed-statement.");
    if counts.is_empty() && statements.is_empty() {
        return None;
    }
    Some(html! {
        @if !counts.is_empty() { (table(page, &counts)) }
        @if !statements.is_empty() {
            div.scroll { table {
                caption { "Outcomes named without a number" }
                thead { tr { th scope="col" { "Outcome" } th scope="col" { "What the source says" } th scope="col" { "What is lacking" } th scope="col" { "Source" } } }
                tbody { @for analysis in &statements {
                    @let says = row(page, analysis, "says");
                    tr {
                        th scope="row" { (says.map_or("", |(_, r)| r.measure.as_str())) }
                        td { (said(says)) } td { (text(page, analysis, "lacks")) }
                        td { (source(page, says.map_or("", |(_, r)| r.note.as_str()))) }
                    }
                } }
            } }
        }
    })
}

fn table(page: &Page<'_>, counts: &[&str]) -> Markup {
    let arms = page.spec.single_arms().len() > 1;
    html! {
        div.scroll { table {
            caption { "Counts as printed, with Clopper–Pearson intervals where the denominator is known" }
            thead { tr {
                th scope="col" { "Outcome" } @if arms { th scope="col" { "Arm" } } th scope="col" { "When" } th.num scope="col" { "With / of" } th.num scope="col" { "Per cent" }
                th.num scope="col" { (percent(page.spec.level)) " % CI" } th scope="col" { "Denominator" } th scope="col" { "Source" }
            } }
            tbody { @for analysis in counts {
                @let get = |statistic| row(page, analysis, statistic);
                @let met = get("n-met");
                @let (arm, visit, note) = met.map_or(("", "", ""), |(_, r)| (r.arm.as_str(), r.visit.as_str(), r.note.as_str()));
                tr {
                    th scope="row" { (text(page, analysis, "label"))
                        @if get("remark").is_some() { " " span.unit { (text(page, analysis, "remark")) } } }
                    @if arms { td { (page.spec.arm_label(arm)) } }
                    td { @if !visit.is_empty() { (page.spec.visit_label(visit)) " " } (text(page, analysis, "time"))
                        @if visit.is_empty() && text(page, analysis, "time").is_empty() { "not reported" } }
                    td.num { (linked(met)) " / " @if get("n").is_some() { (linked(get("n"))) } @else { "not reported" } }
                    td.num { (linked(get("percent").or(get("percent-printed")))) }
                    td.num { (range(get("lower"), get("upper"))) }
                    td { @if note.is_empty() { "not reported" } @else { (note) } }
                    td { (source(page, text(page, analysis, "source"))) }
                }
            } }
        } }
    }
}
