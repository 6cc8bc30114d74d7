//! Subject flow with zero boxes, and the subjects with values at each visit.

use maud::{Markup, PreEscaped, html};

use crate::charts;
use crate::context::Page;
use crate::lookup::Key;
use crate::number::linked;

pub(super) fn render(page: &Page<'_>) -> Markup {
    let spec = page.spec;
    html! {
        figure { (PreEscaped(charts::flow(page))) figcaption { "Subject flow. Empty boxes are kept." } }
        div.scroll {
            table {
                caption { "Subjects with any value at each visit (first cycle)" }
                thead { tr {
                    th scope="col" { "Arm" }
                    @for visit in &spec.visits { th.num scope="col" { (visit.label) } }
                } }
                tbody {
                    @for arm in &spec.arms {
                        tr {
                            th scope="row" { (arm.label) }
                            @for visit in &spec.visits {
                                td.num { (linked(page.lookup.get(Key {
                                    analysis: "flow", arm: &arm.id, cycle: "1", visit: &visit.id, statistic: "seen", ..Key::default()
                                }))) }
                            }
                        }
                    }
                }
            }
        }
        @if !spec.sets.is_empty() { (sets(page)) }
    }
}

fn sets(page: &Page<'_>) -> Markup {
    let of = |arm: &str, set: &str| {
        page.lookup.rows("flow").find(|(_, r)| r.statistic == "in-set" && r.arm == arm && r.analysis_set == set)
    };
    html! {
        div.scroll {
            table {
                caption { "Analysis sets" }
                thead { tr {
                    th scope="col" { "Set" }
                    @for arm in &page.spec.arms { th.num scope="col" { (arm.label) } }
                    th scope="col" { "Left out, and why" }
                } }
                tbody { @for set in &page.spec.sets {
                    tr {
                        th scope="row" { (set.label) }
                        @for arm in &page.spec.arms { td.num { (linked(of(&arm.id, &set.id))) } }
                        td { (page.spec.arms.last().and_then(|a| of(&a.id, &set.id)).map(|(_, r)| r.note.clone()).unwrap_or_default()) }
                    }
                } }
            }
        }
    }
}
