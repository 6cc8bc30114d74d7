//! Proportions over time as steps: a band, censorings, and the numbers at risk under the axis.

mod draw;
#[cfg(test)]
mod tests;

use super::axis::{Key, Plot, ValueAxis, draw_caption, draw_keys, draw_upright, tick_room};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, arm_marker};
use super::scale::{Scale, ScaleKind};
use super::style::arm_class;
use super::svg::{Anchor, Svg};
use super::text::{BOLD, SMALL, width, wrap};
use super::visits::{Columns, CountRow, Visit, row_room};

/// A day at which a curve moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CurveStep {
    /// Day.
    pub day: f64,
    /// Per cent from this day on.
    pub value: f64,
    /// Interval in per cent; `None` where the method gave none: the band has a gap there.
    pub interval: Option<(f64, f64)>,
    /// Tooltip and link.
    pub tip: Tip,
}

/// A day at which subjects left without the event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CurveCensoring {
    /// Day.
    pub day: f64,
    /// Tooltip and link.
    pub tip: Tip,
}

/// One curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Index of the arm for colour and marker; `None` for all subjects together.
    pub arm: Option<usize>,
    /// Words at its end.
    pub label: String,
    /// A curve beside the main one, as of a competing event: broken line, no band.
    pub beside: bool,
    /// Steps in the order of days.
    pub steps: Vec<CurveStep>,
    /// Censorings in the order of days.
    pub censorings: Vec<CurveCensoring>,
}

/// Numbers at risk of one arm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AtRisk {
    /// Index of the arm; `None` for all subjects together.
    pub arm: Option<usize>,
    /// Row name.
    pub label: String,
    /// Days with the number at risk just before each; at a day between two of them the later one counts.
    pub counts: Vec<(f64, String)>,
}

/// Curves over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Words on the axis of per cent.
    pub label: String,
    /// Words under the axis of days.
    pub time_label: String,
    /// Per cent at day 0: 100 for being free of the event, 0 for having had it.
    pub start: f64,
    /// Curves.
    pub curves: Vec<Curve>,
    /// Rows under the axis.
    pub at_risk: Vec<AtRisk>,
}

/// Scales and plot area of one drawing.
struct Stage {
    x: Scale,
    y: Scale,
    plot: Plot,
}

impl Figure for Curves {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let mut svg = Svg::default();
        let above = draw_caption(&mut svg, &self.label, sheet);
        let top = draw_keys(&mut svg, &self.keys(), above, sheet) + 6.0;
        let y = Scale::tight(ScaleKind::Linear, &[], Some((0.0, 100.0)));
        let labels = self.rows(&[]);
        let left = tick_room(&y, 5).max(row_room(&labels, sheet)).max(width_of_words("At risk") + 12.0);
        let right = sheet - self.end_room(sheet);
        let plot = Plot { left, right, top, bottom: top + (0.5 * (right - left)).clamp(170.0, 290.0) };
        let x = Scale::days(&self.days(), 0.0).over(left, right);
        let stage = Stage { x, y: y.over(plot.bottom, plot.top), plot };
        draw_upright(&mut svg, &stage.y, &plot, 5);
        for curve in &self.curves {
            self.draw_curve(&mut svg, &stage, curve);
        }
        self.draw_ends(&mut svg, &stage, sheet);
        let bottom = self.draw_below(&mut svg, &stage, sheet);
        self.frame.wrap("fig fig-curves", (sheet, bottom), svg)
    }
}

impl Curves {
    /// Day 0 and every day at which something happens.
    fn days(&self) -> Vec<f64> {
        let curve = |curve: &Curve| {
            let steps = curve.steps.iter().map(|step| step.day);
            steps.chain(curve.censorings.iter().map(|censoring| censoring.day)).collect::<Vec<f64>>()
        };
        std::iter::once(0.0).chain(self.curves.iter().flat_map(curve)).collect()
    }

    fn keys(&self) -> Vec<Key<'_>> {
        let mut keys: Vec<Key<'_>> = Vec::new();
        if self.curves.iter().any(|curve| !curve.censorings.is_empty()) {
            let glyph = |svg: &mut Svg, at: (f64, f64)| svg.line("fig-stroke", (at.0, at.1 - 5.0), (at.0, at.1 + 3.0));
            keys.push(Key { glyph: Box::new(glyph), words: "end of follow-up without the event".into() });
        }
        if self.curves.iter().any(|curve| curve.beside) {
            let glyph = |svg: &mut Svg, at: (f64, f64)| {
                svg.line("fig-beside", (at.0 - 7.0, at.1 - 1.0), (at.0 + 7.0, at.1 - 1.0))
            };
            keys.push(Key { glyph: Box::new(glyph), words: "competing event".into() });
        }
        keys
    }

    /// Room for the words at the ends of the curves.
    fn end_room(&self, sheet: f64) -> f64 {
        let widest = self.curves.iter().map(|c| width(&c.label, SMALL) * BOLD).fold(0.0, f64::max);
        (widest + 34.0).min(sheet * 0.34)
    }

    /// Rows of numbers at risk at the days of ticks.
    fn rows(&self, days: &[f64]) -> Vec<CountRow> {
        let cell = |row: &AtRisk, day: f64| {
            let next = row.counts.iter().find(|(at, _)| *at >= day);
            next.map_or_else(|| "0".to_owned(), |(_, count)| count.clone())
        };
        let row = |row: &AtRisk| CountRow {
            label: row.label.clone(),
            arm: row.arm,
            cells: days.iter().map(|day| cell(row, *day)).collect(),
        };
        self.at_risk.iter().map(row).collect()
    }

    /// Ticks, words and the table of numbers at risk; returns the lower edge of the drawing.
    fn draw_below(&self, svg: &mut Svg, stage: &Stage, sheet: f64) -> f64 {
        let plot = &stage.plot;
        let target = ((plot.right - plot.left) / 75.0).max(2.0) as usize;
        let ticks = stage.x.ticks(target);
        let visits: Vec<Visit> = ticks.iter().map(|tick| Visit::new(tick.label.as_str(), tick.value)).collect();
        let days: Vec<f64> = visits.iter().map(|visit| visit.day).collect();
        let rows = self.rows(&days);
        let columns = Columns::place(&visits, &rows, &stage.x, plot, sheet);
        let below = columns.draw_names(svg, &visits, plot);
        let words = wrap(&self.time_label, sheet - plot.left, SMALL);
        let centre = ((plot.left + plot.right) / 2.0, below + 10.0);
        let after = svg.lines("fig-s", centre, Anchor::Middle, 14.0, &words);
        svg.text("fig-head", (0.0, after + 6.0), Anchor::Start, "At risk");
        columns.draw_rows(svg, &rows, plot, after + 6.0) + 10.0
    }
}

fn width_of_words(words: &str) -> f64 {
    width(words, SMALL) * BOLD
}

/// Class of a curve's group.
fn group_class(curve: &Curve) -> String {
    format!("fig-curve{}", arm_class(curve.arm))
}

/// Marker of an arm, drawn beside the words at the end of its curve.
fn end_marker(svg: &mut Svg, curve: &Curve, at: (f64, f64)) {
    if curve.arm.is_some() {
        arm_marker(svg, curve.arm, at, 3.6);
    }
}

/// An axis of per cent, for the words of callers.
pub fn percent_axis(label: &str) -> String {
    ValueAxis { unit: Some("%".to_owned()), ..ValueAxis::new(label) }.caption(true)
}
