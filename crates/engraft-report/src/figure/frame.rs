//! What all figures share: names for people who cannot see them, width, watermark.

use super::style::STYLE;
use super::svg::{Attrs, Svg, coordinate};
use super::text::width;

/// Design width of a figure on a desk screen or on paper, in user units.
pub const WIDE: f64 = 680.0;
/// Design width of a figure on a phone: the same text size on a narrower sheet.
pub const NARROW: f64 = 400.0;

/// Title, text alternative and watermark of a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Short accessible name, e.g. "MMT8 over time, 13 subjects".
    pub title: String,
    /// Text alternative: what the figure shows, in words and numbers.
    pub desc: String,
    /// Large pale diagonal text behind the marks, e.g. "SIMULATED".
    pub watermark: Option<String>,
}

impl Frame {
    /// A frame without watermark.
    pub fn new(title: impl Into<String>, desc: impl Into<String>) -> Self {
        Self { title: title.into(), desc: desc.into(), watermark: None }
    }

    /// The same with a watermark.
    #[must_use]
    pub fn watermarked(mut self, text: impl Into<String>) -> Self {
        self.watermark = Some(text.into());
        self
    }

    /// Puts a drawn body into its root element.
    pub(super) fn wrap(&self, class: &str, size: (f64, f64), body: Svg) -> String {
        let mut svg = Svg::default();
        let root = Attrs::class(class)
            .set("xmlns", "http://www.w3.org/2000/svg")
            .set("role", "img")
            .set("viewBox", &format!("0 0 {} {}", coordinate(size.0), coordinate(size.1)))
            .set("font-family", "sans-serif")
            .set("font-size", "13");
        svg.open("svg", root);
        svg.element("title", Attrs::default(), &self.title);
        svg.element("desc", Attrs::default(), &self.desc);
        if let Some(text) = self.watermark.as_deref().filter(|text| !text.trim().is_empty()) {
            watermark(&mut svg, text, size);
        }
        svg.append(body);
        svg.finish()
    }
}

/// Draws the watermark along the diagonal, as large as fits.
fn watermark(svg: &mut Svg, text: &str, size: (f64, f64)) {
    let diagonal = size.0.hypot(size.1);
    let em = (0.62 * diagonal / width(text, 1.0).max(0.1)).clamp(8.0, size.1 * 0.4);
    let angle = -(size.1 / size.0).atan().to_degrees().min(40.0);
    let turn = format!(
        "translate({} {}) rotate({})",
        coordinate(size.0 / 2.0),
        coordinate(size.1 / 2.0 + em * 0.3),
        coordinate(angle)
    );
    let attrs = Attrs::class("fig-watermark")
        .set("aria-hidden", "true")
        .set("text-anchor", "middle")
        .set("style", &format!("font-size:{}px", coordinate(em)))
        .set("fill", "#eff1f2")
        .set("transform", &turn);
    svg.element("text", attrs, text);
}

/// A figure that can be drawn for a sheet of any width.
pub trait Figure {
    /// Draws the figure as one inline `<svg>` element for a design width in user units.
    fn render_at(&self, width: f64) -> String;

    /// Draws the figure at [`WIDE`].
    fn render(&self) -> String {
        self.render_at(WIDE)
    }

    /// Draws the figure twice, for wide and for narrow screens; the style sheet shows the one that suits
    /// and prints the wide one.
    fn render_responsive(&self) -> String {
        format!(
            "<div class=\"fig-for-wide\">{}</div><div class=\"fig-for-narrow\">{}</div>",
            self.render_at(WIDE),
            self.render_at(NARROW)
        )
    }
}

/// Holds a design width between what can be laid out and what can be read.
pub(super) fn sheet_width(width: f64) -> f64 {
    if width.is_finite() { width.clamp(320.0, 1600.0) } else { WIDE }
}

/// Makes a file of its own from a rendered figure: XML declaration and style sheet inside.
pub fn standalone(svg: &str) -> String {
    let (head, rest) = svg.split_once('>').unwrap_or((svg, ""));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}><style>{STYLE}</style>{rest}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_names_its_figure_and_escapes_what_it_is_given() {
        let svg = Frame::new("A & B", "<script>").watermarked("SIMULATED").wrap("fig", (680.0, 300.0), Svg::default());
        assert!(svg.contains("role=\"img\"") && svg.contains("viewBox=\"0 0 680.00 300.00\""));
        assert!(svg.contains("<title>A &amp; B</title><desc>&lt;script&gt;</desc>"));
        assert!(svg.contains(">SIMULATED</text>"));
    }

    #[test]
    fn a_standalone_figure_carries_its_style() {
        let svg = standalone(&Frame::new("t", "d").wrap("fig", (10.0, 10.0), Svg::default()));
        assert!(svg.starts_with("<?xml") && svg.contains("--fig-ink") && svg.trim_end().ends_with("</svg>"));
    }
}
