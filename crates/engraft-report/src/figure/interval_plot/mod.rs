//! Estimates with intervals in rows, text columns left and right (a forest plot).

mod layout;

use super::axis::{Plot, Threshold, ValueAxis, draw_sideways};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, arm_marker, diamond, polygon, tipped};
use super::scale::{Scale, ScaleKind, drawable};
use super::style::arm_class;
use super::svg::{Anchor, Attrs, Svg};
use super::text::{LEADING, SMALL, fit, width, wrap};
use layout::Layout;

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    #[default]
    Left,
    /// To the right.
    Right,
    /// To the right, padded so that decimal signs stand in one line.
    Decimal,
}

/// A column of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Words above it, unit included.
    pub header: String,
    /// Alignment of its cells.
    pub align: Align,
}

impl Column {
    /// A column.
    pub fn new(header: impl Into<String>, align: Align) -> Self {
        Self { header: header.into(), align }
    }
}

/// How much of a row is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowKind {
    /// An estimate: marker and line.
    #[default]
    Estimate,
    /// A pooled or overall estimate: a diamond over its interval.
    Overall,
    /// A heading over the rows that follow; only the first left cell is read.
    Heading,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntervalRow {
    /// What it is.
    pub kind: RowKind,
    /// Cells of the left columns.
    pub left: Vec<String>,
    /// Cells of the right columns.
    pub right: Vec<String>,
    /// Estimate; `None` leaves the row's plot empty.
    pub estimate: Option<f64>,
    /// Interval; `None` draws the point alone.
    pub interval: Option<(f64, f64)>,
    /// Arm whose marker and colour the row carries.
    pub arm: Option<usize>,
    /// Tooltip, link, subject.
    pub tip: Tip,
}

/// Estimates and intervals in rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntervalPlot {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Axis of estimates; its limits cut intervals, which then end in arrows.
    pub axis: ValueAxis,
    /// Columns left of the plot.
    pub left: Vec<Column>,
    /// Columns right of the plot.
    pub right: Vec<Column>,
    /// Rows in order.
    pub rows: Vec<IntervalRow>,
    /// Line of no effect, or a benchmark.
    pub reference: Option<Threshold>,
    /// Lines of a margin, broken, each with its name above the plot.
    pub margins: Vec<Threshold>,
    /// Words below the axis left and right of the reference, e.g. "favours control" and "favours product".
    pub sides: Option<(String, String)>,
}

/// Scale and rows of one drawing.
struct Stage<'a> {
    x: Scale,
    plot: Plot,
    layout: Layout<'a>,
}

impl Figure for IntervalPlot {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let layout = Layout::new(self, sheet);
        let (left, right) = layout.plot_span();
        let top = layout.header_height();
        let bottom = top + layout.rows_height() + 4.0;
        let plot = Plot { left, right, top, bottom };
        let values: Vec<f64> = if self.axis.limits.is_some() { Vec::new() } else { self.values() };
        let x = Scale::fit(self.axis.scale, &values, self.axis.limits).over(left + 8.0, right - 8.0);
        let stage = Stage { x, plot, layout };

        let mut svg = Svg::default();
        stage.layout.draw_headers(&mut svg);
        self.draw_reference(&mut svg, &stage);
        self.draw_margins(&mut svg, &stage);
        let mut y = top;
        for (index, row) in self.rows.iter().enumerate() {
            let height = stage.layout.row_height(index);
            stage.layout.draw_row(&mut svg, index, row, y);
            draw_estimate(&mut svg, &stage, row, y + height - 11.0);
            y += height;
        }
        draw_sideways(&mut svg, &stage.x, &stage.plot, ((right - left) / 45.0).max(2.0) as usize);
        let height = self.draw_foot(&mut svg, &stage, sheet);
        self.frame.wrap("fig fig-intervals", (sheet, height), svg)
    }
}

impl IntervalPlot {
    fn values(&self) -> Vec<f64> {
        let row = |row: &IntervalRow| {
            let (low, high) = row.interval.unwrap_or((f64::NAN, f64::NAN));
            [row.estimate.unwrap_or(f64::NAN), low, high]
        };
        self.rows.iter().flat_map(row).chain(self.lines().map(|line| line.value)).collect()
    }

    fn lines(&self) -> impl Iterator<Item = &Threshold> {
        self.reference.iter().chain(&self.margins)
    }

    /// The lines of a margin, each named by its tooltip.
    fn draw_margins(&self, svg: &mut Svg, stage: &Stage<'_>) {
        for line in &self.margins {
            let Some(x) = stage.x.at(line.value).filter(|_| stage.x.side(line.value) == 0) else { continue };
            tipped(svg, &line.tip, "", |svg| {
                svg.line("fig-margin", (x, stage.plot.top - 2.0), (x, stage.plot.bottom));
                svg.text("fig-tiny", (x, stage.plot.top - 8.0), Anchor::Middle, &line.name);
            });
        }
    }

    /// The line of reference, its name above the plot.
    fn draw_reference(&self, svg: &mut Svg, stage: &Stage<'_>) {
        let Some(reference) = &self.reference else { return };
        let Some(x) = stage.x.at(reference.value) else { return };
        let plot = &stage.plot;
        tipped(svg, &reference.tip, "", |svg| {
            svg.line("fig-threshold", (x, plot.top - 2.0), (x, plot.bottom));
            let name = fit(&reference.name, plot.right - plot.left, SMALL);
            let half = width(&name, SMALL) / 2.0;
            // the name stays over the plot, beside the words of the columns
            let centre = x.min(plot.right - half).max(plot.left + half);
            svg.text("fig-s", (centre, plot.top - 8.0), Anchor::Middle, &name);
        });
    }

    /// Sides and label of the axis; returns the height of the sheet.
    fn draw_foot(&self, svg: &mut Svg, stage: &Stage<'_>, sheet: f64) -> f64 {
        let plot = &stage.plot;
        let mut y = plot.bottom + 20.0;
        if let Some((low, high)) = &self.sides {
            let middle = self.reference.as_ref().and_then(|line| stage.x.at(line.value));
            let middle = middle.unwrap_or((plot.left + plot.right) / 2.0);
            let left = wrap(&format!("\u{2190} {low}"), (middle - plot.left - 6.0).max(60.0), SMALL);
            let right = wrap(&format!("{high} \u{2192}"), (plot.right - middle - 6.0).max(60.0), SMALL);
            let one = svg.lines("fig-n", (middle - 6.0, y + 14.0), Anchor::End, 14.0, &left);
            let two = svg.lines("fig-n", (middle + 6.0, y + 14.0), Anchor::Start, 14.0, &right);
            y = one.max(two) - 14.0 + 2.0;
        }
        // the label may use the sheet beyond the plot, but stays inside it
        let centre = (plot.left + plot.right) / 2.0;
        let room = 2.0 * (centre - 2.0).min(sheet - centre - 2.0);
        let lines = wrap(&self.axis.caption(false), room, SMALL);
        svg.lines("fig-n fig-b", (centre, y + LEADING), Anchor::Middle, 15.0, &lines) - 8.0
    }
}

/// Draws the estimate of a row at height `y`.
fn draw_estimate(svg: &mut Svg, stage: &Stage<'_>, row: &IntervalRow, y: f64) {
    let Some(value) = row.estimate.filter(|_| row.kind != RowKind::Heading) else { return };
    let Some(x) = stage.x.at(value) else { return };
    let ends = row.interval.and_then(|(low, high)| Some((end(stage, low)?, end(stage, high)?)));
    svg.open("g", Attrs::class(format!("fig-row{}", arm_class(row.arm)).trim_end()));
    tipped(svg, &row.tip, "", |svg| match (ends, row.kind) {
        (Some((low, high)), RowKind::Overall) => {
            polygon(svg, "fig-full", &[(low.0, y), (x, y - 6.0), (high.0, y), (x, y + 6.0)]);
        }
        (Some((low, high)), _) => {
            svg.line("fig-interval", (low.0, y), (high.0, y));
            arrow_if_cut(svg, low, y);
            arrow_if_cut(svg, high, y);
            point(svg, stage, row, (x, y), value);
        }
        (None, RowKind::Overall) => diamond(svg, "fig-full", (x, y), (7.0, 6.0)),
        (None, _) => point(svg, stage, row, (x, y), value),
    });
    svg.close();
}

/// The marker, unless the estimate itself lies beyond the axis.
fn point(svg: &mut Svg, stage: &Stage<'_>, row: &IntervalRow, at: (f64, f64), value: f64) {
    match stage.x.side(value) {
        0 => arm_marker(svg, row.arm, at, 4.4),
        side => arrow_if_cut(svg, (at.0, side), at.1),
    }
}

/// Where an interval ends, and whether the axis cuts it there.
fn end(stage: &Stage<'_>, value: f64) -> Option<(f64, i8)> {
    if value.is_infinite() {
        return Some(if value > 0.0 { (stage.plot.right - 8.0, 1) } else { (stage.plot.left + 8.0, -1) });
    }
    match stage.x.at(value) {
        Some(x) => Some((x, stage.x.side(value))),
        // a limit of zero or below has no place on a log axis: the interval runs out to the left
        None => drawable(ScaleKind::Linear, value).then_some((stage.plot.left + 8.0, -1)),
    }
}

fn arrow_if_cut(svg: &mut Svg, end: (f64, i8), y: f64) {
    if end.1 != 0 {
        let out = f64::from(end.1) * 6.0;
        polygon(svg, "fig-full", &[(end.0 + out, y), (end.0, y - 4.5), (end.0, y + 4.5)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn sample() -> IntervalPlot {
        let row = |name: &str, estimate: f64, interval: Option<(f64, f64)>| IntervalRow {
            left: vec![name.into()],
            right: vec!["9".into(), format!("{estimate}")],
            estimate: Some(estimate),
            interval,
            tip: Tip::new(name).with_href("#R3"),
            ..IntervalRow::default()
        };
        IntervalPlot {
            axis: ValueAxis { limits: Some((-5.0, 5.0)), ..ValueAxis::new("Difference") },
            left: vec![Column::new("Measure", Align::Left)],
            right: vec![Column::new("n", Align::Right), Column::new("Estimate", Align::Decimal)],
            rows: vec![
                IntervalRow { kind: RowKind::Heading, left: vec!["Group".into()], ..IntervalRow::default() },
                row("inside", 1.25, Some((-1.0, 3.0))),
                row("cut", 2.0, Some((-1.0, 30.0))),
                row("alone", 1.0, None),
            ],
            reference: Some(Threshold { value: 0.0, name: "no change".into(), tip: Tip::default() }),
            ..IntervalPlot::default()
        }
    }

    #[test]
    fn each_row_has_its_point_and_only_known_intervals_have_lines() {
        let svg = sample().render();
        assert_eq!(svg.matches("<circle class=\"fig-full\"").count(), 3);
        assert_eq!(svg.matches("class=\"fig-interval\"").count(), 2);
        assert_eq!(svg.matches("<path class=\"fig-full\"").count(), 1, "one arrow where the axis cuts");
        assert_eq!(svg.matches("<a href=\"#R3\">").count(), 3);
    }

    #[test]
    fn unbounded_intervals_end_in_an_arrow() {
        let mut figure = sample();
        figure.rows[1].interval = Some((f64::NEG_INFINITY, f64::INFINITY));
        assert_eq!(figure.render().matches("<path class=\"fig-full\"").count(), 3);
    }

    #[test]
    fn cells_of_right_columns_are_printed_once() {
        let svg = sample().render();
        assert_eq!(svg.matches(">9</text>").count(), 3);
        assert!(svg.contains(">2\u{2008}\u{2007}\u{2007}</text>"));
    }
}
