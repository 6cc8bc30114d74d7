//! One lane per subject: follow-up as a bar, infusions, responses and events on it.

use super::axis::{Key, Plot, draw_keys, draw_sideways};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{State, Tip, diamond, down_triangle, state_glyph, tipped};
use super::scale::Scale;
use super::style::arm_class;
use super::svg::{Anchor, Attrs, Svg};
use super::text::{BOLD, SMALL, fit, widest, wrap};

/// What happened at a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneMarkKind {
    /// Product given.
    Infusion,
    /// Response evaluated.
    Response(State),
    /// Relapse or progression.
    Relapse,
    /// Withdrawal from the study.
    Withdrawal,
    /// Death.
    Death,
    /// Another event, named by its tooltip.
    Other,
}

/// A mark on a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneMark {
    /// Day.
    pub day: f64,
    /// What it is.
    pub kind: LaneMarkKind,
    /// Tooltip and link.
    pub tip: Tip,
}

/// Whether follow-up goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FollowUp {
    /// It has ended.
    #[default]
    Ended,
    /// It goes on after the data cut: an arrow.
    Ongoing,
}

/// One subject's lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Subject id, left of the lane.
    pub subject: String,
    /// Arm whose colour the bar carries.
    pub arm: Option<usize>,
    /// First day of the bar.
    pub start: f64,
    /// Last day of the bar.
    pub end: f64,
    /// Arrow or not.
    pub follow_up: FollowUp,
    /// Marks in the order in which they are drawn.
    pub marks: Vec<LaneMark>,
    /// Words right of the plot.
    pub note: String,
    /// Tooltip and link of the bar.
    pub tip: Tip,
}

/// Follow-up and events of all subjects, in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swimmer {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Words under the axis, e.g. "Days since infusion".
    pub time_label: String,
    /// Names of the arms, for the legend.
    pub arms: Vec<String>,
    /// Lanes from top to bottom.
    pub lanes: Vec<Lane>,
    /// Words above the notes at the right.
    pub note_header: String,
}

impl Figure for Swimmer {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let mut svg = Svg::default();
        let above = draw_keys(&mut svg, &self.keys(), 0.0, sheet) + 8.0;
        let height = if self.lanes.len() > 30 { 16.0 } else { 21.0 };
        let names = widest(self.lanes.iter().map(|lane| lane.subject.as_str()), SMALL).min(sheet * 0.22);
        let notes = widest(self.lanes.iter().map(|lane| lane.note.as_str()), SMALL);
        let word = widest(self.note_header.split_whitespace(), SMALL) * BOLD;
        let header = super::text::width(&self.note_header, SMALL) * BOLD;
        let room = notes.max(word).max(header.min(notes * 1.5)).min(sheet * 0.25);
        let right = sheet - if room > 0.0 { room + 26.0 } else { 16.0 };
        let header = wrap(&self.note_header, room / BOLD, SMALL);
        let top = above + header.len().saturating_sub(1) as f64 * 14.0;
        let plot = Plot { left: names + 12.0, right, top, bottom: top + height * self.lanes.len() as f64 + 4.0 };
        let x = Scale::days(&self.days(), 0.02).over(plot.left, plot.right);
        let ticks = ((plot.right - plot.left) / 70.0).max(2.0) as usize;
        for at in x.ticks(ticks).iter().filter_map(|tick| x.at(tick.value)) {
            svg.line("fig-grid", (at, plot.top), (at, plot.bottom));
        }
        svg.lines("fig-head", (plot.right + 18.0, above - 4.0), Anchor::Start, 14.0, &header);
        for (index, lane) in self.lanes.iter().enumerate() {
            let y = plot.top + (index as f64 + 0.5) * height;
            draw_lane(&mut svg, &x, &plot, lane, y);
            svg.text("fig-s", (plot.right + 18.0, y + 4.0), Anchor::Start, &fit(&lane.note, room, SMALL));
        }
        draw_sideways(&mut svg, &x, &plot, ticks);
        let lines = wrap(&self.time_label, plot.right - plot.left, SMALL);
        let centre = ((plot.left + plot.right) / 2.0, plot.bottom + 34.0);
        let bottom = svg.lines("fig-s", centre, Anchor::Middle, 14.0, &lines) - 6.0;
        self.frame.wrap("fig fig-swimmer", (sheet, bottom), svg)
    }
}

impl Swimmer {
    fn days(&self) -> Vec<f64> {
        let lane = |lane: &Lane| {
            let mut days = vec![lane.start, lane.end];
            days.extend(lane.marks.iter().map(|mark| mark.day));
            days
        };
        self.lanes.iter().flat_map(lane).collect()
    }

    /// Legend: the arms, and the marks that occur.
    fn keys(&self) -> Vec<Key<'_>> {
        let mut keys: Vec<Key<'_>> = Vec::new();
        for (index, arm) in self.arms.iter().enumerate() {
            let class = format!("fig-lane{}", arm_class(Some(index)));
            let glyph = move |svg: &mut Svg, at: (f64, f64)| svg.rect(&class, (at.0 - 7.0, at.1 - 4.0), (14.0, 8.0));
            keys.push(Key { glyph: Box::new(glyph), words: arm.clone() });
        }
        let mut kinds: Vec<LaneMarkKind> =
            self.lanes.iter().flat_map(|lane| lane.marks.iter().map(|mark| mark.kind)).collect();
        kinds.sort();
        kinds.dedup();
        for kind in kinds {
            let glyph = move |svg: &mut Svg, at: (f64, f64)| draw_mark(svg, kind, at);
            keys.push(Key { glyph: Box::new(glyph), words: words(kind) });
        }
        if self.lanes.iter().any(|lane| lane.follow_up == FollowUp::Ongoing) {
            let glyph = |svg: &mut Svg, at: (f64, f64)| draw_arrow(svg, (at.0 - 5.0, at.1));
            keys.push(Key { glyph: Box::new(glyph), words: "follow-up goes on".into() });
        }
        keys
    }
}

fn words(kind: LaneMarkKind) -> String {
    match kind {
        LaneMarkKind::Infusion => "infusion".into(),
        LaneMarkKind::Response(state) => format!("response {}", state.label()),
        LaneMarkKind::Relapse => "relapse".into(),
        LaneMarkKind::Withdrawal => "withdrawal".into(),
        LaneMarkKind::Death => "death".into(),
        LaneMarkKind::Other => "other event".into(),
    }
}

/// Draws name, bar, arrow and marks of one lane.
fn draw_lane(svg: &mut Svg, x: &Scale, plot: &Plot, lane: &Lane, y: f64) {
    let class = format!("fig-series{}", arm_class(lane.arm));
    svg.open("g", Attrs::class(&class).set("data-subject", &lane.subject));
    let name = fit(&lane.subject, plot.left - 10.0, SMALL);
    svg.text("fig-n", (plot.left - 8.0, y + 4.0), Anchor::End, &name);
    if let Some((from, to)) = x.at(lane.start).zip(x.at(lane.end)) {
        tipped(svg, &lane.tip, "", |svg| {
            svg.rect("fig-lane", (from.min(to), y - 4.0), ((to - from).abs().max(1.0), 8.0));
            if lane.follow_up == FollowUp::Ongoing {
                draw_arrow(svg, (to.max(from) + 1.0, y));
            }
        });
    }
    for mark in &lane.marks {
        if let Some(at) = x.at(mark.day) {
            tipped(svg, &mark.tip, "", |svg| draw_mark(svg, mark.kind, (at, y)));
        }
    }
    svg.close();
}

fn draw_arrow(svg: &mut Svg, at: (f64, f64)) {
    svg.line("fig-arrow", at, (at.0 + 10.0, at.1));
    svg.polyline("fig-arrow", &[(at.0 + 6.0, at.1 - 4.0), (at.0 + 10.0, at.1), (at.0 + 6.0, at.1 + 4.0)]);
}

/// Draws one mark around its centre.
fn draw_mark(svg: &mut Svg, kind: LaneMarkKind, at: (f64, f64)) {
    let (x, y) = at;
    match kind {
        LaneMarkKind::Infusion => down_triangle(svg, "fig-event", (x, y + 4.0), 5.0),
        LaneMarkKind::Response(state) => state_glyph(svg, state, at, 4.6),
        LaneMarkKind::Relapse => diamond(svg, "fig-event", at, (5.5, 6.5)),
        LaneMarkKind::Other => diamond(svg, "fig-open", at, (5.0, 5.5)),
        LaneMarkKind::Withdrawal => svg.line("fig-stroke", (x, y - 7.0), (x, y + 7.0)),
        LaneMarkKind::Death => {
            svg.line("fig-stroke", (x - 4.5, y - 4.5), (x + 4.5, y + 4.5));
            svg.line("fig-stroke", (x - 4.5, y + 4.5), (x + 4.5, y - 4.5));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_keep_their_order_and_only_ongoing_ones_have_an_arrow() {
        let lane = |id: &str, follow_up| Lane {
            subject: id.into(),
            end: 100.0,
            follow_up,
            marks: vec![LaneMark { day: 0.0, kind: LaneMarkKind::Infusion, tip: Tip::new("day 0") }],
            ..Lane::default()
        };
        let lanes = vec![lane("z", FollowUp::Ongoing), lane("a", FollowUp::Ended)];
        let svg = Swimmer { lanes, ..Swimmer::default() }.render();
        assert!(svg.find("data-subject=\"z\"") < svg.find("data-subject=\"a\""));
        assert_eq!(svg.matches("<line class=\"fig-arrow\"").count(), 2, "the lane and the legend");
        assert_eq!(svg.matches("fig-event").count(), 3);
        assert_eq!(svg.matches("class=\"fig-lane\"").count(), 2);
    }
}
