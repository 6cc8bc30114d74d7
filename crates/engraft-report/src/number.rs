//! Numbers on the page: each the text of a RESULTS row, linked to it.

use maud::{Markup, html};

use crate::lookup::Found;

/// The text of a row, linked; a dash where there is no such row.
pub(crate) fn linked(found: Option<Found<'_>>) -> Markup {
    match found {
        Some((id, row)) if !row.text.is_empty() => {
            html! { a.n href={ "#" (id) } title=(row.note) { (typeset(&row.text)) } }
        }
        _ => dash(),
    }
}

/// The text of a row with words around it; nothing where there is no such row.
pub(crate) fn with(before: &str, found: Option<Found<'_>>, after: &str) -> Markup {
    match found {
        Some(_) => html! { (before) (linked(found)) (after) },
        None => html! {},
    }
}

/// Two rows as `a to b`.
pub(crate) fn range(low: Option<Found<'_>>, high: Option<Found<'_>>) -> Markup {
    match (low, high) {
        (None, None) => dash(),
        (low, high) => html! { (linked(low)) " to " (linked(high)) },
    }
}

/// Nothing to print, said by a dash.
pub(crate) fn dash() -> Markup {
    html! { span.dash title="none" { "–" } }
}

/// A minus sign in place of a hyphen before digits.
pub(crate) fn typeset(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => format!("\u{2212}{rest}"),
        _ => text.to_owned(),
    }
}
