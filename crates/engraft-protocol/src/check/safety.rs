//! `[safety]`: criteria that exist, units that have limits, windows that follow each other.

use engraft_base::Finding;
use engraft_base::suggest::did_you_mean;
use engraft_instruments::grading::{self, GradeTable};

use super::Context;
use crate::codes;
use crate::types::MeasureKind;

pub(crate) fn check(context: &Context, findings: &mut Vec<Finding>) {
    let safety = &context.file.safety;
    for (i, measure) in safety.not_graded.iter().enumerate() {
        let i = i.to_string();
        let path = ["safety", "not-graded", i.as_str()];
        let kind = context.file.measures.get(measure).map(|m| m.kind);
        if context.require("measures", measure, &path, findings) && kind.is_some_and(|k| k != MeasureKind::Lab) {
            let message = format!("`{measure}` is no laboratory measure: it is not graded anyway");
            findings.push(context.fault(codes::KIND_MISFIT, &path, message));
        }
    }
    windows(context, findings);
    let Some(id) = &safety.grading else { return };
    match grading::table(id) {
        Some(table) => units(context, table, findings),
        None => {
            let known: Vec<&str> = grading::tables().iter().map(|table| table.id.as_str()).collect();
            let message = format!("there are no laboratory criteria `{id}`");
            let fault = context.fault(codes::UNKNOWN_NAME, &["safety", "grading"], message);
            let hint = did_you_mean(id, known.iter().copied());
            findings.push(fault.hint(hint.unwrap_or_else(|| format!("there are {}", known.join(", ")))));
        }
    }
}

fn windows(context: &Context, findings: &mut Vec<Finding>) {
    let days = &context.file.safety.windows;
    let rising = days.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    if !rising || days.iter().any(|day| !(0..=36_500).contains(day)) {
        let message = "the windows of adverse events do not rise from day 0".to_owned();
        let fault = context.fault(codes::OUT_OF_LIMITS, &["safety", "windows"], message);
        findings.push(fault.expected("the last day of each window, such as [1, 7, 28]"));
    }
}

/// A measure of an analyte that is graded must be in a unit that has limits: nothing is converted for a grade.
fn units(context: &Context, table: &GradeTable, findings: &mut Vec<Finding>) {
    let left_out = &context.file.safety.not_graded;
    let labs = context.file.measures.iter().filter(|(id, m)| m.kind == MeasureKind::Lab && !left_out.contains(*id));
    for (id, measure) in labs {
        let Some(unit) = &measure.unit else { continue };
        for term in crate::grading::terms(table, id, measure).filter(|term| term.limits_in(unit).is_none()) {
            let message = format!("`{id}` is in {unit}, and `{}:{}` has no limits in that unit", table.id, term.id);
            let units: Vec<&str> = term.limits.iter().filter_map(|limits| limits.unit.as_deref()).collect();
            let fault = context.fault(codes::NO_LIMITS, &["measures", id, "unit"], message);
            let fault = fault.related(&context.places.of(&["safety", "grading"]), "asked for here");
            let hint = format!("or leave it ungraded: `not-graded = [\"{id}\"]` in [safety]");
            findings.push(fault.expected(format!("one of {}", units.join(", "))).hint(hint));
        }
    }
}
