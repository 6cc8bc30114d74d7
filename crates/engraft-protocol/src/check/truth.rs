//! `[truth]`: names that refer to something, and what a measure of each kind needs. Whether the numbers can be drawn from
//! is asked where they are drawn.

use engraft_base::Finding;
use indexmap::IndexMap;

use super::Context;
use crate::codes;
use crate::types::{CharacteristicKind, Measure, MeasureKind, Path, TrueMeasure, Truth};

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let Some(truth) = &context.file.truth else { return };
    subjects(context, truth, findings);
    for (name, measure) in &context.file.measures {
        match truth.measures.get(name) {
            Some(spec) => of_measure(context, name, measure, spec, findings),
            None if context.places.node(&["truth", "measures", name]).is_some() => {}
            None => {
                let message = format!("[truth] says nothing about the measure `{name}`");
                let fault = context.fault(codes::MISSING_KEY, &["truth"], message);
                findings.push(fault.hint(format!("add [truth.measures.{name}]")));
            }
        }
    }
    for name in truth.measures.keys() {
        context.require("measures", name, &["truth", "measures", name], findings);
    }
    for (i, pair) in truth.correlations.iter().enumerate() {
        for (side, name) in pair.between.iter().enumerate() {
            let path = ["truth", "correlations", &i.to_string(), "between", &side.to_string()];
            context.require("measures", name, &path, findings);
        }
    }
    characteristics(context, truth, findings);
    events(context, truth, findings);
    for (i, taper) in truth.tapers.iter().enumerate() {
        visits_of(context, &taper.dose, &["truth", "tapers", &i.to_string(), "dose"], findings);
    }
}

fn subjects(context: &Context, truth: &Truth, findings: &mut Vec<Finding>) {
    for arm in truth.subjects.keys() {
        if context.file.arms.is_empty() && arm == "all" {
            continue;
        }
        context.require("arms", arm, &["truth", "subjects", arm], findings);
    }
    if truth.subjects.is_empty() && context.file.study.planned_subjects.is_none() {
        let message = "[truth] does not say how many subjects there are".to_owned();
        let fault = context.fault(codes::MISSING_KEY, &["truth"], message);
        findings.push(fault.hint("add `planned-subjects` to [study], or `subjects = { arm = 10 }` to [truth]"));
    }
}

fn of_measure(context: &Context, name: &str, measure: &Measure, spec: &TrueMeasure, findings: &mut Vec<Finding>) {
    let at = ["truth", "measures", name];
    keys_of_kind(context, name, measure, findings);
    let lacks = |key: &str, findings: &mut Vec<Finding>| {
        let message = format!("the truth of `{name}` has no `{key}`");
        findings.push(context.fault(codes::MISSING_KEY, &at, message).hint(format!("add `{key} = …`")));
    };
    let both = spec.sd.is_some() && (spec.between_sd.is_some() || spec.within_sd.is_some());
    if measure.kind.is_numeric() {
        if spec.mean.is_none() {
            lacks("mean", findings);
        }
        if spec.sd.is_none() && (spec.between_sd.is_none() || spec.within_sd.is_none()) {
            lacks("sd", findings);
        }
        if both {
            let message = format!("the truth of `{name}` states its spread twice");
            let fault = context.fault(codes::DUPLICATE, &[&at[..], &["sd"]].concat(), message);
            findings.push(fault.hint("state `sd`, or `between-sd` and `within-sd`"));
        }
    } else if spec.share.is_none() {
        lacks("share", findings);
    }
    if let Some(share) = &spec.share {
        shares(context, measure, share, &[&at[..], &["share"]].concat(), findings);
    }
    for (key, path) in [("mean", &spec.mean), ("sd", &spec.sd)] {
        if let Some(path) = path {
            visits_of(context, path, &[&at[..], &[key]].concat(), findings);
        }
    }
    for (i, differs) in spec.differs.iter().enumerate() {
        let i = i.to_string();
        let at = [&at[..], &["where", i.as_str()]].concat();
        if let Some(arm) = &differs.arm {
            context.require("arms", arm, &[&at[..], &["arm"]].concat(), findings);
        }
        for (key, path) in [("mean", &differs.mean), ("sd", &differs.sd)] {
            if let Some(path) = path {
                visits_of(context, path, &[&at[..], &[key]].concat(), findings);
            }
        }
        if let Some(share) = &differs.share {
            shares(context, measure, share, &[&at[..], &["share"]].concat(), findings);
        }
    }
}

/// Keys that only numbers, or only words, have.
const OF_NUMBERS: [&str; 9] =
    ["mean", "sd", "between-sd", "within-sd", "distribution", "step", "detection-limit", "at-entry", "upper-limit"];

fn keys_of_kind(context: &Context, name: &str, measure: &Measure, findings: &mut Vec<Finding>) {
    let wrong: &[&str] = if measure.kind.is_numeric() { &["share"] } else { &OF_NUMBERS };
    let laboratory = measure.kind == MeasureKind::Lab;
    let only_labs: &[&str] = if laboratory || !measure.kind.is_numeric() { &[] } else { &["upper-limit"] };
    for key in wrong.iter().chain(only_labs) {
        let path = ["truth", "measures", name, key];
        if context.places.node(&path).is_some() {
            let message = format!("`{key}` has no meaning for a measure of kind `{}`", measure.kind.word());
            let fault = Finding::error(codes::KEY_NOT_FOR_KIND, message).at(&context.places.key(&path));
            findings.push(fault.found(key));
        }
    }
}

fn shares(
    context: &Context,
    measure: &Measure,
    share: &IndexMap<String, f64>,
    at: &[&str],
    findings: &mut Vec<Finding>,
) {
    let known = &measure.values;
    for word in share.keys().filter(|w| measure.kind == MeasureKind::Category && !known.contains(w)) {
        let fault = context.fault(
            codes::UNKNOWN_NAME,
            &[at, &[word.as_str()]].concat(),
            format!("`{word}` is not a value of the category"),
        );
        findings.push(fault.expected(format!("one of {}", known.join(", "))));
    }
    let sum: f64 = share.values().sum();
    let whole = measure.kind != MeasureKind::Category || (sum - 1.0).abs() < 1e-9;
    if !whole || share.values().any(|s| !(0.0..=1.0).contains(s)) {
        let fault = context.fault(codes::OUT_OF_LIMITS, at, format!("the shares add up to {sum}"));
        findings.push(fault.expected(match measure.kind {
            MeasureKind::Category => "shares from 0 to 1 that add up to 1",
            _ => "shares from 0 to 1",
        }));
    }
}

fn visits_of(context: &Context, path: &Path, at: &[&str], findings: &mut Vec<Finding>) {
    let Path::Visits(visits) = path else { return };
    if visits.is_empty() {
        findings.push(context.fault(codes::MISSING_KEY, at, "the path names no visit".to_owned()));
    }
    for visit in visits.keys() {
        context.require("visits", visit, &[at, &[visit.as_str()]].concat(), findings);
    }
}

fn characteristics(context: &Context, truth: &Truth, findings: &mut Vec<Finding>) {
    for (name, spec) in &truth.characteristics {
        let at = ["truth", "characteristics", name];
        context.require("characteristics", name, &at, findings);
        let Some(kind) = context.file.characteristics.get(name).map(|c| c.kind) else { continue };
        let (key, wrong) = match kind {
            CharacteristicKind::Number => ("mean", spec.share.is_some()),
            CharacteristicKind::Category => ("share", spec.mean.is_some() || spec.sd.is_some()),
        };
        if wrong {
            let message = format!("`{name}` takes `{key}`");
            findings.push(context.fault(codes::KEY_NOT_FOR_KIND, &at, message));
        }
    }
}

fn events(context: &Context, truth: &Truth, findings: &mut Vec<Finding>) {
    for (name, spec) in &truth.events {
        let at = ["truth", "events", name];
        context.require("events", name, &at, findings);
        if context.file.events.get(name).is_some_and(|e| e.table.is_none()) {
            let message = format!("`{name}` has no table: it follows from the values of its rule");
            findings.push(context.fault(codes::KEY_NOT_FOR_KIND, &at, message));
        }
        for (arm, probability) in &spec.arms {
            let path = [&at[..], &["arms", arm.as_str()]].concat();
            context.require("arms", arm, &path, findings);
            if !(0.0..1.0).contains(probability) {
                let fault = context.fault(codes::OUT_OF_LIMITS, &path, "not a probability below 1".to_owned());
                findings.push(fault.expected("0 or more and below 1"));
            }
        }
    }
    if let Some(repeat) = &truth.repeat
        && let Some(event) = &repeat.after
    {
        let path = ["truth", "repeat", "after"];
        if context.require("events", event, &path, findings) && !truth.events.contains_key(event) {
            let fault = context.fault(codes::UNKNOWN_NAME, &path, format!("[truth.events] has no `{event}`"));
            findings.push(fault.hint("a second cycle follows an event whose days are drawn"));
        }
    }
}
