//! Visits and their windows, the baseline visit, planned infusions.

use engraft_base::Finding;

use super::Context;
use crate::codes;
use crate::types::BaselineRule;

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let mut spans: Vec<(i32, i32, &str)> = Vec::new();
    for (name, visit) in &context.file.visits {
        let Some([early, late]) = visit.window else { continue };
        if early > 0 || late < 0 {
            let message = format!("the window of `{name}` does not hold its own day");
            let fault = context.fault(codes::BAD_WINDOW, &["visits", name, "window"], message);
            findings.push(fault.expected("[days early as 0 or less, days late as 0 or more], such as [-7, 7]"));
            continue;
        }
        spans.push((visit.day.saturating_add(early), visit.day.saturating_add(late), name));
    }
    overlaps(context, spans, findings);
    baseline(context, findings);
    infusions(context, findings);
}

/// Most overlaps told: a thousand windows that all overlap have half a million.
const MOST_OVERLAPS: usize = 100;

fn overlaps(context: &Context, mut spans: Vec<(i32, i32, &str)>, findings: &mut Vec<Finding>) {
    spans.sort_unstable();
    let most = findings.len().saturating_add(MOST_OVERLAPS);
    for (i, (_, end, first)) in spans.iter().enumerate() {
        for (start, other_end, second) in spans.iter().skip(i.saturating_add(1)).take_while(|(start, ..)| start <= end)
        {
            if findings.len() >= most {
                return;
            }
            let last = end.min(other_end);
            let message = format!("the windows of `{first}` and `{second}` overlap on days {start} to {last}");
            let fault = context.fault(codes::BAD_WINDOW, &["visits", second, "window"], message);
            let other = context.places.of(&["visits", first, "window"]);
            let fault = fault.related(&other, format!("window of `{first}`"));
            findings.push(fault.hint("let one end before the other begins"));
        }
    }
}

fn baseline(context: &Context, findings: &mut Vec<Finding>) {
    let section = &context.file.baseline;
    match (&section.rule, &section.visit) {
        (BaselineRule::Visit, None) => {
            let message = "the rule `visit` needs the visit".to_owned();
            let fault = context.fault(codes::MISSING_KEY, &["baseline", "rule"], message);
            findings.push(fault.hint("add `visit = \"…\"`"));
        }
        (_, Some(visit)) => drop(context.require("visits", visit, &["baseline", "visit"], findings)),
        (BaselineRule::LastBefore, None) => {}
    }
}

fn infusions(context: &Context, findings: &mut Vec<Finding>) {
    for (name, arm) in &context.file.arms {
        let rising = arm.infusions.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if !rising || arm.infusions.first().is_some_and(|day| *day != 0) {
            let message = format!("the infusion days of `{name}` do not rise from 0");
            let fault = context.fault(codes::OUT_OF_LIMITS, &["arms", name, "infusions"], message);
            findings.push(fault.expected("days counted from the first infusion, such as [0, 7]"));
        }
    }
}
