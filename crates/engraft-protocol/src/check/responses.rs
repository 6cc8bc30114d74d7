//! Responses: a named definition with its roles bound, or a rule of the study's own.

use std::collections::BTreeMap;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Dec, Finding};
use engraft_instruments::response::{self, Chosen, Need, ParameterFault, ResponseDefinition};

use super::{Context, Rules, rules};
use crate::codes;
use crate::study::BoundRule;
use crate::types::{MeasureKind, Recorded, Response};

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) -> Rules {
    let mut bound = Rules::new();
    for (name, spec) in &context.file.responses {
        let rule = match (&spec.definition, &spec.rule) {
            (Some(id), None) => named(context, name, id, spec, findings),
            (None, Some(text)) => own(context, name, text, spec, findings),
            (both, _) => {
                let message = match both {
                    Some(_) => format!("the response `{name}` has both `definition` and `rule`"),
                    None => format!("the response `{name}` has neither `definition` nor `rule`"),
                };
                let finding = context.fault(codes::NO_DEFINITION, &["responses", name], message);
                findings.push(finding.hint("give one of them; `engraft list responses` shows the definitions"));
                None
            }
        };
        for (i, visit) in spec.visits.iter().enumerate() {
            context.require("visits", visit, &["responses", name, "visits", &i.to_string()], findings);
        }
        check_form(context, name, spec, findings);
        if let Some(recorded) = &spec.recorded {
            check_recorded(context, name, recorded, findings);
        }
        if let Some(rule) = rule {
            bound.insert(name.clone(), rule);
        }
    }
    bound
}

/// A response over time: confirmed, or sustained over a stretch of visits.
fn check_form(context: &Context, name: &str, spec: &Response, findings: &mut Vec<Finding>) {
    if let Some(days) = spec.confirmed_after
        && days < 1
    {
        let path = ["responses", name, "confirmed-after"];
        let fault =
            context.fault(codes::OUT_OF_LIMITS, &path, format!("a response is not confirmed {days} days later"));
        findings.push(fault.hint("28 is usual"));
    }
    let Some(stretch) = &spec.sustained else { return };
    let mut known = true;
    for (key, visit) in [("from", &stretch.from), ("to", &stretch.to)] {
        known &= context.require("visits", visit, &["responses", name, "sustained", key], findings);
    }
    let day = |visit: &String| context.file.visits.get(visit).map(|v| v.day);
    if known && day(&stretch.from) >= day(&stretch.to) {
        let message = format!("the stretch from `{}` to `{}` does not go forward", stretch.from, stretch.to);
        findings.push(context.fault(codes::OUT_OF_LIMITS, &["responses", name, "sustained"], message));
    }
    for (given, key) in [(spec.confirmed_after.is_some(), "confirmed-after"), (!spec.visits.is_empty(), "visits")] {
        if given {
            let message = format!("`{key}` has no meaning beside `sustained`");
            let fault = context.fault(codes::KEY_NOT_FOR_KIND, &["responses", name, key], message);
            findings.push(fault.hint("a sustained response is judged at the last visit of its stretch"));
        }
    }
}

fn own(context: &Context, name: &str, text: &str, spec: &Response, findings: &mut Vec<Finding>) -> Option<BoundRule> {
    let first = |key: &'static str, name: Option<&String>| name.map(|name| (key, name.clone()));
    let bind = first("bind", spec.bind.keys().next());
    let parameters = first("parameters", spec.parameters.keys().next());
    for (key, of) in bind.into_iter().chain(parameters) {
        let at = ["responses", name, key, of.as_str()];
        let fault = context.fault(codes::KEY_NOT_FOR_KIND, &at, format!("`{key}` has no meaning beside a rule"));
        findings.push(fault.hint("a rule names its measures and writes its numbers itself"));
    }
    let mut rule = rules::own_rule(context, &["responses", name, "rule"], text, findings)?;
    rule.source = spec.source.clone();
    Some(rule)
}

fn named(context: &Context, name: &str, id: &str, spec: &Response, findings: &mut Vec<Finding>) -> Option<BoundRule> {
    let path = ["responses", name, "definition"];
    let Some(definition) = response::response(id) else {
        let fault = context.fault(codes::UNKNOWN_NAME, &path, format!("there is no response definition `{id}`"));
        let hint = did_you_mean(id, response::responses().iter().map(|r| r.id.as_str()));
        findings.push(fault.hint(hint.unwrap_or("`engraft list responses` shows what there is".to_owned())));
        return None;
    };
    let roles = bind_roles(context, name, definition, spec, findings)?;
    let chosen = chosen(context, name, definition, spec, findings)?;
    let items = rules::StudyItems { context, roles: &roles };
    let read = definition.compiled_with(&items, &chosen).and_then(|rule| Ok((rule, definition.remarks_with(&items)?)));
    let (compiled, remarks) = match read {
        Ok(read) => read,
        // a test of the library compiles every definition: only the instruments bound here can be at fault
        Err(faults) => {
            findings.extend(faults.into_iter().map(|fault| {
                let message = format!("`{id}` does not fit the measures bound to it: {}", fault.message);
                context.fault(codes::KIND_MISFIT, &path, message).hint_if(fault.hint)
            }));
            return None;
        }
    };
    let mut bound = rules::bind(context, &path, compiled, &roles, findings)?;
    bound.definition = Some(id.to_owned());
    bound.parameters = definition.parameters_with(&chosen);
    bound.remarks = remarks;
    bound.status = definition.status.word().to_owned();
    bound.source = definition.sources.first().map(|s| s.text.clone());
    Some(bound)
}

/// The values that the study chooses for the parameters of a definition; `None` when one of them is refused.
fn chosen(
    context: &Context,
    name: &str,
    definition: &ResponseDefinition,
    spec: &Response,
    findings: &mut Vec<Finding>,
) -> Option<Chosen> {
    let before = findings.len();
    let mut chosen = Chosen::new();
    for (parameter, value) in &spec.parameters {
        match Dec::from_f64(*value) {
            Some(value) => drop(chosen.insert(parameter.clone(), value)),
            None => {
                let at = ["responses", name, "parameters", parameter.as_str()];
                findings.push(context.fault(codes::OUT_OF_LIMITS, &at, format!("`{parameter}` is no usable number")));
            }
        }
    }
    for fault in definition.parameter_faults(&chosen) {
        let (code, parameter) = match &fault {
            ParameterFault::Unknown(parameter) => (codes::UNKNOWN_NAME, parameter),
            ParameterFault::OutOfRange(parameter, ..) => (codes::OUT_OF_LIMITS, parameter),
            // a fault of a later kind is told by its own words
            _ => (codes::OUT_OF_LIMITS, &definition.id),
        };
        let at = ["responses", name, "parameters", parameter.as_str()];
        let known: Vec<&str> = definition.parameters.iter().map(|known| known.name.as_str()).collect();
        let hint = match known.as_slice() {
            [] => format!("`{}` has no parameters", definition.id),
            names => format!("its parameters: {}", names.join(", ")),
        };
        findings.push(context.fault(code, &at, fault.to_string()).hint(hint));
    }
    (findings.len() == before).then_some(chosen)
}

/// Role as the rule writes it → measure; every role without one is a finding.
fn bind_roles(
    context: &Context,
    name: &str,
    definition: &ResponseDefinition,
    spec: &Response,
    findings: &mut Vec<Finding>,
) -> Option<BTreeMap<String, String>> {
    let id = &definition.id;
    let needs: Vec<&str> = definition.needs.iter().map(|n| n.measure.as_str()).collect();
    for role in spec.bind.keys().filter(|role| !needs.contains(&role.as_str())) {
        let at = ["responses", name, "bind", role.as_str()];
        let fault = context.fault(codes::UNKNOWN_NAME, &at, format!("`{id}` has no role `{role}`"));
        findings.push(fault.hint(format!("its roles are {}", needs.join(", "))));
    }
    let names = context.names("measures");
    let mut roles = BTreeMap::new();
    let mut whole = true;
    for need in &definition.needs {
        let role = need.measure.as_str();
        let at = ["responses", name, "bind", role];
        let measure = match spec.bind.get(role) {
            Some(measure) => context.require("measures", measure, &at, findings).then(|| measure.clone()),
            None if names.contains(&role) => Some(role.to_owned()),
            None => {
                let message = format!("`{id}` needs a measure for its role `{role}`");
                let fault = context.fault(codes::UNBOUND_ROLE, &["responses", name, "definition"], message);
                findings.push(fault.hint(format!("add `bind = {{ {role} = \"…\" }}`, or a measure named `{role}`")));
                None
            }
        };
        whole &= measure.is_some();
        if let Some(measure) = measure {
            fits_role(context, name, need, &measure, findings);
            roles.insert(role.replace('-', "_"), measure);
        }
    }
    whole.then_some(roles)
}

/// A role may name the instruments that can take it: EASI-50 is not judged on a PASI.
fn fits_role(context: &Context, name: &str, need: &Need, measure: &str, findings: &mut Vec<Finding>) {
    let instrument = context.file.measures.get(measure).and_then(|m| m.instrument.as_deref());
    // an instrument that does not exist is a finding of its own
    let instrument = instrument.filter(|id| context.instrument(id).is_some());
    // a reading of an instrument (a window, a wording) plays the roles of the instrument
    let plays = |id: &str| {
        let read = engraft_instruments::registry::is_reading(id).then(|| context.instrument(id)?.based_on.as_deref());
        need.instruments.iter().any(|known| known == id || read.flatten() == Some(known))
    };
    let Some(instrument) = instrument.filter(|id| !need.instruments.is_empty() && !plays(id)) else {
        return;
    };
    let message = format!("the role `{}` is not played by `{instrument}`", need.measure);
    let fault = context.fault(codes::KIND_MISFIT, &["responses", name, "definition"], message).found(measure);
    findings.push(fault.expected(format!("one of {}", need.instruments.join(", "))));
}

fn check_recorded(context: &Context, name: &str, recorded: &Recorded, findings: &mut Vec<Finding>) {
    let path = ["responses", name, "recorded"];
    if !context.require("measures", &recorded.measure, &[&path[..], &["measure"]].concat(), findings) {
        return;
    }
    let Some(measure) = context.file.measures.get(&recorded.measure) else { return };
    if measure.kind != MeasureKind::Category {
        let message = format!(
            "a recorded verdict is a category, but `{}` is of kind `{}`",
            recorded.measure,
            measure.kind.word()
        );
        findings.push(context.fault(codes::KIND_MISFIT, &[&path[..], &["measure"]].concat(), message));
        return;
    }
    for value in recorded.met.iter().filter(|v| recorded.not_met.contains(v)) {
        let message = format!("`{value}` stands for both met and not met");
        findings.push(context.fault(codes::DUPLICATE, &path, message).found(value));
    }
    // a category without any values is told where it is defined
    for value in recorded.met.iter().chain(&recorded.not_met).filter(|_| !measure.values.is_empty()) {
        if !measure.values.contains(value) {
            let message = format!("`{}` has no value `{value}`", recorded.measure);
            let fault = context.fault(codes::UNKNOWN_NAME, &path, message).found(value);
            findings.push(fault.hint_if(did_you_mean(value, measure.values.iter().map(String::as_str))));
        }
    }
}
