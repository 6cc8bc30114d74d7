//! Published figures: as printed, how their spreads can be read, what paired claims need, counts, arithmetic, sources.

mod answer;
mod checks;
mod claims;
mod counts;
mod figures;
mod plan;

pub(super) use answer::render as answer;
pub(super) use checks::render as checks;
pub(super) use claims::render as claims;
pub(super) use counts::render as counts;
pub(super) use figures::render as figures;
pub(super) use plan::render as plan;

use maud::{Markup, html};

use crate::context::Page;
use crate::lookup::Found;

/// The first row of an analysis with a statistic.
fn row<'a>(page: &Page<'a>, analysis: &str, statistic: &str) -> Option<Found<'a>> {
    page.lookup.rows(analysis).find(|(_, r)| r.statistic == statistic)
}

/// The first row of an analysis with a statistic whose method holds all of some words.
fn with_method<'a>(page: &Page<'a>, analysis: &str, statistic: &str, words: &[&str]) -> Option<Found<'a>> {
    let holds = |method: &str| words.iter().all(|w| method.split(' ').any(|part| part == *w));
    page.lookup.rows(analysis).find(|(_, r)| r.statistic == statistic && holds(&r.method))
}

/// The text of a row; empty where there is none.
fn text<'a>(page: &Page<'a>, analysis: &str, statistic: &str) -> &'a str {
    row(page, analysis, statistic).map_or("", |(_, r)| r.text.as_str())
}

/// A reading in the words of a reader.
fn reading_words(word: &str) -> &str {
    match word {
        "sd" => "standard deviation",
        "sem" => "standard error",
        "undecidable" => "undecidable",
        "neither" => "neither fits",
        other => other,
    }
}

/// The name of a source, with its title as a tooltip.
fn source(page: &Page<'_>, id: &str) -> Markup {
    let title = text(page, &format!("printed-source.{id}"), "title");
    html! { a href={ "#source-" (id) } title=(title) { (id) } }
}

/// Words of a row, linked to it.
fn said(found: Option<Found<'_>>) -> Markup {
    html! { @if let Some((id, row)) = found { a.n href={ "#" (id) } { (row.text) } } @else { "" } }
}
