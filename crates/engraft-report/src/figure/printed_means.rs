//! Printed means over the visits, each with the interval that it has under either reading of its spread, side by side.

use super::axis::{Key, Plot, ValueAxis, draw_caption, draw_keys, draw_upright, tick_room};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, circle, tipped};
use super::scale::Scale;
use super::svg::{Anchor, Attrs, Svg};
use super::text::{SMALL, fit, wrap};

/// Height of the plot.
const HEIGHT: f64 = 210.0;
/// Distance of the two readings from the middle of their visit.
const APART: f64 = 8.0;

/// A printed mean at a visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedMean {
    /// Name of the visit.
    pub visit: String,
    /// Printed form, over the marks.
    pub text: String,
    /// Number of subjects, under the visit.
    pub n: String,
    /// The mean.
    pub mean: f64,
    /// Interval of the mean if the spread is a standard deviation.
    pub as_sd: Option<(f64, f64)>,
    /// Interval of the mean if the spread is a standard error.
    pub as_sem: Option<(f64, f64)>,
    /// Tooltip and link.
    pub tip: Tip,
}

/// Printed means of one measure, visits at equal distances.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedMeans {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Scale and direction.
    pub axis: ValueAxis,
    /// Words for the reading as standard deviation.
    pub sd_words: String,
    /// Words for the reading as standard error.
    pub sem_words: String,
    /// Means in the order of the visits.
    pub means: Vec<PrintedMean>,
}

impl Figure for PrintedMeans {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let values: Vec<f64> = self
            .means
            .iter()
            .flat_map(|m| [Some((m.mean, m.mean)), m.as_sd, m.as_sem].into_iter().flatten())
            .flat_map(|(a, b)| [a, b])
            .collect();
        let scale = Scale::fit(self.axis.scale, &values, None);
        let mut svg = Svg::default();
        let top = draw_caption(&mut svg, &self.axis.caption(true), sheet);
        let top = draw_keys(&mut svg, &self.keys(), top - 4.0, sheet) + 14.0;
        let plot = Plot { left: tick_room(&scale, 5), right: sheet - 4.0, top, bottom: top + HEIGHT };
        let scale = scale.over(plot.bottom, plot.top);
        draw_upright(&mut svg, &scale, &plot, 5);
        let step = (plot.right - plot.left) / (self.means.len().max(1) as f64);
        let places: Vec<f64> =
            self.means.iter().enumerate().map(|(i, _)| plot.left + step * (i as f64 + 0.5)).collect();
        let line: Vec<(f64, f64)> =
            self.means.iter().zip(&places).filter_map(|(m, x)| Some((*x, scale.at(m.mean)?))).collect();
        svg.polyline("fig-lead", &line);
        let mut bottom = plot.bottom;
        for (mean, x) in self.means.iter().zip(places) {
            draw_mean(&mut svg, &scale, mean, x);
            bottom = bottom.max(draw_names(&mut svg, mean, x, plot.bottom, step));
        }
        self.frame.wrap("fig", (sheet, bottom + 6.0), svg)
    }
}

impl PrintedMeans {
    fn keys(&self) -> Vec<Key<'_>> {
        let mut keys: Vec<Key<'_>> = Vec::new();
        if self.means.iter().any(|m| m.as_sd.is_some()) {
            keys.push(Key { glyph: Box::new(|svg, at| glyph(svg, at, true)), words: self.sd_words.clone() });
        }
        if self.means.iter().any(|m| m.as_sem.is_some()) {
            keys.push(Key { glyph: Box::new(|svg, at| glyph(svg, at, false)), words: self.sem_words.clone() });
        }
        keys
    }
}

/// Filled mark on a full line for the standard deviation, open mark on a broken line for the standard error.
fn glyph(svg: &mut Svg, at: (f64, f64), sd: bool) {
    svg.line(if sd { "fig-as-sd" } else { "fig-as-sem" }, (at.0, at.1 - 6.0), (at.0, at.1 + 6.0));
    circle(svg, if sd { "fig-solid" } else { "fig-hollow" }, at, 3.2);
}

fn draw_mean(svg: &mut Svg, scale: &Scale, mean: &PrintedMean, x: f64) {
    let Some(y) = scale.at(mean.mean) else { return };
    tipped(svg, &mean.tip, "", |svg| {
        for (interval, shift, sd) in [(mean.as_sd, -APART, true), (mean.as_sem, APART, false)] {
            let Some((low, high)) = interval.and_then(|(low, high)| Some((scale.at(low)?, scale.at(high)?))) else {
                continue;
            };
            let class = if sd { "fig-as-sd" } else { "fig-as-sem" };
            svg.line(class, (x + shift, low), (x + shift, high));
            for end in [low, high] {
                svg.line(class, (x + shift - 4.0, end), (x + shift + 4.0, end));
            }
            circle(svg, if sd { "fig-solid" } else { "fig-hollow" }, (x + shift, y), 3.6);
        }
        if mean.as_sd.is_none() && mean.as_sem.is_none() {
            circle(svg, "fig-solid", (x, y), 3.6);
        }
    });
}

/// Visit, printed form and n under the plot; returns the lower edge.
fn draw_names(svg: &mut Svg, mean: &PrintedMean, x: f64, top: f64, step: f64) -> f64 {
    let lines = wrap(&mean.visit, step - 6.0, SMALL);
    svg.open("g", Attrs::default());
    let y = svg.lines("fig-s", (x, top + 16.0), Anchor::Middle, 14.0, &lines);
    svg.text("fig-n fig-b", (x, y), Anchor::Middle, &fit(&mean.text, step - 2.0, SMALL));
    svg.text("fig-tiny", (x, y + 14.0), Anchor::Middle, &mean.n);
    svg.close();
    y + 16.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reading_has_its_own_mark_and_line() {
        let mean = |as_sem| PrintedMean {
            visit: "1 month".into(),
            text: "67±3".into(),
            n: "n 8".into(),
            mean: 67.0,
            as_sd: Some((64.5, 69.5)),
            as_sem,
            tip: Tip::default(),
        };
        let figure = PrintedMeans {
            axis: ValueAxis::new("MMT8"),
            sd_words: "if SD".into(),
            sem_words: "if SEM".into(),
            means: vec![mean(Some((59.9, 74.1))), mean(None)],
            ..PrintedMeans::default()
        };
        let svg = figure.render();
        // a mark in the legend, and one for each visit that has the reading
        assert_eq!((svg.matches("\"fig-solid\"").count(), svg.matches("\"fig-hollow\"").count()), (3, 2));
        assert!(svg.contains("if SEM") && svg.contains("67±3"));
        assert!(PrintedMeans::default().render().contains("</svg>"));
    }
}
