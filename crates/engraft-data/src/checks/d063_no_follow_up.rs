//! D063: a subject has no value of any measure after baseline.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D063
pub const CHECK: Check = Check { code: Code("D063"), title: "no follow-up", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        let mine = |r: &&crate::derive::Record| r.subject == index && !r.value.is_missing();
        let all: Vec<_> = input.derived.records.iter().filter(mine).collect();
        let planned = |visit: &str| input.study.file.visits.get(visit).map_or(0, |v| v.day);
        let later = |r: &&crate::derive::Record| match r.cycle_day {
            Some(day) => day > 0,
            None => r.visit.as_deref().map(planned).is_some_and(|day| day > 0),
        };
        if all.iter().any(later) {
            continue;
        }
        let finding = CHECK
            .raise("the subject has no value after baseline", &subject.place)
            .subject(&*subject.id)
            .hint("it has no change; whether it stays in a denominator is the estimand's rule for missing values");
        raised.push(finding.into());
    }
}
