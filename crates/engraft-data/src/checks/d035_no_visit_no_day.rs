//! D035: a row names neither a visit nor a day, so that nobody can tell when it was made.

use std::collections::BTreeSet;

use engraft_base::Place;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};
use crate::table::When;

/// D035
pub const CHECK: Check = Check { code: Code("D035"), title: "neither visit nor day", severity: Severity::Error, run };

/// When, row and subject of everything assessed.
pub(super) fn rows<'a>(input: &'a Input<'_>) -> impl Iterator<Item = (&'a When, &'a Place, &'a str)> {
    let assessments = input.data.assessments.iter().map(|r| (&*r.when, &r.place, &*r.subject));
    let labs = input.data.labs.iter().map(|r| (&r.when, &r.place, &r.subject));
    assessments.chain(labs).map(|(when, place, subject)| (when, place, subject.text.as_str()))
}

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    for (when, row, subject) in rows(input) {
        let known = input.derived.subjects.iter().find(|s| &*s.id == subject);
        let dated = when.given().is_some_and(|day| known.is_none_or(|s| s.elapsed(day).is_some()));
        let placed = when.visit.value.is_some() || dated || when.at_fault();
        if placed || !seen.insert(row.clone()) {
            continue;
        }
        let message = match when.given() {
            Some(_) => "the row names no visit, and its date cannot be counted from an infusion",
            None => "the row names neither a visit nor a day",
        };
        let finding = CHECK.raise(message, row).subject(subject).hint("fill in `visit`, `day` or `date`");
        raised.push(Raised { finding, touch: Touch::Row(row.clone()) });
    }
}
