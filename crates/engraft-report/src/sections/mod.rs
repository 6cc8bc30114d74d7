//! The sections of the report, in the order in which a reader asks: answer first, ledger last.

mod answer;
mod baseline;
mod estimands;
mod events;
mod findings;
mod flow;
mod head;
mod measures;
mod methods;
mod responses;
mod results;
mod unknown;

use maud::Markup;

pub(crate) use responses::state;

use crate::page::Page;

/// A section of the page.
pub(crate) struct Section {
    pub id: &'static str,
    pub title: &'static str,
    /// Title in the navigation.
    pub short: &'static str,
    pub body: Markup,
}

/// All sections that have something to say.
pub(crate) fn all(page: &Page<'_>) -> Vec<Section> {
    let made = [
        ("head", "", "", Some(head::render(page))),
        ("answer", "The study on one page", "Answer", Some(answer::render(page))),
        ("flow", "Who was studied", "Subjects", Some(flow::render(page))),
        ("baseline", "Baseline characteristics", "Baseline", baseline::render(page)),
        ("measures", "What changed", "Measures", measures::render(page)),
        ("responses", "Who responded", "Responses", responses::render(page)),
        ("estimands", "Every estimand", "Estimands", estimands::render(page)),
        ("events", "Events and safety", "Safety", events::render(page)),
        ("findings", "Data findings", "Findings", Some(findings::render(page))),
        ("unknown", "What is not known", "Not known", Some(unknown::render(page))),
        ("methods", "Methods", "Methods", Some(methods::render(page))),
        ("results", "Results table", "Results", Some(results::render(page))),
    ];
    let some = made.into_iter().filter_map(|(id, title, short, body)| Some(Section { id, title, short, body: body? }));
    some.collect()
}
