//! The curve of a time to an event, an arm a line, with the numbers at risk.

use super::group_tip;
use crate::context::Page;
use crate::figure::{AtRisk, Curve, CurveCensoring, CurveStep, Curves, Figure, Frame, percent_axis};
use crate::lookup::{Found, Key};
use crate::spec::Estimand;

/// The figure; `None` when the estimand has no curve.
pub(crate) fn curve(page: &Page<'_>, estimand: &Estimand) -> Option<String> {
    let analysis = format!("curve.{}", estimand.id);
    let rows: Vec<Found<'_>> = page.lookup.rows(&analysis).collect();
    let arms = distinct(rows.iter().map(|(_, row)| row.arm.as_str()));
    let events = distinct(rows.iter().map(|(_, row)| row.measure.as_str()));
    let incidence = rows.iter().any(|(_, row)| row.statistic == "incidence");
    let statistic = if incidence { "incidence" } else { "event-free" };
    let mut curves = Vec::new();
    for arm in &arms {
        for (place, event) in events.iter().enumerate() {
            let mine = |r: &Found<'_>| r.1.arm == *arm && r.1.measure == *event;
            let steps: Vec<CurveStep> = rows
                .iter()
                .filter(|r| mine(r) && r.1.statistic == statistic)
                .filter_map(|found| step(page, &analysis, event, *found))
                .collect();
            if place > 0 && steps.is_empty() {
                continue;
            }
            let left = rows.iter().filter(|r| mine(r) && r.1.statistic == "censored");
            let censorings = left.filter_map(|found| {
                let tip = group_tip(*found, &format!("day {}, left without the event:", found.1.day?));
                Some(CurveCensoring { day: f64::from(found.1.day?), tip })
            });
            curves.push(Curve {
                arm: page.spec.arm_index(arm).filter(|_| arms.len() > 1),
                label: label(page, arm, event, arms.len() > 1, place > 0),
                beside: place > 0,
                steps,
                censorings: censorings.collect(),
            });
        }
    }
    if rows.is_empty() || curves.is_empty() {
        return None;
    }
    let what = if incidence { estimand.curve.rising.clone() } else { estimand.curve.falling.clone() };
    let figure = Curves {
        frame: Frame {
            title: estimand.label.clone(),
            desc: format!("{what}, per cent over days, a step at every event, with the numbers at risk below."),
            watermark: page.spec.watermark(),
        },
        label: percent_axis(&what),
        time_label: format!("Days from {}", estimand.curve.from),
        start: if incidence { 0.0 } else { 100.0 },
        curves,
        at_risk: arms.iter().map(|arm| at_risk(page, &rows, arm, arms.len() > 1)).collect(),
    };
    Some(figure.render_responsive())
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    words.for_each(|word| {
        if !seen.contains(&word) {
            seen.push(word);
        }
    });
    seen
}

fn event_label(page: &Page<'_>, id: &str) -> String {
    let response = page.spec.responses.iter().find(|r| r.id == id).map(|r| r.label.as_str());
    let event = page.spec.events.iter().find(|e| e.id == id).map(|e| e.label.as_str());
    event.or(response).unwrap_or(id).to_owned()
}

fn label(page: &Page<'_>, arm: &str, event: &str, several: bool, beside: bool) -> String {
    match (several, beside) {
        (true, false) => page.spec.arm_label(arm).to_owned(),
        (_, true) => event_label(page, event),
        (false, false) => "all".to_owned(),
    }
}

fn step(page: &Page<'_>, analysis: &str, event: &str, found: Found<'_>) -> Option<CurveStep> {
    let (_, row) = found;
    let day = row.day?;
    let end = |statistic: &str| {
        let key = Key { analysis, arm: &row.arm, cycle: &row.cycle, visit: &row.visit, statistic, ..Key::default() };
        page.lookup.all(key).into_iter().find(|(_, r)| r.day == row.day && r.measure == event)?.1.value
    };
    let event = event_label(page, event);
    Some(CurveStep {
        day: f64::from(day),
        value: row.value?,
        interval: end("lower").zip(end("upper")),
        tip: group_tip(found, &format!("day {day}, {event}: {} %", row.statistic.replace('-', " "))),
    })
}

/// Numbers at risk: `n` of every row, which stands for the moment before its day.
fn at_risk(page: &Page<'_>, rows: &[Found<'_>], arm: &str, several: bool) -> AtRisk {
    let mut counts: Vec<(f64, String)> = Vec::new();
    for (_, row) in rows.iter().filter(|(_, row)| row.arm == arm) {
        if let (Some(day), Some(n)) = (row.day, row.n) {
            counts.push((f64::from(day), n.to_string()));
        }
    }
    counts.sort_by(|a, b| a.0.total_cmp(&b.0));
    counts.dedup_by(|a, b| a.0.total_cmp(&b.0).is_eq());
    let label = if several { page.spec.arm_label(arm).to_owned() } else { "n".to_owned() };
    AtRisk { arm: page.spec.arm_index(arm).filter(|_| several), label, counts }
}
