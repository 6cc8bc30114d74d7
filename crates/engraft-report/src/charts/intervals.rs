//! Estimates of an estimand with their intervals, a row a method.

use super::group_tip;
use crate::context::Page;
use crate::figure::{Align, Column, Figure, Frame, IntervalPlot, IntervalRow, RowKind, Threshold, Tip, ValueAxis};
use crate::number::typeset;
use crate::spec::Estimand;

/// The figure; `None` when no method gave an estimate.
pub(crate) fn intervals(page: &Page<'_>, estimand: &Estimand) -> Option<String> {
    let analysis = format!("estimand.{}", estimand.id);
    let mut rows = Vec::new();
    let mut unit = String::new();
    for arm in &estimand.arms {
        if estimand.arms.len() > 1 {
            rows.push(IntervalRow { kind: RowKind::Heading, left: vec![arm.label.clone()], ..IntervalRow::default() });
        }
        for (method, name) in &estimand.methods {
            let get = |statistic: &str| {
                let mut rows = page.lookup.rows(&analysis);
                rows.find(|(_, r)| r.arm == arm.id && r.method == *method && r.statistic == statistic)
            };
            let Some(found) = get("estimate") else { continue };
            unit.clone_from(&found.1.unit);
            let end = |statistic| get(statistic).and_then(|(_, r)| r.value);
            let text = |statistic| get(statistic).map(|(_, r)| typeset(&r.text)).unwrap_or_default();
            let span = if end("lower").is_some() {
                format!("{} to {}", text("lower"), text("upper"))
            } else {
                "–".to_owned()
            };
            rows.push(IntervalRow {
                kind: RowKind::Estimate,
                left: vec![name.clone(), found.1.n.map(|n| n.to_string()).unwrap_or_default()],
                right: vec![text("estimate"), span],
                estimate: found.1.value,
                interval: end("lower").zip(end("upper")),
                arm: page.spec.arm_index(&arm.id),
                tip: group_tip(found, name),
            });
        }
    }
    if !rows.iter().any(|r| r.kind == RowKind::Estimate) {
        return None;
    }
    let compares = unit == "percentage points" || estimand.arms.iter().any(|a| a.id.contains(" - "));
    let name = if compares { "no difference" } else { "no change" };
    let zero = Threshold { value: 0.0, name: name.to_owned(), tip: Tip::default() };
    let figure = IntervalPlot {
        frame: Frame {
            title: estimand.label.clone(),
            desc: "Estimates and intervals by method; the same numbers are in the table below.".to_owned(),
            watermark: page.spec.watermark(),
        },
        axis: ValueAxis {
            unit: (!unit.is_empty()).then_some(unit.clone()),
            limits: (estimand.is_proportion && unit == "%").then_some((0.0, 100.0)),
            ..ValueAxis::new(if estimand.methods.len() > 1 { "estimate" } else { estimand.summary.as_str() })
        },
        left: vec![Column::new("Method", Align::Left), Column::new("n", Align::Right)],
        right: vec![Column::new("Estimate", Align::Decimal), Column::new("Interval", Align::Right)],
        rows,
        reference: (!estimand.is_proportion || compares).then_some(zero),
        sides: None,
    };
    Some(figure.render_responsive())
}
