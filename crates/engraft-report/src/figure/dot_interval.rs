//! A small before-after figure: every subject as a slope, means with intervals on top.

use super::axis::{Benefit, ValueAxis};
use super::frame::{Figure, Frame};
use super::mark::{Tip, arm_marker, circle, tipped};
use super::scale::Scale;
use super::svg::{Anchor, Attrs, Svg};
use super::text::fit;

/// Size of the figure.
const SIZE: (f64, f64) = (220.0, 120.0);
/// Upper and lower edge of the marks.
const SPAN: (f64, f64) = (22.0, 100.0);
/// Where the two time points stand.
const STANDS: (f64, f64) = (62.0, 158.0);

/// One subject before and after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// Value before; `None` if missing.
    pub before: Option<f64>,
    /// Value after; `None` if missing.
    pub after: Option<f64>,
    /// Tooltip, link and subject.
    pub tip: Tip,
}

/// A mean with its interval and its printed form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupMean {
    /// Estimate.
    pub estimate: f64,
    /// Interval; `None` draws the point alone.
    pub interval: Option<(f64, f64)>,
    /// Printed form, beside the mark.
    pub text: String,
    /// Tooltip and link.
    pub tip: Tip,
}

/// Paired values of one measure, 220 by 120 units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DotInterval {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Scale, limits and direction; its label is not drawn.
    pub axis: ValueAxis,
    /// Name of the first time point.
    pub before_label: String,
    /// Name of the second time point.
    pub after_label: String,
    /// Subjects.
    pub pairs: Vec<Pair>,
    /// Mean before.
    pub before: Option<GroupMean>,
    /// Mean after.
    pub after: Option<GroupMean>,
}

impl Figure for DotInterval {
    /// Draws the figure; its size does not depend on the sheet.
    fn render_at(&self, _width: f64) -> String {
        let y = Scale::tight(self.axis.scale, &self.values(), self.axis.limits).over(SPAN.1, SPAN.0);
        let mut svg = Svg::default();
        self.draw_words(&mut svg);
        for pair in &self.pairs {
            draw_pair(&mut svg, &y, pair);
        }
        self.draw_means(&mut svg, &y);
        self.frame.wrap("fig fig-mini", SIZE, svg)
    }

    fn render_responsive(&self) -> String {
        self.render()
    }
}

impl DotInterval {
    fn values(&self) -> Vec<f64> {
        let pairs = self.pairs.iter().flat_map(|pair| [pair.before, pair.after]).flatten();
        let means = self.before.iter().chain(&self.after).flat_map(|mean| {
            let (low, high) = mean.interval.unwrap_or((mean.estimate, mean.estimate));
            [mean.estimate, low, high]
        });
        pairs.chain(means).collect()
    }

    fn draw_words(&self, svg: &mut Svg) {
        for (x, label) in [(STANDS.0, &self.before_label), (STANDS.1, &self.after_label)] {
            svg.line("fig-grid", (x, SPAN.0), (x, SPAN.1));
            svg.text("fig-tiny", (x, 116.0), Anchor::Middle, &fit(label, 98.0, 11.0));
        }
        let direction = match self.axis.benefit {
            Benefit::Unstated => "",
            Benefit::Higher => "higher is better \u{2191}",
            Benefit::Lower => "lower is better \u{2193}",
        };
        let log = if self.axis.scale == super::ScaleKind::Log10 { "log scale" } else { "" };
        let words = [direction, log].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" \u{b7} ");
        svg.text("fig-tiny", (SIZE.0 / 2.0, 11.0), Anchor::Middle, &words);
    }

    fn draw_means(&self, svg: &mut Svg, y: &Scale) {
        let stand = |mean: &Option<GroupMean>, x: f64| mean.as_ref().and_then(|m| y.at(m.estimate).map(|at| (x, at)));
        svg.open("g", Attrs::class("fig-summary"));
        if let Some((from, to)) = stand(&self.before, STANDS.0).zip(stand(&self.after, STANDS.1)) {
            svg.line("fig-mean", from, to);
        }
        for (mean, x, side) in [(&self.before, STANDS.0, Anchor::End), (&self.after, STANDS.1, Anchor::Start)] {
            let Some((mean, at)) = mean.as_ref().zip(stand(mean, x)) else { continue };
            tipped(svg, &mean.tip, "", |svg| {
                if let Some((low, high)) = mean.interval.and_then(|(low, high)| y.at(low).zip(y.at(high))) {
                    svg.line("fig-interval", (x, low), (x, high));
                }
                arm_marker(svg, None, at, 4.0);
                let shift = if side == Anchor::End { -9.0 } else { 9.0 };
                svg.text("fig-n fig-b", (x + shift, at.1 + 4.0), side, &fit(&mean.text, 52.0, 12.0));
            });
        }
        svg.close();
    }
}

/// One subject: slope and ends, or the one end that is known.
fn draw_pair(svg: &mut Svg, y: &Scale, pair: &Pair) {
    let before = pair.before.and_then(|value| y.at(value)).map(|at| (STANDS.0, at));
    let after = pair.after.and_then(|value| y.at(value)).map(|at| (STANDS.1, at));
    if before.is_none() && after.is_none() {
        return;
    }
    tipped(svg, &pair.tip, "fig-series", |svg| {
        if let Some((from, to)) = before.zip(after) {
            svg.line("fig-line", from, to);
        }
        for at in before.into_iter().chain(after) {
            circle(svg, "fig-dot", at, 2.0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_without_a_second_value_keeps_its_dot_and_has_no_slope() {
        let pair = |before, after| Pair { before, after, tip: Tip::new("s") };
        let figure = DotInterval {
            pairs: vec![pair(Some(1.0), Some(2.0)), pair(Some(3.0), None), pair(None, None)],
            before: Some(GroupMean { estimate: 2.0, text: "2.0".into(), ..GroupMean::default() }),
            ..DotInterval::default()
        };
        let svg = figure.render();
        assert_eq!(svg.matches("<line class=\"fig-line\"").count(), 1);
        assert_eq!(svg.matches("class=\"fig-dot\"").count(), 3);
        assert!(!svg.contains("<line class=\"fig-interval\"") && svg.contains(">2.0</text>"));
        assert!(svg.contains("viewBox=\"0 0 220.00 120.00\""));
    }
}
