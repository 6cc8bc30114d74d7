//! Estimands: one variable, a population that exists, a method that fits.

use engraft_base::Finding;
use engraft_base::{id, suggest::did_you_mean};

use super::names::BUILT_IN_SETS;
use super::{Context, rules, times};
use crate::codes;
use crate::tree::Value;
use crate::types::{Arms, CycleChoice, Estimand, Method, MissingRule, Strategy, Summary, Takes, Variable};

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let mut seen: Vec<&str> = Vec::new();
    for (i, estimand) in context.file.estimands.iter().enumerate() {
        // entries at fault were left out, so the place is found by the identifier
        let before = seen.iter().filter(|id| **id == estimand.id).count();
        let places = indices_in_file(context, &estimand.id);
        let index = places.get(before).copied().unwrap_or(i).to_string();
        let path = ["estimands", index.as_str()];
        if before > 0 {
            let message = format!("the estimand `{}` is given twice", estimand.id);
            let first = places.first().copied().unwrap_or(0).to_string();
            let fault = context.fault(codes::DUPLICATE, &[&path[..], &["id"]].concat(), message);
            let fault = fault.related(&context.places.of(&["estimands", &first, "id"]), "the first of that name");
            findings.push(fault.hint("give it an identifier of its own"));
        }
        seen.push(&estimand.id);
        one(context, &path, estimand, findings);
    }
}

/// Positions of the estimands of that name in the file.
fn indices_in_file(context: &Context, wanted: &str) -> Vec<usize> {
    let Some(Value::List(items)) = context.places.node(&["estimands"]).map(|n| &n.value) else { return Vec::new() };
    let is = |i: &usize| {
        let id = context.places.node(&["estimands", &i.to_string(), "id"]);
        matches!(id.map(|n| &n.value), Some(Value::Text(text)) if text == wanted)
    };
    (0..items.len()).filter(is).collect()
}

fn one(context: &Context, path: &[&str], estimand: &Estimand, findings: &mut Vec<Finding>) {
    let at = |key: &'static str| [path, &[key]].concat();
    if !id::is_valid(&estimand.id) {
        let fault = context.fault(codes::BAD_IDENTIFIER, &at("id"), format!("`{}` is not an identifier", estimand.id));
        findings.push(fault.hint(format!("`{}` would do", id::make_valid(&estimand.id))));
    }
    let sets = context.names("sets");
    if !BUILT_IN_SETS.contains(&estimand.population.as_str()) && !sets.contains(&estimand.population.as_str()) {
        let message = format!("there is no analysis set `{}`", estimand.population);
        let known: Vec<&str> = BUILT_IN_SETS.iter().copied().chain(sets).collect();
        let hint = did_you_mean(&estimand.population, known.iter().copied());
        let fault = context.fault(codes::UNKNOWN_NAME, &at("population"), message);
        findings.push(fault.hint(hint.unwrap_or_else(|| format!("sets: {}", known.join(", ")))));
    }
    variable(context, path, estimand, findings);
    strategies(context, path, estimand, findings);
    methods(context, path, estimand, findings);
}

/// The key of the variable that is given, with its value and whether it is a number a subject.
fn given(variable: &Variable) -> Vec<(&'static str, &str, bool)> {
    let all = [
        ("change-in", &variable.change_in, true),
        ("percent-change-in", &variable.percent_change_in, true),
        ("value-of", &variable.value_of, true),
        ("response", &variable.response, false),
        ("event", &variable.event, false),
        ("time-to", &variable.time_to, false),
        ("time-to-response", &variable.time_to_response, false),
        ("duration-of", &variable.duration_of, false),
    ];
    all.into_iter().filter_map(|(key, value, number)| value.as_deref().map(|v| (key, v, number))).collect()
}

fn variable(context: &Context, path: &[&str], estimand: &Estimand, findings: &mut Vec<Finding>) {
    let at = [path, &["variable"]].concat();
    let variable = &estimand.variable;
    let given = given(variable);
    let [(key, name, number)] = given.as_slice() else {
        let message = format!("the variable of `{}` names {} things, not one", estimand.id, given.len());
        let fault = context.fault(codes::BAD_VARIABLE, &at, message);
        findings.push(fault.expected(
            "one of `change-in`, `percent-change-in`, `value-of`, `response`, `event`, `time-to`, `time-to-response`, \
             `duration-of`",
        ));
        return;
    };
    let place = [&at[..], &[*key]].concat();
    let section = match *key {
        "response" | "time-to-response" | "duration-of" => "responses",
        "event" | "time-to" => "events",
        _ => "measures",
    };
    if context.require(section, name, &place, findings) && *number {
        let kind = context.file.measures.get(*name).map(|m| m.kind);
        if kind.is_some_and(|k| !k.is_numeric()) {
            let message = format!("`{name}` has no numbers: it is of kind `{}`", kind.map_or("", |k| k.word()));
            findings.push(context.fault(codes::KIND_MISFIT, &place, message));
        }
    }
    times::check(context, &at, variable, findings);
    match &variable.at {
        Some(_) if variable.time().is_some() => {
            let place = [&at[..], &["at"]].concat();
            let fault = context.fault(codes::KEY_NOT_FOR_KIND, &place, "a time has no visit".to_owned());
            findings.push(fault.hint("landmarks are an option of the method: `options = { times = \"91,365\" }`"));
        }
        Some(visit) => drop(context.require("visits", visit, &[&at[..], &["at"]].concat(), findings)),
        None if *key != "event" && variable.time().is_none() => {
            let message = format!("the variable of `{}` does not say at which visit", estimand.id);
            findings.push(context.fault(codes::MISSING_KEY, &at, message).hint("add `at = \"…\"`"));
        }
        None => {}
    }
    if *number && variable.cycle == CycleChoice::Ever {
        let message = "a number cannot be taken `ever`".to_owned();
        let fault = context.fault(codes::BAD_VARIABLE, &[&at[..], &["cycle"]].concat(), message);
        findings.push(fault.expected("`first`, `second` or `last`"));
    }
}

fn strategies(context: &Context, path: &[&str], estimand: &Estimand, findings: &mut Vec<Finding>) {
    let number = given(&estimand.variable).first().is_some_and(|(_, _, number)| *number);
    if (estimand.variable.event.is_some() || estimand.variable.time().is_some())
        && (!estimand.intercurrent.is_empty() || estimand.variable.cycle != CycleChoice::First)
    {
        let message = "an estimand on an event or a time takes neither `intercurrent` nor `cycle` yet".to_owned();
        let fault = context.fault(codes::NOT_AVAILABLE, &[path, &["variable"]].concat(), message);
        findings.push(fault.hint("leave them out; the event counts at any time of the study, or up to the visit `at`"));
    }
    for (event, strategy) in &estimand.intercurrent {
        let at = [path, &["intercurrent", event.as_str()]].concat();
        context.require("events", event, &at, findings);
        let refusal = match strategy {
            Strategy::Hypothetical | Strategy::PrincipalStratum => Some("needs a model that is not available yet"),
            Strategy::Composite if number => {
                Some("has no meaning for a number: there is no value that stands for failure")
            }
            _ => None,
        };
        if let Some(reason) = refusal {
            let message = format!("the strategy `{}` {reason}", strategy.word());
            let fault = context.fault(codes::NOT_AVAILABLE, &at, message);
            findings.push(
                fault.hint("`treatment-policy` and `while-on-treatment` take any variable, `composite` a yes or no"),
            );
        }
    }
    if number && estimand.missing == MissingRule::NonResponder {
        let message = "a number cannot be missing as `non-responder`".to_owned();
        findings.push(context.fault(codes::METHOD_MISFIT, &[path, &["missing"]].concat(), message));
    }
}

fn methods(context: &Context, path: &[&str], estimand: &Estimand, findings: &mut Vec<Finding>) {
    method(context, &[path, &["method"]].concat(), estimand, &estimand.method, true, findings);
    for (i, other) in estimand.sensitivity.iter().enumerate() {
        let i = i.to_string();
        method(context, &[path, &["sensitivity", i.as_str()]].concat(), estimand, other, false, findings);
    }
    if let Some([a, b]) = &estimand.compare {
        context.require("arms", a, &[path, &["compare", "0"]].concat(), findings);
        context.require("arms", b, &[path, &["compare", "1"]].concat(), findings);
        if a == b {
            let message = format!("the arm `{a}` is compared with itself");
            findings.push(context.fault(codes::DUPLICATE, &[path, &["compare", "1"]].concat(), message));
        }
    }
    margin(context, path, estimand, findings);
}

/// A margin belongs to a comparison, and has a sense only beyond no difference.
fn margin(context: &Context, path: &[&str], estimand: &Estimand, findings: &mut Vec<Finding>) {
    let Some(margin) = estimand.margin else { return };
    let path = [path, &["margin"]].concat();
    let ratio = matches!(estimand.summary, Summary::RiskRatio | Summary::OddsRatio);
    let least = if ratio { 1.0 } else { 0.0 };
    if !(margin.is_finite() && margin > least) {
        let fault = context.fault(codes::OUT_OF_LIMITS, &path, format!("a margin is a number above {least}"));
        findings.push(fault.found(margin.to_string()));
    }
    if estimand.compare.is_none() {
        let fault =
            context.fault(codes::METHOD_MISFIT, &path, "a margin belongs to a comparison of two arms".to_owned());
        findings.push(fault.hint("add `compare = [\"…\", \"…\"]`, or leave the margin out"));
    }
}

fn method(context: &Context, path: &[&str], estimand: &Estimand, m: &Method, main: bool, findings: &mut Vec<Finding>) {
    let name = m.name.word();
    let mut misfit = |message: String, hint: String| {
        findings.push(context.fault(codes::METHOD_MISFIT, path, message).hint(hint));
    };
    let variable = &estimand.variable;
    let is = match given(variable).first().map(|(key, ..)| *key) {
        Some("time-to" | "time-to-response" | "duration-of") if variable.competing.is_empty() => Some(Takes::Time),
        Some("time-to" | "time-to-response" | "duration-of") => Some(Takes::Cause),
        Some("response" | "event") => Some(Takes::YesNo),
        Some(_) => Some(Takes::Number),
        None => None,
    };
    let takes = m.name.takes();
    // a course is made of numbers, and a curve may treat competing events as censoring
    let fits =
        |is: Takes| is == takes || matches!((is, takes), (Takes::Number, Takes::Course) | (Takes::Cause, Takes::Time));
    if is.is_some_and(|is| !fits(is)) {
        let wants = match takes {
            Takes::Number => "one number a subject",
            Takes::YesNo => "a yes or no a subject",
            Takes::Time => "the time to an event",
            Takes::Cause => "the time to an event, with `competing` events",
            Takes::Course => "a number at every visit (`change-in` or `value-of`)",
        };
        misfit(format!("`{name}` takes {wants}"), "`engraft list methods` says what each takes".to_owned());
    }
    match (m.name.arms(), estimand.compare.is_some()) {
        (Arms::One, true) => {
            misfit(format!("`{name}` does not compare arms"), "leave out `compare`, or choose another".into());
        }
        (Arms::Two, false) => {
            misfit(format!("`{name}` compares two arms"), "add `compare = [\"…\", \"…\"]`".into());
        }
        _ => {}
    }
    let estimates = match (takes, estimand.compare.is_some()) {
        (Takes::Course, false) => Summary::Mean,
        _ => m.name.summary(),
    };
    if main && estimates != estimand.summary {
        misfit(
            format!("`{name}` does not estimate `{}`", estimand.summary.word()),
            format!("it estimates `{}`", estimates.word()),
        );
    }
    if m.name.is_built_in() && !m.options.is_empty() {
        let keys = "`level`, and `zeros` for `signed-rank`, are keys of the method itself".to_owned();
        misfit(format!("`{name}` takes no `options`"), keys);
    }
    if m.zeros.is_some()
        && m.name != crate::types::MethodName::SignedRank
        && rules::is_text(context, &[path, &["zeros"]].concat())
    {
        misfit(format!("`{name}` has no rule for zeros"), "`zeros` belongs to `signed-rank`".to_owned());
    }
}
