//! Every subject's course of a measure in one cycle, with the mean and its interval.

use super::{axis, group_tip, tip};
use crate::context::Page;
use crate::figure::{
    CountRow, Figure, Frame, Infusion, SubjectSeries, SummaryPoint, SummarySeries, Trajectory, TrajectoryPoint, Value,
    Visit,
};
use crate::lookup::{Found, Key};
use crate::spec::Measure;

/// The figure; `None` when nobody has a value.
pub(crate) fn trajectory(page: &Page<'_>, measure: &Measure, cycle: &str) -> Option<String> {
    let visits: Vec<(usize, &str)> = measure.visits.iter().map(String::as_str).enumerate().collect();
    let subjects = subjects(page, measure, cycle, &visits);
    if subjects.iter().all(|s| s.points.iter().all(|p| p.value == Value::Missing)) {
        return None;
    }
    let arms = page.spec.single_arms();
    let several = arms.len() > 1;
    let summaries = arms.iter().enumerate().map(|(i, arm)| SummarySeries {
        arm: several.then_some(i),
        label: if several { arm.label.clone() } else { mean_name(measure).to_owned() },
        points: visits.iter().filter_map(|(v, visit)| mean(page, measure, cycle, &arm.id, *v, visit)).collect(),
    });
    let n = visits.len();
    let counted = format!("measure.{}", measure.id);
    let drawn = subjects.iter().filter(|s| s.points.iter().any(|p| p.value != Value::Missing)).count();
    let desc = format!(
        "{} of {drawn} subjects over {n} visits, one line a subject, with the group mean and its interval. The numbers are in the table below.",
        measure.label
    );
    let figure = Trajectory {
        frame: Frame { title: measure.label.clone(), desc, watermark: page.spec.watermark() },
        axis: crate::figure::ValueAxis { limits: limits(measure, &subjects), ..axis(measure, measure.log) },
        time_label: match cycle {
            "1" => "Days from the first infusion (planned day where the day is not recorded)".to_owned(),
            _ => format!("Planned days from the first infusion of cycle {cycle}"),
        },
        visits: visits
            .iter()
            .map(|(_, v)| Visit::new(page.spec.visit_label(v), f64::from(page.spec.visit_day(v).unwrap_or(0))))
            .collect(),
        infusions: infusions(page, cycle),
        arms: if several { arms.iter().map(|a| a.label.clone()).collect() } else { Vec::new() },
        summaries: summaries.collect(),
        subjects,
        thresholds: Vec::new(),
        rows: arms
            .iter()
            .enumerate()
            .map(|(i, arm)| counts(page, &counted, cycle, &visits, (&arm.id, &arm.label), several.then_some(i)))
            .collect(),
    };
    Some(figure.render_responsive())
}

fn value<'a>(
    page: &Page<'a>,
    measure: &Measure,
    cycle: &str,
    visit: &str,
    subject: (&str, &str),
    statistic: &str,
) -> Option<Found<'a>> {
    let analysis = format!("value.{}", measure.id);
    page.lookup.get(Key {
        analysis: &analysis,
        arm: subject.1,
        cycle,
        visit,
        subject: subject.0,
        statistic,
        ..Key::default()
    })
}

fn subjects(page: &Page<'_>, measure: &Measure, cycle: &str, visits: &[(usize, &str)]) -> Vec<SubjectSeries> {
    let analysis = format!("value.{}", measure.id);
    let mut seen: Vec<(String, String)> = Vec::new();
    for (_, row) in page.lookup.rows(&analysis).filter(|(_, r)| r.cycle == cycle) {
        if seen.last().is_none_or(|(s, _)| *s != row.subject) && !seen.iter().any(|(s, _)| *s == row.subject) {
            seen.push((row.subject.clone(), row.arm.clone()));
        }
    }
    let series = seen.iter().map(|(subject, arm)| {
        let points = visits.iter().filter_map(|(i, visit)| {
            let found = value(page, measure, cycle, visit, (subject, arm), "value")?;
            let side = |s| value(page, measure, cycle, visit, (subject, arm), s).and_then(|(_, r)| r.value);
            let planned = f64::from(page.spec.visit_day(visit).unwrap_or(0));
            // later cycles are drawn from their own day 0, where the planned day is what is known
            let day = found.1.day.filter(|_| cycle == "1").map_or(planned, f64::from);
            let censored = found.1.note.contains("beyond the limit of detection");
            let shown = match (found.1.value, side("lower"), side("upper")) {
                (Some(exact), ..) => Value::Exact(exact),
                (None, _, Some(upper)) if censored => Value::Censored(upper),
                (None, Some(lower), _) if censored => Value::Censored(lower),
                (None, Some(lower), Some(upper)) => Value::Bounds { lower, upper },
                _ => Value::Missing,
            };
            Some(TrajectoryPoint { day, visit: Some(*i), value: shown, tip: tip(page, found) })
        });
        SubjectSeries {
            subject: subject.clone(),
            arm: page.spec.arm_index(arm),
            named: false,
            points: points.collect(),
        }
    });
    series.collect()
}

fn mean(page: &Page<'_>, measure: &Measure, cycle: &str, arm: &str, index: usize, visit: &str) -> Option<SummaryPoint> {
    let analysis = format!("measure.{}", measure.id);
    let get =
        |statistic| page.lookup.any_method(Key { analysis: &analysis, arm, cycle, visit, statistic, ..Key::default() });
    let [centre, lower, upper] = mean_statistics(measure);
    let found = get(centre)?;
    let end = |statistic| get(statistic).and_then(|(_, r)| r.value);
    Some(SummaryPoint {
        visit: index,
        estimate: found.1.value?,
        interval: end(lower).zip(end(upper)).map(|ends| drawn(measure, ends)),
        tip: group_tip(found, &format!("{} at {}:", mean_name(measure), page.spec.visit_label(visit))),
    })
}

/// The axis begins where the scale begins. It ends where the scale ends, unless that would leave the upper half empty.
fn limits(measure: &Measure, subjects: &[SubjectSeries]) -> Option<(f64, f64)> {
    let (low, high) = measure.range.filter(|_| !measure.log)?;
    let tops = subjects.iter().flat_map(|s| &s.points).filter_map(|p| match p.value {
        Value::Exact(v) | Value::Censored(v) => Some(v),
        Value::Bounds { upper, .. } => Some(upper),
        Value::Missing => None,
    });
    let top = tops.fold(low, f64::max);
    let half = low + 0.5 * (high - low);
    Some((low, if top > half || top <= low { high } else { low + 1.08 * (top - low) }))
}

/// An interval as far as the scale goes; its numbers are in the table.
fn drawn(measure: &Measure, (low, high): (f64, f64)) -> (f64, f64) {
    measure.range.map_or((low, high), |(least, most)| (low.max(least).min(most), high.max(least).min(most)))
}

/// On a logarithmic axis the geometric mean, elsewhere the mean.
pub(super) fn mean_statistics(measure: &Measure) -> [&'static str; 3] {
    match measure.log {
        true => ["geometric-mean", "geometric-mean-lower", "geometric-mean-upper"],
        false => ["mean", "mean-lower", "mean-upper"],
    }
}

/// What the middle line is called.
pub(crate) fn mean_name(measure: &Measure) -> &'static str {
    if measure.log { "geometric mean" } else { "mean" }
}

/// The row of n under the axis of an arm.
pub(super) fn counts(
    page: &Page<'_>,
    analysis: &str,
    cycle: &str,
    visits: &[(usize, &str)],
    (arm, label): (&str, &str),
    index: Option<usize>,
) -> CountRow {
    let cell = |visit: &str| {
        let key = Key { analysis, arm, cycle, visit, statistic: "n", ..Key::default() };
        page.lookup.any_method(key).map_or("0".to_owned(), |(_, r)| r.text.clone())
    };
    let label = if index.is_some() { label.to_owned() } else { "n".to_owned() };
    CountRow { label, arm: index, cells: visits.iter().map(|(_, v)| cell(v)).collect() }
}

/// Days of infusion of the cycle: those that most subjects share are drawn once.
fn infusions(page: &Page<'_>, cycle: &str) -> Vec<Infusion> {
    if cycle != "1" {
        return Vec::new();
    }
    let mut days: Vec<i32> =
        page.lookup.rows("infusion").filter(|(_, r)| r.cycle == cycle).filter_map(|(_, r)| r.day).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .take(12)
        .map(|day| Infusion { day: f64::from(day), label: format!("infusion, day {day}") })
        .collect()
}
