//! Measures: the keys that belong to each kind, instruments, analytes, units, scales.

use engraft_base::Finding;
use engraft_base::suggest::did_you_mean;
use engraft_instruments::units;

use super::Context;
use crate::codes;
use crate::types::{Measure, MeasureKind};

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) {
    for (name, measure) in &context.file.measures {
        keys_of_kind(context, name, measure, findings);
        match measure.kind {
            MeasureKind::Instrument => instrument(context, name, measure, findings),
            MeasureKind::Lab => lab(context, name, measure, findings),
            MeasureKind::Category if measure.values.is_empty() => {
                let fault = context.fault(
                    codes::MISSING_KEY,
                    &["measures", name],
                    format!("the category `{name}` has no `values`"),
                );
                findings.push(fault.hint("add `values = [\"…\", \"…\"]`"));
            }
            MeasureKind::Value | MeasureKind::Category | MeasureKind::List => {}
        }
        if measure.range.is_some_and(|[low, high]| low >= high) {
            let message = format!("the range of `{name}` is empty");
            let fault = context.fault(codes::OUT_OF_LIMITS, &["measures", name, "range"], message);
            findings.push(fault.expected("[lowest, highest]"));
        }
        same_test(context, name, measure, findings);
        for (i, visit) in measure.visits.iter().enumerate() {
            context.require("visits", visit, &["measures", name, "visits", &i.to_string()], findings);
        }
    }
}

/// Two laboratory measures of one test: the first would take all rows.
fn same_test(context: &Context, name: &str, measure: &Measure, findings: &mut Vec<Finding>) {
    let test = |name: &str, m: &Measure| m.test.clone().unwrap_or(name.to_owned()).to_lowercase();
    let labs = context.file.measures.iter().filter(|(_, m)| m.kind == MeasureKind::Lab);
    let mut before = labs.take_while(|(other, _)| other.as_str() != name);
    let first = before.find(|(other, m)| test(other, m) == test(name, measure));
    if let Some((first, _)) = first.filter(|_| measure.kind == MeasureKind::Lab) {
        let message = format!("`{first}` and `{name}` take the same test");
        let fault = context.fault(codes::DUPLICATE, &["measures", name], message);
        let fault = fault.related(&context.places.key(&["measures", first]), "the measure that takes its rows");
        findings.push(fault.hint("give each its own `test`"));
    }
}

/// Keys that only some kinds have.
const ONLY: &[(&str, &[MeasureKind])] = &[
    ("instrument", &[MeasureKind::Instrument]),
    ("enter", &[MeasureKind::Instrument]),
    ("columns", &[MeasureKind::Instrument]),
    ("range", &[MeasureKind::Value]),
    ("analyte", &[MeasureKind::Lab]),
    ("test", &[MeasureKind::Lab]),
    ("upper-limit", &[MeasureKind::Lab]),
    ("lower-limit", &[MeasureKind::Lab]),
    ("values", &[MeasureKind::Category]),
    ("separator", &[MeasureKind::List]),
    ("axis", &[MeasureKind::Instrument, MeasureKind::Value, MeasureKind::Lab]),
    ("direction", &[MeasureKind::Instrument, MeasureKind::Value, MeasureKind::Lab]),
    ("unit", &[MeasureKind::Value, MeasureKind::Lab]),
    ("table", &[MeasureKind::Instrument, MeasureKind::Value, MeasureKind::Category, MeasureKind::List]),
    ("column", &[MeasureKind::Instrument, MeasureKind::Value, MeasureKind::Category, MeasureKind::List]),
];

fn keys_of_kind(context: &Context, name: &str, measure: &Measure, findings: &mut Vec<Finding>) {
    for (key, kinds) in ONLY {
        let path = ["measures", name, key];
        if context.places.node(&path).is_some() && !kinds.contains(&measure.kind) {
            let words: Vec<&str> = kinds.iter().map(|k| k.word()).collect();
            let message = format!("`{key}` has no meaning for a measure of kind `{}`", measure.kind.word());
            let finding = Finding::error(codes::KEY_NOT_FOR_KIND, message)
                .at(&context.places.key(&path))
                .found(key)
                .hint(format!("it belongs to kind {}", words.join(", ")));
            findings.push(finding);
        }
    }
}

fn instrument(context: &Context, name: &str, measure: &Measure, findings: &mut Vec<Finding>) {
    let Some(id) = &measure.instrument else {
        let message = format!("the measure `{name}` of kind `instrument` has no `instrument`");
        findings.push(context.fault(codes::MISSING_KEY, &["measures", name], message).hint("add `instrument = \"…\"`"));
        return;
    };
    let Some(instrument) = context.instrument(id) else {
        let message = format!("there is no instrument `{id}`");
        let fault = context.fault(codes::UNKNOWN_NAME, &["measures", name, "instrument"], message);
        let mut known: Vec<&str> = engraft_instruments::ids().collect();
        known.extend(context.own.keys().map(String::as_str));
        let hint = did_you_mean(id, known);
        findings.push(fault.hint(hint.unwrap_or("`engraft list instruments` shows what there is".to_owned())));
        return;
    };
    for item in measure.columns.keys() {
        if instrument.item(item).is_none() {
            let message = format!("`{id}` has no item `{item}`");
            let finding = Finding::error(codes::UNKNOWN_NAME, message)
                .at(&context.places.key(&["measures", name, "columns", item]))
                .found(item)
                .hint_if(did_you_mean(item, instrument.items.iter().map(|i| i.id.as_str())));
            findings.push(finding);
        }
    }
}

fn lab(context: &Context, name: &str, measure: &Measure, findings: &mut Vec<Finding>) {
    let id = measure.analyte.as_deref().unwrap_or(name);
    let analyte = units::find_analyte(id);
    if analyte.is_none() && measure.analyte.is_some() {
        let message = format!("there is no analyte `{id}`");
        let fault = context.fault(codes::UNKNOWN_NAME, &["measures", name, "analyte"], message);
        let hint = did_you_mean(id, units::analytes().iter().map(|a| a.id));
        findings.push(fault.hint(hint.unwrap_or("`engraft list analytes` shows what there is".to_owned())));
    }
    let Some(unit) = &measure.unit else {
        let message = format!("the laboratory measure `{name}` has no `unit`");
        findings.push(context.fault(codes::MISSING_KEY, &["measures", name], message).hint("add `unit = \"…\"`"));
        return;
    };
    if let Some(analyte) = analyte
        && analyte.unit(unit).is_none()
    {
        let message = format!("`{unit}` is not a unit of {}", analyte.label);
        let fault = context.fault(codes::UNKNOWN_NAME, &["measures", name, "unit"], message);
        let known: Vec<&str> = analyte.units.iter().map(|u| u.ucum).collect();
        findings.push(fault.expected(format!("one of {}", known.join(", "))));
    }
    if measure.lower_limit.zip(measure.upper_limit).is_some_and(|(low, high)| low >= high) {
        let message = format!("the limits of `{name}` are the wrong way round");
        findings.push(context.fault(codes::OUT_OF_LIMITS, &["measures", name, "lower-limit"], message));
    }
}
