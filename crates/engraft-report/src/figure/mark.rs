//! Marks: shapes of arms, glyphs of response states, tooltips and links.

use super::svg::{Attrs, Svg, path};

/// What a mark tells when pointed at, where it leads, and whose it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tip {
    /// Subject, visit, value and source cell, as one line; empty for none.
    pub text: String,
    /// Target in the page (`#R123`) or on the web; anything but `#`, `https://` and `http://` is left out.
    pub href: Option<String>,
    /// Subject id for highlighting, written as `data-subject`.
    pub subject: Option<String>,
}

impl Tip {
    /// A tooltip only.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The same with a link.
    #[must_use]
    pub fn with_href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The same with a subject.
    #[must_use]
    pub fn with_subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

/// Draws something inside its link, group and tooltip.
pub(super) fn tipped(svg: &mut Svg, tip: &Tip, class: &str, draw: impl FnOnce(&mut Svg)) {
    let safe = |href: &&str| ["#", "https://", "http://"].iter().any(|start| href.starts_with(start));
    let href = tip.href.as_deref().filter(safe);
    if let Some(href) = href {
        svg.open("a", Attrs::default().set("href", href));
    }
    let attrs = if class.is_empty() { Attrs::default() } else { Attrs::class(class) };
    svg.open("g", attrs.maybe("data-subject", tip.subject.as_deref()));
    if !tip.text.is_empty() {
        svg.element("title", Attrs::default(), &tip.text);
    }
    draw(svg);
    svg.close();
    if href.is_some() {
        svg.close();
    }
}

/// Draws the marker of an arm: one shape each, so that arms differ in grey too.
pub(super) fn arm_marker(svg: &mut Svg, arm: Option<usize>, at: (f64, f64), r: f64) {
    let index = arm.unwrap_or(0) % 8;
    let class = if index < 4 { "fig-full" } else { "fig-open" };
    match index % 4 {
        0 => circle(svg, class, at, r),
        1 => svg.rect(class, (at.0 - r * 0.9, at.1 - r * 0.9), (r * 1.8, r * 1.8)),
        2 => diamond(svg, class, at, (r * 1.3, r * 1.3)),
        _ => polygon(svg, class, &[(at.0, at.1 - r * 1.25), (at.0 + r * 1.2, at.1 + r), (at.0 - r * 1.2, at.1 + r)]),
    }
}

/// Draws a circle.
pub(super) fn circle(svg: &mut Svg, class: &str, at: (f64, f64), r: f64) {
    svg.leaf("circle", Attrs::class(class).num("cx", at.0).num("cy", at.1).num("r", r));
}

/// Draws a diamond by its half extents.
pub(super) fn diamond(svg: &mut Svg, class: &str, at: (f64, f64), half: (f64, f64)) {
    let corners = [(at.0 - half.0, at.1), (at.0, at.1 - half.1), (at.0 + half.0, at.1), (at.0, at.1 + half.1)];
    polygon(svg, class, &corners);
}

/// Draws a triangle that points down, its tip at the given place.
pub(super) fn down_triangle(svg: &mut Svg, class: &str, tip: (f64, f64), r: f64) {
    polygon(svg, class, &[(tip.0 - r, tip.1 - r * 1.6), (tip.0 + r, tip.1 - r * 1.6), tip]);
}

/// Draws a closed shape.
pub(super) fn polygon(svg: &mut Svg, class: &str, corners: &[(f64, f64)]) {
    svg.leaf("path", Attrs::class(class).set("d", &format!("{}Z", path(corners))));
}

/// State of a response definition for one subject at one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The definition is met.
    Met,
    /// It is not met.
    NotMet,
    /// Known values leave both open.
    Undetermined,
    /// It cannot be evaluated here, by rule.
    NotEvaluable,
    /// Nothing was recorded.
    NoData,
}

impl State {
    /// All states, in the order of legends.
    pub const ALL: [State; 5] = [State::Met, State::NotMet, State::Undetermined, State::NotEvaluable, State::NoData];

    /// The words for it.
    pub fn label(self) -> &'static str {
        match self {
            State::Met => "met",
            State::NotMet => "not met",
            State::Undetermined => "undetermined",
            State::NotEvaluable => "not evaluable",
            State::NoData => "no data",
        }
    }

    /// The last part of its class names.
    pub(super) fn slug(self) -> &'static str {
        match self {
            State::Met => "met",
            State::NotMet => "not-met",
            State::Undetermined => "undetermined",
            State::NotEvaluable => "not-evaluable",
            State::NoData => "no-data",
        }
    }
}

/// Draws the glyph of a state: full, open and half circle, dash, dot.
pub(super) fn state_glyph(svg: &mut Svg, state: State, at: (f64, f64), r: f64) {
    match state {
        State::Met => circle(svg, "fig-state-full", at, r),
        State::NotMet => circle(svg, "fig-state-open", at, r),
        State::Undetermined => {
            circle(svg, "fig-state-open", at, r);
            let half = format!("{}A{r:.2} {r:.2} 0 0 0 {:.2} {:.2}Z", path(&[(at.0, at.1 - r)]), at.0, at.1 + r);
            svg.leaf("path", Attrs::class("fig-state-full").set("d", &half));
        }
        State::NotEvaluable => svg.line("fig-state-none", (at.0 - r, at.1), (at.0 + r, at.1)),
        State::NoData => circle(svg, "fig-state-dot", at, r * 0.35),
    }
}

/// A small inline glyph of a response state for HTML tables, named for screen readers.
///
/// ```
/// use engraft_report::figure::{State, state_mark};
/// assert!(state_mark(State::NotMet).contains("<title>not met</title>"));
/// ```
pub fn state_mark(state: State) -> String {
    let mut svg = Svg::default();
    let class = format!("fig-state fig-state-{}", state.slug());
    let root =
        Attrs::class(&class).set("role", "img").set("viewBox", "0 0 12 12").set("width", "12").set("height", "12");
    svg.open("svg", root);
    svg.element("title", Attrs::default(), state.label());
    state_glyph(&mut svg, state, (6.0, 6.0), 4.8);
    svg.finish().trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_differ_in_shape_not_only_in_shade() {
        let marks: Vec<String> = State::ALL.iter().map(|state| state_mark(*state)).collect();
        assert!(marks.iter().enumerate().all(|(i, a)| marks.iter().skip(i + 1).all(|b| a != b)));
        assert!(marks[0].contains("fig-state-full") && marks[1].contains("fig-state-open"));
        assert!(marks[3].contains("<line"));
    }

    #[test]
    fn links_that_could_run_script_are_left_out() {
        let mut svg = Svg::default();
        tipped(&mut svg, &Tip::new("a").with_href("javascript:alert(1)"), "", |_| {});
        tipped(&mut svg, &Tip::new("b").with_href("#R1").with_subject("S<1"), "", |_| {});
        let text = svg.finish();
        assert!(!text.contains("javascript") && text.contains("<a href=\"#R1\">"));
        assert!(text.contains("data-subject=\"S&lt;1\"") && text.contains("<title>b</title>"));
    }

    #[test]
    fn the_first_eight_arms_have_markers_of_their_own() {
        let draw = |arm| {
            let mut svg = Svg::default();
            arm_marker(&mut svg, Some(arm), (5.0, 5.0), 4.0);
            svg.finish()
        };
        let all: Vec<String> = (0..8).map(draw).collect();
        assert!(all.iter().enumerate().all(|(i, a)| all.iter().skip(i + 1).all(|b| a != b)));
    }
}
