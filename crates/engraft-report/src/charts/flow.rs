//! Subject flow: planned, enrolled, treated, how they left.

use crate::context::Page;
use crate::figure::{Figure, Flow, FlowArm, FlowBox, FlowLine, FlowStep, Frame, Tip};
use crate::lookup::{Found, Key};
use crate::spec::Named;

/// The figure.
pub(crate) fn flow(page: &Page<'_>) -> String {
    let all = page.spec.arms.last().map_or("all", |a| a.id.as_str());
    let several = page.spec.single_arms().len() > 1;
    let mut trunk = Vec::new();
    if let Some(planned) = get(page, all, "planned") {
        trunk.push(FlowStep { main: a_box("Planned", Some(planned), Vec::new()), side: None });
    }
    trunk.push(FlowStep { main: a_box(page.spec.called(), get(page, all, "enrolled"), Vec::new()), side: None });
    let arms: Vec<FlowArm> = if several {
        page.spec
            .single_arms()
            .iter()
            .map(|arm| FlowArm { label: arm.label.clone(), steps: steps(page, arm) })
            .collect()
    } else {
        if let Some(arm) = page.spec.arms.first() {
            trunk.extend(steps(page, arm));
        }
        Vec::new()
    };
    let figure = Flow {
        frame: Frame {
            title: "Subject flow".to_owned(),
            desc:
                "Subjects planned, enrolled, treated and how they left the study; the numbers are in the results table."
                    .to_owned(),
            watermark: page.spec.watermark(),
        },
        trunk,
        arms,
    };
    figure.render_responsive()
}

fn get<'a>(page: &Page<'a>, arm: &str, statistic: &str) -> Option<Found<'a>> {
    page.lookup.rows("flow").find(|(_, r)| r.arm == arm && r.statistic == statistic && r.analysis_set == "all-enrolled")
}

fn count(found: Option<Found<'_>>) -> Option<u64> {
    // counts are whole numbers well within range
    found.and_then(|(_, r)| r.text.parse().ok())
}

fn a_box(label: &str, found: Option<Found<'_>>, lines: Vec<FlowLine>) -> FlowBox {
    let tip = found
        .map(|(id, r)| Tip::new(format!("{label}: {} ({id})", r.text)).with_href(format!("#{id}")))
        .unwrap_or_default();
    FlowBox { label: label.to_owned(), n: count(found), lines, tip }
}

fn steps(page: &Page<'_>, arm: &Named) -> Vec<FlowStep> {
    let enrolled = count(get(page, &arm.id, "enrolled"));
    let treated = get(page, &arm.id, "treated");
    let untreated = enrolled.zip(count(treated)).map(|(a, b)| a.saturating_sub(b));
    let mut steps = vec![FlowStep {
        main: a_box("Treated", treated, Vec::new()),
        side: Some(FlowBox { label: "Never treated".to_owned(), n: untreated, ..FlowBox::default() }),
    }];
    let statuses: Vec<(&str, Found<'_>)> = page
        .lookup
        .rows("flow")
        .filter(|(_, r)| r.arm == arm.id)
        .filter_map(|f| f.1.statistic.strip_prefix("status ").map(|s| (s, f)))
        .collect();
    let stayed = |s: &str| ["completed", "ongoing"].iter().any(|w| s.eq_ignore_ascii_case(w));
    let left: Vec<FlowLine> = statuses
        .iter()
        .filter(|(s, _)| !stayed(s))
        .map(|(s, f)| FlowLine::new(*s, count(Some(*f)).unwrap_or(0)))
        .collect();
    let gone: u64 = left.iter().filter_map(|l| l.n).sum();
    for (status, found) in statuses.iter().filter(|(s, _)| stayed(s)) {
        let side = FlowBox { label: "Left early".to_owned(), n: Some(gone), lines: left.clone(), ..FlowBox::default() };
        let mut label = (*status).to_owned();
        if let Some(first) = label.get_mut(0..1) {
            first.make_ascii_uppercase();
        }
        steps.push(FlowStep { main: a_box(&label, Some(*found), Vec::new()), side: Some(side) });
    }
    if let Some(visit) = page.spec.visits.last() {
        let key =
            Key { analysis: "flow", arm: &arm.id, cycle: "1", visit: &visit.id, statistic: "seen", ..Key::default() };
        let label = format!("With values at {}", visit.label);
        steps.push(FlowStep { main: a_box(&label, page.lookup.get(key), Vec::new()), side: None });
    }
    steps
}
