//! One measure over time: every subject as a line, group means with intervals on top, in real days.

mod labels;
mod marks;
#[cfg(test)]
mod tests;

use super::axis::{
    Key, Plot, Threshold, ValueAxis, draw_caption, draw_keys, draw_threshold, draw_upright, tick_room, undrawn_note,
};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, circle, down_triangle};
use super::scale::{Scale, drawable};
use super::svg::{Anchor, Svg};
use super::text::{BOLD, LEADING, SMALL, width, wrap};
use super::visits::{Columns, CountRow, INFUSION_BAND, Infusion, Visit, draw_infusions, row_room};

/// What is known of one value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Value {
    /// Planned but missing: the line breaks here.
    #[default]
    Missing,
    /// A number.
    Exact(f64),
    /// Below (or beyond) a limit: drawn at the limit with its own mark.
    Censored(f64),
    /// An incomplete score that lies between two bounds.
    Bounds {
        /// Smallest possible value.
        lower: f64,
        /// Largest possible value.
        upper: f64,
    },
}

/// One value of one subject.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrajectoryPoint {
    /// Real day.
    pub day: f64,
    /// Index of the planned visit in [`Trajectory::visits`]; `None` for an unscheduled one.
    pub visit: Option<usize>,
    /// The value.
    pub value: Value,
    /// Tooltip and link.
    pub tip: Tip,
}

/// One subject's course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubjectSeries {
    /// Subject id: written as `data-subject`, and at the end of the line.
    pub subject: String,
    /// Index into [`Trajectory::arms`].
    pub arm: Option<usize>,
    /// Named in the text: coloured and always labelled.
    pub named: bool,
    /// Values in the order of days.
    pub points: Vec<TrajectoryPoint>,
}

/// Mean (or median) of one arm at one visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SummaryPoint {
    /// Index of the visit in [`Trajectory::visits`].
    pub visit: usize,
    /// Estimate.
    pub estimate: f64,
    /// Interval; `None` draws the point alone, as for n < 2.
    pub interval: Option<(f64, f64)>,
    /// Tooltip and link.
    pub tip: Tip,
}

/// Summary of one arm over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SummarySeries {
    /// Index into [`Trajectory::arms`]; `None` for all subjects together.
    pub arm: Option<usize>,
    /// Words at the end of the line, e.g. "mean, 95 % CI" or the arm's name.
    pub label: String,
    /// Points in the order of visits.
    pub points: Vec<SummaryPoint>,
}

/// A measure over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trajectory {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Axis of values.
    pub axis: ValueAxis,
    /// Words under the time axis, e.g. "Days since infusion".
    pub time_label: String,
    /// Planned visits.
    pub visits: Vec<Visit>,
    /// Infusion days.
    pub infusions: Vec<Infusion>,
    /// Names of the arms; two or more colour the subjects' lines by arm.
    pub arms: Vec<String>,
    /// Subjects.
    pub subjects: Vec<SubjectSeries>,
    /// Group summaries.
    pub summaries: Vec<SummarySeries>,
    /// Lines of the response rule and the like.
    pub thresholds: Vec<Threshold>,
    /// Rows under the axis: n per visit, for each arm.
    pub rows: Vec<CountRow>,
}

/// Number of subjects up to which every line is labelled.
const LABELLED: usize = 15;
/// Ticks aimed at on the axis of values.
const TICKS: usize = 6;

/// Scales and plot area of one drawing.
struct Stage {
    x: Scale,
    y: Scale,
    plot: Plot,
    sheet: f64,
}

impl Figure for Trajectory {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let mut svg = Svg::default();
        let top = draw_caption(&mut svg, &self.axis.caption(true), sheet);
        let stage = self.stage(sheet, top);
        draw_upright(&mut svg, &stage.y, &stage.plot, TICKS);
        draw_infusions(&mut svg, &self.infusions, &stage.x, &stage.plot);
        self.draw_subjects(&mut svg, &stage);
        self.draw_summaries(&mut svg, &stage);
        for threshold in &self.thresholds {
            draw_threshold(&mut svg, &stage.y, &stage.plot, threshold, self.emptier_end(&stage, threshold));
        }
        self.draw_end_labels(&mut svg, &stage);
        let bottom = self.draw_below(&mut svg, &stage);
        self.frame.wrap("fig fig-trajectory", (sheet, bottom), svg)
    }
}

impl Trajectory {
    /// Lays out the plot area.
    fn stage(&self, sheet: f64, top: f64) -> Stage {
        let y = Scale::fit(self.axis.scale, &self.all_values(), self.axis.limits);
        let left = tick_room(&y, TICKS).max(row_room(&self.rows, sheet));
        let right = sheet - self.end_label_room(sheet);
        let top = top + if self.infusions.is_empty() { 0.0 } else { INFUSION_BAND };
        let bottom = top + (sheet * 0.46).clamp(230.0, 340.0);
        let plot = Plot { left, right, top, bottom };
        let x = Scale::days(&self.all_days(), 0.025).over(left, right);
        Stage { x, y: y.over(bottom, top), plot, sheet }
    }

    /// The end of a threshold line at which its name covers fewer points.
    fn emptier_end(&self, stage: &Stage, threshold: &Threshold) -> Anchor {
        let Some(line) = stage.y.at(threshold.value) else { return Anchor::Start };
        let wide = width(&threshold.name, SMALL) + 8.0;
        let near = |(x, y): &(f64, f64)| (line - 20.0..=line).contains(y).then_some(*x);
        let places = self.subjects.iter().flat_map(|series| series.points.iter().filter_map(|p| stage.joined(p)));
        let summaries = self.summaries.iter().flat_map(|series| {
            series.points.iter().filter_map(|point| self.summary_step(stage, series, point.visit).at)
        });
        let (mut left, mut right) = (0_usize, 0_usize);
        for x in places.chain(summaries).filter_map(|place| near(&place)) {
            left += usize::from(x < stage.plot.left + wide);
            right += usize::from(x > stage.plot.right - wide);
        }
        if right < left { Anchor::End } else { Anchor::Start }
    }

    fn all_days(&self) -> Vec<f64> {
        let points = self.subjects.iter().flat_map(|s| s.points.iter().map(|point| point.day));
        let visits = self.visits.iter().map(|visit| visit.day);
        visits.chain(self.infusions.iter().map(|infusion| infusion.day)).chain(points).collect()
    }

    fn all_values(&self) -> Vec<f64> {
        let points = self.subjects.iter().flat_map(|s| s.points.iter().flat_map(|point| numbers(point.value)));
        let summaries = self.summaries.iter().flat_map(|s| {
            s.points.iter().flat_map(|p| {
                let (low, high) = p.interval.unwrap_or((p.estimate, p.estimate));
                [p.estimate, low, high]
            })
        });
        points.chain(summaries).chain(self.thresholds.iter().map(|threshold| threshold.value)).collect()
    }

    /// Everything under the plot: names, rows, label, legend, notes; returns the height of the sheet.
    fn draw_below(&self, svg: &mut Svg, stage: &Stage) -> f64 {
        let (plot, sheet) = (&stage.plot, stage.sheet);
        let end = (plot.right + 30.0).min(sheet);
        let columns = Columns::place(&self.visits, &self.rows, &stage.x, plot, end);
        let mut y = columns.draw_names(svg, &self.visits, plot);
        if self.rows.iter().any(|row| row.arm.is_some()) {
            y += LEADING - 4.0;
            svg.text("fig-head", (0.0, y), Anchor::Start, "n");
        }
        y = columns.draw_rows(svg, &self.rows, plot, y) + 8.0;
        if !self.time_label.is_empty() {
            let lines = wrap(&self.time_label, plot.right - plot.left, SMALL);
            let centre = (plot.left + plot.right) / 2.0;
            y = svg.lines("fig-s", (centre, y + 12.0), Anchor::Middle, 14.0, &lines) - 6.0;
        }
        y = draw_keys(svg, &self.keys(), y, sheet);
        if let Some(note) = undrawn_note(self.undrawn(), self.axis.scale) {
            y = svg.lines("fig-s", (0.0, y + 12.0), Anchor::Start, 14.0, &wrap(&note, sheet, SMALL)) - 4.0;
        }
        y
    }

    /// Legend entries of the special marks that occur.
    fn keys(&self) -> Vec<Key<'_>> {
        let any = |test: fn(&Value) -> bool| self.subjects.iter().any(|s| s.points.iter().any(|p| test(&p.value)));
        let mut keys: Vec<Key<'_>> = Vec::new();
        if any(|value| matches!(value, Value::Censored(_))) {
            let glyph = |svg: &mut Svg, at: (f64, f64)| down_triangle(svg, "fig-censored", (at.0, at.1 + 4.0), 4.5);
            keys.push(Key { glyph: Box::new(glyph), words: "beyond the limit of detection, drawn at it".into() });
        }
        if any(|value| matches!(value, Value::Bounds { .. })) {
            let glyph = |svg: &mut Svg, at: (f64, f64)| {
                svg.line("fig-bounds", (at.0, at.1 - 6.0), (at.0, at.1 + 6.0));
            };
            keys.push(Key { glyph: Box::new(glyph), words: "incomplete: between these bounds".into() });
        }
        if self.has_gap() {
            let glyph = |svg: &mut Svg, at: (f64, f64)| {
                svg.line("fig-missing", (at.0 - 5.0, at.1), (at.0 + 5.0, at.1));
                circle(svg, "fig-dot", (at.0 - 5.0, at.1), 1.6);
                circle(svg, "fig-dot", (at.0 + 5.0, at.1), 1.6);
            };
            keys.push(Key { glyph: Box::new(glyph), words: "visit missing or incomplete between".into() });
        }
        keys
    }

    /// Number of values that the axis cannot show.
    fn undrawn(&self) -> usize {
        let lost = |value: &f64| !drawable(self.axis.scale, *value);
        let points = self.subjects.iter().flat_map(|s| s.points.iter());
        points.filter(|point| numbers(point.value).iter().any(lost) || !point.day.is_finite()).count()
    }

    /// Room for labels right of the plot.
    fn end_label_room(&self, sheet: f64) -> f64 {
        let widest = self.end_label_texts().iter().map(|text| width(text, SMALL) * BOLD).fold(0.0, f64::max);
        if widest > 0.0 { (widest + 26.0).min(sheet * 0.36) } else { 14.0 }
    }
}

/// The numbers in a value.
fn numbers(value: Value) -> Vec<f64> {
    match value {
        Value::Missing => Vec::new(),
        Value::Exact(value) | Value::Censored(value) => vec![value],
        Value::Bounds { lower, upper } => vec![lower, upper],
    }
}
