//! Rules over measures: parsed, and every name in them bound to a measure or an event of the study.

use std::collections::BTreeMap;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Finding, Place};
use engraft_instruments::rule::{ItemScale, Items, Kind, MeasureUse, Rule, rule_name};

use super::Context;
use crate::codes;
use crate::study::BoundRule;
use crate::tree::Value;
use crate::types::MeasureKind;

/// Parses the rule at `path` and binds its names; faults go to `findings`.
pub(crate) fn own_rule(context: &Context, path: &[&str], text: &str, findings: &mut Vec<Finding>) -> Option<BoundRule> {
    let rule = match Rule::parse_with(text, &StudyItems { context, roles: &BTreeMap::new() }) {
        Ok(rule) => rule,
        Err(faults) => {
            for fault in faults {
                let place = place_in_text(context, path, fault.offset);
                let end = fault.offset.saturating_add(fault.length);
                let found = text.get(fault.offset..end).filter(|t| !t.is_empty()).unwrap_or(text);
                let finding = Finding::error(codes::BAD_RULE, fault.message).at(&place).found(found);
                findings.push(finding.hint_if(fault.hint));
            }
            return None;
        }
    };
    bind(context, path, rule, &BTreeMap::new(), findings)
}

/// The items of the measures of a study, by the names that a rule or a definition gives them.
pub(crate) struct StudyItems<'a> {
    pub context: &'a Context,
    pub roles: &'a BTreeMap<String, String>,
}

impl Items for StudyItems<'_> {
    fn items(&self, name_in_rule: &str) -> Option<Vec<ItemScale>> {
        let names = self.context.names("measures");
        let name = self.roles.get(name_in_rule).cloned().or_else(|| find_name(name_in_rule, &names))?;
        let instrument = self.context.file.measures.get(&name)?.instrument.as_deref()?;
        Some(self.context.instrument(instrument)?.item_scales())
    }
}

/// The place of a byte of a text: inside a one-line string it begins one character after the quote; of a string of
/// several lines only the start is told.
fn place_in_text(context: &Context, path: &[&str], offset: usize) -> Place {
    let Some(node) = context.places.node(path) else { return context.places.of(path) };
    let written = context.places.source.text(&node.span);
    if written.starts_with("\"\"\"") || written.starts_with("'''") {
        return context.places.of(path);
    }
    let offset = node.span.start.saturating_add(1).saturating_add(offset);
    context.places.source.place(offset.min(node.span.end))
}

/// Binds the names of a rule: by `roles` where given, else to the measure of that name.
pub(crate) fn bind(
    context: &Context,
    path: &[&str],
    rule: Rule,
    roles: &BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> Option<BoundRule> {
    let mut measures = BTreeMap::new();
    let mut whole = true;
    for used in rule.measures() {
        match bind_measure(context, path, &used, roles, findings) {
            Some(measure) => drop(measures.insert(used.name, measure)),
            None => whole = false,
        }
    }
    let mut events = BTreeMap::new();
    for name in rule.events() {
        let event = find_name(&name, &context.names("events")).unwrap_or(name.clone());
        whole &= context.require("events", &event, path, findings);
        events.insert(name, event);
    }
    let bound = BoundRule {
        rule,
        measures,
        events,
        parameters: Vec::new(),
        remarks: Vec::new(),
        definition: None,
        status: "study".to_owned(),
        source: None,
    };
    whole.then_some(bound)
}

fn bind_measure(
    context: &Context,
    path: &[&str],
    used: &MeasureUse,
    roles: &BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let names = context.names("measures");
    let name = roles.get(&used.name).cloned().or_else(|| find_name(&used.name, &names));
    let Some(name) = name else {
        let message = format!("the rule names `{}`, which is not a measure", used.name);
        let fault = context.fault(codes::UNKNOWN_NAME, path, message);
        let hint = did_you_mean(&used.name, names.iter().copied());
        findings.push(fault.hint(hint.unwrap_or_else(|| format!("[measures] has {}", names.join(", ")))));
        return None;
    };
    if let Some(measure) = context.file.measures.get(&name) {
        let fits = match used.kind {
            Kind::Number => measure.kind.is_numeric(),
            Kind::Text => measure.kind == MeasureKind::Category,
            Kind::List => measure.kind == MeasureKind::List,
            Kind::Items => measure.instrument.is_some(),
        };
        if !fits {
            let message =
                format!("the rule uses `{name}` as {}, but it is of kind `{}`", words(used.kind), measure.kind.word());
            findings.push(context.fault(codes::KIND_MISFIT, path, message));
            return None;
        }
        unknown_items(context, path, used, &name, findings);
        if used.needs_range && context.range_of(measure).is_none() {
            let message = format!("the rule needs the range of the scale of `{name}`, which has none");
            findings.push(context.fault(codes::KIND_MISFIT, path, message).hint("give the measure a `range`"));
        }
        if used.needs_uln && measure.kind != MeasureKind::Lab {
            let message =
                format!("the rule takes multiples of the upper limit of `{name}`, which is no laboratory value");
            findings.push(context.fault(codes::KIND_MISFIT, path, message));
        }
    }
    Some(name)
}

/// Items that the rule names and the measure's instrument does not have.
fn unknown_items(context: &Context, path: &[&str], used: &MeasureUse, measure: &str, findings: &mut Vec<Finding>) {
    let instrument = context.file.measures.get(measure).and_then(|m| m.instrument.as_deref());
    let instrument = instrument.and_then(|id| context.instrument(id));
    let known: Vec<String> =
        instrument.map(|i| i.items.iter().map(|item| rule_name(&item.id)).collect()).unwrap_or_default();
    for item in used.items.iter().filter(|item| !known.contains(item)) {
        let message = format!("the rule names the item `{item}` of `{measure}`, which it does not have");
        let hint = did_you_mean(item, known.iter().map(String::as_str));
        let finding = context.fault(codes::UNKNOWN_NAME, path, message);
        findings.push(finding.hint(hint.unwrap_or_else(|| format!("its items: {}", known.join(", ")))));
    }
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "a number",
        Kind::Text => "a category",
        Kind::List => "a list",
        Kind::Items => "the items of an instrument",
    }
}

/// Expressions write `_` where the study file writes `-`.
fn find_name(name: &str, names: &[&str]) -> Option<String> {
    let folded = name.replace('_', "-");
    names.iter().find(|n| **n == name || **n == folded).map(|n| (*n).to_owned())
}

/// Whether a path exists in the file as text.
pub(crate) fn is_text(context: &Context, path: &[&str]) -> bool {
    matches!(context.places.node(path).map(|n| &n.value), Some(Value::Text(_)))
}
