//! Lines, bands and censorings of curves.

use super::super::mark::{polygon, tipped};
use super::super::place::spread;
use super::super::svg::{Anchor, Attrs, Svg};
use super::super::text::{BOLD, SMALL, fit};
use super::{Curve, CurveStep, Curves, Stage, end_marker, group_class};

impl Curves {
    /// Draws band, line, steps to point at, and censorings of one curve.
    pub(super) fn draw_curve(&self, svg: &mut Svg, stage: &Stage, curve: &Curve) {
        svg.open("g", Attrs::class(group_class(curve).trim()));
        if !curve.beside {
            for piece in pieces(curve, self.last_day(curve)) {
                draw_band(svg, stage, &piece);
            }
        }
        let line = if curve.beside { "fig-beside" } else { "fig-step" };
        svg.polyline(line, &self.corners(stage, curve));
        for step in &curve.steps {
            if let Some(at) = stage.x.at(step.day).zip(stage.y.at(step.value)) {
                tipped(svg, &step.tip, "", |svg| svg.rect("fig-blank", (at.0 - 5.0, at.1 - 6.0), (10.0, 12.0)));
            }
        }
        for censoring in curve.censorings.iter().filter(|_| !curve.beside) {
            let at = stage.x.at(censoring.day).zip(stage.y.at(self.value_at(curve, censoring.day)));
            let Some((x, y)) = at else { continue };
            tipped(svg, &censoring.tip, "", |svg| svg.line("fig-tick", (x, y - 5.0), (x, y + 3.0)));
        }
        svg.close();
    }

    /// Per cent at a day, after what happens on it.
    fn value_at(&self, curve: &Curve, day: f64) -> f64 {
        curve.steps.iter().take_while(|step| step.day <= day).last().map_or(self.start, |step| step.value)
    }

    /// The last day at which anybody of the curve was at risk.
    fn last_day(&self, curve: &Curve) -> f64 {
        let own = curve.steps.iter().map(|s| s.day).chain(curve.censorings.iter().map(|c| c.day)).fold(0.0, f64::max);
        // a competing event is watched as long as the event beside which it is drawn
        let shared = self.curves.iter().filter(|c| curve.beside && c.arm == curve.arm && !c.beside);
        shared.map(|c| self.last_day(c)).fold(own, f64::max)
    }

    pub(super) fn corners(&self, stage: &Stage, curve: &Curve) -> Vec<(f64, f64)> {
        let mut corners = Vec::new();
        let mut value = self.start;
        let mut add = |day: f64, value: f64| corners.extend(stage.x.at(day).zip(stage.y.at(value)));
        add(0.0, value);
        for step in &curve.steps {
            add(step.day, value);
            add(step.day, step.value);
            value = step.value;
        }
        add(self.last_day(curve), value);
        corners
    }

    /// Words at the ends of the curves, apart from each other.
    pub(super) fn draw_ends(&self, svg: &mut Svg, stage: &Stage, sheet: f64) {
        let mut ends: Vec<(f64, &Curve)> = self
            .curves
            .iter()
            .filter_map(|curve| Some((stage.y.at(self.value_at(curve, f64::INFINITY))?, curve)))
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wanted: Vec<f64> = ends.iter().map(|(y, _)| *y).collect();
        let placed = spread(&wanted, &vec![15.0; wanted.len()], stage.plot.top - 8.0, stage.plot.bottom + 8.0);
        let x = stage.plot.right + 6.0;
        for ((_, curve), y) in ends.iter().zip(placed) {
            svg.open("g", Attrs::class(group_class(curve).trim()));
            end_marker(svg, curve, (x + 3.0, y));
            let room = sheet - x - 12.0;
            let words = fit(&curve.label, room / BOLD, SMALL);
            let class = if curve.arm.is_some() { "fig-n fig-arm-text" } else { "fig-n" };
            let indent = if curve.arm.is_some() { 11.0 } else { 0.0 };
            svg.text(class, (x + indent, y + 4.0), Anchor::Start, &words);
            svg.close();
        }
    }
}

/// A run of steps that all have an interval, and the day at which the last one ends.
struct Piece<'a> {
    steps: Vec<&'a CurveStep>,
    end: f64,
}

fn pieces(curve: &Curve, last: f64) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut run: Vec<&CurveStep> = Vec::new();
    for step in &curve.steps {
        if step.interval.is_none() && !run.is_empty() {
            pieces.push(Piece { steps: std::mem::take(&mut run), end: step.day });
        }
        run.extend(step.interval.is_some().then_some(step));
    }
    if !run.is_empty() {
        pieces.push(Piece { steps: run, end: last });
    }
    pieces
}

fn draw_band(svg: &mut Svg, stage: &Stage, piece: &Piece<'_>) {
    let ends = piece.steps.iter().skip(1).map(|step| step.day).chain([piece.end]);
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for (step, end) in piece.steps.iter().zip(ends) {
        let Some((low, high)) = step.interval else { continue };
        for day in [step.day, end] {
            upper.extend(stage.x.at(day).zip(stage.y.at(high)));
            lower.extend(stage.x.at(day).zip(stage.y.at(low)));
        }
    }
    let closed: Vec<(f64, f64)> = upper.iter().copied().chain(lower.iter().rev().copied()).collect();
    polygon(svg, "fig-curve-band", &closed);
    svg.polyline("fig-curve-edge", &upper);
    svg.polyline("fig-curve-edge", &lower);
}
