//! Who entered, who left and why: a subject flow after CONSORT. Boxes that count zero are kept.

use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, polygon, tipped};
use super::style::arm_class;
use super::svg::{Anchor, Attrs, Svg};
use super::text::{BOLD, FONT, LEADING, SMALL, wrap};

/// A line of detail with its count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowLine {
    /// Words.
    pub label: String,
    /// Count; `None` if the line counts nothing.
    pub n: Option<u64>,
}

impl FlowLine {
    /// A counted line.
    pub fn new(label: impl Into<String>, n: u64) -> Self {
        Self { label: label.into(), n: Some(n) }
    }
}

/// A box: words, count, details.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowBox {
    /// Words, e.g. "Infused".
    pub label: String,
    /// Count; `None` for "not reported", which is written.
    pub n: Option<u64>,
    /// Details, e.g. reasons with counts.
    pub lines: Vec<FlowLine>,
    /// Tooltip and link.
    pub tip: Tip,
}

/// A step of the flow and who left after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowStep {
    /// The step.
    pub main: FlowBox,
    /// Subjects excluded between this step and the next.
    pub side: Option<FlowBox>,
}

/// One arm's column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowArm {
    /// Name, in the arm's colour.
    pub label: String,
    /// Steps from top to bottom.
    pub steps: Vec<FlowStep>,
}

/// Subject flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Steps before the split, or all steps of a study without arms.
    pub trunk: Vec<FlowStep>,
    /// Arms after the split.
    pub arms: Vec<FlowArm>,
}

/// Vertical gap between boxes.
const GAP: f64 = 22.0;
/// Inner margin of a box.
const PAD: f64 = 9.0;

/// Text of a box, wrapped for its width.
struct Content<'a> {
    of: &'a FlowBox,
    heading: Vec<String>,
    title: Vec<String>,
    details: Vec<String>,
}

/// Horizontal places of one column.
#[derive(Clone, Copy)]
struct Lane {
    main: (f64, f64),
    side: (f64, f64),
    line: f64,
}

impl<'a> Content<'a> {
    fn new(of: &'a FlowBox, heading: Option<&str>, room: f64) -> Self {
        let inner = (room - 2.0 * PAD).max(20.0);
        let count = of.n.map_or("n not reported".to_string(), |n| format!("n = {n}"));
        let heading = heading.map_or(Vec::new(), |text| wrap(text, inner / BOLD, FONT));
        let title = wrap(&format!("{} ({count})", of.label).replace("n = ", "n\u{a0}=\u{a0}"), inner, FONT);
        let line = |line: &FlowLine| match line.n {
            Some(n) => format!("{} (n\u{a0}=\u{a0}{n})", line.label),
            None => line.label.clone(),
        };
        let details = of.lines.iter().flat_map(|detail| wrap(&line(detail), inner - 8.0, SMALL)).collect();
        Self { of, heading, title, details }
    }

    fn height(&self) -> f64 {
        let strong = (self.heading.len() + self.title.len()) as f64;
        strong * LEADING + self.details.len() as f64 * 15.0 + 2.0 * PAD - 2.0
    }

    fn draw(&self, svg: &mut Svg, span: (f64, f64), top: f64, class: &str, height: f64) {
        tipped(svg, &self.of.tip, "", |svg| {
            svg.rect(class, (span.0, top), (span.1 - span.0, height));
            let x = span.0 + PAD;
            let mut y = top + PAD + 11.0;
            y = svg.lines("fig-arm-text", (x, y), Anchor::Start, LEADING, &self.heading);
            y = svg.lines("", (x, y), Anchor::Start, LEADING, &self.title);
            svg.lines("fig-s", (x + 8.0, y), Anchor::Start, 15.0, &self.details);
        });
    }
}

/// One column of steps and where it stands.
struct Column<'a> {
    heading: Option<&'a str>,
    arm: Option<usize>,
    steps: &'a [FlowStep],
    lane: Lane,
    /// Whether a line goes on below the last step.
    continues: bool,
}

impl Figure for Flow {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let mut svg = Svg::default();
        let trunk = self.trunk_lane(sheet);
        let mut y = 1.0;
        if !self.trunk.is_empty() {
            y = draw_columns(
                &mut svg,
                &[Column {
                    heading: None,
                    arm: None,
                    steps: &self.trunk,
                    lane: trunk,
                    continues: !self.arms.is_empty(),
                }],
                y,
            );
        }
        let columns = self.arm_columns(sheet);
        if !columns.is_empty() {
            if !self.trunk.is_empty() {
                y = draw_split(&mut svg, trunk.line, &columns, y);
            }
            y = draw_columns(&mut svg, &columns, y);
        }
        self.frame.wrap("fig fig-flow", (sheet, y + 2.0), svg)
    }
}

impl Flow {
    /// The trunk stands in the middle above arms, and to the left without them; side boxes to its right.
    fn trunk_lane(&self, sheet: f64) -> Lane {
        let wide = (sheet * 0.6).min(340.0);
        let left = if self.arms.is_empty() { 1.0 } else { (sheet - wide) / 2.0 };
        let line = left + wide / 2.0;
        Lane { main: (left, left + wide), side: (line + 22.0, (line + 22.0 + 340.0).min(sheet - 1.0)), line }
    }

    /// Arms share the sheet; where subjects leave, the line runs at the left and side boxes fill the rest.
    fn arm_columns<'a>(&'a self, sheet: f64) -> Vec<Column<'a>> {
        let count = self.arms.len().max(1) as f64;
        let gap = if self.arms.len() > 2 { 10.0 } else { 20.0 };
        let wide = ((sheet - 2.0 - gap * (count - 1.0)) / count).max(40.0);
        let any_side = self.arms.iter().any(|arm| arm.steps.iter().any(|step| step.side.is_some()));
        let share = if any_side { 0.12 } else { 0.5 };
        let column = |(index, arm): (usize, &'a FlowArm)| {
            let left = 1.0 + index as f64 * (wide + gap);
            let line = left + wide * share;
            let lane = Lane { main: (left, left + wide), side: (line + wide * 0.08, left + wide), line };
            Column { heading: Some(arm.label.as_str()), arm: Some(index), steps: &arm.steps, lane, continues: false }
        };
        self.arms.iter().enumerate().map(column).collect()
    }
}

/// Draws columns side by side, steps of the same rank at the same height; returns the y after them.
fn draw_columns(svg: &mut Svg, columns: &[Column<'_>], top: f64) -> f64 {
    let ranks = columns.iter().map(|column| column.steps.len()).max().unwrap_or(0);
    let mut y = top;
    for rank in 0..ranks {
        let mains: Vec<Option<Content<'_>>> = columns.iter().map(|column| column.main(rank)).collect();
        let sides: Vec<Option<Content<'_>>> = columns.iter().map(|column| column.side(rank)).collect();
        let tallest = |all: &[Option<Content<'_>>]| all.iter().flatten().map(Content::height).fold(0.0, f64::max);
        let (main_height, side_height) = (tallest(&mains), tallest(&sides));
        let last = rank + 1 == ranks;
        let between = match (side_height > 0.0, last) {
            (true, true) => side_height + GAP * 0.6,
            (true, false) => side_height + GAP * 1.2,
            (false, true) => 0.0,
            (false, false) => GAP,
        };
        for ((column, main), side) in columns.iter().zip(&mains).zip(&sides) {
            svg.open("g", Attrs::class(format!("fig-step{}", arm_class(column.arm)).trim_end()));
            let lane = column.lane;
            if let Some(main) = main {
                main.draw(svg, lane.main, y, "fig-box", main_height);
            }
            let below = y + main_height;
            if column.steps.len() > rank + 1 {
                arrow_down(svg, lane.line, below, below + between);
            }
            if let Some(side) = side {
                let middle = below + GAP * 0.6 + side.height() / 2.0;
                if column.steps.len() <= rank + 1 {
                    let end = if column.continues { below + between } else { middle };
                    svg.line("fig-axis", (lane.line, below), (lane.line, end));
                }
                arrow_right(svg, middle, lane.line, lane.side.0);
                side.draw(svg, lane.side, below + GAP * 0.6, "fig-box-side", side.height());
            }
            svg.close();
        }
        y += main_height + between;
    }
    y
}

impl Column<'_> {
    fn main(&self, rank: usize) -> Option<Content<'_>> {
        let room = self.lane.main.1 - self.lane.main.0;
        let heading = self.heading.filter(|_| rank == 0);
        self.steps.get(rank).map(|step| Content::new(&step.main, heading, room))
    }

    fn side(&self, rank: usize) -> Option<Content<'_>> {
        let room = self.lane.side.1 - self.lane.side.0;
        self.steps.get(rank)?.side.as_ref().map(|side| Content::new(side, None, room))
    }
}

/// The line that divides the trunk into arms; returns the y at which the arms begin.
fn draw_split(svg: &mut Svg, from: f64, columns: &[Column<'_>], top: f64) -> f64 {
    let bar = top + GAP * 0.6;
    svg.line("fig-axis", (from, top), (from, bar));
    let ends = columns.iter().map(|column| column.lane.line).chain([from]);
    let (low, high) = ends.fold((from, from), |(low, high), x| (low.min(x), high.max(x)));
    svg.line("fig-axis", (low, bar), (high, bar));
    for column in columns {
        arrow_down(svg, column.lane.line, bar, bar + GAP * 0.8);
    }
    bar + GAP * 0.8
}

fn arrow_down(svg: &mut Svg, x: f64, from: f64, to: f64) {
    svg.line("fig-axis", (x, from), (x, to - 5.0));
    polygon(svg, "fig-event", &[(x - 3.5, to - 7.0), (x + 3.5, to - 7.0), (x, to - 0.5)]);
}

fn arrow_right(svg: &mut Svg, y: f64, from: f64, to: f64) {
    svg.line("fig-axis", (from, y), (to - 5.0, y));
    polygon(svg, "fig-event", &[(to - 7.0, y - 3.5), (to - 7.0, y + 3.5), (to - 0.5, y)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(label: &str, n: u64, side: Option<u64>) -> FlowStep {
        let side = side.map(|n| FlowBox {
            label: "Excluded".into(),
            n: Some(n),
            lines: vec![FlowLine::new("infection", n)],
            ..FlowBox::default()
        });
        FlowStep { main: FlowBox { label: label.into(), n: Some(n), ..FlowBox::default() }, side }
    }

    #[test]
    fn boxes_that_count_zero_are_drawn() {
        let trunk = vec![step("Screened", 15, Some(0)), step("Infused", 15, None)];
        let svg = Flow { trunk, ..Flow::default() }.render();
        assert_eq!(svg.matches("class=\"fig-box\"").count(), 2);
        assert_eq!(svg.matches("class=\"fig-box-side\"").count(), 1);
        assert!(svg.contains("Excluded (n\u{a0}=\u{a0}0)"));
    }

    #[test]
    fn a_count_that_is_not_known_says_so() {
        let mut first = step("Screened", 1, None);
        first.main.n = None;
        assert!(Flow { trunk: vec![first], ..Flow::default() }.render().contains("Screened (n not reported)"));
    }

    #[test]
    fn arms_stand_side_by_side_under_their_names() {
        let arm = |label: &str| FlowArm {
            label: label.into(),
            steps: vec![step("Infused", 5, Some(1)), step("Analysed", 4, None)],
        };
        let flow =
            Flow { trunk: vec![step("Enrolled", 10, None)], arms: vec![arm("low"), arm("high")], ..Flow::default() };
        let svg = flow.render();
        assert!(svg.contains(">low</text>") && svg.contains(">high</text>"));
        assert_eq!(svg.matches("class=\"fig-box\"").count(), 5);
    }
}
