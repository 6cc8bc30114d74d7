//! D059: a response was recorded, but what it rests on is missing, so that it cannot be followed.

use engraft_base::Verdict;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};
use crate::derive::{Judged, Observed, Record};

/// D059
pub const CHECK: Check =
    Check { code: Code("D059"), title: "verdict without its components", severity: Severity::Warning, run };

/// Verdicts that the investigators recorded, beside ours: response, ours, recorded.
pub(super) fn recorded<'a>(input: &'a Input<'_>) -> Vec<(&'a str, &'a Judged, &'a Record, Verdict)> {
    let mut found = Vec::new();
    for judged in &input.derived.verdicts {
        let spec = input.study.file.responses.get(&*judged.response).and_then(|r| r.recorded.as_ref());
        let Some(spec) = spec else { continue };
        let at = input.derived.at_visit(judged.subject, &spec.measure, judged.cycle, &judged.visit);
        let Some((record, Observed::Word(word))) = at.map(|r| (r, &r.value)) else { continue };
        let is = |list: &[String]| list.iter().any(|w| **w == **word);
        let verdict = match (is(&spec.met), is(&spec.not_met)) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::NotMet,
            (false, false) => continue,
        };
        found.push((&*judged.response, judged, record, verdict));
    }
    found
}

/// Whether the study file says that a measure of the rule is known to be missing here.
fn declared(input: &Input<'_>, judged: &Judged) -> bool {
    let measures = input.study.responses.get(&*judged.response).map(|b| b.measures.values());
    let id = input.subject_id(judged.subject);
    let visits = [Some(&*judged.visit), input.study.baseline_visit()];
    let missing = |m: &String| visits.iter().any(|visit| input.study.is_declared_missing(m, *visit, id));
    measures.into_iter().flatten().any(missing)
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (response, judged, record, verdict) in recorded(input) {
        if judged.verdict.decided().is_some() || declared(input, judged) {
            continue;
        }
        let open: Vec<&str> =
            judged.parts.iter().filter(|p| p.verdict.decided().is_none()).map(|p| p.values.as_str()).collect();
        let finding = CHECK
            .raise(
                format!("`{response}` is recorded as {verdict}, but its parts do not decide it"),
                record.places.first().unwrap_or(&record.row),
            )
            .found(record.value.text())
            .subject(input.subject_id(judged.subject))
            .visit(&*judged.visit)
            .expected(open.join("; "))
            .related(&input.study.places.key(&["responses", response]), "the definition")
            .hint("enter the missing components");
        raised.push(finding.into());
    }
}
