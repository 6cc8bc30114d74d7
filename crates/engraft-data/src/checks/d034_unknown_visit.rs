//! D034: a row names a visit that the protocol does not have, and has no day by which to place it.

use std::collections::BTreeSet;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Code, Finding, Severity};

use super::d035_no_visit_no_day::rows;
use super::{Check, Input, Raised, Touch};

/// D034
pub const CHECK: Check = Check { code: Code("D034"), title: "visit unknown", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let visits: Vec<&str> = input.study.file.visits.keys().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    for (when, row, subject) in rows(input) {
        let Some(visit) = &when.visit.value else { continue };
        let named_unscheduled = visit.to_lowercase().starts_with("unscheduled");
        if visits.contains(&&**visit) || named_unscheduled || !seen.insert(row.clone()) {
            continue;
        }
        let known = input.derived.subjects.iter().find(|s| &*s.id == subject);
        let by_day = known.zip(when.given()).is_some_and(|(s, day)| s.elapsed(day).is_some());
        let how = if by_day { "; the row counts by its day" } else { "" };
        let finding = CHECK
            .raise(format!("there is no visit `{visit}`{how}"), &when.visit.place)
            .found(&when.visit.text)
            .subject(subject)
            .expected(format!("one of {}", visits.join(", ")))
            .related(&input.study.places.key(&["visits"]), "visits of the protocol")
            .hint_if(did_you_mean(visit, visits.iter().copied()));
        raised.push(if by_day {
            Raised::from(Finding { severity: Severity::Warning, ..finding })
        } else {
            Raised { finding, touch: Touch::Row(row.clone()) }
        });
    }
}
