//! Change from baseline over time: every subject from 0 (a spider), and the means of the arms beside each other.

use super::trajectory::counts;
use super::{group_tip, tip};
use crate::context::Page;
use crate::figure::{
    Figure, Frame, SubjectSeries, SummaryPoint, SummarySeries, Threshold, Tip, Trajectory, TrajectoryPoint, Value,
    ValueAxis, Visit,
};
use crate::lookup::{Found, Key};
use crate::spec::Measure;

/// Change of every subject in the first cycle; `None` when nobody has a change.
pub(crate) fn spider(page: &Page<'_>, measure: &Measure) -> Option<String> {
    let analysis = format!("change.{}", measure.id);
    let rows: Vec<Found<'_>> =
        page.lookup.rows(&analysis).filter(|(_, r)| r.cycle == "1" && r.statistic == "change").collect();
    let mut subjects: Vec<SubjectSeries> = Vec::new();
    for found in rows {
        let (_, row) = found;
        if !subjects.iter().any(|s| s.subject == row.subject) {
            let start = TrajectoryPoint { day: 0.0, visit: None, value: Value::Exact(0.0), tip: Tip::default() };
            subjects.push(SubjectSeries {
                subject: row.subject.clone(),
                arm: page.spec.arm_index(&row.arm),
                points: vec![start],
                ..SubjectSeries::default()
            });
        }
        let place = measure.visits.iter().position(|v| *v == row.visit);
        let day = row.day.or_else(|| page.spec.visit_day(&row.visit)).map(f64::from);
        let is_baseline = page.spec.baseline_visit.as_deref() == Some(row.visit.as_str());
        let series = subjects.iter_mut().find(|s| s.subject == row.subject);
        if let (Some(series), Some(day), false) = (series, day, is_baseline) {
            let value = row.value.map_or(Value::Missing, Value::Exact);
            series.points.push(TrajectoryPoint { day, visit: place, value, tip: tip(page, found) });
        }
    }
    subjects.retain(|s| s.points.iter().skip(1).any(|p| p.value != Value::Missing));
    if subjects.is_empty() {
        return None;
    }
    let arms = page.spec.single_arms();
    let desc = format!("{} subjects, each from no change at baseline.", subjects.len());
    let figure = Trajectory {
        arms: if arms.len() > 1 { arms.iter().map(|a| a.label.clone()).collect() } else { Vec::new() },
        subjects,
        ..frame(page, measure, &measure.visits, desc, "Days from the first infusion")
    };
    Some(figure.render_responsive())
}

/// Mean change of every arm with its interval in the first cycle; `None` with fewer than two arms.
pub(crate) fn means_by_arm(page: &Page<'_>, measure: &Measure) -> Option<String> {
    let arms = page.spec.single_arms();
    let baseline = page.spec.baseline_visit.as_deref().unwrap_or_default();
    let visits: Vec<String> = measure.visits.iter().filter(|v| v.as_str() != baseline).cloned().collect();
    let analysis = format!("measure-change.{}", measure.id);
    let places: Vec<(usize, &str)> = visits.iter().map(String::as_str).enumerate().collect();
    let point = |arm: &str, place: usize, visit: &str| {
        let get = |statistic| {
            page.lookup.any_method(Key { analysis: &analysis, arm, cycle: "1", visit, statistic, ..Key::default() })
        };
        let found = get("mean")?;
        let end = |statistic| get(statistic).and_then(|(_, r)| r.value);
        let tip = group_tip(found, &format!("mean change at {}:", page.spec.visit_label(visit)));
        let interval = end("mean-lower").zip(end("mean-upper"));
        Some(SummaryPoint { visit: place, estimate: found.1.value?, interval, tip })
    };
    let summaries: Vec<SummarySeries> = (arms.iter().enumerate())
        .map(|(index, arm)| SummarySeries {
            arm: Some(index),
            label: arm.label.clone(),
            points: places.iter().filter_map(|(place, visit)| point(&arm.id, *place, visit)).collect(),
        })
        .collect();
    if arms.len() < 2 || summaries.iter().all(|s| s.points.is_empty()) {
        return None;
    }
    let desc = format!("Mean change of {} arms with intervals; n of each below.", arms.len());
    let figure = Trajectory {
        arms: arms.iter().map(|a| a.label.clone()).collect(),
        summaries,
        rows: (arms.iter().enumerate())
            .map(|(index, arm)| counts(page, &analysis, "1", &places, (&arm.id, &arm.label), Some(index)))
            .collect(),
        ..frame(page, measure, &visits, desc, "Planned days from the first infusion")
    };
    Some(figure.render_responsive())
}

/// What both figures share: axis of change with the line of no change, and the visits.
fn frame(page: &Page<'_>, measure: &Measure, visits: &[String], desc: String, time: &str) -> Trajectory {
    Trajectory {
        frame: Frame { title: format!("Change in {}", measure.label), desc, watermark: page.spec.watermark() },
        axis: ValueAxis {
            unit: measure.unit.clone(),
            benefit: measure.benefit,
            ..ValueAxis::new(format!("Change in {} from baseline", measure.label))
        },
        time_label: time.to_owned(),
        visits: visits
            .iter()
            .map(|v| Visit::new(page.spec.visit_label(v), f64::from(page.spec.visit_day(v).unwrap_or(0))))
            .collect(),
        thresholds: vec![Threshold { value: 0.0, name: "no change".to_owned(), tip: Tip::default() }],
        ..Trajectory::default()
    }
}
