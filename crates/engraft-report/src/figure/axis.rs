//! Axes: words, grid, ticks, threshold lines, legends.

use super::mark::Tip;
use super::scale::{Scale, ScaleKind};
use super::svg::{Anchor, Svg};
use super::text::{BOLD, FONT, LEADING, SMALL, fit, widest, width, wrap};

/// Which direction is good for the subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Benefit {
    /// Neither, or not known: nothing is written.
    #[default]
    Unstated,
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
}

/// What an axis of values says and spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValueAxis {
    /// Name of the measure, e.g. "MMT8".
    pub label: String,
    /// Unit, written once in brackets.
    pub unit: Option<String>,
    /// Direction of benefit, written on the axis.
    pub benefit: Benefit,
    /// Linear or logarithmic; a log axis says so.
    pub scale: ScaleKind,
    /// Range of the instrument where the axis should show it; data beyond it widen the axis.
    pub limits: Option<(f64, f64)>,
}

impl ValueAxis {
    /// A linear axis that follows the data.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// The whole text of an upright axis; sideways axes use other arrows.
    pub(super) fn caption(&self, upright: bool) -> String {
        let mut parts = vec![match &self.unit {
            Some(unit) => format!("{} ({unit})", self.label),
            None => self.label.clone(),
        }];
        match (self.benefit, upright) {
            (Benefit::Unstated, _) => {}
            (Benefit::Higher, true) => parts.push("higher is better \u{2191}".to_string()),
            (Benefit::Lower, true) => parts.push("lower is better \u{2193}".to_string()),
            (Benefit::Higher, false) => parts.push("higher is better \u{2192}".to_string()),
            (Benefit::Lower, false) => parts.push("\u{2190} lower is better".to_string()),
        }
        if self.scale == ScaleKind::Log10 {
            parts.push("log scale".to_string());
        }
        parts.retain(|part| !part.is_empty());
        parts.join(" \u{b7} ")
    }
}

/// A horizontal (or, in interval plots, upright) line at a value that means something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Threshold {
    /// Where it stands.
    pub value: f64,
    /// Its name, written at the line.
    pub name: String,
    /// Tooltip and link, e.g. to the definition.
    pub tip: Tip,
}

/// The rectangle that holds the marks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    /// Left edge.
    pub(super) left: f64,
    /// Right edge.
    pub(super) right: f64,
    /// Upper edge.
    pub(super) top: f64,
    /// Lower edge.
    pub(super) bottom: f64,
}

/// Room that the labels of an upright axis need left of the plot.
pub(super) fn tick_room(scale: &Scale, target: usize) -> f64 {
    widest(scale.ticks(target).iter().map(|tick| tick.label.as_str()), SMALL) + 10.0
}

/// Writes the caption above the plot, from the left edge of the sheet; returns the y after it.
pub(super) fn draw_caption(svg: &mut Svg, text: &str, sheet: f64) -> f64 {
    let lines = wrap(text, sheet / BOLD - 4.0, FONT);
    svg.lines("fig-b", (0.0, 14.0), Anchor::Start, LEADING, &lines) - 14.0 + 10.0
}

/// Grid lines and labels of an upright axis.
pub(super) fn draw_upright(svg: &mut Svg, scale: &Scale, plot: &Plot, target: usize) {
    for tick in scale.ticks(target) {
        if let Some(y) = scale.at(tick.value) {
            svg.line("fig-grid", (plot.left, y), (plot.right, y));
            svg.text("fig-s", (plot.left - 6.0, y + 4.0), Anchor::End, &tick.label);
        }
    }
}

/// Base line, ticks and labels of a sideways axis.
pub(super) fn draw_sideways(svg: &mut Svg, scale: &Scale, plot: &Plot, target: usize) {
    svg.line("fig-axis", (plot.left, plot.bottom), (plot.right, plot.bottom));
    let mut free = f64::NEG_INFINITY;
    for tick in scale.ticks(target) {
        let Some(x) = scale.at(tick.value) else { continue };
        svg.line("fig-axis", (x, plot.bottom), (x, plot.bottom + 4.0));
        let half = width(&tick.label, SMALL) / 2.0;
        if x - half > free {
            svg.text("fig-s", (x, plot.bottom + 17.0), Anchor::Middle, &tick.label);
            free = x + half + 4.0;
        }
    }
}

/// A threshold line across the plot, its name above the line at the left or right end.
pub(super) fn draw_threshold(svg: &mut Svg, scale: &Scale, plot: &Plot, threshold: &Threshold, at: Anchor) {
    let Some(y) = scale.at(threshold.value) else { return };
    super::mark::tipped(svg, &threshold.tip, "", |svg| {
        svg.line("fig-threshold", (plot.left, y), (plot.right, y));
        let name = fit(&threshold.name, plot.right - plot.left - 8.0, SMALL);
        let base = if y - plot.top < 16.0 { y + 14.0 } else { y - 5.0 };
        let x = if at == Anchor::End { plot.right - 4.0 } else { plot.left + 4.0 };
        svg.text("fig-n fig-halo", (x, base), at, &name);
    });
}

/// Draws a glyph around a centre.
pub(super) type Glyph<'a> = dyn Fn(&mut Svg, (f64, f64)) + 'a;

/// One entry of a legend: how its glyph is drawn at a place, and its words.
pub(super) struct Key<'a> {
    /// Draws the glyph around a centre.
    pub(super) glyph: Box<Glyph<'a>>,
    /// Words behind it.
    pub(super) words: String,
}

/// Draws legend entries in rows from `top`; returns the y after the last row.
pub(super) fn draw_keys(svg: &mut Svg, keys: &[Key<'_>], top: f64, sheet: f64) -> f64 {
    if keys.is_empty() {
        return top;
    }
    let (mut x, mut y) = (0.0, top + 12.0);
    for key in keys {
        let words = fit(&key.words, sheet - 24.0, SMALL);
        let need = 18.0 + width(&words, SMALL);
        if x > 0.0 && x + need > sheet {
            x = 0.0;
            y += LEADING;
        }
        (key.glyph)(svg, (x + 7.0, y - 4.0));
        svg.text("fig-s", (x + 18.0, y), Anchor::Start, &words);
        x += need + 16.0;
    }
    y + 8.0
}

/// How many values could not be drawn, as a sentence; `None` if all could.
pub(super) fn undrawn_note(count: usize, scale: ScaleKind) -> Option<String> {
    let reason = match scale {
        ScaleKind::Linear => "not a finite number",
        ScaleKind::Log10 => "zero, negative or not finite on a log scale",
    };
    let values = if count == 1 { "value" } else { "values" };
    (count > 0).then(|| format!("{count} {values} not drawn: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caption_says_unit_direction_and_log() {
        let axis = ValueAxis {
            unit: Some("U/L".into()),
            benefit: Benefit::Lower,
            scale: ScaleKind::Log10,
            ..ValueAxis::new("CK")
        };
        assert_eq!(axis.caption(true), "CK (U/L) \u{b7} lower is better \u{2193} \u{b7} log scale");
        assert!(axis.caption(false).contains("\u{2190} lower is better"));
        assert_eq!(ValueAxis::new("n").caption(true), "n");
    }

    #[test]
    fn legends_break_into_rows() {
        let keys: Vec<Key<'_>> =
            (0..12).map(|i| Key { glyph: Box::new(|_, _| {}), words: format!("entry number {i}") }).collect();
        let mut svg = Svg::default();
        assert!(draw_keys(&mut svg, &keys, 0.0, 300.0) > 60.0);
        assert_eq!(svg.finish().matches("<text").count(), 12);
    }

    #[test]
    fn undrawn_values_are_counted_in_words() {
        assert_eq!(undrawn_note(0, ScaleKind::Linear), None);
        assert_eq!(undrawn_note(1, ScaleKind::Linear).as_deref(), Some("1 value not drawn: not a finite number"));
    }
}
