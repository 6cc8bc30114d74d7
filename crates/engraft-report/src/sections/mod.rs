//! The sections of the report, in the order in which a reader asks: answer first, ledger last.

mod adverse;
mod answer;
mod baseline;
mod estimands;
mod events;
mod findings;
mod flow;
mod head;
mod laboratory;
mod measures;
mod methods;
mod printed;
mod responses;
mod results;
mod times;
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
const SECTIONS: [(&str, &str, &str, Render); 17] = [
    ("head", "", "", |page| Some(head::render(page))),
    ("answer", "The study on one page", "Answer", |page| Some(answer::render(page))),
    ("flow", "Who was studied", "Subjects", |page| Some(flow::render(page))),
    ("baseline", "Baseline characteristics", "Baseline", baseline::render),
    ("measures", "What changed", "Measures", measures::render),
    ("responses", "Who responded", "Responses", responses::render),
    ("estimands", "Every estimand", "Estimands", estimands::render),
    ("events", "Events and safety", "Safety", events::render),
    ("laboratory-grades", "Laboratory grades", "Laboratory", laboratory::render),
    ("printed-figures", "As printed: figures and how to read them", "Printed figures", printed::figures),
    ("printed-claims", "As printed: what the paired claims need", "Paired claims", printed::claims),
    ("printed-counts", "As printed: counts", "Printed counts", printed::counts),
    ("printed-checks", "As printed: arithmetic and sources", "Arithmetic", printed::checks),
    ("findings", "Data findings", "Findings", |page| Some(findings::render(page))),
    ("unknown", "What is not known", "Not known", |page| Some(unknown::render(page))),
    ("methods", "Methods", "Methods", |page| Some(methods::render(page))),
    ("results", "Results table", "Results", |page| Some(results::render(page))),
];

/// The sections of a study of which only printed figures are known.
const PRINTED_ONLY: [(&str, &str, &str, Render); 11] = [
    ("head", "", "", |page| Some(head::render(page))),
    ("answer", "The study on one page", "Answer", |page| Some(printed::answer(page))),
    ("printed-figures", "Figures as printed, and how to read them", "Figures", printed::figures),
    ("printed-claims", "What the paired claims need", "Paired claims", printed::claims),
    ("printed-counts", "Counts as printed", "Counts", printed::counts),
    ("printed-checks", "Arithmetic and sources", "Arithmetic", printed::checks),
    ("estimands", "What was planned", "Plan", printed::plan),
    ("findings", "Findings of the checks", "Findings", |page| Some(findings::render(page))),
    ("unknown", "What is not known", "Not known", |page| Some(unknown::render(page))),
    ("methods", "Methods", "Methods", |page| Some(methods::render(page))),
    ("results", "Results table", "Results", |page| Some(results::render(page))),
];

/// All sections that have something to say, each made on its own and kept in their order.
pub(crate) fn all(page: &Page<'_>) -> Vec<Section> {
    let sections: &'static [(&'static str, &'static str, &'static str, Render)] =
        if page.spec.printed_only { &PRINTED_ONLY } else { &SECTIONS };
    let made = sections
        .par_iter()
        .with_max_len(1)
        .map(|(id, title, short, render)| render(page).map(|body| Section { id, title, short, body }));
    made.collect::<Vec<Option<Section>>>().into_iter().flatten().collect()
}
