//! What would be estimated if subjects' data were at hand.

use maud::{Markup, html};

use crate::context::Page;

pub(crate) fn render(page: &Page<'_>) -> Option<Markup> {
    if page.spec.estimands.is_empty() {
        return None;
    }
    Some(html! {
        p { "The study file plans these estimands. They have no answer here, since no subject's data are known." }
        @for estimand in &page.spec.estimands {
            article.estimand id={ "estimand-" (estimand.id) } {
                h3 { (estimand.label) }
                p.role { (estimand.role) " · " code { (estimand.id) } }
                dl.attributes { @for (name, text) in &estimand.attributes { div { dt { (name) } dd { (text) } } } }
            }
        }
    })
}
