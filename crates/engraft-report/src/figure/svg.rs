//! A small SVG writer: every attribute and every text goes through the escape, every number through one format.

use super::text::escape;

/// Largest absolute coordinate written; anything beyond is a layout fault and is held at the edge.
const COORDINATE_LIMIT: f64 = 100_000.0;

/// A coordinate with two fixed decimals; never `NaN`, `inf` or `-0.00`.
pub(super) fn coordinate(value: f64) -> String {
    let safe = if value.is_finite() { value.clamp(-COORDINATE_LIMIT, COORDINATE_LIMIT) } else { 0.0 };
    let text = format!("{safe:.2}");
    if text == "-0.00" { "0.00".to_string() } else { text }
}

/// Attributes of one element, already escaped.
#[derive(Clone, Debug, Default)]
pub(super) struct Attrs {
    text: String,
}

impl Attrs {
    /// Starts with a class list.
    pub(super) fn class(names: &str) -> Self {
        Self::default().set("class", names)
    }

    /// Adds one attribute.
    pub(super) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.text.push_str(&format!(" {name}=\"{}\"", escape(value)));
        self
    }

    /// Adds one attribute if there is a value.
    pub(super) fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Adds one coordinate.
    pub(super) fn num(self, name: &'static str, value: f64) -> Self {
        let text = coordinate(value);
        self.set(name, &text)
    }
}

/// Side of the text that stands at its coordinate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// Text begins there.
    Start,
    /// Text is centred there.
    Middle,
    /// Text ends there.
    End,
}

/// SVG text under construction; open elements are closed by [`Svg::finish`] at the latest.
#[derive(Debug, Default)]
pub(super) struct Svg {
    out: String,
    open: Vec<&'static str>,
}

impl Svg {
    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attrs: Attrs) {
        self.out.push_str(&format!("<{name}{}>", attrs.text));
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str(&format!("</{name}>"));
            if self.open.len() <= 1 {
                self.out.push('\n');
            }
        }
    }

    /// Writes an element without content.
    pub(super) fn leaf(&mut self, name: &'static str, attrs: Attrs) {
        self.out.push_str(&format!("<{name}{}/>", attrs.text));
    }

    /// Writes an element that holds only text.
    pub(super) fn element(&mut self, name: &'static str, attrs: Attrs, text: &str) {
        self.out.push_str(&format!("<{name}{}>{}</{name}>", attrs.text, escape(text)));
    }

    /// Writes a straight line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let attrs = Attrs::class(class).num("x1", from.0).num("y1", from.1).num("x2", to.0).num("y2", to.1);
        self.leaf("line", attrs);
    }

    /// Writes a rectangle; a negative extent is taken as zero.
    pub(super) fn rect(&mut self, class: &str, corner: (f64, f64), size: (f64, f64)) {
        let attrs = Attrs::class(class)
            .num("x", corner.0)
            .num("y", corner.1)
            .num("width", size.0.max(0.0))
            .num("height", size.1.max(0.0));
        self.leaf("rect", attrs);
    }

    /// Writes a path through points.
    pub(super) fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        self.leaf("path", Attrs::class(class).set("d", &path(points)));
    }

    /// Writes a text at a place; empty text writes nothing.
    pub(super) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        if !text.is_empty() {
            self.element("text", anchored(class, anchor).num("x", at.0).num("y", at.1), text);
        }
    }

    /// Writes a text turned by 90 degrees so that it reads upwards; the anchor acts along the text.
    pub(super) fn text_upwards(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let turn = format!("translate({} {}) rotate(-90)", coordinate(at.0), coordinate(at.1));
        self.element("text", anchored(class, anchor).set("transform", &turn), text);
    }

    /// Writes wrapped lines downwards from a first base line and returns the base line after the last.
    pub(super) fn lines(&mut self, class: &str, at: (f64, f64), anchor: Anchor, leading: f64, lines: &[String]) -> f64 {
        let mut y = at.1;
        for line in lines {
            self.text(class, (at.0, y), anchor, line);
            y += leading;
        }
        y
    }

    /// Appends a finished part.
    pub(super) fn append(&mut self, part: Svg) {
        self.out.push_str(&part.finish());
    }

    /// Closes whatever is open and hands the text over.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }
}

fn anchored(class: &str, anchor: Anchor) -> Attrs {
    let attrs = if class.is_empty() { Attrs::default() } else { Attrs::class(class) };
    match anchor {
        Anchor::Start => attrs,
        Anchor::Middle => attrs.set("text-anchor", "middle"),
        Anchor::End => attrs.set("text-anchor", "end"),
    }
}

/// Path data through points.
pub(super) fn path(points: &[(f64, f64)]) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        data.push(if index == 0 { 'M' } else { 'L' });
        data.push_str(&format!("{} {}", coordinate(*x), coordinate(*y)));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_two_decimals_and_are_always_finite() {
        assert_eq!(coordinate(1.005), "1.00");
        assert_eq!(coordinate(-0.001), "0.00");
        assert_eq!(coordinate(f64::NAN), "0.00");
        assert_eq!(coordinate(f64::INFINITY), "0.00");
        assert_eq!(coordinate(1e300), "100000.00");
    }

    #[test]
    fn attributes_and_text_are_escaped() {
        let mut svg = Svg::default();
        svg.element("text", Attrs::class("a\"b"), "<script>");
        assert_eq!(svg.finish(), "<text class=\"a&quot;b\">&lt;script&gt;</text>");
    }

    #[test]
    fn open_elements_are_closed_at_the_end() {
        let mut svg = Svg::default();
        svg.open("g", Attrs::default());
        svg.open("g", Attrs::default());
        assert_eq!(svg.finish().matches("</g>").count(), 2);
    }
}
