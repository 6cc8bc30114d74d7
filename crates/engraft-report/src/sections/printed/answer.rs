//! The first screen of a study of which only printed figures are known.

use maud::{Markup, html};

use super::{reading_words, row, said, text, with_method};
use crate::context::Page;
use crate::number::{linked, range};
use crate::sections::answer::percent;

pub(crate) fn render(page: &Page<'_>) -> Markup {
    let warnings = page.lookup.analyses("printed-check.");
    let disagree = warnings.iter().filter(|a| text(page, a, "outcome") == "disagrees").count();
    let unknown: Vec<_> = page.lookup.rows("printed-unknown").collect();
    html! {
        @if row(page, "printed-study", "summary").is_some() { p.lead { (said(row(page, "printed-study", "summary"))) } }
        @for analysis in page.lookup.analyses("printed-reading.") {
            p { strong { (text(page, analysis, "label")) } ": " (text(page, analysis, "figures")) ". The ± is "
                @if text(page, analysis, "reading") == "undecidable" { "not decidable between standard deviation and standard error" }
                @else { "a " (reading_words(text(page, analysis, "reading"))) }
                @if let Some((_, r)) = row(page, analysis, "reading") { " (" (r.note) ")" } "." }
        }
        @for analysis in page.lookup.analyses("printed-claim.") {
            @for reading in ["sd", "sem"] {
                @let low = with_method(page, analysis, "r-low", &[&format!("reading={reading}"), "numbers=as-printed"]);
                @if let Some((_, r)) = low.filter(|(_, r)| r.value.is_some_and(|v| v > -1.0)) {
                    p.beside { (text(page, analysis, "claim")) " needs a correlation of at least " (linked(low)) " if ± is a "
                        (reading_words(reading)) @if let Some(n) = r.n { " (n = " (n) ")" } "." }
                }
            }
        }
        (counts(page))
        aside.notes {
            h3 { "Before you rely on this" }
            ul {
                li { "No subject's data of this study are known here: every number is one that was printed, or follows from such numbers alone." }
                @if row(page, "printed-study", "subjects").is_some() { li { "Subjects as printed: " (linked(row(page, "printed-study", "subjects"))) "." } }
                @if warnings.is_empty() { li { "No check of the arithmetic could be made: too little is printed." } }
                @else {
                    li { (disagree) " of " (warnings.len()) " checks of the arithmetic disagree with what is printed. " a href="#printed-checks" { "Checks" } "." }
                }
                @for found in unknown.iter().take(5) { li { "Not known: " (said(Some(*found))) "." } }
                @if unknown.len() > 5 { li { a href="#unknown" { "and " (unknown.len().saturating_sub(5)) " more that are not known" } "." } }
            }
        }
    }
}

/// Counts shown on the first screen.
const FIRST_COUNTS: usize = 4;

/// The first counts whose denominator is known.
fn counts(page: &Page<'_>) -> Markup {
    let counts = page.lookup.analyses("printed-count.");
    let known: Vec<&str> = counts.iter().copied().filter(|a| row(page, a, "lower").is_some()).collect();
    html! {
        @for analysis in known.iter().take(FIRST_COUNTS) {
            p.beside { strong { (text(page, analysis, "label")) } ": " (linked(row(page, analysis, "n-met"))) " of " (linked(row(page, analysis, "n")))
                " (" (linked(row(page, analysis, "percent"))) " %; " (percent(page.spec.level)) " % CI "
                (range(row(page, analysis, "lower"), row(page, analysis, "upper"))) ")." }
        }
        @if known.len() > FIRST_COUNTS { p.beside { a href="#printed-counts" { "and " (known.len().saturating_sub(FIRST_COUNTS)) " more counts" } "." } }
    }
}
