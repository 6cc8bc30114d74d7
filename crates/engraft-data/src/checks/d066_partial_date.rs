//! D066: a date lacks its day or month, so that no day of the study can be computed from it.

use engraft_base::{Code, Severity};
use std::collections::BTreeSet;

use super::d035_no_visit_no_day::rows;
use super::{Check, Input, Raised};

/// D066
pub const CHECK: Check = Check { code: Code("D066"), title: "date partly known", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    let assessed = rows(input).map(|(when, _, subject)| (when.date.value, &when.date.place, &when.date.text, subject));
    let infused =
        input.data.infusions.iter().map(|i| (i.date.value, &i.date.place, &i.date.text, i.subject.text.as_str()));
    for (date, place, text, subject) in assessed.chain(infused) {
        if date.is_none_or(|d| d.full().is_some()) || !seen.insert(place.clone()) {
            continue;
        }
        let finding = CHECK
            .raise("the date is only partly known", place)
            .found(text)
            .subject(subject)
            .hint("the visit's name places it; without one it counts at no visit");
        raised.push(finding.into());
    }
}
