//! D054: an event or a medication ends before it begins.

use engraft_base::Day;
use engraft_base::{Code, Severity};

use super::{Check, Input, Raised, Touch};

/// D054
pub const CHECK: Check = Check { code: Code("D054"), title: "end before start", severity: Severity::Error, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    let events = input.data.events.iter().map(|r| (&r.subject, &r.start, &r.end, &r.place));
    let medications = input.data.medications.iter().map(|r| (&r.subject, &r.start, &r.end, &r.place));
    for (subject, start, end, row) in events.chain(medications) {
        let known = input.derived.subjects.iter().find(|s| Some(&s.id) == subject.value.as_ref());
        let elapsed = |day: Option<Day>| known.and_then(|s| s.elapsed(day?));
        // two dates can be compared without an anchor
        let dates = match (start.value, end.value) {
            (Some(Day::Date(a)), Some(Day::Date(b))) => a.bounds().zip(b.bounds()).map(|(a, b)| b.1 < a.0),
            (a, b) => elapsed(a).zip(elapsed(b)).map(|(a, b)| b < a),
        };
        if dates != Some(true) {
            continue;
        }
        let finding = CHECK
            .raise("the end is before the start", &end.place)
            .found(format!("{} to {}", start.text, end.text))
            .subject(&subject.text)
            .hint("are the two columns swapped?");
        raised.push(Raised { finding, touch: Touch::Row(row.clone()) });
    }
}
