//! Labels at the ends of lines, kept apart from each other.

use super::super::mark::arm_marker;
use super::super::place::{Area, spread};
use super::super::style::arm_class;
use super::super::svg::{Anchor, Attrs, Svg};
use super::super::text::{BOLD, SMALL, fit, width};
use super::{LABELLED, Stage, SubjectSeries, Trajectory};

/// A label and the end of the line it belongs to.
struct EndLabel<'a> {
    text: &'a str,
    class: String,
    text_class: &'static str,
    at: (f64, f64),
    arm: Option<Option<usize>>,
    subject: Option<&'a str>,
}

/// Height of one label.
const HEIGHT: f64 = 13.5;

impl Trajectory {
    fn labelled(&self) -> impl Iterator<Item = &SubjectSeries> {
        let all = self.subjects.len() <= LABELLED;
        self.subjects.iter().filter(move |series| all || series.named)
    }

    /// Texts that may stand right of the plot.
    pub(super) fn end_label_texts(&self) -> Vec<&str> {
        let subjects = self.labelled().map(|series| series.subject.as_str());
        subjects.chain(self.summaries.iter().map(|series| series.label.as_str())).collect()
    }

    /// Draws the labels: lines that reach the end are labelled in the margin, others at their last point.
    pub(super) fn draw_end_labels(&self, svg: &mut Svg, stage: &Stage) {
        let labels = self.collect(stage);
        let reach = labels.iter().map(|label| label.at.0).fold(stage.plot.left, f64::max);
        let limit = reach - 0.1 * (stage.plot.right - stage.plot.left);
        let (margin, early): (Vec<_>, Vec<_>) = labels.into_iter().partition(|label| label.at.0 >= limit);
        draw_margin(svg, stage, &margin);
        draw_early(svg, stage, &early);
    }

    fn collect<'a>(&'a self, stage: &Stage) -> Vec<EndLabel<'a>> {
        let subject = |series: &'a SubjectSeries| {
            let at = series.points.iter().rev().find_map(|point| stage.joined(point))?;
            let text_class = if series.named { "fig-s fig-named-text" } else { "fig-s" };
            let class = self.subject_class(series);
            Some(EndLabel { text: &series.subject, class, text_class, at, arm: None, subject: Some(&series.subject) })
        };
        let mut labels: Vec<EndLabel<'a>> = self.labelled().filter_map(subject).collect();
        for (index, series) in self.summaries.iter().enumerate() {
            let last = series.points.iter().rev().find_map(|p| self.summary_step(stage, series, p.visit).at);
            if let Some((x, y)) = last {
                let class = format!("fig-summary{}", arm_class(series.arm));
                let at = (x + self.dodge(index), y);
                let text_class = "fig-n fig-arm-text";
                labels.push(EndLabel {
                    text: &series.label,
                    class,
                    text_class,
                    at,
                    arm: Some(series.arm),
                    subject: None,
                });
            }
        }
        labels
    }
}

/// Labels in the right margin, moved apart, each joined to its line.
fn draw_margin(svg: &mut Svg, stage: &Stage, labels: &[EndLabel<'_>]) {
    let wanted: Vec<f64> = labels.iter().map(|label| label.at.1).collect();
    let sizes = vec![HEIGHT; labels.len()];
    let placed = spread(&wanted, &sizes, stage.plot.top - 6.0, stage.plot.bottom + 6.0);
    let x = stage.plot.right + 6.0;
    for (label, y) in labels.iter().zip(placed) {
        open(svg, label);
        if (y - label.at.1).abs() > 2.0 || x - label.at.0 > 16.0 {
            svg.polyline("fig-lead", &[(label.at.0 + 5.0, label.at.1), (x - 2.0, y)]);
        }
        let shift = if label.arm.is_some() { 12.0 } else { 0.0 };
        if let Some(arm) = label.arm {
            arm_marker(svg, arm, (x + 5.0, y), 3.8);
        }
        let weight = if label.text_class == "fig-s" { 1.0 } else { BOLD };
        let text = fit(label.text, (stage.sheet - x - shift - 2.0) / weight, SMALL);
        svg.text(label.text_class, (x + shift + 2.0, y + 4.0), Anchor::Start, &text);
        svg.close();
    }
}

/// Labels of lines that end early, at the line's end where there is room.
fn draw_early(svg: &mut Svg, stage: &Stage, labels: &[EndLabel<'_>]) {
    let mut taken: Vec<Area> = Vec::new();
    for label in labels {
        let text = fit(label.text, (stage.plot.right - label.at.0 - 8.0).max(30.0), SMALL);
        let half = (width(&text, SMALL) / 2.0 + 1.0, HEIGHT / 2.0);
        let shifts = [0.0, 11.0, -11.0, 22.0, -22.0, 34.0, -34.0];
        let area = |dy: f64| Area { centre: (label.at.0 + 6.0 + half.0, label.at.1 + dy), half };
        let inside = |area: &Area| (stage.plot.top..=stage.plot.bottom).contains(&area.centre.1);
        let free = |area: &Area| inside(area) && !taken.iter().any(|other| other.overlaps(area));
        let Some(area) = shifts.iter().map(|dy| area(*dy)).find(free) else { continue };
        open(svg, label);
        let class = format!("{} fig-halo", label.text_class);
        svg.text(&class, (label.at.0 + 6.0, area.centre.1 + 4.0), Anchor::Start, &text);
        svg.close();
        taken.push(area);
    }
}

fn open(svg: &mut Svg, label: &EndLabel<'_>) {
    svg.open("g", Attrs::class(&label.class).maybe("data-subject", label.subject));
}
