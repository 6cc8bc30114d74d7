//! The times of estimands in the words of the report: what they count from, what ends them, where they are censored.

use engraft_protocol::{Study, Variable};
use engraft_report::spec::CurveWords;

use super::response_label;

/// The variable as a phrase.
pub(super) fn variable(study: &Study, v: &Variable) -> String {
    let response = |id: &str| response_label(study, id);
    if let Some(id) = &v.time_to_response {
        return format!("time to the first visit that meets: {}", response(id));
    }
    if let Some(id) = &v.duration_of {
        let losses = match v.lost_by.is_empty() {
            true => String::new(),
            false => format!(", or to {}", events(study, &v.lost_by)),
        };
        return format!("duration of: {}, to the first visit that does not meet it{losses}", response(id));
    }
    let event = v.time_to.as_deref().unwrap_or_default();
    let from = v.from_response.as_deref().map(|id| format!(", from the response: {}", response(id)));
    format!("time to {}{}", label(study, event), from.unwrap_or_default())
}

/// What the curve of a time is called.
pub(super) fn curve(study: &Study, v: &Variable) -> CurveWords {
    let Some((_, name)) = v.time() else { return CurveWords::default() };
    let (falling, rising) = if v.duration_of.is_some() {
        let response = response_label(study, name);
        (format!("Response still there: {response}"), format!("Response lost: {response}"))
    } else if v.time_to_response.is_some() {
        let response = response_label(study, name);
        (format!("Without response: {response}"), format!("With response: {response}"))
    } else {
        (format!("Free of the event: {}", label(study, name)), format!("With the event: {}", label(study, name)))
    };
    CurveWords { falling, rising, from: counted_from(study, v) }
}

fn counted_from(study: &Study, v: &Variable) -> String {
    match v.counts_from() {
        Some(id) => format!("the first visit that meets the response ({})", response_label(study, id)),
        None => "the first infusion".to_owned(),
    }
}

/// Where the days count from, where they are censored, how the end is dated.
pub(super) fn attributes(study: &Study, v: &Variable) -> Vec<(&'static str, String)> {
    let from = match v.counts_from() {
        Some(id) => {
            format!("the first visit that meets the response, among those who met it ({})", response_label(study, id))
        }
        None => counted_from(study, v),
    };
    // the event of a table is looked for until the subject leaves; a visit is an answer or none
    let by_rule = v.time_to.as_ref().is_some_and(|event| study.event_rules.contains_key(event));
    let visits = v.time_to_response.is_some() || v.duration_of.is_some() || (v.from_response.is_some() && by_rule);
    let censored =
        if visits { "the last visit with an answer" } else { "the end of follow-up, else the last day with a value" };
    let mut pairs = vec![("Days count from", from), ("Censored at", censored.to_owned())];
    if visits {
        let rule = v.undetermined;
        pairs.push(("Visits without an answer", format!("{} ({})", rule.label(), rule.word())));
    }
    if !v.competing.is_empty() {
        pairs.push(("Competing events", events(study, &v.competing)));
    }
    pairs
}

fn label<'a>(study: &'a Study, event: &'a str) -> &'a str {
    study.file.events.get(event).and_then(|e| e.label.as_deref()).unwrap_or(event)
}

fn events(study: &Study, names: &[String]) -> String {
    names.iter().map(|name| label(study, name)).collect::<Vec<_>>().join(", ")
}
