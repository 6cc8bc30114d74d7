//! What is not known.

use maud::{Markup, html};

use crate::context::Page;

pub(super) fn render(page: &Page<'_>) -> Markup {
    html! {
        @let printed: Vec<_> = page.lookup.rows("printed-unknown").collect();
        @if !printed.is_empty() {
            ul { @for (id, row) in &printed { li { a.n href={ "#" (id) } { (row.text) } } } }
        }
        @if page.spec.unknown.is_empty() && printed.is_empty() {
            p { "The study file declares nothing as unknown. Values that are missing are listed under " a href="#findings" { "data findings" } "." }
        } @else if !page.spec.unknown.is_empty() {
            dl.unknown { @for (what, why) in &page.spec.unknown {
                div { dt { (what) } dd { (why.as_deref().unwrap_or("no reason given")) } }
            } }
        }
    }
}
