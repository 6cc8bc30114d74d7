//! Daily doses of every subject over time, from a measure whose unit is an amount a day.

use super::tip;
use crate::context::Page;
use crate::figure::{Dose, DoseLane, DoseLanes, Figure, Frame};
use crate::number::typeset;
use crate::spec::Measure;

/// The figure; `None` for a measure that is no daily dose, or without values.
pub(crate) fn doses(page: &Page<'_>, measure: &Measure) -> Option<String> {
    let unit = measure.unit.as_deref().filter(|unit| matches!(*unit, "mg/d" | "mg/day"))?;
    let analysis = format!("value.{}", measure.id);
    let mut lanes: Vec<DoseLane> = Vec::new();
    for found in page.lookup.rows(&analysis).filter(|(_, r)| r.statistic == "value") {
        let (_, row) = found;
        let planned = page.spec.visit_day(&row.visit).filter(|_| row.cycle == "1");
        let Some(day) = row.day.or(planned) else { continue };
        if lanes.iter().all(|lane| lane.subject != row.subject) {
            let arm = page.spec.arm_index(&row.arm);
            lanes.push(DoseLane { subject: row.subject.clone(), arm, doses: Vec::new() });
        }
        if let Some(lane) = lanes.iter_mut().find(|lane| lane.subject == row.subject) {
            let text = typeset(&row.text);
            lane.doses.push(Dose { day: f64::from(day), amount: row.value, text, tip: tip(page, found) });
        }
    }
    lanes.retain(|lane| lane.doses.iter().any(|dose| dose.amount.is_some()));
    for lane in &mut lanes {
        lane.doses.sort_by(|a, b| a.day.total_cmp(&b.day));
    }
    if lanes.is_empty() {
        return None;
    }
    let arms = page.spec.single_arms();
    let figure = DoseLanes {
        arms: if arms.len() > 1 { arms.iter().map(|a| a.label.clone()).collect() } else { Vec::new() },
        frame: Frame {
            title: format!("{} of every subject", measure.label),
            desc: format!("{} lanes; each dose is drawn from its visit up to the next.", lanes.len()),
            watermark: page.spec.watermark(),
        },
        label: format!("{} ({unit})", measure.label),
        time_label: "Days from the first infusion".to_owned(),
        lanes,
    };
    Some(figure.render_responsive())
}
