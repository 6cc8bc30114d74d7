//! Responses: every definition judged for every subject, cycle and visit.

use std::sync::Arc;

use engraft_protocol::{BoundRule, Study};

use super::context::AtVisit;
use super::{Derived, Judged};

/// Judges all responses.
pub(super) fn judge(study: &Study, derived: &mut Derived) {
    let mut verdicts = Vec::new();
    for (name, bound) in &study.responses {
        let visits = visits(study, name, bound);
        for subject in 0..derived.subjects.len() {
            for cycle in derived.subjects.get(subject).map(|s| s.cycles.as_slice()).unwrap_or_default() {
                for visit in &visits {
                    verdicts.push(one(study, derived, bound, name, subject, cycle.number, visit));
                }
            }
        }
    }
    derived.verdicts = verdicts;
}

fn one(
    study: &Study,
    derived: &Derived,
    bound: &BoundRule,
    name: &str,
    subject: usize,
    cycle: u32,
    visit: &str,
) -> Judged {
    let context = AtVisit::new(study, derived, bound, subject, cycle, Some(visit));
    let outcome = bound.rule.evaluate(&context);
    let mut places = context.used.take();
    let mut seen = std::collections::BTreeSet::new();
    places.retain(|place| seen.insert(place.clone()));
    let has_data = bound
        .measures
        .values()
        .any(|m| derived.at_visit(subject, m, cycle, visit).is_some_and(|r| !r.value.is_missing()));
    Judged {
        subject,
        response: Arc::from(name),
        cycle,
        visit: Arc::from(visit),
        day: context.visit_day(),
        verdict: outcome.verdict,
        parts: outcome.parts,
        places,
        has_data,
    }
}

/// The visits at which a response is judged: as stated, else those after baseline at which its measures are planned.
pub(crate) fn visits<'a>(study: &'a Study, name: &str, bound: &'a BoundRule) -> Vec<&'a str> {
    let stated = study.file.responses.get(name).map(|r| r.visits.as_slice()).unwrap_or_default();
    let planned = |visit: &&str| {
        bound
            .measures
            .values()
            .any(|m| study.file.measures.get(m).is_some_and(|measure| study.measure_visits(measure).contains(visit)))
    };
    study
        .file
        .visits
        .iter()
        .filter(|(id, v)| if stated.is_empty() { v.day > 0 && planned(&id.as_str()) } else { stated.contains(id) })
        .map(|(id, _)| id.as_str())
        .collect()
}

/// Judges a rule on baseline values alone, as entry criteria are.
pub fn judge_at_baseline(
    study: &Study,
    derived: &Derived,
    bound: &BoundRule,
    subject: usize,
) -> (engraft_instruments::rule::Outcome, Vec<engraft_base::Place>) {
    let context = AtVisit::new(study, derived, bound, subject, 1, None);
    let outcome = bound.rule.evaluate(&context);
    (outcome, context.used.take())
}
