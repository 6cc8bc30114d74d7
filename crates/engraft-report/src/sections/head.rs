//! Title block.

use maud::{Markup, html};

use crate::context::Page;
use crate::spec::Origin;

pub(super) fn render(page: &Page<'_>) -> Markup {
    let spec = page.spec;
    let (badge, class) = match spec.origin {
        Origin::Real => ("Data of the study", "real"),
        Origin::Published if spec.printed_only => ("Printed figures only: no subject's data", "published"),
        Origin::Published => ("Subject-level data from a published table", "published"),
        Origin::Simulated => ("Simulated data", "simulated"),
    };
    html! {
        header {
            p.badges {
                span class={ "badge " (class) } { (badge) }
                @if spec.cell_therapy == Some(false) { span.badge.other { "Not a cell product" } }
            }
            h1 { (spec.title) }
            @if let Some((text, doi)) = &spec.citation {
                p.citation {
                    (text)
                    @if let Some(doi) = doi { " · " a href={ "https://doi.org/" (doi) } { "doi:" (doi) } }
                }
            }
            @if let Some(note) = &spec.data_note { p.lead { (note) } }
            dl.facts {
                @for (name, text) in &spec.facts { div { dt { (name) } dd { (text) } } }
            }
        }
    }
}
