//! D037: a measure was planned at a visit and has no value there, while the subject was still in the study.

use engraft_base::{Code, Severity};

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
        for (name, measure) in &input.study.file.measures {
            for visit in input.study.measure_visits(measure) {
                let found = input.derived.at_visit(index, name, 1, visit);
                let has_value = found.is_some_and(|r| !r.value.is_missing());
                let gone = subject.ended.as_ref().is_some_and(|e| e.early && left_before(input, e.day, visit));
                if has_value || gone || input.study.is_declared_missing(name, Some(visit), &subject.id) {
                    continue;
                }
                let place = found.map_or(&subject.place, |r| r.places.first().unwrap_or(&r.row));
                let finding = CHECK
                    .raise(format!("`{name}` has no value at `{visit}`"), place)
                    .subject(&*subject.id)
                    .visit(visit)
                    .hint("enter it, record in disposition.csv when the subject left, or declare it in [[unknown]]");
                raised.push(finding.into());
            }
        }
    }
}
