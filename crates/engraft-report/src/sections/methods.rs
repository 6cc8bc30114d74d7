//! Conventions in force, methods with versions and sources, definitions with their status.

use maud::{Markup, html};

use crate::context::Page;

pub(super) fn render(page: &Page<'_>) -> Markup {
    let spec = page.spec;
    html! {
        h3 { "Conventions" }
        dl.attributes { @for (name, text) in &spec.conventions { div { dt { (name) } dd { (text) } } } }
        h3 { "Visits" }
        div.scroll { table {
            caption { "Planned days and windows" }
            thead { tr { th scope="col" { "Visit" } th.num scope="col" { "Day" } th scope="col" { "Window" } } }
            tbody { @for visit in &spec.visits {
                tr { th scope="row" { (visit.label) } td.num { (visit.day) } td { (visit.window.as_deref().unwrap_or("by the visit's name")) } }
            } }
        } }
        @if !spec.methods.is_empty() {
            h3 { "Statistical methods" }
            @for method in &spec.methods {
                article.method {
                    h4 { (method.label) " " code { (method.id) } " version " (method.version) }
                    p { (method.about) } p { (method.small_samples) }
                    p.about { "Validated against: " (method.validation) "." }
                    ul.references { @for reference in &method.references { li { (reference) } } }
                }
            }
        }
    }
}
