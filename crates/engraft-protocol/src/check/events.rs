//! Events and entry criteria.

use engraft_base::Finding;
use engraft_base::suggest::did_you_mean;

use super::{Context, Rules, rules};
use crate::codes;
use crate::types::{Event, EventTable, STANDARD_COLUMNS};

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) -> (Rules, Rules) {
    let mut events = Rules::new();
    for (name, event) in &context.file.events {
        match (&event.table, &event.rule) {
            (None, Some(text)) => {
                if let Some(rule) = rules::own_rule(context, &["events", name, "rule"], text, findings) {
                    events.insert(name.clone(), rule);
                }
            }
            (Some(_), None) => filter(context, name, event, findings),
            (table, _) => {
                let what = if table.is_some() { "both `table` and `rule`" } else { "neither `table` nor `rule`" };
                let message = format!("the event `{name}` has {what}");
                findings.push(context.fault(codes::NO_DEFINITION, &["events", name], message).hint("give one of them"));
            }
        }
    }
    circles(context, &events, findings);
    let mut entry = Rules::new();
    for (name, criterion) in &context.file.entry {
        if let Some(rule) = rules::own_rule(context, &["entry", name, "rule"], &criterion.rule, findings) {
            entry.insert(name.clone(), rule);
        }
    }
    (events, entry)
}

fn filter(context: &Context, name: &str, event: &Event, findings: &mut Vec<Finding>) {
    let table = match event.table {
        Some(EventTable::Events) => "events",
        Some(EventTable::Disposition) => "disposition",
        Some(EventTable::Medications) => "medications",
        Some(EventTable::RepeatInfusions) | None => "infusions",
    };
    let known = STANDARD_COLUMNS.iter().find(|(n, _)| *n == table).map_or(&[][..], |(_, columns)| columns);
    for column in event.filter.keys() {
        if !known.contains(&column.as_str()) {
            let path = ["events", name, "where", column.as_str()];
            let fault = Finding::error(codes::UNKNOWN_NAME, format!("the {table} table has no column `{column}`"))
                .at(&context.places.key(&path))
                .found(column);
            let hint = did_you_mean(column, known.iter().copied());
            findings.push(fault.hint(hint.unwrap_or_else(|| format!("columns: {}", known.join(", ")))));
        }
    }
}

/// An event whose rule asks whether an event happened must not lead back to itself.
fn circles(context: &Context, events: &Rules, findings: &mut Vec<Finding>) {
    for name in events.keys() {
        let mut trail = vec![name.as_str()];
        if leads_back(events, name, &mut trail) {
            let message = format!("the event `{name}` is defined by itself: {}", trail.join(" → "));
            findings.push(context.fault(codes::CIRCULAR, &["events", name, "rule"], message));
        }
    }
}

fn leads_back<'a>(events: &'a Rules, start: &str, trail: &mut Vec<&'a str>) -> bool {
    let Some(rule) = trail.last().and_then(|last| events.get(*last)) else { return false };
    for next in rule.events.values() {
        if next == start {
            trail.push(next);
            return true;
        }
        if !trail.contains(&next.as_str()) {
            trail.push(next);
            if leads_back(events, start, trail) {
                return true;
            }
            trail.pop();
        }
    }
    false
}
