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
use rayon::prelude::*;

use crate::context::Page;

/// A section of the page.
pub(crate) struct Section {
    pub id: &'static str,
    pub title: &'static str,
    /// Title in the navigation.
    pub short: &'static str,
    pub body: Markup,
}

/// Makes the body of a section; `None` when it has nothing to say.
type Render = fn(&Page<'_>) -> Option<Markup>;

/// Identifier, title, title in the navigation, and what makes the body.
const SECTIONS: [(&str, &str, &str, Render); 12] = [
    ("head", "", "", |page| Some(head::render(page))),
    ("answer", "The study on one page", "Answer", |page| Some(answer::render(page))),
    ("flow", "Who was studied", "Subjects", |page| Some(flow::render(page))),
    ("baseline", "Baseline characteristics", "Baseline", baseline::render),
    ("measures", "What changed", "Measures", measures::render),
    ("responses", "Who responded", "Responses", responses::render),
    ("estimands", "Every estimand", "Estimands", estimands::render),
    ("events", "Events and safety", "Safety", events::render),
    ("findings", "Data findings", "Findings", |page| Some(findings::render(page))),
    ("unknown", "What is not known", "Not known", |page| Some(unknown::render(page))),
    ("methods", "Methods", "Methods", |page| Some(methods::render(page))),
    ("results", "Results table", "Results", |page| Some(results::render(page))),
];

/// All sections that have something to say, each made on its own and kept in their order.
pub(crate) fn all(page: &Page<'_>) -> Vec<Section> {
    let made = SECTIONS
        .par_iter()
        .with_max_len(1)
        .map(|(id, title, short, render)| render(page).map(|body| Section { id, title, short, body }));
    made.collect::<Vec<Option<Section>>>().into_iter().flatten().collect()
}
