//! D037: a measure was planned at a visit and has no value there, while the subject was still in the study.

use engraft_base::{Code, Finding, Place, Severity};

use super::{Check, Input, Raised};

/// D037
pub const CHECK: Check =
    Check { code: Code("D037"), title: "value missing at a planned visit", severity: Severity::Note, run };

/// Whether a subject that left on `day` (unknown: some time after treatment began) had left before a visit.
fn left_before(input: &Input<'_>, day: Option<i32>, visit: &str) -> bool {
    let Some(visit) = input.study.file.visits.get(visit) else { return false };
    let latest = visit.day.saturating_add(visit.window.map_or(0, |[_, late]| late));
    match day {
        Some(day) => day < latest,
        None => latest > 0,
    }
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        for visit in input.study.file.visits.keys() {
            if subject.ended.as_ref().is_some_and(|e| e.early && left_before(input, e.day, visit)) {
                continue;
            }
            at_visit(input, index, visit, raised);
        }
    }
}

/// The measures without a value at a visit of the first cycle; one finding when all planned are missing.
fn at_visit(input: &Input<'_>, index: usize, visit: &str, raised: &mut Vec<Raised>) {
    let Some(subject) = input.derived.subjects.get(index) else { return };
    let measures = input.study.file.measures.iter();
    // a measure without any record has a finding of its own: its column or file is missing
    let entered = |name: &str| input.derived.records.iter().any(|r| &*r.measure == name);
    let planned: Vec<&str> = measures
        .filter(|(_, m)| input.study.is_planned(m, visit))
        .map(|(name, _)| name.as_str())
        .filter(|name| entered(name))
        .collect();
    let record = |name: &str| input.derived.at_visit(index, name, 1, visit);
    let missing: Vec<&str> =
        planned.iter().copied().filter(|name| record(name).is_none_or(|r| r.value.is_missing())).collect();
    let open = missing.iter().filter(|name| !input.study.is_declared_missing(name, Some(visit), &subject.id));
    let open: Vec<&str> = open.copied().collect();
    if open.len() == planned.len() && open.len() > 1 {
        let message = format!("no measure has a value at `{visit}`");
        raised.push(finding(message, &subject.place, &subject.id, visit).found(open.join(", ")).into());
        return;
    }
    for name in open {
        let place = record(name).map_or(&subject.place, |r| r.places.first().unwrap_or(&r.row));
        raised.push(finding(format!("`{name}` has no value at `{visit}`"), place, &subject.id, visit).into());
    }
}

fn finding(message: String, place: &Place, subject: &str, visit: &str) -> Finding {
    CHECK
        .raise(message, place)
        .subject(subject)
        .visit(visit)
        .hint("enter it, record in disposition.csv when the subject left, or declare it in [[unknown]]")
}
