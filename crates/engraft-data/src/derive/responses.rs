//! Responses: every definition judged for every subject, cycle and visit.

use std::collections::BTreeSet;
use std::sync::Arc;

use engraft_base::{Place, Verdict};
use engraft_instruments::course::{self, Seen};
use engraft_instruments::response::ReadRemark;
use engraft_instruments::rule::Part;
use engraft_protocol::{BoundRule, Study};

use super::context::AtVisit;
use super::{Derived, Judged, Remarked};

/// Judges all responses.
pub(super) fn judge(study: &Study, derived: &mut Derived) {
    let mut verdicts = Vec::new();
    for (name, bound) in &study.responses {
        for subject in 0..derived.subjects.len() {
            for cycle in derived.subjects.get(subject).map(|s| s.cycles.as_slice()).unwrap_or_default() {
                verdicts.extend(course(study, derived, name, bound, subject, cycle.number));
            }
        }
    }
    derived.verdicts = verdicts;
}

/// The verdicts of a subject in a cycle, in the form that the study asks for.
pub(super) fn course(
    study: &Study,
    derived: &Derived,
    name: &str,
    bound: &BoundRule,
    subject: usize,
    cycle: u32,
) -> Vec<Judged> {
    let spec = study.file.responses.get(name);
    let judged = plain(study, derived, name, bound, subject, cycle);
    match spec.map(|spec| (spec.confirmed_after, spec.sustained.is_some())) {
        Some((Some(gap), _)) => confirmed(judged, gap),
        Some((None, true)) => {
            let missing = spec.and_then(|spec| spec.sustained.as_ref()).map_or(0, |stretch| stretch.allow_missing);
            sustained(study, judged, usize::try_from(missing).unwrap_or(usize::MAX)).into_iter().collect()
        }
        _ => judged,
    }
}

/// The verdicts of a rule visit by visit, whatever form over time the study asks for.
pub(super) fn plain(
    study: &Study,
    derived: &Derived,
    name: &str,
    bound: &BoundRule,
    subject: usize,
    cycle: u32,
) -> Vec<Judged> {
    let at = |visit: &str| one(study, derived, bound, name, subject, cycle, visit);
    visits(study, name, bound).into_iter().map(at).collect()
}

/// Each visit with what the later ones say of it.
fn confirmed(mut judged: Vec<Judged>, gap: i32) -> Vec<Judged> {
    let seen: Vec<Seen> = judged.iter().filter_map(|j| Some(Seen { day: j.day?, verdict: j.verdict })).collect();
    let answers = course::confirmed(&seen, gap);
    let mut answers = answers.into_iter();
    for verdict in &mut judged {
        // a visit without a day cannot be confirmed
        let answer = verdict.day.and_then(|_| answers.next()).unwrap_or(Verdict::Undetermined);
        let part = Part {
            rule: format!("confirmed at least {gap} days later"),
            values: format!("at the visit: {}", verdict.verdict),
            verdict: answer,
        };
        verdict.parts.insert(0, part);
        verdict.verdict = answer;
    }
    judged
}

/// One verdict at the last visit of the stretch.
fn sustained(study: &Study, judged: Vec<Judged>, allow_missing: usize) -> Option<Judged> {
    let stretch: Vec<Option<Verdict>> = judged.iter().map(|j| Some(j.verdict)).collect();
    let answer = course::sustained(&stretch, allow_missing);
    let words: Vec<String> = judged.iter().map(|j| format!("{}: {}", study.visit_label(&j.visit), j.verdict)).collect();
    let places = judged.iter().flat_map(|j| j.places.iter().cloned()).collect();
    let has_data = judged.iter().any(|j| j.has_data);
    let mut remarks: Vec<Remarked> = Vec::new();
    for remark in judged.iter().flat_map(|j| &j.remarks) {
        if remarks.iter().all(|known| known.id != remark.id) {
            remarks.push(remark.clone());
        }
    }
    let mut last = judged.into_iter().next_back()?;
    let part = Part { rule: "met at every visit of the stretch".to_owned(), values: words.join("; "), verdict: answer };
    last.parts.insert(0, part);
    Some(Judged { verdict: answer, remarks, places, has_data, ..last })
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
    let places = once(context.used.take());
    let remarked = |remark: &ReadRemark| {
        let due = remark.is_due(&context);
        let places = once(context.used.take());
        due.then(|| Remarked { id: remark.id.clone(), text: remark.text.clone(), places })
    };
    let remarks = bound.remarks.iter().filter_map(remarked).collect();
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
        recorded: context.recorded_day().is_some(),
        verdict: outcome.verdict,
        parts: outcome.parts,
        remarks,
        places,
        has_data,
    }
}

/// Each cell once, in the order in which it was asked for.
fn once(mut places: Vec<Place>) -> Vec<Place> {
    let mut seen = BTreeSet::new();
    places.retain(|place| seen.insert(place.clone()));
    places
}

/// The visits at which a response is judged: as stated, else those after baseline at which its measures are planned.
pub(crate) fn visits<'a>(study: &'a Study, name: &str, bound: &'a BoundRule) -> Vec<&'a str> {
    let spec = study.file.responses.get(name);
    let stated = spec.map(|r| r.visits.as_slice()).unwrap_or_default();
    let day = |visit: &str| study.file.visits.get(visit).map(|v| v.day);
    let stretch = spec.and_then(|r| r.sustained.as_ref()).and_then(|s| Some(day(&s.from)?..=day(&s.to)?));
    let planned = |visit: &&str| {
        bound
            .measures
            .values()
            .any(|m| study.file.measures.get(m).is_some_and(|measure| study.is_planned(measure, visit)))
    };
    study
        .file
        .visits
        .iter()
        .filter(|(id, v)| match &stretch {
            Some(stretch) => stretch.contains(&v.day) && planned(&id.as_str()),
            None if stated.is_empty() => v.day > 0 && planned(&id.as_str()),
            None => stated.contains(id),
        })
        .map(|(id, _)| id.as_str())
        .collect()
}

/// Judges a rule on baseline values alone, as entry criteria are.
pub fn judge_at_baseline(
    study: &Study,
    derived: &Derived,
    bound: &BoundRule,
    subject: usize,
) -> (engraft_instruments::rule::Outcome, Vec<Place>) {
    let context = AtVisit::new(study, derived, bound, subject, 1, None);
    let outcome = bound.rule.evaluate(&context);
    (outcome, context.used.take())
}
