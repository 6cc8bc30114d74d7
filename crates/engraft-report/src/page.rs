//! The page: one HTML file that needs nothing else.

use engraft_results::Results;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::context::Page;
use crate::figure;
use crate::lookup::Lookup;
use crate::sections;
use crate::spec::{Origin, Spec};

/// Lays RESULTS out along the spec. The same input gives the same bytes.
pub fn render(spec: &Spec, results: &Results) -> String {
    let page = Page { spec, lookup: Lookup::new(results) };
    let sections = sections::all(&page);
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(spec.program);
                meta name="color-scheme" content="light dark";
                title { (spec.title) }
                style { (PreEscaped(include_str!("page.css"))) (PreEscaped(figure::STYLE)) }
            }
            body {
                a.skip href="#answer" { "Skip to the results" }
                @if spec.origin == Origin::Simulated {
                    p.banner role="note" { "Simulated data: no subject of this report exists." }
                }
                (navigation(&sections))
                main {
                    @for section in &sections {
                        section id=(section.id) {
                            @if !section.title.is_empty() { h2 { (section.title) } }
                            (section.body)
                        }
                    }
                }
                footer {
                    p { (spec.program) " · study " (spec.id) " · inputs " code { (spec.inputs) } }
                }
                script { (PreEscaped(include_str!("page.js"))) }
            }
        }
    };
    markup.into_string()
}

fn navigation(sections: &[sections::Section]) -> Markup {
    html! {
        nav aria-label="Sections" {
            ol {
                @for section in sections.iter().filter(|s| !s.title.is_empty()) {
                    li { a href={ "#" (section.id) } { (section.short) } }
                }
            }
        }
    }
}
