//! D066: a date lacks its day or month, so that no day of the study can be computed from it.

use engraft_base::{Code, Day, Severity};
use std::collections::BTreeSet;

use super::d035_no_visit_no_day::rows;
use super::{Check, Input, Raised};

/// D066
pub const CHECK: Check = Check { code: Code("D066"), title: "date partly known", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let mut seen = BTreeSet::new();
    let data = input.data;
    let assessed = rows(input).map(|(when, _, subject)| (when.date.value, &when.date.place, &when.date.text, subject));
    let infused = data.infusions.iter().map(|i| (i.date.value, &i.date.place, &i.date.text, i.subject.text.as_str()));
    let events = data.events.iter().flat_map(|e| [(&e.start, &e.subject), (&e.end, &e.subject)]);
    let drugs = data.medications.iter().flat_map(|m| [(&m.start, &m.subject), (&m.end, &m.subject)]);
    let left = data.disposition.iter().map(|d| (&d.day, &d.subject));
    let others = events.chain(drugs).chain(left).map(|(cell, subject)| {
        let date = match cell.value {
            Some(Day::Date(date)) => Some(date),
            _ => None,
        };
        (date, &cell.place, &cell.text, subject.text.as_str())
    });
    for (date, place, text, subject) in assessed.chain(infused).chain(others) {
        if date.is_none_or(|d| d.full().is_some()) || !seen.insert(place.clone()) {
            continue;
        }
        let finding = CHECK
            .raise("the date is only partly known, so that no day can be computed from it", place)
            .found(text)
            .subject(subject)
            .hint("an assessment is placed by the visit it names; anything else has no day");
        raised.push(finding.into());
    }
}
