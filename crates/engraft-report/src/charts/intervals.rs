//! Estimates of an estimand with their intervals, a row a method.

use super::group_tip;
use crate::context::{Page, statistic};
use crate::figure::{Align, Column, Figure, Frame, IntervalPlot, IntervalRow, RowKind, Threshold, Tip, ValueAxis};
use crate::number::typeset;
use crate::spec::Estimand;

/// The figure; `None` when no method gave an estimate.
pub(crate) fn intervals(page: &Page<'_>, estimand: &Estimand) -> Option<String> {
    let mut rows = Vec::new();
    let mut unit = String::new();
    for arm in &estimand.arms {
        if estimand.arms.len() > 1 {
            rows.push(IntervalRow { kind: RowKind::Heading, left: vec![arm.label.clone()], ..IntervalRow::default() });
        }
        for (method, name) in &estimand.methods {
            let get = |name: &str| statistic(page, estimand, &arm.id, method, name);
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
    let null = if estimand.is_ratio() { 1.0 } else { 0.0 };
    let zero = Threshold { value: null, name: name.to_owned(), tip: Tip::default() };
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
        margins: margins(page, estimand),
        sides: None,
    };
    Some(figure.render_responsive())
}

/// Both lines of the protocol's margin.
fn margins(page: &Page<'_>, estimand: &Estimand) -> Vec<Threshold> {
    let analysis = format!("estimand.{}", estimand.id);
    let Some((id, row)) = page.lookup.rows(&analysis).find(|(_, r)| r.statistic == "margin") else { return Vec::new() };
    let Some(margin) = row.value else { return Vec::new() };
    let tip = || Tip::new(format!("margin {} ({id})", row.text)).with_href(format!("#{id}"));
    let other = if estimand.is_ratio() { 1.0 / margin } else { -margin };
    [margin, other].map(|value| Threshold { value, name: "margin".to_owned(), tip: tip() }).to_vec()
}

#[cfg(test)]
mod tests {
    use engraft_results::{ResultRow, Results};

    use super::*;
    use crate::lookup::Lookup;
    use crate::spec::{Named, Spec};

    #[test]
    fn a_model_of_all_visits_is_drawn_at_the_visit_of_the_question() {
        let arm = "double - single";
        let estimand = Estimand {
            id: "e".into(),
            arms: vec![Named { id: arm.into(), label: "double against single".into() }],
            methods: vec![("mmrm".into(), "mixed model".into())],
            visit: Some("m12".into()),
            ..Estimand::default()
        };
        let mut results = Results::new();
        for (visit, text) in [("m1", "3.02"), ("m12", "1.50")] {
            results.push(ResultRow {
                analysis_id: "estimand.e".into(),
                arm: arm.into(),
                visit: visit.into(),
                method: "mmrm".into(),
                statistic: "estimate".into(),
                value: text.parse().ok(),
                text: text.into(),
                ..ResultRow::default()
            });
        }
        let spec = Spec { estimands: vec![estimand.clone()], ..Spec::default() };
        let page = Page { spec: &spec, lookup: Lookup::new(&results) };
        let svg = intervals(&page, &estimand).unwrap();
        assert!(svg.contains("1.50") && !svg.contains("3.02"));
    }
}
