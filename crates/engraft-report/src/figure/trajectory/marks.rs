//! Lines and marks of subjects and of group summaries.

use super::super::mark::{arm_marker, circle, down_triangle, tipped};
use super::super::style::arm_class;
use super::super::svg::{Attrs, Svg};
use super::{Stage, SubjectSeries, SummarySeries, Trajectory, TrajectoryPoint, Value};

/// A run of points joined by a full line, or the bridge over a gap.
#[derive(Debug, PartialEq)]
pub(super) enum Stroke {
    /// Neighbouring visits.
    Solid(Vec<(f64, f64)>),
    /// The ends of a gap.
    Gap((f64, f64), (f64, f64)),
}

/// One step of a line: where it stands, and the visit if it is planned.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) at: Option<(f64, f64)>,
    pub(super) visit: Option<usize>,
}

/// Joins steps; a missing step, or a visit left out between two steps, makes a gap.
pub(super) fn strokes(steps: &[Step]) -> Vec<Stroke> {
    let mut out = Vec::new();
    let mut run: Vec<(f64, f64)> = Vec::new();
    let (mut broken, mut last_visit) = (false, None::<usize>);
    for step in steps {
        let Some(at) = step.at else {
            broken = true;
            continue;
        };
        let skipped = matches!((last_visit, step.visit), (Some(a), Some(b)) if b > a + 1);
        if let Some(previous) = run.last().copied().filter(|_| broken || skipped) {
            out.push(Stroke::Solid(std::mem::take(&mut run)));
            out.push(Stroke::Gap(previous, at));
        }
        run.push(at);
        broken = false;
        last_visit = step.visit.or(last_visit);
    }
    out.push(Stroke::Solid(run));
    out.retain(|stroke| !matches!(stroke, Stroke::Solid(points) if points.len() < 2));
    out
}

fn draw_strokes(svg: &mut Svg, strokes: &[Stroke], solid: &str, gap: &str) {
    for stroke in strokes {
        match stroke {
            Stroke::Solid(points) => svg.polyline(solid, points),
            Stroke::Gap(from, to) => svg.line(gap, *from, *to),
        }
    }
}

impl Stage {
    /// Place of a day and a value.
    pub(super) fn at(&self, day: f64, value: f64) -> Option<(f64, f64)> {
        Some((self.x.at(day)?, self.y.at(value)?))
    }

    /// Place of a point that a line may join: exact and censored values.
    pub(super) fn joined(&self, point: &TrajectoryPoint) -> Option<(f64, f64)> {
        match point.value {
            Value::Exact(value) | Value::Censored(value) => self.at(point.day, value),
            Value::Missing | Value::Bounds { .. } => None,
        }
    }
}

impl Trajectory {
    /// Whether subjects are coloured by arm.
    pub(super) fn by_arm(&self) -> bool {
        self.arms.len() > 1
    }

    /// Whether any line has a gap.
    pub(super) fn has_gap(&self) -> bool {
        let joined = |point: &TrajectoryPoint| matches!(point.value, Value::Exact(_) | Value::Censored(_));
        let gap = |series: &SubjectSeries| {
            let step = |p: &TrajectoryPoint| Step { at: joined(p).then_some((0.0, 0.0)), visit: p.visit };
            let steps: Vec<Step> = series.points.iter().map(step).collect();
            strokes(&steps).iter().any(|stroke| matches!(stroke, Stroke::Gap(..)))
        };
        self.subjects.iter().any(gap)
    }

    /// Class of a subject's group.
    pub(super) fn subject_class(&self, series: &SubjectSeries) -> String {
        let arm = if self.by_arm() { arm_class(series.arm) } else { String::new() };
        let named = if series.named { " fig-named" } else { "" };
        // the arm's class comes last in the sheet and so wins over the accent of named subjects
        format!("fig-series{named}{arm}")
    }

    /// Draws all subjects, the named ones last and so on top.
    pub(super) fn draw_subjects(&self, svg: &mut Svg, stage: &Stage) {
        svg.open("g", Attrs::class(if self.by_arm() { "fig-subjects fig-arms" } else { "fig-subjects" }));
        let (named, others): (Vec<_>, Vec<_>) = self.subjects.iter().partition(|series| series.named);
        for series in others.into_iter().chain(named) {
            let class = self.subject_class(series);
            svg.open("g", Attrs::class(&class).set("data-subject", &series.subject));
            let step = |p: &TrajectoryPoint| Step { at: stage.joined(p), visit: p.visit };
            let steps: Vec<Step> = series.points.iter().map(step).collect();
            draw_strokes(svg, &strokes(&steps), "fig-line", "fig-missing");
            for point in &series.points {
                draw_point(svg, stage, point);
            }
            svg.close();
        }
        svg.close();
    }

    /// Draws means and intervals, arms side by side.
    pub(super) fn draw_summaries(&self, svg: &mut Svg, stage: &Stage) {
        for (index, series) in self.summaries.iter().enumerate() {
            let dodge = self.dodge(index);
            svg.open("g", Attrs::class(format!("fig-summary{}", arm_class(series.arm)).trim_end()));
            let steps: Vec<Step> = series.points.iter().map(|p| self.summary_step(stage, series, p.visit)).collect();
            let shifted: Vec<Step> =
                steps.iter().map(|s| Step { at: s.at.map(|(x, y)| (x + dodge, y)), ..*s }).collect();
            draw_strokes(svg, &strokes(&shifted), "fig-mean", "fig-mean-missing");
            for (point, step) in series.points.iter().zip(&shifted) {
                let Some((x, y)) = step.at else { continue };
                tipped(svg, &point.tip, "", |svg| {
                    if let Some((low, high)) = point.interval.and_then(|(a, b)| Some((stage.y.at(a)?, stage.y.at(b)?)))
                    {
                        svg.line("fig-interval", (x, low), (x, high));
                    }
                    arm_marker(svg, series.arm, (x, y), 4.4);
                });
            }
            svg.close();
        }
    }

    /// Sideways shift of a summary so that intervals of arms do not cover each other.
    pub(super) fn dodge(&self, index: usize) -> f64 {
        (index as f64 - (self.summaries.len() as f64 - 1.0) / 2.0) * 6.0
    }

    /// Place of a summary at a visit.
    pub(super) fn summary_step(&self, stage: &Stage, series: &SummarySeries, visit: usize) -> Step {
        let estimate = series.points.iter().find(|point| point.visit == visit).map(|point| point.estimate);
        let day = self.visits.get(visit).map(|visit| visit.day);
        let at = day.zip(estimate).and_then(|(day, estimate)| stage.at(day, estimate));
        Step { at, visit: Some(visit) }
    }
}

/// Draws the mark of one value.
fn draw_point(svg: &mut Svg, stage: &Stage, point: &TrajectoryPoint) {
    match point.value {
        Value::Missing => {}
        Value::Exact(value) => {
            if let Some(at) = stage.at(point.day, value) {
                tipped(svg, &point.tip, "", |svg| circle(svg, "fig-dot", at, 2.4));
            }
        }
        Value::Censored(value) => {
            if let Some((x, y)) = stage.at(point.day, value) {
                tipped(svg, &point.tip, "", |svg| down_triangle(svg, "fig-censored", (x, y + 3.5), 4.5));
            }
        }
        Value::Bounds { lower, upper } => {
            if let Some(((x, low), (_, high))) = stage.at(point.day, lower).zip(stage.at(point.day, upper)) {
                tipped(svg, &point.tip, "", |svg| {
                    svg.line("fig-bounds", (x, low), (x, high));
                    svg.line("fig-bounds", (x - 2.5, low), (x + 2.5, low));
                    svg.line("fig-bounds", (x - 2.5, high), (x + 2.5, high));
                });
            }
        }
    }
}
