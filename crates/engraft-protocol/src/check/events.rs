//! Events and entry criteria.

use std::collections::BTreeSet;

use engraft_base::Finding;
use engraft_base::suggest::did_you_mean;

use super::{Context, Rules, rules};
use crate::codes;
use crate::study::BoundRule;
use crate::types::{Event, EventTable, STANDARD_COLUMNS};

pub(crate) fn check(context: &Context, responses: &Rules, findings: &mut Vec<Finding>) -> (Rules, Rules) {
    let mut events = Rules::new();
    for (name, event) in &context.file.events {
        if event.table.is_some() && event.after_response.is_some() {
            let message = "`after-response` has no meaning beside a table".to_owned();
            findings.push(context.fault(codes::KEY_NOT_FOR_KIND, &["events", name, "after-response"], message));
        }
        match (&event.table, &event.rule) {
            (None, Some(text)) => {
                no_filter(context, name, event, "beside a rule", findings);
                if let Some(mut rule) = rules::own_rule(context, &["events", name, "rule"], text, findings) {
                    after_response(context, name, event, responses, &mut rule, findings);
                    events.insert(name.clone(), rule);
                }
            }
            (Some(EventTable::RepeatInfusions), None) => {
                no_filter(context, name, event, "for repeat infusions", findings);
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

/// The response after which the event counts; the events that the response asks for come before this one.
fn after_response(
    context: &Context,
    name: &str,
    event: &Event,
    responses: &Rules,
    rule: &mut BoundRule,
    findings: &mut Vec<Finding>,
) {
    let Some(response) = &event.after_response else { return };
    if context.require("responses", response, &["events", name, "after-response"], findings)
        && let Some(bound) = responses.get(response)
    {
        rule.events.extend(bound.events.values().map(|asked| (format!("after {asked}"), asked.clone())));
    }
}

fn no_filter(context: &Context, name: &str, event: &Event, why: &str, findings: &mut Vec<Finding>) {
    if !event.filter.is_empty() {
        let message = format!("`where` has no meaning {why}");
        findings.push(context.fault(codes::KEY_NOT_FOR_KIND, &["events", name, "where"], message));
    }
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

/// An event whose rule asks whether an event happened must not lead back to itself. Each circle is told once.
fn circles(context: &Context, events: &Rules, findings: &mut Vec<Finding>) {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for name in events.keys() {
        if let Some(circle) = find_circle(events, name, &mut done) {
            let first = circle.first().copied().unwrap_or(name);
            let message = format!("the event `{first}` is defined by itself: {} → {first}", circle.join(" → "));
            findings.push(context.fault(codes::CIRCULAR, &["events", first, "rule"], message));
        }
    }
}

/// Follows the events that a rule asks for until it comes back to one on the way. What has been followed to its end is
/// `done` and never followed again, so that events in a web of references are looked at once each.
fn find_circle<'a>(events: &'a Rules, start: &'a str, done: &mut BTreeSet<&'a str>) -> Option<Vec<&'a str>> {
    let asked = |name: &str| events.get(name).map(|rule| rule.events.values());
    if !done.insert(start) {
        return None;
    }
    let mut trail = vec![(start, asked(start)?)];
    let mut circle = None;
    while let Some((_, open)) = trail.last_mut() {
        let Some(next) = open.next().map(String::as_str) else {
            trail.pop();
            continue;
        };
        if let Some(at) = trail.iter().position(|(name, _)| *name == next) {
            circle = circle.or(trail.get(at..).map(|part| part.iter().map(|(name, _)| *name).collect()));
        } else if done.insert(next)
            && let Some(more) = asked(next)
        {
            trail.push((next, more));
        }
    }
    circle
}
